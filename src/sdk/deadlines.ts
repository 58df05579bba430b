import { DeadlineError } from './failure.ts'
import type { HttpPolicy } from './http.ts'

/** The clocks of one exchange. undici's own go by half seconds, and know nothing of a slow drip. */
export interface Deadlines {
  /** Aborts with a `DeadlineError` when any clock runs out. */
  readonly signal: AbortSignal
  /** The request is being written: the headers are due. */
  onSent(): void
  /** The headers have come, or a chunk of the body has: the next chunk is due. */
  onProgress(): void
  /** Stops all clocks. */
  stop(): void
}

/** Starts the clock of the whole, of `total` milliseconds. */
export function startDeadlines(policy: HttpPolicy, total: number): Deadlines {
  const late = new AbortController()
  const abort = (what: string) => late.abort(new DeadlineError(`${what} took too long`))
  const whole = setTimeout(abort, total, 'the attempt')
  let headers: NodeJS.Timeout | undefined
  let body: NodeJS.Timeout | undefined
  return {
    signal: late.signal,
    onSent() {
      clearTimeout(headers)
      headers = setTimeout(abort, policy.headersTimeout, 'the headers')
    },
    onProgress() {
      clearTimeout(headers)
      if (body === undefined) body = setTimeout(abort, policy.bodyTimeout, 'the body')
      else body.refresh()
    },
    stop() {
      clearTimeout(whole)
      clearTimeout(headers)
      clearTimeout(body)
    },
  }
}
