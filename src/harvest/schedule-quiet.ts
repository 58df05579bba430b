/** Times of day as minutes from midnight, `from` in and `to` out; `to` may lie before `from`, over midnight. */
export interface QuietHours {
  from: number
  to: number
}

const day = 24 * 60
const minute = 60_000

/** Making one takes far longer than asking it. */
const clocks = new Map<string, Intl.DateTimeFormat>()

/** Whether no minute of the day is left. */
export function isAlwaysQuiet(quiet: readonly QuietHours[]): boolean {
  // Only where one of them ends can there be something that none of them covers.
  return quiet.length > 0 && quiet.every(({ to }) => isQuietAt(quiet, to))
}

/** Whether `at`, in epoch milliseconds, lies in quiet hours. */
export function isQuiet(quiet: readonly QuietHours[], timezone: string, at: number): boolean {
  return quiet.length > 0 && isQuietAt(quiet, minuteOfDay(timezone, at))
}

/**
 * The first moment from `at` on that is not quiet, in epoch milliseconds: `at` itself when it is none. Quiet hours that follow
 * each other count as one; times of day are those that the clocks of `timezone` show, changes of clocks included.
 */
export function quietEnd(quiet: readonly QuietHours[], timezone: string, at: number): number {
  if (!isQuiet(quiet, timezone, at) || isAlwaysQuiet(quiet)) return at
  const shown = minuteOfDay(timezone, at)
  const begun = Math.floor(at / minute) * minute
  const end = begun + minutesUntil(shown, (one) => !isQuietAt(quiet, one)) * minute
  const isPlain =
    (minuteOfDay(timezone, end) - shown + day) % day === ((end - begun) / minute) % day
  if (isPlain) return end
  // The clocks change meanwhile: what they show at each minute decides. Twice round them at most.
  for (let next = begun + minute; next < begun + 2 * day * minute; next += minute) {
    if (!isQuiet(quiet, timezone, next)) return next
  }
  return end
}

/** Milliseconds from `at`, which is not quiet, until it may be quiet again; a day when nothing is. */
export function untilQuiet(quiet: readonly QuietHours[], timezone: string, at: number): number {
  if (quiet.length === 0) return day * minute
  const left = minutesUntil(minuteOfDay(timezone, at), (one) => isQuietAt(quiet, one))
  return left * minute - (at % minute)
}

function isQuietAt(quiet: readonly QuietHours[], shown: number): boolean {
  return quiet.some(({ from, to }) =>
    from < to ? from <= shown && shown < to : from <= shown || shown < to,
  )
}

function minutesUntil(shown: number, is: (minuteOfDay: number) => boolean): number {
  let after = 1
  while (after < day && !is((shown + after) % day)) after++
  return after
}

/** What the clocks of `timezone` show at `at`. */
function minuteOfDay(timezone: string, at: number): number {
  let clock = clocks.get(timezone)
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat('en-GB', {
      timeZone: timezone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
    clocks.set(timezone, clock)
  }
  const [hours, minutes] = clock.format(at).split(':')
  return Number(hours) * 60 + Number(minutes)
}
