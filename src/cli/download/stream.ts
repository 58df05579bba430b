import type { LookupFunction } from 'node:net'
import { checkHead } from '../../sdk/answer.ts'
import { withoutCredentials } from '../../sdk/credentials.ts'
import { startDeadlines } from '../../sdk/deadlines.ts'
import { createDispatcher } from '../../sdk/dispatcher.ts'
import { redirects, send } from '../../sdk/exchange.ts'
import { Failure, type Head, networkFailure } from '../../sdk/failure.ts'
import { resolvePolicy } from '../../sdk/http-policy.ts'
import { webAddress } from '../../sdk/resolve-https.ts'

export interface StreamerOptions {
  /** Requests at once to one origin. */
  parallel: number
  /** Whether this machine and private networks may be fetched from. */
  allowPrivateAddresses: boolean
  /** Milliseconds without a byte after which a connection counts as dead. Default 30,000. */
  patience?: number
  /** How names become addresses. Default: as the system does. */
  lookup?: LookupFunction | undefined
}

export interface StreamRequest {
  url: string
  method: 'GET' | 'POST'
  /** Secrets among them go to the origin of `url` alone. */
  headers: Record<string, string>
  signal: AbortSignal
}

/** An answer with status 200, 206 or 416, whose bytes come as they are read. */
export interface Opened extends Head {
  /**
   * As they come over the wire, whatever their coding.
   *
   * @throws {Failure}
   */
  chunks(): AsyncIterable<Buffer>
  /** Ends it; what was not read is not waited for. */
  close(): void
}

/**
 * Fetches bodies of any length. `HttpClient` is for what a source says of itself: it keeps bodies in memory and goes to
 * the source's own origins; this one goes wherever a link leads in the public internet, and each redirect is checked like
 * a link. On the reader's machine only: no part of the gateway fetches an asset.
 */
export interface Streamer {
  /** @throws {Failure} for any other status, a network fault, a timeout, or an address that may not be fetched from. */
  open(request: StreamRequest): Promise<Opened>
  close(): Promise<void>
}

const mostRedirects = 5
/** Besides 200. An empty file is one, and none is too large. */
const taken = {
  accept: null,
  statuses: [206, 416],
  mayBeEmpty: true,
  maxBytes: Number.POSITIVE_INFINITY,
  source: undefined,
}
/** Milliseconds; Node's timers take no more. A file takes as long as it takes. */
const everLasting = 2 ** 31 - 1

export function createStreamer(options: StreamerOptions): Streamer {
  const { parallel, allowPrivateAddresses, patience = 30_000, lookup } = options
  const policy = resolvePolicy({
    concurrency: parallel,
    connectTimeout: Math.min(15_000, patience),
    headersTimeout: patience * 4,
    bodyTimeout: patience,
    totalTimeout: everLasting,
  })
  const dispatcher = createDispatcher({ policy, allowPrivateAddresses, lookup })

  function checked(address: string): URL {
    const url = webAddress(address, { allowPrivateAddresses })
    if (url === null) {
      throw new Failure('ANSWER_INVALID', undefined, {
        message: 'The link leads where none may.',
      })
    }
    return url
  }

  async function step(url: URL, request: StreamRequest): Promise<Opened> {
    const deadlines = startDeadlines(policy, everLasting)
    const gone = new AbortController()
    const close = () => {
      deadlines.stop()
      gone.abort()
    }
    const failure = (thrown: unknown) =>
      networkFailure(deadlines.signal.aborted ? deadlines.signal.reason : thrown, undefined)
    try {
      const signal = AbortSignal.any([request.signal, gone.signal])
      const sent = { ...request, url, body: undefined, signal }
      const { head, body } = await send(dispatcher, sent, deadlines)
      return {
        ...head,
        async *chunks() {
          try {
            for await (const chunk of body) {
              deadlines.onProgress()
              yield chunk as Buffer
            }
          } catch (thrown) {
            throw failure(thrown)
          } finally {
            close()
          }
        },
        close,
      }
    } catch (thrown) {
      close()
      throw failure(thrown)
    }
  }

  return {
    async open(request) {
      let url = checked(request.url)
      let { headers } = request
      for (let hop = 0; hop <= mostRedirects; hop += 1) {
        const opened = await step(url, { ...request, headers })
        const { location } = opened.headers
        if (!redirects.includes(opened.status) || location === undefined) {
          try {
            checkHead(opened, taken)
            return opened
          } catch (failure) {
            opened.close()
            throw failure
          }
        }
        opened.close()
        const next = checked(URL.parse(location, url.href)?.href ?? '')
        if (url.protocol === 'https:' && next.protocol === 'http:') {
          throw new Failure('ANSWER_INVALID', undefined, {
            message: 'The link leads from a protected connection to an open one.',
          })
        }
        if (next.origin !== url.origin) headers = withoutCredentials(headers)
        url = next
      }
      throw new Failure('SOURCE_UNREACHABLE', undefined, {
        message: 'The source redirects too often.',
      })
    },
    close: () => dispatcher.destroy(),
  }
}
