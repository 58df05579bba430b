import { GatewayError } from '../model/index.ts'
import type { HttpClient } from '../sdk/http.ts'

export interface BreakerOptions {
  /** Failures in a row after which an origin is left alone. Default 3. */
  failures?: number
  /** Milliseconds for which it is. Default 30,000. */
  pause?: number
  now: () => Date
}

/** What an origin that does not answer looks like. */
const silent: readonly string[] = ['SOURCE_UNREACHABLE', 'SOURCE_RATE_LIMITED', 'TIMEOUT']

/**
 * Leaves origins alone that did not answer several times in a row: what asks them is told at once. After a pause one
 * request is let through; its answer closes or prolongs the pause.
 */
export class CircuitBreaker {
  readonly #origins = new Map<string, { failures: number; until: number }>()
  readonly #failures: number
  readonly #pause: number
  readonly #now: () => Date

  constructor({ failures = 3, pause = 30_000, now }: BreakerOptions) {
    this.#failures = failures
    this.#pause = pause
    this.#now = now
  }

  /** Whether the origin is left alone now. */
  isOpen(origin: string): boolean {
    const state = this.#origins.get(origin)
    return state !== undefined && state.until > this.#now().getTime()
  }

  /** The same client, which asks no origin that is left alone and learns from every answer. */
  guard(http: HttpClient): HttpClient {
    const tried = <Value>(url: string, work: () => Promise<Value>) => this.#tried(url, work)
    return {
      json: (url, shape, request) => tried(url, () => http.json(url, shape, request)),
      text: (url, request) => tried(url, () => http.text(url, request)),
      request: (url, request) => tried(url, () => http.request(url, request)),
      get stats() {
        return http.stats
      },
    }
  }

  async #tried<Value>(url: string, work: () => Promise<Value>): Promise<Value> {
    const origin = URL.parse(url)?.origin ?? ''
    if (this.isOpen(origin)) {
      const message = 'The source did not answer several times; it is asked again in a moment.'
      throw new GatewayError('SOURCE_UNREACHABLE', { message })
    }
    // Whoever comes meanwhile waits for what becomes of this one.
    const state = this.#origins.get(origin)
    if (state !== undefined && state.failures >= this.#failures) this.#open(origin, state.failures)
    try {
      const value = await work()
      this.#origins.delete(origin)
      return value
    } catch (thrown) {
      const code = thrown instanceof GatewayError ? thrown.code : 'INTERNAL'
      if (silent.includes(code)) this.#fail(origin)
      else if (code !== 'CANCELLED') this.#origins.delete(origin)
      throw thrown
    }
  }

  #fail(origin: string): void {
    const failures = (this.#origins.get(origin)?.failures ?? 0) + 1
    if (failures >= this.#failures) this.#open(origin, failures)
    else this.#origins.set(origin, { failures, until: 0 })
  }

  #open(origin: string, failures: number): void {
    this.#origins.set(origin, { failures, until: this.#now().getTime() + this.#pause })
  }
}
