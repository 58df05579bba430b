import { isDeepStrictEqual } from 'node:util'
import { GatewayError, type StoredRecord } from '../model/index.ts'
import type { Credentials } from '../sdk/connector.ts'
import { noLink, type ResolvedLink } from '../sdk/links.ts'
import { type Log, silentLog } from '../sdk/log.ts'
import { webAddress } from '../sdk/resolve-https.ts'
import { parseS3Locator } from '../sdk/s3/locator.ts'
import { type S3Prices, s3Prices } from '../sdk/s3/prices.ts'
import type { StoredAsset } from '../store/record-store.ts'
import type { SpendingLedger } from '../store/spending-ledger.ts'
import { createSourceAsker, unreachable } from './ask-source.ts'
import { CircuitBreaker } from './breaker.ts'
import { endpointOf, readerShape } from './by-scheme.ts'
import { createHostCheck, type ResolveName } from './host-check.ts'
import { LinkCache } from './link-cache.ts'
import type { LinkedSource, LinkRequest } from './linked-source.ts'
import { Once } from './once.ts'
import { type OpenedLinks, openLinks } from './open-links.ts'
import { type Reader, readerKey } from './reader.ts'

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
  /** Makes links for these sources from now on; what was made for others, or otherwise, is forgotten. */
  configure(sources: readonly LinkedSource[]): void
  /** The record's page at its source, if a reader may be sent there as to an asset; null when not, or it has none. */
  pageOf(record: StoredRecord): string | null
  close(): Promise<void>
}

export function createResolver(options: ResolverOptions): Resolver {
  const { deadline = 10_000, cacheSize = 20_000, log = silentLog, prices = s3Prices } = options
  const now = options.now ?? (() => new Date())
  const cache = new LinkCache({ size: cacheSize, now })
  const breaker = options.breaker ?? new CircuitBreaker({ now })
  const once = new Once({ now })
  let sources = new Map(options.sources.map((source) => [source.id, source]))
  const whose = (reader: Reader, source: string) => cache.keyOf(source, readerKey(reader, source))
  const asker = createSourceAsker({
    deadline,
    prices,
    breaker,
    once,
    isPublicHost: createHostCheck({ resolveName: options.resolveName }),
    whose,
    mayPay: options.ledger !== undefined,
    now,
    log,
  })

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
      const owner = readers.get(source) ?? whose(reader, source)
      readers.set(source, owner)
      const { access, accessNote, visibility, landingPage } = record
      const of =
        records.get(record) ??
        JSON.stringify([record.id, access, accessNote, visibility.retrieve, landingPage])
      records.set(record, of)
      const { key, locator, availability, size, payer, region } = asset
      return `${owner} ${JSON.stringify([key, locator, availability, size, payer, region])} ${of}`
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
    return asker.ask(source, reader, requests, signal)
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
      return source === undefined ? link : asker.checked(link, source)
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
    pageOf({ source, landingPage }) {
      const allowPrivateAddresses = sources.get(source)?.allowPrivateAddresses ?? false
      return webAddress(landingPage ?? '', { allowPrivateAddresses })?.href ?? null
    },
    configure(next) {
      const isAsBefore =
        next.length === sources.size && next.every((one) => isAlike(one, sources.get(one.id)))
      sources = new Map(next.map((source) => [source.id, source]))
      if (isAsBefore) return
      cache.clear()
      once.clear()
    },
    isSilent: (origin) => breaker.isOpen(origin),
    async close() {
      await asker.close()
      cache.clear()
      once.clear()
    },
  }
}

function isAlike(one: LinkedSource, other: LinkedSource | undefined): boolean {
  if (other === undefined || one.connector !== other.connector) return false
  const { connector: _, ...rest } = one
  const { connector: __, ...before } = other
  return isDeepStrictEqual(rest, before)
}

/** The upstream has said so often enough. */
function knownGone(request: LinkRequest | undefined): ResolvedLink | null {
  return request?.asset.lastCheck?.health === 'GONE' ? { ...noLink, state: 'GONE' } : null
}
