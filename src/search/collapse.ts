import { type Facet, facets, isRangeFacet, type RangeFacet } from '../model/index.ts'
import type { FacetCount } from './buckets.ts'
import { compareIds } from './forward/order.ts'
import { numberColumns, rangeColumns } from './forward/record-code.ts'
import { facetNumber, type Values } from './forward/values.ts'
import { placesOf } from './ranges.ts'

/** A hit tells of so many others that are the same thing. */
export const mostAlternates = 100

/** A match that is the same thing as other matches. */
export interface Member {
  id: string
  /** Numbers of its facet values. */
  values: ArrayLike<number>
  /** In the order of `numberColumns`; NaN for what is unknown. */
  numbers: ArrayLike<number>
}

export type Counts = Partial<Record<Facet, FacetCount>>

/**
 * Makes of counts of records counts of things: takes out of each bucket, and of what lacks a value, what a thing has put
 * there more than once.
 *
 * @param groups Of everything that was counted, the records that are the same thing, thing by thing; those that are a
 *   thing alone may be left out.
 * @param counts Changed in place.
 */
export function countOnce(
  values: Values,
  groups: Iterable<readonly Member[]>,
  counts: Counts,
): void {
  const byKind = facets.map((facet) => counts[facet])
  const wanted = facets.reduce((bits, facet) => bits | (counts[facet] ? bitOf(facet) : 0), 0)
  if (wanted === 0) return
  const ranges = facets
    .filter(isRangeFacet)
    .flatMap((facet) => (counts[facet] ? new RangeOnce(facet, counts[facet]) : []))
  // By number of value: the last thing that was seen to have it.
  const last = new Uint32Array(values.size)
  let thing = 0
  for (const group of groups) {
    if (group.length < 2) continue
    thing++
    let lacked = 0
    // In one order on every engine, since of two labels of a value the one that is counted more often is shown.
    for (const { values: held, numbers } of group.toSorted((a, b) => compareIds(a.id, b.id))) {
      let present = 0
      for (let at = 0; at < held.length; at++) {
        const value = held[at] as number
        const kind = values.kinds[value] as number
        const count = byKind[kind]
        if (count === undefined) continue
        present |= 1 << kind
        const same = values.sameValue[value] as number
        if (last[same] === thing) takeOut(count.values, value)
        else last[same] = thing
      }
      for (const range of ranges) if (range.meets(thing, numbers)) present |= bitOf(range.facet)
      const lacks = wanted & ~present
      if ((lacks & lacked) !== 0) {
        byKind.forEach((count, kind) => {
          if (count !== undefined && (lacks & lacked & (1 << kind)) !== 0) count.missing--
        })
      }
      lacked |= lacks
    }
  }
}

/** A facet of numbers or dates as it is made to count things. */
class RangeOnce {
  readonly facet: RangeFacet
  readonly #buckets: Map<number, number>
  readonly #from: number
  readonly #to: number
  /** By bucket: the last thing that was seen to lie in it. */
  readonly #last = new Map<number, number>()
  /** Things share few different numbers: the buckets of each, by their lower and upper end. */
  readonly #places = new Map<number, Map<number, readonly number[]>>()

  constructor(facet: RangeFacet, { buckets }: FacetCount) {
    const { from, to } = rangeColumns[facet]
    this.facet = facet
    this.#buckets = buckets
    this.#from = numberColumns.indexOf(from)
    this.#to = numberColumns.indexOf(to)
  }

  /** False where the numbers are unknown. */
  meets(thing: number, numbers: ArrayLike<number>): boolean {
    const low = numbers[this.#from] as number
    if (Number.isNaN(low)) return false
    for (const place of this.#placesOf(low, numbers[this.#to] as number)) {
      if (this.#last.get(place) === thing) takeOut(this.#buckets, place)
      else this.#last.set(place, thing)
    }
    return true
  }

  #placesOf(low: number, high: number): readonly number[] {
    let byEnd = this.#places.get(low)
    if (byEnd === undefined) {
      byEnd = new Map()
      this.#places.set(low, byEnd)
    }
    let places = byEnd.get(high)
    if (places === undefined) {
      places = placesOf(this.facet, low, high)
      byEnd.set(high, places)
    }
    return places
  }
}

function bitOf(facet: Facet): number {
  return 1 << facetNumber[facet]
}

/**
 * The same for counts of sources.
 *
 * @param groups Of each thing, the numbers of the values that name the sources of its records.
 * @param counted By these numbers. Changed in place.
 */
export function countSourcesOnce(
  { sameValue }: Pick<Values, 'sameValue'>,
  groups: Iterable<readonly number[]>,
  counted: Map<number, number>,
): void {
  for (const group of groups) {
    const met = new Set<number>()
    for (const value of group) {
      const same = sameValue[value] as number
      if (met.has(same)) takeOut(counted, value)
      else met.add(same)
    }
  }
}

function takeOut(counts: Map<number, number>, key: number): void {
  const left = (counts.get(key) ?? 0) - 1
  if (left > 0) counts.set(key, left)
  else counts.delete(key)
}

/** Which of the matches that are the same thing is the hit, and which stand behind it. */
export class Collapsed<Item> {
  /** By the one that is the hit. */
  readonly #alternates = new Map<Item, readonly Item[]>()
  readonly #behind = new Set<Item>()

  /** @param groups Matches that are the same thing, each in the order of the search. */
  constructor(groups: Iterable<readonly Item[]> = []) {
    for (const [first, ...others] of groups) {
      if (first === undefined || others.length === 0) continue
      this.#alternates.set(first, others)
      for (const other of others) this.#behind.add(other)
    }
  }

  /** Whether another one is the hit. */
  isBehind(item: Item): boolean {
    return this.#behind.has(item)
  }

  /** What stands behind a hit, in order. */
  alternatesOf(item: Item): readonly Item[] {
    return (this.#alternates.get(item) ?? []).slice(0, mostAlternates)
  }

  /** Those that are no hits. */
  get behind(): ReadonlySet<Item> {
    return this.#behind
  }
}

/** By how many the groups hold more than one each. */
export function surplusOf(groups: Iterable<{ readonly length: number }>): number {
  let surplus = 0
  for (const { length } of groups) surplus += Math.max(0, length - 1)
  return surplus
}
