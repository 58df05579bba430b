import { performance } from 'node:perf_hooks'
import type { Dispatcher } from 'undici'
import type { Expectation } from './answer.ts'
import { credentialsKey, withoutCredentials } from './credentials.ts'
import { exchange } from './exchange.ts'
import { Failure, type Head, networkFailure } from './failure.ts'
import type { Hosts } from './hosts.ts'
import type { HttpAnswer, HttpPolicy, HttpStats } from './http.ts'
import { createLane, type Lane, PausedError } from './rate.ts'
import { isTransientStatus, quotaReset, retryAfter } from './retry.ts'

/** One request, to be sent as often as it takes. */
export interface Order {
  url: URL
  method: 'GET' | 'HEAD' | 'POST' | 'DELETE'
  headers: Record<string, string>
  body: string | Uint8Array | undefined
  expected: Expectation
  signal: AbortSignal
  /** Told of every head that came. */
  onHead: ((head: Head) => void) | undefined
}

export interface RouteOptions {
  hosts: Hosts
  dispatcher: Dispatcher
  policy: HttpPolicy
  stats: HttpStats
  source: string | undefined
  now: () => Date
}

/** Sends orders on their way, keeping the pace of every origin and its refusals in mind. */
export interface Route {
  /**
   * One attempt: waits for a turn, sends the request and follows the redirects that it meets, within one deadline
   * that does not count the waiting.
   *
   * @throws {Failure}, or the signal's reason.
   */
  attempt(order: Order): Promise<HttpAnswer>
  /** Turns away whoever waits or comes. */
  close(reason: unknown): void
}

export function createRoute({
  hosts,
  dispatcher,
  policy,
  stats,
  source,
  now,
}: RouteOptions): Route {
  const lanes = new Map<string, Lane>()
  /** Origins with the fingerprint of credentials that met a 401. */
  const refused = new Set<string>()

  function laneOf(url: URL): Lane {
    const known = lanes.get(url.origin)
    if (known !== undefined) return known
    const lane = createLane({
      concurrency: policy.concurrency,
      requestsPerSecond: policy.requestsPerSecond,
      longestPause: policy.maxRetryAfter,
    })
    lanes.set(url.origin, lane)
    return lane
  }

  async function enter(lane: Lane, signal: AbortSignal): Promise<() => void> {
    try {
      return await lane.enter(signal)
    } catch (thrown) {
      if (!(thrown instanceof PausedError)) throw thrown
      throw new Failure('SOURCE_RATE_LIMITED', source, { cause: thrown })
    }
  }

  /** One request that was told to wait speaks for all to that origin, from the moment its headers are here. */
  function heed({ status, headers }: Head, lane: Lane): void {
    const asked = isTransientStatus(status) ? retryAfter(headers, now) : null
    if (asked !== null) lane.pause(asked)
    else if (status === 429) lane.pause(policy.backoff)
    const quota = quotaReset(headers, now)
    // A header that asks for more than can be waited for is left to the 429 that it announces.
    if (quota !== null && quota <= policy.maxRetryAfter) lane.pause(quota)
  }

  /** The same order as a redirect turns it. */
  function redirected(order: Order, location: string, status: number): Order {
    const url = hosts.allowed(location, order.url)
    if (url === null) throw outside(source)
    const turnsToGet = order.method === 'POST' && status <= 303
    const next: Order = turnsToGet
      ? { ...order, url, method: 'GET', body: undefined }
      : { ...order, url }
    if (url.origin === order.url.origin) return next
    // A body may hold credentials just as a header may.
    if (next.body !== undefined) throw outside(source)
    return { ...next, headers: withoutCredentials(order.headers) }
  }

  /** Sends it to one address, with a turn of its own. */
  async function step(order: Order, deadline: number) {
    const { url, headers, signal } = order
    const key = credentialsKey(headers)
    const refusal = key === null ? null : `${url.origin} ${key}`
    const lane = laneOf(url)
    const leave = await enter(lane, signal)
    const started = performance.now()
    try {
      // Others with the same credentials may have been refused while this one waited.
      if (refusal !== null && refused.has(refusal)) throw new Failure('SOURCE_REFUSED', source)
      const onHead = (head: Head) => {
        order.onHead?.(head)
        if (refusal !== null && isRefusal(head, order.expected)) refused.add(refusal)
        heed(head, lane)
      }
      const result = await exchange(
        { ...order, deadline: Math.max(1, Math.ceil(deadline)) },
        { dispatcher, policy, stats, onHead },
      )
      return { ...result, took: performance.now() - started }
    } catch (thrown) {
      throw networkFailure(thrown, source)
    } finally {
      leave()
    }
  }

  return {
    async attempt(order) {
      let current = order
      let left = policy.totalTimeout
      for (let hop = 0; ; hop += 1) {
        const result = await step(current, left)
        if ('answer' in result) return result.answer
        if (hop >= policy.redirects) {
          throw new Failure('SOURCE_UNREACHABLE', source, {
            message: 'The source redirects too often.',
          })
        }
        left -= result.took
        current = redirected(current, result.redirect, result.status)
      }
    },
    close(reason) {
      for (const lane of lanes.values()) lane.close(reason)
    },
  }
}

/** An address that the allow-list does not have. */
export function outside(source: string | undefined): Failure {
  return new Failure('ANSWER_INVALID', source, {
    message: 'An address points outside the hosts that this source may call.',
  })
}

/** A 401 that the connector did not ask to see: these credentials are no good. */
function isRefusal({ status }: Head, { statuses }: Expectation): boolean {
  return status === 401 && !statuses.includes(401)
}
