import type { Converted, DateFormat, Value } from './manifest.ts'
import { filled, isBare, type Scalar, templateOf, type Values } from './templates.ts'

/** A value of a slot, and how it came about. */
export interface Got {
  value: Scalar
  /** As the source wrote it, before anything was done to it; null for a constant. */
  raw: Scalar | null
  /** `stated` by the source, `mapped` by the manifest, or `assumed` by it: a constant. */
  by: 'stated' | 'mapped' | 'assumed'
}

/** Told of raw values that a `map` does not have. */
export type OnUnmatched = (raw: string) => void

/** All values of a slot that takes several. */
export function allOf(value: Value | undefined, values: Values, onUnmatched: OnUnmatched): Got[] {
  if (value === undefined) return []
  const ways = Array.isArray(value) ? value : [value]
  const all = ways.flatMap((way) => ofWay(way, values, onUnmatched))
  return all.filter((one, at) => all.findIndex((other) => other.value === one.value) === at)
}

/** The value of a slot that takes one: of the first way that gives any. */
export function oneOf(
  value: Value | undefined,
  values: Values,
  onUnmatched: OnUnmatched,
): Got | null {
  if (value === undefined) return null
  for (const way of Array.isArray(value) ? value : [value]) {
    const [got] = ofWay(way, values, onUnmatched)
    if (got !== undefined) return got
  }
  return null
}

function ofWay(way: string | Converted, values: Values, onUnmatched: OnUnmatched): Got[] {
  if (typeof way === 'string') return ofTemplate(way, values)
  const sources = typeof way.from === 'string' ? [way.from] : way.from
  const found = sources.flatMap((text) => ofTemplate(text, values))
  return found.flatMap((got) =>
    partsOf(got.value, way).flatMap((part) => mappedBy(got, part, way, onUnmatched)),
  )
}

function ofTemplate(text: string, values: Values): Got[] {
  const template = templateOf(text)
  const isAddress = /^(\{(base|web)\}|https?:\/\/)/.test(text)
  return filled(template, values, isAddress).flatMap((value): Got[] => {
    if (value === '') return []
    if (template.places.length === 0) return [{ value, raw: null, by: 'assumed' }]
    return [{ value, raw: value, by: isBare(template) ? 'stated' : 'mapped' }]
  })
}

function partsOf(value: Scalar, { split, after, before }: Converted): Scalar[] {
  const parts = split === undefined ? [value] : String(value).split(split)
  return parts.flatMap((part): Scalar[] => {
    if (typeof part !== 'string') return [part]
    const start = after === undefined ? part : (part.split(after).at(-1) ?? '')
    const text = (before === undefined ? start : (start.split(before)[0] ?? '')).trim()
    return text === '' ? [] : [text]
  })
}

function mappedBy(got: Got, part: Scalar, way: Converted, onUnmatched: OnUnmatched): Got[] {
  const changed: Got = { ...got, value: part, by: part === got.value ? got.by : 'mapped' }
  if (way.map === undefined) return [changed]
  const wanted = String(part).toLowerCase()
  const [, meant] = Object.entries(way.map).find(([key]) => key.toLowerCase() === wanted) ?? []
  if (meant !== undefined) return [{ ...got, value: meant, by: 'mapped' }]
  onUnmatched(String(part))
  if (way.else === null) return []
  return way.else === undefined ? [changed] : [{ ...got, value: way.else, by: 'mapped' }]
}

/** What is said of how dates are written. */
export interface DateSpec {
  date: DateFormat
  zone: 'UTC' | null
}

/** How a slot's dates are written: as the first way says that says it. */
export function dateSpecOf(value: Value | undefined): DateSpec {
  const ways = Array.isArray(value) ? value : [value]
  const said = ways.find((way) => typeof way === 'object')
  return { date: said?.date ?? 'iso', zone: said?.zone ?? null }
}

/** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, no more precise than the source is; null when it is no date. */
export function dayOf(value: Scalar, { date }: DateSpec): string | null {
  const text = String(value).trim()
  switch (date) {
    case 'iso': {
      const [day] = /^\d{4}(-\d\d(-\d\d)?)?(?=$|[T ])/.exec(text) ?? []
      return day === undefined ? null : realDay(day)
    }
    case 'YYYY':
      return /^\d{4}$/.test(text) ? text : null
    case 'epoch-seconds':
    case 'epoch-milliseconds':
      return momentOf(value, { date, zone: null })?.slice(0, 10) ?? null
    case 'YYYYMMDD': {
      const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)$/.exec(text) ?? []
      return year === undefined ? null : realDay(`${year}-${month}-${day}`)
    }
    default: {
      const [, first, second, year] = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/.exec(text) ?? []
      if (first === undefined || second === undefined) return null
      const [day, month] = date === 'MM/DD/YYYY' ? [second, first] : [first, second]
      return realDay(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
    }
  }
}

/** Null for a day that no calendar has. */
function realDay(day: string): string | null {
  const time = Date.parse(day.length === 4 ? `${day}-01-01` : day)
  if (Number.isNaN(time)) return null
  return new Date(time).toISOString().startsWith(day) ? day : null
}

/** RFC 3339 in UTC; null when it is no time, or one of which nobody knows the zone. */
export function momentOf(value: Scalar, { date, zone }: DateSpec): string | null {
  if (date === 'epoch-seconds' || date === 'epoch-milliseconds') {
    const number = Number(value)
    const time = date === 'epoch-seconds' ? number * 1000 : number
    return Number.isFinite(time) && Math.abs(time) < 8.64e15 ? new Date(time).toISOString() : null
  }
  const text = String(value).trim().replace(' ', 'T')
  const [, hasZone] =
    /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/i.exec(text) ?? []
  if (hasZone === undefined && zone === null) return null
  const time = Date.parse(hasZone === undefined ? `${text}Z` : text)
  return Number.isNaN(time) ? null : new Date(time).toISOString()
}

/** A number, or null for text that holds none. */
export function numberOf(value: Scalar): number | null {
  const number = typeof value === 'number' ? value : Number(String(value).trim() || Number.NaN)
  return Number.isFinite(number) ? number : null
}
