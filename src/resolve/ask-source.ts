import {
  type ErrorCode,
  GatewayError,
  PUBLIC,
  toGatewayError,
  type Viewer,
} from '../model/index.ts'
import type { HttpClient } from '../sdk/http.ts'
import { createHttpClient, type OwnedHttpClient } from '../sdk/http-client.ts'
import { type AssetToLink, noLink, type ResolvedLink } from '../sdk/links.ts'
import type { Log } from '../sdk/log.ts'
import { parseS3Locator } from '../sdk/s3/locator.ts'
import type { S3Prices } from '../sdk/s3/prices.ts'
import type { CircuitBreaker } from './breaker.ts'
import { byScheme, endpointOf } from './by-scheme.ts'
import type { LinkedSource, LinkRequest } from './linked-source.ts'
import type { Once } from './once.ts'
import { withOffer } from './payer.ts'
import type { Reader } from './reader.ts'

/** What a link state is called when the whole call to a source failed. */
const stateOf: Partial<Record<ErrorCode, ResolvedLink['state']>> = {
  SOURCE_REFUSED: 'NEEDS_CREDENTIALS',
  SOURCE_FORBIDDEN: 'NEEDS_APPROVAL',
  NEEDS_LOGIN: 'NEEDS_CREDENTIALS',
  NOT_FOUND: 'GONE',
}

export interface AskerParts {
  /** Milliseconds that one source has for all links of a call. */
  deadline: number
  prices: S3Prices
  breaker: CircuitBreaker
  once: Once
  /** Whether a host stands for addresses of the public internet alone. */
  isPublicHost: (hostname: string) => Promise<boolean>
  /** What tells a reader at a source from every other, as a key that names nobody. */
  whose: (reader: Reader, source: string) => string
  /** Whether operators' accounts may be offered: there is a ledger to write to. */
  mayPay: boolean
  now: () => Date
  log: Log
}

/** Asks one source at a time for the links of a call, within its deadline. */
export interface SourceAsker {
  /**
   * Links in the order of `requests`, as many; what struck the whole call is told by each of them.
   *
   * @throws {GatewayError} `CANCELLED` when `signal` aborts or the asker is closed.
   */
  ask(
    source: LinkedSource,
    reader: Reader,
    requests: readonly LinkRequest[],
    signal?: AbortSignal,
  ): Promise<ResolvedLink[]>
  /** The link itself; one that leads to this machine or a private network is none, whoever made it. */
  checked(link: ResolvedLink, source: LinkedSource): Promise<ResolvedLink>
  close(): Promise<void>
}

export function createSourceAsker({
  deadline,
  prices,
  breaker,
  once,
  isPublicHost,
  whose,
  mayPay,
  now,
  log,
}: AskerParts): SourceAsker {
  const closing = new AbortController()
  const underWay = new Set<OwnedHttpClient>()

  async function ask(
    source: LinkedSource,
    reader: Reader,
    requests: readonly LinkRequest[],
    signal?: AbortSignal,
  ): Promise<ResolvedLink[]> {
    const late = AbortSignal.timeout(deadline)
    const ends = [closing.signal, late, ...(signal === undefined ? [] : [signal])]
    const either = AbortSignal.any(ends)
    const http = clientOf(source, either)
    underWay.add(http)
    try {
      const assets = requests.map((request) => assetToLink(request, reader.viewer))
      const context = contextOf(source, reader, breaker.guard(http), either)
      const made = await within(either, byScheme(source.connector, assets, context))
      if (made.length !== requests.length) {
        const cause = 'a connector gave fewer or more links than asked'
        throw new GatewayError('INTERNAL', { cause })
      }
      return await Promise.all(
        made.map(async (link, at) =>
          offered(await checked(link, source), assets[at] as AssetToLink, source, reader),
        ),
      )
    } catch (thrown) {
      if (closing.signal.aborted || signal?.aborted) {
        throw new GatewayError('CANCELLED', { source: source.id })
      }
      if (late.aborted) return requests.map(() => unreachable('TIMEOUT'))
      const error = toGatewayError(thrown)
      // The code alone: the cause of a failed login may name what was sent.
      log.warn('links could not be made', { source: source.id, code: error.code })
      const link = { ...noLink, state: stateOf[error.code] ?? 'UNREACHABLE', error: error.code }
      return requests.map(() => link)
    } finally {
      underWay.delete(http)
      await http.close()
    }
  }

  /** One of its own for each call: a login that was refused once is not held against the next reader. */
  function clientOf(
    { id, connector, options, allowPrivateAddresses }: LinkedSource,
    signal: AbortSignal,
  ): OwnedHttpClient {
    return createHttpClient({
      origins: connector.origins(options),
      policy: {
        ...connector.http,
        attempts: 1,
        connectTimeout: Math.min(3_000, deadline),
        headersTimeout: deadline,
        bodyTimeout: deadline,
        totalTimeout: deadline,
      },
      allowPrivateAddresses,
      source: id,
      signal,
      now,
    })
  }

  function contextOf(source: LinkedSource, reader: Reader, http: HttpClient, signal: AbortSignal) {
    const owner = `${source.id} ${whose(reader, source.id)}`
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
      ) => once.get(`${owner} ${name}`, make),
    }
  }

  async function checked(link: ResolvedLink, source: LinkedSource): Promise<ResolvedLink> {
    if (link.url === null || (await mayLeadTo(link.url, source))) return link
    log.warn('a link leads where none may', { source: source.id })
    return unreachable('ANSWER_INVALID')
  }

  async function mayLeadTo(address: string, source: LinkedSource): Promise<boolean> {
    if (source.allowPrivateAddresses) return true
    const url = URL.parse(address)
    const isWeb = url !== null && /^https?:$/.test(url.protocol)
    return isWeb && url.username + url.password === '' && (await isPublicHost(url.hostname))
  }

  /** What bars it is its price alone, and the operator would pay: it asks for consent. */
  async function offered(
    link: ResolvedLink,
    asset: AssetToLink,
    source: LinkedSource,
    reader: Reader,
  ): Promise<ResolvedLink> {
    const { payer = null, connector } = source
    if (payer === null || !mayPay) return link
    const bucket = parseS3Locator(asset.locator)?.bucket
    if (bucket === undefined) return link
    const endpoint = endpointOf(connector, bucket, source.options)
    // Nobody pays for a link that would then lead where none may.
    if (endpoint !== null && !(await mayLeadTo(endpoint, source))) return link
    return withOffer(link, asset, { payer, viewer: reader.viewer, prices, endpoint })
  }

  return {
    ask,
    checked,
    async close() {
      closing.abort()
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

export function unreachable(error: ErrorCode): ResolvedLink {
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
