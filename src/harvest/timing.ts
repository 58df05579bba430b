/** Milliseconds. */
export interface HarvestTiming {
  /** The run as a whole; past it the run ends with TIMEOUT. Default 6 hours. */
  runTimeout: number
  /**
   * Between two items of the connector; past it the run ends with SOURCE_UNREACHABLE. Default 20 minutes: longer than
   * the HTTP client may take for one request with all its attempts and pauses.
   */
  idleTimeout: number
  /** After which a lease that nobody renews lapses. Default 60 seconds. */
  lease: number
  /**
   * How long a harvest may wait for its source, while its thread has nothing to do, before another one may begin in its
   * place. Default 1 second.
   */
  stall: number
  /** How long a connector that is left early may clean up. Default 1 second. */
  grace: number
  /** Between two calls of `onProgress`; 0: after every write. Default 200. */
  progress: number
}

export const defaultTiming: HarvestTiming = {
  runTimeout: 6 * 60 * 60_000,
  idleTimeout: 20 * 60_000,
  lease: 60_000,
  stall: 1_000,
  grace: 1_000,
  progress: 200,
}

/** Calls `report` with the newest value, at most every `pause` milliseconds, and at last when it is closed. */
export class Throttle<Value> {
  readonly #report: (value: Value) => void
  readonly #pause: number
  #timer: NodeJS.Timeout | null = null
  #waiting: { value: Value } | null = null

  constructor(pause: number, report: (value: Value) => void) {
    this.#pause = pause
    this.#report = report
  }

  push(value: Value): void {
    if (this.#pause === 0) {
      this.#report(value)
      return
    }
    this.#waiting = { value }
    if (this.#timer === null) this.#flush()
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    if (this.#waiting !== null) this.#report(this.#waiting.value)
    this.#waiting = null
  }

  #flush(): void {
    if (this.#waiting === null) {
      this.#timer = null
      return
    }
    const { value } = this.#waiting
    this.#waiting = null
    this.#timer = setTimeout(() => this.#flush(), this.#pause)
    this.#timer.unref()
    this.#report(value)
  }
}
