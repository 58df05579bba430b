import { type Facet, isRangeFacet, type RangeFacet } from '../../model/index.ts'
import type { FacetCount } from '../buckets.ts'
import { facetNumber } from '../forward/values.ts'
import { numberBuckets, yearOf } from '../ranges.ts'
import { nothingHeld } from './coded-columns.ts'
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
  const facets: Partial<Record<Facet, FacetCount>> = {}
  for (const facet of wanted) {
    const lists = [matched, nearMisses.get(facetNumber[facet]) ?? []]
    facets[facet] = isRangeFacet(facet)
      ? countSpans(generation, facet, lists)
      : countValues(generation, facet, lists)
  }
  return facets
}

/** Ends of nothing. */
const noEnds = { min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY }

function countValues(
  { columns, values }: Generation,
  facet: Facet,
  lists: readonly ArrayLike<number>[],
): FacetCount {
  const sets = columns.sets(facetNumber[facet])
  let counted = new Map<number, number>()
  let missing = 0
  if (sets === undefined) {
    const counts = new Uint32Array(values.size)
    missing = addStructures(columns, values.kinds, lists, counts)
    for (let value = 0; value < counts.length; value++) {
      const records = counts[value] as number
      if (records > 0) counted.set(value, records)
    }
  } else {
    const held = sets.count(lists)
    missing = held[nothingHeld] as number
    for (let code = 0; code < held.length; code++) {
      const records = held[code] as number
      if (records === 0) continue
      for (const value of sets.contents[code] as readonly number[]) {
        counted.set(value, (counted.get(value) ?? 0) + records)
      }
    }
    counted = new Map([...counted].sort(([a], [b]) => a - b))
  }
  return { ...noEnds, missing, values: counted, buckets: new Map() }
}

/** Adds up the structures of records, the last of their values, and gives how many records have none. */
function addStructures(
  { starts, counts: lengths, values: all }: Generation['columns'],
  kinds: readonly number[],
  lists: readonly ArrayLike<number>[],
  counts: Uint32Array,
): number {
  const isStructure = Uint8Array.from(kinds, (kind) => (kind === facetNumber.STRUCTURE ? 1 : 0))
  let missing = 0
  for (const docs of lists) {
    for (let index = 0; index < docs.length; index++) {
      const doc = docs[index] as number
      const start = starts[doc] as number
      const last = start + (lengths[doc] as number) - 1
      let at = last
      for (; at >= start; at--) {
        const value = all[at] as number
        if (isStructure[value] === 0) break
        counts[value] = (counts[value] as number) + 1
      }
      if (at === last) missing++
    }
  }
  return missing
}

/** Records by the bucket that they lie in; one that lies in several counts in each. */
function countSpans(
  { columns }: Generation,
  facet: RangeFacet,
  lists: readonly ArrayLike<number>[],
): FacetCount {
  const spans = columns.spans(facet)
  const held = spans.count(lists)
  const counted: FacetCount = {
    ...noEnds,
    missing: held[nothingHeld] as number,
    values: new Map(),
    buckets: new Map(),
  }
  const add = (bucket: number, records: number) =>
    counted.buckets.set(bucket, (counted.buckets.get(bucket) ?? 0) + records)
  spans.contents.forEach(({ low, high }, code) => {
    const records = held[code] as number
    if (code === nothingHeld || records === 0) return
    counted.min = Math.min(counted.min, low)
    counted.max = Math.max(counted.max, high)
    if (facet === 'RELEASED') {
      for (let year = yearOf(low); year <= yearOf(high); year++) add(year, records)
    } else {
      numberBuckets[facet].forEach((bucket, place) => {
        if (low <= bucket.max && high >= bucket.min) add(place, records)
      })
    }
  })
  return counted
}
