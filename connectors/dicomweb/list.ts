import { invalid, type Qido, type Search } from './qido.ts'
import { uidOf } from './tags.ts'

export interface Listing {
  search: Search
  /** The tag of the UID that tells one row from another. */
  uid: string
  pageSize: number
  /** How many rows there must be, where something said so; null when nothing did. */
  expected?: number | null
  /** Where an earlier run left off: rows dealt with, and the UID of the last of them. */
  start?: Position | null
}

export interface Position {
  count: number
  last: string
}

export interface ListPage {
  /** Rows that were not given before; those without a UID each time that they are met. */
  rows: unknown[]
  /** Null after a row that has no UID: nothing to go on from. */
  position: Position | null
  /** As the server counts; null where it does not. */
  total: number | null
}

/** A list that moves under the reader is read from its start again so many times at most. */
const passes = 3

/**
 * All rows of a search, page by page. QIDO-RS promises no order, caps `limit` silently and says nothing of what comes and
 * goes meanwhile. So each page starts with the last row of the one before: where that one is not found there, the list
 * has moved, and is read from its start again. It has ended where nothing follows that row.
 *
 * @throws {GatewayError} `ANSWER_INVALID` when the list does not hold still, or when it ends before the number of rows
 *   that the server itself says.
 */
export async function* list(
  qido: Qido,
  { search, uid, pageSize, expected = null, start = null }: Listing,
): AsyncGenerator<ListPage> {
  const given = new Set<string>()
  let from = start
  for (let pass = 1; pass <= passes; pass++) {
    const isWhole = yield* readOnce(from)
    if (isWhole) return
    from = null
  }
  throw invalid('The source gives its list in another order each time, or not page by page.')

  /** False when the list has moved. */
  async function* readOnce(start: Position | null): AsyncGenerator<ListPage, boolean> {
    const met = new Set<string>()
    let count = start?.count ?? 0
    let last: string | null = start?.last ?? null
    let largest = 0
    let total: number | null = null
    for (;;) {
      const overlap = count > 0 ? 1 : 0
      const place = { offset: count - overlap, limit: pageSize, mayBeEmpty: count === 0 }
      const page = await qido.search(search, place)
      total = page.total ?? total
      largest = Math.max(largest, page.rows.length)
      if (overlap > 0 && (page.rows.length === 0 || uidOf(page.rows[0], uid) !== last)) return false
      const rows = page.rows.slice(overlap)
      if (rows.length === 0) {
        // That there is nothing at all is only believed when it is said twice.
        if (count === 0 && (await qido.search(search, place)).rows.length > 0) return false
        if (largest <= 1 && count > 0) await checkEnd(count)
        break
      }
      const uids = rows.map((row) => uidOf(row, uid))
      for (const one of uids) {
        if (one === null) continue
        if (met.has(one)) return false
        met.add(one)
      }
      count += rows.length
      last = uids.at(-1) ?? null
      const fresh = rows.filter((_, at) => {
        const one = uids[at] ?? null
        return one === null || !given.has(one)
      })
      for (const one of uids) if (one !== null) given.add(one)
      yield { rows: fresh, position: last === null ? null : { count, last }, total }
      if (expected !== null && count >= expected) break
    }
    if (count < Math.max(expected ?? 0, total ?? 0)) {
      throw invalid('The source ended a list before the number of rows that it says.')
    }
    return true
  }

  /** A server that gives one row a page would otherwise seem to be at its end after the first. */
  async function checkEnd(count: number): Promise<void> {
    const { rows } = await qido.search(search, { offset: count, limit: pageSize, mayBeEmpty: true })
    if (rows.length > 0) throw invalid('The source gives only one row at a time.')
  }
}
