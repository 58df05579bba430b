import type { RecordSort } from '../../model/index.ts'
import type { Columns } from './columns.ts'

/** Negative when the record numbered `a` comes before the one numbered `b`. */
export type Compare = (a: number, b: number) => number

/** An order by one key of each record, smallest first, ties by id. */
export interface KeyOrder {
  compare: Compare
  /** Null for records without a key: they come last. */
  keyOf(doc: number): string | number | null
  /** Whether the record comes after that key and id. */
  isAfter(doc: number, key: string | number | null, id: string): boolean
}

/** The order of a sort that is not by relevance. Records without the value come last, either way. */
export function orderBy(columns: Columns, sort: Exclude<RecordSort, 'RELEVANCE'>): KeyOrder {
  if (sort === 'TITLE') return keyOrder(columns, (doc) => columns.titles[doc] as string)
  const numbers = columns.numbers(sort === 'MOST_SUBJECTS' ? 'subjects' : 'releasedFrom')
  const sign = sort === 'OLDEST' ? 1 : -1
  return keyOrder(columns, (doc) => {
    const number = numbers[doc] as number
    return Number.isNaN(number) ? Number.POSITIVE_INFINITY : sign * number
  })
}

function keyOrder<Key extends string | number>(
  columns: Columns,
  keyOf: (doc: number) => Key,
): KeyOrder {
  const { ids } = columns
  return {
    compare(a, b) {
      const left = keyOf(a)
      const right = keyOf(b)
      if (left !== right) return left < right ? -1 : 1
      return compareIds(ids[a] as string, ids[b] as string)
    },
    keyOf(doc) {
      const key = keyOf(doc)
      return key === Number.POSITIVE_INFINITY ? null : key
    },
    isAfter(doc, key, id) {
      const own = keyOf(doc)
      const other = key ?? Number.POSITIVE_INFINITY
      if (own !== other) return own > other
      return compareIds(ids[doc] as string, id) > 0
    },
  }
}

export function compareIds(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}

/** The first `count` of `docs` in order, without sorting the rest. */
export function firstOf(docs: ArrayLike<number>, count: number, compare: Compare): number[] {
  if (count <= 0) return []
  // A heap with the last of those kept on top.
  const heap: number[] = []
  for (let index = 0; index < docs.length; index++) {
    const doc = docs[index] as number
    if (heap.length < count) {
      heap.push(doc)
      rise(heap, heap.length - 1, compare)
    } else if (compare(doc, heap[0] as number) < 0) {
      heap[0] = doc
      sink(heap, compare)
    }
  }
  return heap.sort(compare)
}

function rise(heap: number[], start: number, compare: Compare): void {
  let at = start
  while (at > 0) {
    const above = (at - 1) >> 1
    if (compare(heap[at] as number, heap[above] as number) <= 0) return
    swap(heap, at, above)
    at = above
  }
}

function sink(heap: number[], compare: Compare): void {
  let at = 0
  for (;;) {
    let last = at
    for (const below of [2 * at + 1, 2 * at + 2]) {
      if (below < heap.length && compare(heap[below] as number, heap[last] as number) > 0) {
        last = below
      }
    }
    if (last === at) return
    swap(heap, at, last)
    at = last
  }
}

function swap(heap: number[], a: number, b: number): void {
  const item = heap[a] as number
  heap[a] = heap[b] as number
  heap[b] = item
}

/** The first place in falling `scores` that is lower than `score`. */
export function sortedPlace(scores: Float64Array, score: number): number {
  const place = scores.findIndex((each) => each < score)
  return place < 0 ? scores.length : place
}
