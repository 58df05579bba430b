import { type Facet, isRangeFacet } from '../model/index.ts'
import type { Selection } from './filter.ts'
import { compareIds } from './forward/order.ts'
import type { Values } from './forward/values.ts'
import { dateOf, numberBuckets, type RangeBucket, yearBucket, yearOf } from './ranges.ts'
import type { FacetBucket, FacetResult } from './search-index.ts'

/** The most years that an open selection lists without a record in them. */
const mostEmptyYears = 50

/** Counts of one facet, over the records that match when the facet's own filter is left out. */
export interface FacetCount {
  missing: number
  /** Records by number of value, without those of no record; empty for facets of numbers and dates. */
  values: Map<number, number>
  /** Facets of numbers and dates: records by bucket (the year, or the bucket's place), and the ends of all. */
  buckets: Map<number, number>
  min: number
  max: number
}

/** A facet as it is answered, at most `first` buckets and the selected ones. */
export function facetResult(
  values: Values,
  count: FacetCount,
  facet: Facet,
  first: number,
  selection: Selection | undefined,
): FacetResult {
  const all = isRangeFacet(facet)
    ? rangeBuckets(facet, count, selection?.range ?? null)
    : valueBuckets(values, count.values, selection)
  const listed = all.filter((bucket) => bucket.count > 0)
  const known = count.min <= count.max
  const print = facet === 'RELEASED' ? dateOf : String
  return {
    facet,
    buckets: [
      ...listed.slice(0, first),
      ...listed.slice(first).filter((bucket) => bucket.selected),
      ...all.filter((bucket) => bucket.count === 0 && bucket.selected),
    ],
    missing: count.missing,
    distinct: listed.length,
    min: known ? print(count.min) : null,
    max: known ? print(count.max) : null,
  }
}

/** Most frequent first; values without a match only where they are selected. */
function valueBuckets(
  values: Values,
  counted: ReadonlyMap<number, number>,
  selection: Selection | undefined,
): FacetBucket[] {
  const counts = new Map<number, { count: number; id: number; best: number }>()
  const put = (id: number, count: number) => {
    const same = values.sameValue[id] as number
    const bucket = counts.get(same)
    if (bucket === undefined) counts.set(same, { count, id, best: count })
    else {
      bucket.count += count
      if (better(count, values.labels[id], bucket.best, values.labels[bucket.id])) {
        bucket.id = id
        bucket.best = count
      }
    }
  }
  for (const [id, count] of counted) put(id, count)
  const selected = new Set<number>()
  for (const { ids } of selection?.values ?? []) {
    for (const id of ids) {
      selected.add(values.sameValue[id] as number)
      if (!counts.has(values.sameValue[id] as number)) put(id, 0)
    }
  }
  const { foldedLabels, labels } = values
  const buckets = [...counts]
    .sort(
      ([, a], [, b]) =>
        b.count - a.count ||
        compareIds(foldedLabels[a.id] as string, foldedLabels[b.id] as string) ||
        compareIds(labels[a.id] as string, labels[b.id] as string) ||
        compareIds(values.values[a.id] as string, values.values[b.id] as string),
    )
    .map(([same, { count, id }]) =>
      bucket(values.values[id] as string, labels[id] as string, count, selected.has(same)),
    )
  // What no visible record holds comes back as it was given, and says nothing about hidden ones.
  const unknown = (selection?.values ?? []).filter(
    ({ given, ids }) => ids.length === 0 && !buckets.some(({ value }) => value === given),
  )
  const names = new Set(unknown.map(({ given }) => given))
  return [...buckets, ...[...names].map((name) => bucket(name, name, 0, true))]
}

function better(count: number, label = '', best: number, bestLabel = ''): boolean {
  return count > best || (count === best && label < bestLabel)
}

function bucket(value: string, label: string, count: number, selected: boolean): FacetBucket {
  return { value, label, count, selected, from: null, to: null }
}

/** Numbers from small to large, years from the newest. */
function rangeBuckets(
  facet: Facet,
  count: FacetCount,
  range: { min: number; max: number } | null,
): FacetBucket[] {
  const counted: { range: RangeBucket; count: number }[] = []
  if (facet === 'RELEASED') {
    for (const year of yearsOf(count, range)) {
      counted.push({ range: yearBucket(year), count: count.buckets.get(year) ?? 0 })
    }
  } else {
    const buckets = numberBuckets[facet as keyof typeof numberBuckets]
    buckets.forEach((range_, place) => {
      counted.push({ range: range_, count: count.buckets.get(place) ?? 0 })
    })
  }
  return counted.map((each) => ({
    value: each.range.value,
    label: each.range.label,
    count: each.count,
    selected: range !== null && range.min <= each.range.min && range.max >= each.range.max,
    from: each.range.from,
    to: each.range.to,
  }))
}

function yearsOf(count: FacetCount, range: { min: number; max: number } | null): number[] {
  const years = new Set(count.buckets.keys())
  if (range !== null && Number.isFinite(range.min) && Number.isFinite(range.max)) {
    const last = yearOf(range.max)
    for (let year = Math.max(yearOf(range.min), last - mostEmptyYears); year <= last; year++) {
      years.add(year)
    }
  }
  return [...years].sort((a, b) => b - a)
}
