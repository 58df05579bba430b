import {
  type ErrorCode,
  GatewayError,
  PUBLIC,
  type StoredRecord,
  toGatewayError,
  type Viewer,
} from '../model/index.ts'
import type { AnyConnector, Credentials } from '../sdk/connector.ts'
import type { HttpClient } from '../sdk/http.ts'
import { createHttpClient, type OwnedHttpClient } from '../sdk/http-client.ts'
import { type AssetToLink, noLink, type ResolvedLink } from '../sdk/links.ts'
import { type Log, silentLog } from '../sdk/log.ts'
import { parseS3Locator } from '../sdk/s3/locator.ts'
import { type S3Prices, s3Prices } from '../sdk/s3/prices.ts'
import type { SpendingLedger, StoredAsset } from '../store/record-store.ts'
import { CircuitBreaker } from './breaker.ts'
import { byScheme, endpointOf, readerShape } from './by-scheme.ts'
import { createHostCheck, type ResolveName } from './host-check.ts'
import { LinkCache } from './link-cache.ts'
import { Once } from './once.ts'
import { type OpenedLinks, openLinks } from './open-links.ts'
import { type PayerAccount, withOffer } from './payer.ts'
import { type Reader, readerKey } from './reader.ts'

/** A source as links to its assets are made from it. */
export interface LinkedSource {
  id: string
  connector: AnyConnector
  options: Record<string, unknown>
  allowPrivateAddresses: boolean
  /** The operator's account that pays for readers who agree; null: there is none. Default null. */
  payer?: PayerAccount | null
}

export interface ResolverOptions {
  sources: readonly LinkedSource[]
  /** What the operator's accounts have paid is written here. Left out: they pay for nobody. */
  ledger?: SpendingLedger
  /** Default: `s3Prices`. */
  prices?: S3Prices
  /** Milliseconds that one source has for all links of a call. Default 10,000. */
  deadline?: number
  /** Links kept at most. Default 20,000. */
  cacheSize?: number
  now?: () => Date
  log?: Log
  /** Which origins are left alone since they do not answer. Default: one of its own. */
  breaker?: CircuitBreaker
  /** How names become addresses, for the check of hosts. Default: as the system does. */
  resolveName?: ResolveName
}

/** An asset whose link is asked for, with its record. */
export interface LinkRequest {
  asset: StoredAsset
  record: StoredRecord
}

/** Makes links, in memory alone: nothing of a link is written anywhere. */
export interface Resolver {
  /**
   * Links in the order of `requests`, as many. Never throws for an upstream's sake: a link that could not be made says
   * why. The caller has looked that the reader may discover every record.
   *
   * @throws {GatewayError} `CANCELLED` when `signal` aborts.
   */
  links(
    reader: Reader,
    requests: readonly LinkRequest[],
    signal?: AbortSignal,
  ): Promise<ResolvedLink[]>
  /**
   * The same, with those opened that need consent, which the reader has given: the operator's accounts pay, all or nothing,
   * and are charged before anything is signed. The same key with the same wish gives the same links while they last.
   *
   * @param idempotencyKey What the reader made up for this wish, 16 characters at least.
   * @throws {GatewayError} `FORBIDDEN` when an account pays for known readers alone, and this one is not; `BUDGET_EXCEEDED`;
   *   `CONFLICT` when the key stood for another wish, or its links have ended; `CANCELLED`.
   */
  open(
    reader: Reader,
    requests: readonly LinkRequest[],
    idempotencyKey: string,
    signal?: AbortSignal,
  ): Promise<OpenedLinks>
  /** What buckets cost, for estimates. */
  readonly prices: S3Prices
  /**
   * Credentials as a reader sent them, checked against what the source's connector takes.
   *
   * @throws {GatewayError} `BAD_INPUT` that names the source and what was expected, never a value.
   */
  checkCredentials(source: string, given: unknown): Credentials
  /** Root of the service that holds an asset in a bucket of S3; null: AWS's, or it is in none. */
  serviceOf(asset: StoredAsset): string | null
  /** Whether an origin is left alone now, since it did not answer several times. */
  isSilent(origin: string): boolean
  /** What of a source's options everybody may know, to make links elsewhere; null when there is no need, or no such source. */
  linkOptions(source: string): Record<string, unknown> | null
  close(): Promise<void>
}

/** What a link state is called when the whole call to a source failed. */
const stateOf: Partial<Record<ErrorCode, ResolvedLink['state']>> = {
  SOURCE_REFUSED: 'NEEDS_CREDENTIALS',
  SOURCE_FORBIDDEN: 'NEEDS_APPROVAL',
  NEEDS_LOGIN: 'NEEDS_CREDENTIALS',
  NOT_FOUND: 'GONE',
}

export function createResolver(options: ResolverOptions): Resolver {
  const { deadline = 10_000, cacheSize = 20_000, log = silentLog, prices = s3Prices } = options
  const now = options.now ?? (() => new Date())
  const cache = new LinkCache({ size: cacheSize, now })
  const breaker = options.breaker ?? new CircuitBreaker({ now })
  const once = new Once({ now })
  const isPublicHost = createHostCheck({ resolveName: options.resolveName })
  const sources = new Map(options.sources.map((source) => [source.id, source]))
  const closing = new AbortController()
  const underWay = new Set<OwnedHttpClient>()

  async function links(
    reader: Reader,
    requests: readonly LinkRequest[],
    signal?: AbortSignal,
  ): Promise<ResolvedLink[]> {
    const keys = keysOf(reader, requests)
    const found = keys.map((key, at) => knownGone(requests[at]) ?? cache.get(key))
    const missing = [...requests.keys()].filter((at) => found[at] === null)
    const groups = Map.groupBy(missing, (at) => requests[at]?.record.source ?? '')
    await Promise.all(
      [...groups].map(async ([source, places]) => {
        const wanted = places.map((at) => requests[at] as LinkRequest)
        const made = await linksOf(source, reader, wanted, signal)
        for (const [index, at] of places.entries()) {
          const link = made[index] as ResolvedLink
          found[at] = link
          cache.put(keys[at] as string, link)
        }
      }),
    )
    return found as ResolvedLink[]
  }

  /** Of each link, in order: whom it is for as an HMAC, then what it leads to and who may open that. */
  function keysOf(reader: Reader, requests: readonly LinkRequest[]): string[] {
    const readers = new Map<string, string>()
    const records = new Map<StoredRecord, string>()
    return requests.map(({ asset, record }) => {
      const { source } = record
      const whose = readers.get(source) ?? cache.keyOf(source, readerKey(reader, source))
      readers.set(source, whose)
      const { access, accessNote, visibility, landingPage } = record
      const of =
        records.get(record) ??
        JSON.stringify([record.id, access, accessNote, visibility.retrieve, landingPage])
      records.set(record, of)
      const { key, locator, availability, size, payer, region } = asset
      return `${whose} ${JSON.stringify([key, locator, availability, size, payer, region])} ${of}`
    })
  }

  async function linksOf(
    id: string,
    reader: Reader,
    requests: readonly LinkRequest[],
    signal?: AbortSignal,
  ): Promise<ResolvedLink[]> {
    const source = sources.get(id)
    // Its records stay readable while it is not in the configuration, but who may open them is not known then.
    if (source === undefined) return requests.map(() => unreachable('UNSUPPORTED'))
    const late = AbortSignal.timeout(deadline)
    const ends = [closing.signal, late, ...(signal === undefined ? [] : [signal])]
    const either = AbortSignal.any(ends)
    const http = createHttpClient({
      origins: source.connector.origins(source.options),
      policy: {
        ...source.connector.http,
        attempts: 1,
        connectTimeout: Math.min(3_000, deadline),
        headersTimeout: deadline,
        bodyTimeout: deadline,
        totalTimeout: deadline,
      },
      allowPrivateAddresses: source.allowPrivateAddresses,
      source: id,
      signal: either,
      now,
    })
    underWay.add(http)
    try {
      const assets = requests.map((request) => assetToLink(request, reader.viewer))
      const context = contextOf(source, reader, breaker.guard(http), either)
      const made = await within(either, byScheme(source.connector, assets, context))
      if (made.length !== requests.length) {
        throw new GatewayError('INTERNAL', {
          cause: 'a connector gave fewer or more links than asked',
        })
      }
      return await Promise.all(
        made.map(async (link, at) =>
          offered(await checked(link, source), assets[at] as AssetToLink, source, reader),
        ),
      )
    } catch (thrown) {
      if (closing.signal.aborted || signal?.aborted) {
        throw new GatewayError('CANCELLED', { source: id })
      }
      if (late.aborted) return requests.map(() => unreachable('TIMEOUT'))
      const error = toGatewayError(thrown)
      // The code alone: the cause of a failed login may name what was sent.
      log.warn('links could not be made', { source: id, code: error.code })
      const link = { ...noLink, state: stateOf[error.code] ?? 'UNREACHABLE', error: error.code }
      return requests.map(() => link)
    } finally {
      underWay.delete(http)
      await http.close()
    }
  }

  function contextOf(source: LinkedSource, reader: Reader, http: HttpClient, signal: AbortSignal) {
    const whose = cache.keyOf('once', source.id, readerKey(reader, source.id))
    return {
      source: source.id,
      options: source.options,
      credentials: reader.credentials.get(source.id) ?? null,
      http,
      allowPrivateAddresses: source.allowPrivateAddresses,
      prices,
      signal,
      now,
      once: <Value>(
        name: string,
        make: () => Promise<{ value: Value; expiresAt: string | null }>,
      ) => once.get(`${whose} ${name}`, make),
    }
  }

  /** A link that leads to this machine or a private network is none, whoever made it. */
  async function checked(link: ResolvedLink, source: LinkedSource): Promise<ResolvedLink> {
    if (link.url === null || source.allowPrivateAddresses) return link
    const url = URL.parse(link.url)
    const isWeb = url !== null && /^https?:$/.test(url.protocol)
    if (isWeb && url.username + url.password === '' && (await isPublicHost(url.hostname)))
      return link
    log.warn('a link leads where none may', { source: source.id })
    return unreachable('ANSWER_INVALID')
  }

  /** What bars it is its price alone, and the operator would pay: it asks for consent. */
  async function offered(
    link: ResolvedLink,
    asset: AssetToLink,
    source: LinkedSource,
    reader: Reader,
  ): Promise<ResolvedLink> {
    const { payer = null, connector } = source
    if (payer === null || options.ledger === undefined) return link
    const bucket = parseS3Locator(asset.locator)?.bucket
    if (bucket === undefined) return link
    const endpoint = endpointOf(connector, bucket, source.options)
    // Nobody pays for a link that would then lead where none may.
    if (endpoint !== null) {
      const probe = await checked({ ...noLink, state: 'READY', url: endpoint }, source)
      if (probe.url === null) return link
    }
    return withOffer(link, asset, { payer, viewer: reader.viewer, prices, endpoint })
  }

  async function open(
    reader: Reader,
    requests: readonly LinkRequest[],
    idempotencyKey: string,
    signal?: AbortSignal,
  ): Promise<OpenedLinks> {
    const made = await links(reader, requests, signal)
    const { ledger } = options
    if (ledger === undefined) return { links: made, spent: null }
    const opened = await openLinks({
      reader,
      requests,
      links: made,
      idempotencyKey,
      ledger,
      now: now(),
      payingFor(id) {
        const source = sources.get(id)
        if (source?.payer == null) return null
        const { payer: account, connector } = source
        return { account, endpointOf: (bucket) => endpointOf(connector, bucket, source.options) }
      },
    })
    const safe = opened.links.map(async (link, at) => {
      const source = sources.get(requests[at]?.record.source ?? '')
      return source === undefined ? link : checked(link, source)
    })
    return { ...opened, links: await Promise.all(safe) }
  }

  return {
    links,
    open,
    prices,
    checkCredentials(source, given) {
      const connector = sources.get(source)?.connector
      const shape = connector === undefined ? undefined : readerShape(connector)
      const argument = `X-Source-Credentials.${source}`
      if (shape === undefined) {
        const message = 'There is no source of that name that takes credentials of readers.'
        throw new GatewayError('BAD_INPUT', { argument: 'X-Source-Credentials', message })
      }
      const parsed = shape.safeParse(given)
      if (parsed.success) return parsed.data
      const expected = [
        ...new Set(parsed.error.issues.map(({ path }) => path.join('.') || 'names')),
      ]
      const message = `These credentials are not of the form that the source takes: ${expected.join(', ')}.`
      throw new GatewayError('BAD_INPUT', { argument, message })
    },
    linkOptions(id) {
      const source = sources.get(id)
      return source?.connector.linkOptions?.(source.options) ?? null
    },
    serviceOf({ record, locator }) {
      // The id of a source has no colon.
      const source = sources.get(record.slice(0, record.indexOf(':')))
      const bucket = parseS3Locator(locator)?.bucket
      if (source === undefined || bucket === undefined) return null
      return endpointOf(source.connector, bucket, source.options)
    },
    isSilent: (origin) => breaker.isOpen(origin),
    async close() {
      closing.abort()
      cache.clear()
      once.clear()
      await Promise.all([...underWay].map((http) => http.close()))
    },
  }
}

function assetToLink({ asset, record }: LinkRequest, viewer: Viewer): AssetToLink {
  const { record: _record, key: _key, lastCheck: _lastCheck, ...stated } = asset
  const { nativeId, kind, access, accessNote, landingPage, visibility } = record
  const isPublic = visibility.retrieve.includes(PUBLIC)
  const mayOpen = visibility.retrieve.some((group) => viewer.groups.includes(group))
  return { ...stated, of: { nativeId, kind, access, accessNote, landingPage, isPublic, mayOpen } }
}

/** The upstream has said so often enough. */
function knownGone(request: LinkRequest | undefined): ResolvedLink | null {
  return request?.asset.lastCheck?.health === 'GONE' ? { ...noLink, state: 'GONE' } : null
}

function unreachable(error: ErrorCode): ResolvedLink {
  return { ...noLink, state: 'UNREACHABLE', error }
}

/** Waits no longer than until the signal aborts, whatever the work does. */
function within<Value>(signal: AbortSignal, work: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason)
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
