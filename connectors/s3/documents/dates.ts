const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/**
 * `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, as precise as the text is. Reads ISO 8601 with or without a time, `2025/10/06` and
 * `2025 Oct 6`; null for what is no date, or none of the calendar.
 */
export function partialDate(text: string | number | null | undefined): string | null {
  const printed = String(text ?? '').trim()
  const numbers =
    /^(\d{4})(?:[-/](\d{2})(?:[-/](\d{2})(?:[T ].*)?)?)?$/.exec(printed) ??
    /^(\d{4}) ([A-Za-z]{3})[a-z]*(?: (\d{1,2}))?$/.exec(printed)
  if (numbers === null) return null
  const [, year = '', second, third] = numbers
  if (second === undefined) return year
  const month = /^\d/.test(second) ? Number(second) : months.indexOf(second.toLowerCase()) + 1
  if (month < 1 || month > 12) return null
  const upToMonth = `${year}-${String(month).padStart(2, '0')}`
  if (third === undefined) return upToMonth
  const day = Number(third)
  const isReal = day >= 1 && day <= new Date(Date.UTC(Number(year), month, 0)).getUTCDate()
  return isReal ? `${upToMonth}-${String(day).padStart(2, '0')}` : null
}

/** RFC 3339 in UTC; null for a date alone, which is no moment, and for a time without its zone. */
export function dateTime(text: string | null | undefined): string | null {
  const printed = text?.trim() ?? ''
  if (
    !/^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:?\d{2})$/.test(printed)
  ) {
    return null
  }
  if (partialDate(printed) === null) return null
  const time = new Date(printed.toUpperCase().replace(' ', 'T'))
  return Number.isNaN(time.getTime()) || time.getUTCFullYear() > 9999 || time.getUTCFullYear() < 0
    ? null
    : time.toISOString()
}

/**
 * One date for an interval: as much of it as both ends share, so that it is not more precise than the source. The start
 * where they share not even the year; where one end is open, the other.
 */
export function intervalDate(start: string | null, end: string | null): string | null {
  const from = partialDate(start)
  const to = partialDate(end)
  if (from === null || to === null) return from ?? to
  for (const length of [10, 7, 4]) {
    if (from.length >= length && from.slice(0, length) === to.slice(0, length)) {
      return from.slice(0, length)
    }
  }
  return from
}
