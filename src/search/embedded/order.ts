import type { RecordSort } from '../../model/index.ts'
import { type Compare, compareIds } from '../forward/order.ts'
import type { Columns } from './columns.ts'

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

/** The first place in falling `scores` that is lower than `score`. */
export function sortedPlace(scores: Float64Array, score: number): number {
  const place = scores.findIndex((each) => each < score)
  return place < 0 ? scores.length : place
}
