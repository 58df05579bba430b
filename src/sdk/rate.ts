import { performance } from 'node:perf_hooks'

export interface LaneOptions {
  concurrency: number
  requestsPerSecond: number
  /** Milliseconds: a longer pause is not waited for. */
  longestPause: number
}

/** The way to one origin: so many requests at once, so many a second, and none while the origin asks for a pause. */
export interface Lane {
  /**
   * Waits for a turn and takes it; the function that comes back gives it up.
   *
   * @throws {PausedError} when the origin asks for a pause longer than `longestPause`.
   * @throws the signal's reason when it aborts first.
   */
  enter(signal: AbortSignal): Promise<() => void>
  /** Lets nobody in for so many milliseconds. A shorter pause never cuts a longer one. */
  pause(milliseconds: number): void
  /** Lets nobody in any more. */
  close(reason: unknown): void
}

export class PausedError extends Error {
  override readonly name = 'PausedError'
}

interface Waiter {
  start(): void
  fail(reason: unknown): void
}

export function createLane({ concurrency, requestsPerSecond, longestPause }: LaneOptions): Lane {
  const waiting = new Set<Waiter>()
  let active = 0
  let tokens = concurrency
  let filledAt = performance.now()
  let pausedUntil = 0
  let timer: NodeJS.Timeout | undefined
  let closed: { reason: unknown } | null = null

  function refill(now: number): void {
    const seconds = Math.max(0, now - filledAt) / 1000
    tokens = Math.min(concurrency, tokens + seconds * requestsPerSecond)
    filledAt = Math.max(filledAt, now)
  }

  /** Lets in whoever may go now, and sets the clock for the next. */
  function admit(): void {
    clearTimeout(timer)
    timer = undefined
    for (const waiter of waiting) {
      const now = performance.now()
      if (now < pausedUntil) {
        wake(pausedUntil - now)
        return
      }
      if (active >= concurrency) return
      refill(now)
      // Adding up fractions may end a hair under one.
      if (tokens < 1 - 1e-6) {
        wake(((1 - tokens) / requestsPerSecond) * 1000)
        return
      }
      tokens -= 1
      active += 1
      waiting.delete(waiter)
      waiter.start()
    }
  }

  function wake(milliseconds: number): void {
    timer = setTimeout(admit, Math.ceil(milliseconds))
  }

  function turnAway(reason: unknown): void {
    for (const waiter of waiting) waiter.fail(reason)
    waiting.clear()
    clearTimeout(timer)
  }

  function leave(): void {
    active -= 1
    admit()
  }

  return {
    enter(signal) {
      return new Promise((resolve, reject) => {
        if (closed !== null) return reject(closed.reason)
        if (signal.aborted) return reject(signal.reason)
        if (pausedUntil - performance.now() > longestPause) return reject(tooLong())
        const onAbort = () => {
          waiting.delete(waiter)
          reject(signal.reason)
          admit()
        }
        const waiter: Waiter = {
          start() {
            signal.removeEventListener('abort', onAbort)
            resolve(once(leave))
          },
          fail(reason) {
            signal.removeEventListener('abort', onAbort)
            reject(reason)
          },
        }
        signal.addEventListener('abort', onAbort, { once: true })
        waiting.add(waiter)
        admit()
      })
    },
    pause(milliseconds) {
      const now = performance.now()
      pausedUntil = Math.max(pausedUntil, now + milliseconds)
      // After a pause the origin is met at its average rate, not with a burst.
      tokens = Math.min(tokens, 1)
      filledAt = pausedUntil
      if (pausedUntil - now > longestPause) turnAway(tooLong())
      else admit()
    },
    close(reason) {
      closed = { reason }
      turnAway(reason)
    },
  }
}

function tooLong(): PausedError {
  return new PausedError('the origin asks for a longer pause than is allowed')
}

function once(run: () => void): () => void {
  let done = false
  return () => {
    if (done) return
    done = true
    run()
  }
}
