import { setTimeout as sleep } from 'node:timers/promises'
import { GatewayError } from '../../model/index.ts'
import { backoff } from '../../sdk/retry.ts'
import { ServerFault } from './fault.ts'

/** Retries what may pass by itself: overload, a restart, a connection that was lost. */
export class Patience {
  readonly #ms: number
  readonly signal: AbortSignal | undefined

  /** @param ms How long trouble in a row is borne before the fault is thrown. Milliseconds. */
  constructor(ms: number, signal?: AbortSignal) {
    this.#ms = ms
    this.signal = signal
  }

  /**
   * Tries until it succeeds.
   *
   * @throws {ServerFault} one that is not transient, or the last one when patience has run out.
   * @throws {GatewayError} `CANCELLED` when the signal was aborted.
   */
  async run<T>(attempt: () => Promise<T>): Promise<T> {
    let end = 0
    for (let tries = 1; ; tries += 1) {
      try {
        this.check()
        return await attempt()
      } catch (thrown) {
        this.check(thrown)
        if (!(thrown instanceof ServerFault) || !thrown.transient) throw thrown
        const now = performance.now()
        if (tries === 1) end = now + this.#ms
        const pause = Math.max(thrown.retryAfterMs ?? 0, backoff(200, tries, 5_000))
        if (now + pause > end) throw thrown
        await this.pause(pause)
      }
    }
  }

  /**
   * @throws {GatewayError} `CANCELLED`
   * @throws {ServerFault} when that is why the signal was aborted: our own end was closed.
   */
  check(cause?: unknown): void {
    if (!this.signal?.aborted) return
    const { reason } = this.signal
    throw reason instanceof ServerFault ? reason : new GatewayError('CANCELLED', { cause })
  }

  /** Waits so many milliseconds, less when the signal is aborted. */
  async pause(ms: number): Promise<void> {
    try {
      await sleep(ms, undefined, { signal: this.signal })
    } catch (cause) {
      this.check(cause)
      throw cause
    }
  }
}
