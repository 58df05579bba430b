import { type Facet, isRangeFacet, type RangeFacet } from '../../model/index.ts'
import type { FacetCount } from '../buckets.ts'
import { rangeColumns } from '../forward/record-code.ts'
import { facetNumber, kindOrder } from '../forward/values.ts'
import { numberBuckets, yearOf } from '../ranges.ts'
import type { Tested } from './filter.ts'
import type { Generation } from './generation.ts'

export interface Scan {
  /** Numbers of the records that match, ascending. */
  docs: Uint32Array
  facets: Partial<Record<Facet, FacetCount>>
  /** By number of facet: records that fail nothing but its filter, where it is wanted. */
  nearMisses: ReadonlyMap<number, readonly number[]>
}

/**
 * Looks once at each of `docs` (null: at all records). A record that fails nothing but the filter of one facet
 * does not match, but it counts for that facet.
 */
export function scan(
  generation: Generation,
  visible: Uint8Array,
  docs: Uint32Array | null,
  clauses: readonly Tested[],
  wanted: readonly Facet[],
): Scan {
  const { classOf } = generation.columns
  const tests = clauses.map(({ test }) => test)
  const owners = clauses.map(({ facet }) =>
    facet !== null && wanted.includes(facet) ? facetNumber[facet] : nobody,
  )
  const nearMisses = new Map<number, number[]>()
  for (const owner of owners) if (owner !== nobody) nearMisses.set(owner, [])
  const candidates = docs?.length ?? generation.columns.size
  const matched = new Uint32Array(candidates)
  let matches = 0

  for (let index = 0; index < candidates; index++) {
    const doc = docs === null ? index : (docs[index] as number)
    // The class of a record that is gone is no viewer's.
    if (visible[classOf[doc] as number] !== 1) continue
    let failed = nothing
    for (let clause = 0; clause < tests.length; clause++) {
      if (tests[clause]?.(doc)) continue
      const owner = owners[clause] as number
      failed = failed === nothing || failed === owner ? owner : nobody
      if (failed === nobody) break
    }
    if (failed === nothing) matched[matches++] = doc
    else if (failed !== nobody) nearMisses.get(failed)?.push(doc)
  }
  const found = matched.subarray(0, matches)
  return { docs: found, facets: count(generation, found, nearMisses, wanted), nearMisses }
}

/** In place of a facet's number: no clause failed, or one that counts for no facet, or those of two facets. */
const nothing = -1
const nobody = -2

function count(
  generation: Generation,
  matched: Uint32Array,
  nearMisses: ReadonlyMap<number, readonly number[]>,
  wanted: readonly Facet[],
): Scan['facets'] {
  const { starts, counts: lengths, values: all } = generation.columns
  const { kinds } = generation.values
  const values = new Uint32Array(generation.values.size)
  if (wanted.some((facet) => !isRangeFacet(facet))) {
    const withStructures = wanted.includes('STRUCTURE')
    for (let index = 0; index < matched.length; index++) {
      const doc = matched[index] as number
      const start = starts[doc] as number
      const end = start + (lengths[doc] as number)
      for (let at = start; at < end; at++) {
        const value = all[at] as number
        // They come last, and are many.
        if (!withStructures && kinds[value] === facetNumber.STRUCTURE) break
        values[value] = (values[value] as number) + 1
      }
    }
  }
  for (const [kind, docs] of nearMisses) {
    const place = kindOrder[kind] as number
    for (const doc of docs) {
      const start = starts[doc] as number
      const end = start + (lengths[doc] as number)
      for (let at = start; at < end; at++) {
        const value = all[at] as number
        const other = kinds[value] as number
        if (other === kind) values[value] = (values[value] as number) + 1
        else if ((kindOrder[other] as number) > place) break
      }
    }
  }
  const byKind = new Map(wanted.map((facet) => [facetNumber[facet], new Map<number, number>()]))
  for (let id = 0; id < values.length; id++) {
    const records = values[id] as number
    if (records > 0) byKind.get(kinds[id] as number)?.set(id, records)
  }
  const facets: Partial<Record<Facet, FacetCount>> = {}
  for (const facet of wanted) {
    const counted: FacetCount = {
      missing: 0,
      values: byKind.get(facetNumber[facet]) ?? new Map(),
      buckets: new Map(),
      min: Number.POSITIVE_INFINITY,
      max: Number.NEGATIVE_INFINITY,
    }
    for (const docs of [matched, nearMisses.get(facetNumber[facet]) ?? []]) {
      countMissing(generation, facet, docs, counted)
      if (isRangeFacet(facet)) countRanges(generation, facet, docs, counted)
    }
    facets[facet] = counted
  }
  return facets
}

function countMissing(
  generation: Generation,
  facet: Facet,
  docs: ArrayLike<number>,
  into: FacetCount,
): void {
  const { present } = generation.columns
  const bit = 1 << facetNumber[facet]
  for (let index = 0; index < docs.length; index++) {
    if (((present[docs[index] as number] as number) & bit) === 0) into.missing++
  }
}

/** Records by the bucket that they lie in; one that lies in several counts in each. */
function countRanges(
  generation: Generation,
  facet: RangeFacet,
  docs: ArrayLike<number>,
  into: FacetCount,
): void {
  const { from, to } = rangeColumns[facet]
  const lows = generation.columns.numbers(from)
  const highs = generation.columns.numbers(to)
  const buckets = facet === 'RELEASED' ? [] : numberBuckets[facet]
  // Records share few different values: those are counted first, and put into buckets afterwards.
  const different = new Map<number, Map<number, number>>()
  for (let index = 0; index < docs.length; index++) {
    const doc = docs[index] as number
    const low = lows[doc] as number
    if (Number.isNaN(low)) continue
    let ends = different.get(low)
    if (ends === undefined) {
      ends = new Map()
      different.set(low, ends)
    }
    const high = highs[doc] as number
    ends.set(high, (ends.get(high) ?? 0) + 1)
  }
  const add = (bucket: number, records: number) =>
    into.buckets.set(bucket, (into.buckets.get(bucket) ?? 0) + records)
  for (const [low, ends] of different) {
    for (const [high, records] of ends) {
      into.min = Math.min(into.min, low)
      into.max = Math.max(into.max, high)
      if (facet === 'RELEASED') {
        for (let year = yearOf(low); year <= yearOf(high); year++) add(year, records)
      } else {
        buckets.forEach((bucket, place) => {
          if (low <= bucket.max && high >= bucket.min) add(place, records)
        })
      }
    }
  }
}
