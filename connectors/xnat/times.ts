const wholeDay = 24 * 3_600_000
/** `YYYY-MM-DD HH:mm:ss`, with any fraction of a second or none; XNAT names no zone. */
const pattern = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?$/

/**
 * A time of a server's clock as RFC 3339 in UTC, to the millisecond; null when it is unreadable. Of an hour that comes
 * twice when clocks go back, the first; an hour that is left out is taken as if it were not.
 *
 * @param timeZone IANA name of the zone that the clock is in.
 */
export function utcOf(text: string, timeZone: string): string | null {
  const parts = pattern.exec(text)
  if (parts === null) return null
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const milliseconds = Number((parts[7] ?? '').padEnd(3, '0').slice(0, 3))
  const local = Date.UTC(year, month - 1, day, hour, minute, second, milliseconds)
  if (Number.isNaN(local)) return null
  // Clocks are put forward or back between the two at most once.
  const leads = [local - wholeDay, local + wholeDay].map((at) => leadOf(timeZone, at)) as [
    number,
    number,
  ]
  const times = leads.map((lead) => local - lead)
  const real = times.filter((time) => leadOf(timeZone, time) === local - time)
  return new Date(real.length > 0 ? Math.min(...real) : local - leads[0]).toISOString()
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Milliseconds that the zone's clocks are ahead of UTC at a moment. */
function leadOf(timeZone: string, at: number): number {
  let format = formats.get(timeZone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formats.set(timeZone, format)
  }
  const part = Object.fromEntries(
    format.formatToParts(at).map(({ type, value }) => [type, Number(value)]),
  ) as Record<string, number>
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  const whole = Math.floor(at / 1000) * 1000
  return Date.UTC(year, month - 1, day, hour, minute, second) - whole
}
