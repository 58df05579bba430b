/** Statuses that may pass by themselves. */
export function isTransientStatus(status: number): boolean {
  return [408, 425, 429, 500, 502, 503, 504].includes(status) || (status >= 520 && status <= 530)
}

/** Full jitter: anything between nothing and `base` doubled with every attempt, at most `ceiling`. Milliseconds. */
export function backoff(
  base: number,
  attempt: number,
  ceiling: number,
  random: () => number = Math.random,
): number {
  return random() * Math.min(ceiling, base * 2 ** Math.min(attempt - 1, 30))
}

type Headers = Readonly<Record<string, string>>

/**
 * Milliseconds that `Retry-After` asks for (seconds or an HTTP date); null when it is absent or unreadable. A date is
 * compared with the answer's own `Date`, so that a clock that goes wrong at the source does no harm.
 */
export function retryAfter(headers: Headers, now: () => Date): number | null {
  const value = headers['retry-after']?.trim()
  if (value === undefined || value === '') return null
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000
  const date = Date.parse(value)
  if (Number.isNaN(date)) return null
  return Math.max(0, date - clockOf(headers, now))
}

/**
 * Milliseconds until a quota that is used up starts anew; null when there is some left, or nothing is said.
 * Reads `RateLimit` (r=0;t=30), `RateLimit-Remaining` with `-Reset`, and the same with `X-`; a reset is in seconds
 * from now, or an epoch time in seconds or milliseconds.
 */
export function quotaReset(headers: Headers, now: () => Date): number | null {
  const combined = headers.ratelimit
  if (combined !== undefined) {
    const waits = combined
      .split(',')
      .filter((part) => Number(/;\s*r=(\d+)/.exec(part)?.[1] ?? 1) === 0)
      .map((part) => Number(/;\s*t=(\d+)/.exec(part)?.[1] ?? 0) * 1000)
    return waits.length > 0 ? Math.max(...waits) : null
  }
  for (const prefix of ['ratelimit', 'x-ratelimit', 'x-rate-limit']) {
    const remaining = headers[`${prefix}-remaining`]
    const reset = Number(headers[`${prefix}-reset`] ?? Number.NaN)
    if (remaining === undefined || Number(remaining) !== 0 || !Number.isFinite(reset)) continue
    // A count of seconds from now never gets near a date's.
    if (reset < 1e8) return Math.max(0, reset * 1000)
    return Math.max(0, (reset < 1e11 ? reset * 1000 : reset) - clockOf(headers, now))
  }
  return null
}

function clockOf(headers: Headers, now: () => Date): number {
  const date = Date.parse(headers.date ?? '')
  return Number.isNaN(date) ? now().getTime() : date
}
