import type { RangeFacet } from '../model/index.ts'

/** A bucket of a facet of numbers or dates; the same on every engine. */
export interface RangeBucket {
  value: string
  label: string
  /** Ends as numbers, both inclusive: days since 1970-01-01 for dates, else in the facet's unit. */
  min: number
  max: number
  /** Ends as the filter takes them; null for an open end. */
  from: string | null
  to: string | null
}

const steps: Record<Exclude<RangeFacet, 'RELEASED'>, readonly number[]> = {
  // Micrometres, 1-2-5 from electron microscopy to a brain at 1 cm.
  RESOLUTION: [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000],
  SUBJECTS: [1, 2, 6, 11, 21, 51, 101, 201, 501, 1001, 5001],
  // Tesla: low field, and the steps at which scanners are built.
  FIELD_STRENGTH: [0.5, 1, 1.5, 2, 3, 4, 7, 9.4, 11.7],
}

const day = 86_400_000

/** The first day of a year. */
function dayOf(year: number): number {
  // Not Date.UTC, which takes the years 0 to 99 for those of the twentieth century.
  return new Date(0).setUTCFullYear(year, 0, 1) / day
}

/** `YYYY-MM-DD` of a day since 1970-01-01. */
export function dateOf(days: number): string {
  return new Date(days * day).toISOString().slice(0, 10)
}

export function yearOf(days: number): number {
  return new Date(days * day).getUTCFullYear()
}

export function yearBucket(year: number): RangeBucket {
  const name = String(year).padStart(4, '0')
  return {
    value: name,
    label: name,
    min: dayOf(year),
    max: dayOf(year + 1) - 1,
    from: name,
    to: name,
  }
}

/** The fixed buckets of a facet of numbers, smallest first; they leave nothing out. */
export const numberBuckets: Record<Exclude<RangeFacet, 'RELEASED'>, readonly RangeBucket[]> = {
  RESOLUTION: bucketsOf(steps.RESOLUTION, false, lengthLabel),
  SUBJECTS: bucketsOf(steps.SUBJECTS, true, String),
  FIELD_STRENGTH: bucketsOf(steps.FIELD_STRENGTH, false, (tesla) => `${tesla} T`),
}

/** The years, or the places of the buckets, in which something lies that reaches from `low` to `high`. */
export function placesOf(facet: RangeFacet, low: number, high: number): number[] {
  if (facet === 'RELEASED') {
    const first = yearOf(low)
    return Array.from({ length: yearOf(high) - first + 1 }, (_, after) => first + after)
  }
  return numberBuckets[facet].flatMap(({ min, max }, place) =>
    low <= max && high >= min ? [place] : [],
  )
}

function bucketsOf(
  edges: readonly number[],
  whole: boolean,
  label: (edge: number) => string,
): RangeBucket[] {
  return [null, ...edges].map((start, index) => {
    const end = edges[index]
    // Filters include both ends, so a bucket stops just short of the next one: it counts what its filter finds.
    const last =
      end === undefined ? null : whole ? end - 1 : Number((end * (1 - 1e-6)).toPrecision(9))
    const from = start === null ? null : String(start)
    const to = last === null ? null : String(last)
    return {
      value: `${from ?? ''}..${to ?? ''}`,
      label: bucketLabel(start, end, whole, label),
      min: start ?? Number.NEGATIVE_INFINITY,
      max: last ?? Number.POSITIVE_INFINITY,
      from,
      to,
    }
  })
}

function bucketLabel(
  start: number | null,
  end: number | undefined,
  whole: boolean,
  label: (edge: number) => string,
): string {
  if (start === null) return end === 1 && whole ? '0' : `under ${label(end ?? 0)}`
  if (end === undefined) return `${label(start)} and more`
  if (!whole) return `${label(start)} to ${label(end)}`
  return end === start + 1 ? label(start) : `${label(start)} to ${label(end - 1)}`
}

function lengthLabel(micrometres: number): string {
  return micrometres >= 1000 ? `${micrometres / 1000} mm` : `${micrometres} µm`
}
