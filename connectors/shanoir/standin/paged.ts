import { pageableOf, pageOf, sliceOf } from './paging.ts'
import { noContent, type Reply } from './replies.ts'
import type { Site } from './site.ts'

/** A page of rows by their ids; nothing is sent where it is empty. */
export function paged<Row extends { id: number }>(
  { quirks }: Site,
  query: URLSearchParams,
  found: readonly Row[],
  shape: (row: Row) => unknown,
): Reply {
  const pageable = pageableOf(query, quirks.pageCap)
  const descends = pageable.sort[0]?.descending === true
  const sorted = found.toSorted((a, b) => (descends ? b.id - a.id : a.id - b.id))
  const rows = sliceOf(sorted, pageable)
  return rows.length === 0 ? noContent() : { json: pageOf(rows.map(shape), pageable, found.length) }
}
