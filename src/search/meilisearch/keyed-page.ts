import type { RecordSort } from '../../model/index.ts'
import { numberColumns } from '../forward/record-code.ts'
import type { HitPage } from '../pages.ts'
import { comparable, field, sortable, titleOrder } from './fields.ts'
import { afterFilter } from './filter.ts'
import { type PagePlan, type Paging, recordsOf } from './paging.ts'
import type { MeiliResult } from './server.ts'

/** The attribute that a sort goes by, and the key of a record in it. */
interface SortKey {
  attribute: string
  direction: 'asc' | 'desc'
  /** Null for records without the value: they come last, either way. */
  keyOf(record: { title: string; numbers: readonly number[] }): string | null
}

function byNumber(column: (typeof numberColumns)[number], direction: 'asc' | 'desc'): SortKey {
  const index = numberColumns.indexOf(column)
  return {
    attribute: field.number(column),
    direction,
    keyOf: ({ numbers }) => {
      const number = numbers[index] as number
      return Number.isNaN(number) ? null : comparable(number)
    },
  }
}

const sortKeys: Record<Exclude<RecordSort, 'RELEVANCE'>, SortKey> = {
  NEWEST: byNumber('releasedFrom', 'desc'),
  OLDEST: byNumber('releasedFrom', 'asc'),
  MOST_SUBJECTS: byNumber('subjects', 'desc'),
  TITLE: { attribute: field.titleOrder, direction: 'asc', keyOf: ({ title }) => titleOrder(title) },
}

/** What a sort goes by. */
export function sortOf(sort: Exclude<RecordSort, 'RELEVANCE'>): string[] {
  const { attribute, direction } = sortKeys[sort]
  return [`${attribute}:${direction}`, `${field.order}:asc`]
}

/** What comes after a record in an order. */
export function behindFilter(
  sort: Exclude<RecordSort, 'RELEVANCE'>,
  id: string,
  record: Parameters<SortKey['keyOf']>[0],
): string {
  const { attribute, direction, keyOf } = sortKeys[sort]
  return afterFilter(attribute, direction, keyOf(record), sortable(id))
}

/**
 * The page after a key and id; keys of its cursors: revision, sort key. Records that did not change are met once,
 * whatever was written meanwhile.
 */
export function keyedPage(
  { set, forward, asked }: Paging,
  sort: Exclude<RecordSort, 'RELEVANCE'>,
): PagePlan {
  const { attribute, direction, keyOf } = sortKeys[sort]
  const { first, after, revision, visible } = asked
  const order = sortOf(sort)
  const page = (ids: readonly string[], hasPrevious: boolean): HitPage => ({
    entries: ids.slice(0, first).flatMap((id) => {
      const keys = forward.keysOf(id, visible)
      // Written, or hidden, a moment ago.
      if (keys === undefined) return []
      return [{ doc: keys.doc, id, score: null, keys: [revision, keyOf(keys)] }]
    }),
    hasNext: ids.length > first,
    hasPrevious,
    window: [],
  })
  if (after === null) {
    return {
      main: { limit: first + 1, sort: order },
      beside: [],
      read: async (main) => page(recordsOf(await main), false),
    }
  }
  const behind = afterFilter(attribute, direction, after.keys[1] ?? null, sortable(after.id))
  return {
    main: {},
    beside: [set.query({ narrowed: [behind], limit: first + 1, sort: order })],
    async read(main, beside) {
      const [rest] = (await beside) as [MeiliResult]
      return page(recordsOf(rest), rest.estimatedTotalHits < (await main).estimatedTotalHits)
    },
  }
}
