import type { LookupFunction } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { z } from 'zod'
import { GatewayError, toGatewayError } from '../model/index.ts'
import { jsonOf, jsonTypes, textOf } from './answer.ts'
import { codings } from './body.ts'
import { checkedHeaders } from './credentials.ts'
import { createDispatcher } from './dispatcher.ts'
import { Failure } from './failure.ts'
import { createHosts } from './hosts.ts'
import type { HttpAnswer, HttpClient, HttpPolicy, HttpRequest, HttpStats } from './http.ts'
import { resolvePolicy } from './http-policy.ts'
import { type Log, silentLog } from './log.ts'
import { safeUrl } from './redact.ts'
import { backoff, retryAfter } from './retry.ts'
import { createRoute, type Order, outside } from './route.ts'

export interface HttpClientOptions {
  /** The only places it goes to, redirects included: `https://api.example.org`. */
  origins: readonly string[]
  /** Where the manners differ from `defaultPolicy`. */
  policy?: Partial<HttpPolicy> | undefined
  /** Whether loopback, private, link-local and other special addresses may be called. Default false. */
  allowPrivateAddresses?: boolean | undefined
  /** Id of the source, named by every error. */
  source?: string | undefined
  /** Ends everything under way and yet to come with `CANCELLED`. */
  signal?: AbortSignal | undefined
  /** Told of attempts that are made again. */
  log?: Log | undefined
  /** The clock that dates in `Retry-After` are compared with, where the answer bears none of its own. */
  now?: (() => Date) | undefined
  /** Default `atlas-gateway`. */
  userAgent?: string | undefined
  /** How names become addresses. Default: as the system does. */
  lookup?: LookupFunction | undefined
}

/** A client with an owner, who ends it. */
export interface OwnedHttpClient extends HttpClient {
  /** Ends every request under way with `CANCELLED` and closes all connections. */
  close(): Promise<void>
}

/**
 * The HTTP client of one source: per-origin pools and pace, deadlines, caps, retries, and an allow-list of origins.
 * See `HttpPolicy` for its manners and `HttpClient` for what it throws.
 *
 * @throws {GatewayError} `CONFIG_INVALID` when an origin or the policy is not valid.
 */
export function createHttpClient(options: HttpClientOptions): OwnedHttpClient {
  const { source, log = silentLog, now = () => new Date(), userAgent = 'atlas-gateway' } = options
  const allowPrivateAddresses = options.allowPrivateAddresses ?? false
  const policy = resolvePolicy(options.policy)
  const hosts = createHosts({ origins: options.origins, allowPrivateAddresses, source })
  const stats: HttpStats = { requests: 0, retries: 0, bytes: 0 }
  const closing = new AbortController()
  const dispatcher = createDispatcher({
    policy,
    allowPrivateAddresses,
    lookup: options.lookup,
  })

  /** Origins that were late with every attempt of a request, and have answered nothing since. */
  const silent = new Set<string>()

  const route = createRoute({ hosts, dispatcher, policy, stats, source, now })

  async function send<T>(
    url: string,
    request: HttpRequest,
    mayBeEmpty: boolean,
    read: (answer: HttpAnswer) => T,
  ): Promise<T> {
    const signals = [closing.signal, options.signal, request.signal]
    const signal = AbortSignal.any(signals.filter((one) => one !== undefined))
    if (signal.aborted) throw cancelled(signal)
    const order = begin(url, request, mayBeEmpty, signal)
    const idempotent = request.idempotent ?? ['GET', 'HEAD'].includes(order.method)
    for (let count = 1; ; count += 1) {
      request.onAttempt?.()
      try {
        const answer = await route.attempt(order)
        silent.delete(order.url.origin)
        return read(answer)
      } catch (thrown) {
        if (signal.aborted) throw cancelled(signal)
        if (!(thrown instanceof Failure)) throw toGatewayError(thrown)
        const failure = thrown
        if (failure.head !== null) silent.delete(order.url.origin)
        const asked = failure.head === null ? null : retryAfter(failure.head.headers, now)
        const pause = Math.max(asked ?? 0, backoff(policy.backoff, count, policy.maxRetryAfter))
        const isLasting = failure.head !== null && request.isLasting?.(failure.head)
        const most = isLasting ? Math.min(policy.attempts, 2) : policy.attempts
        // Whoever hangs is not waited for as often again with each of a hundred requests.
        const isSilent = failure.isLate && silent.has(order.url.origin)
        const again = failure.transient && idempotent && count < most && !isSilent
        if (failure.isLate && !again) silent.add(order.url.origin)
        if (!again || pause > policy.maxRetryAfter) throw failure.error
        log.warn('a request is made again', {
          source,
          url: safeUrl(order.url),
          attempt: count,
          code: failure.error.code,
          reason: failure.error.message,
          pauseMs: Math.round(pause),
        })
        stats.retries += 1
        await sleep(pause, undefined, { signal }).catch(() => {
          throw cancelled(signal)
        })
      }
    }
  }

  function begin(
    url: string,
    request: HttpRequest,
    mayBeEmpty: boolean,
    signal: AbortSignal,
  ): Order {
    const target = hosts.allowed(url)
    if (target === null) throw outside(source).error
    const method = request.method ?? 'GET'
    // A length must be told of the thing itself where only the length, or a part, is asked for.
    const plain = method === 'HEAD' || Object.keys(request.headers ?? {}).some(isRange)
    return {
      url: target,
      method,
      headers: {
        'user-agent': userAgent,
        accept: acceptHeader(request.accept),
        'accept-encoding': plain ? 'identity' : codings.join(', '),
        ...checkedHeaders(request.headers),
      },
      body: request.body,
      expected: {
        accept: request.accept ?? null,
        statuses: request.statuses ?? [],
        mayBeEmpty: mayBeEmpty || method === 'HEAD',
        // The length that an answer to HEAD tells is of a body that does not come.
        maxBytes:
          method === 'HEAD'
            ? Number.POSITIVE_INFINITY
            : Math.min(policy.maxBytes, request.maxBytes ?? policy.maxBytes),
        source,
      },
      signal,
      onHead: request.onHead,
    }
  }

  function cancelled(signal: AbortSignal): GatewayError {
    return new GatewayError('CANCELLED', { source, cause: signal.reason })
  }

  return {
    stats,
    json<T>(url: string, shape: z.ZodType<T>, request: HttpRequest = {}) {
      const { accept = jsonTypes, statuses = [], whenNoContent } = request
      const mayBeEmpty = whenNoContent !== undefined
      const full = { ...request, accept, statuses: mayBeEmpty ? [...statuses, 204] : statuses }
      return send(url, full, false, (answer) => {
        const isEmpty = mayBeEmpty && answer.status === 204
        return isEmpty
          ? shape.parse(whenNoContent)
          : jsonOf(answer, shape, request.retryInvalid, source)
      })
    },
    text(url, request) {
      return send(url, request, false, (answer) => textOf(answer, source))
    },
    request(url, request = {}) {
      return send(url, request, request.accept === undefined, (answer) => answer)
    },
    async close() {
      const reason = new GatewayError('CANCELLED', { source })
      closing.abort(reason)
      route.close(reason)
      await dispatcher.destroy()
    },
  }
}

/** A suffix such as `+json` cannot be asked for, only taken. */
function acceptHeader(types: readonly string[] = []): string {
  return types.filter((type) => !type.startsWith('+')).join(', ') || '*/*'
}

function isRange(header: string): boolean {
  return header.toLowerCase() === 'range'
}
