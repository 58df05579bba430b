import { GatewayError } from '../../model/index.ts'

/** So many at once, fewer after each sign of distress, and slowly more again. */
export interface Gate {
  /** Waits for a place; the function that comes back gives it up. @throws {GatewayError} `CANCELLED` */
  enter(signal: AbortSignal | undefined): Promise<() => void>
  /** The service asked for less: half as many from now on, one at least. */
  slow(): void
}

/** Requests that have to end without `slow` before one more is let in. */
const calm = 50

export function createGate(most: number): Gate {
  const waiting = new Set<() => void>()
  let places = most
  let taken = 0
  let ended = 0

  function admit(): void {
    for (const start of waiting) {
      if (taken >= places) return
      waiting.delete(start)
      taken += 1
      start()
    }
  }

  function leave(): void {
    taken -= 1
    ended += 1
    if (ended >= calm && places < most) {
      places += 1
      ended = 0
    }
    admit()
  }

  return {
    enter(signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(cancelled(signal))
        const onAbort = () => {
          waiting.delete(start)
          reject(cancelled(signal))
        }
        const start = () => {
          signal?.removeEventListener('abort', onAbort)
          resolve(leave)
        }
        signal?.addEventListener('abort', onAbort, { once: true })
        waiting.add(start)
        admit()
      })
    },
    slow() {
      places = Math.max(1, Math.floor(places / 2))
      ended = 0
    },
  }
}

function cancelled(signal: AbortSignal | undefined): GatewayError {
  return new GatewayError('CANCELLED', { cause: signal?.reason })
}
