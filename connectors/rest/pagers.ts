import type { ListSpec, Pager } from './manifest-requests.ts'
import { type Found, pathOf, valueAt, walk } from './paths.ts'
import { type Answer, invalid, type Paging } from './requests.ts'
import type { Scalar } from './templates.ts'

/** Where a list stands: plain data, kept in checkpoints. */
export interface Position {
  /** Rows met so far, each once. */
  count: number
  /** How many there are in all, where the source said so. */
  total: number | null
  /** Offset: key of the last row. Keyset: what the next page comes after. Cursor: the mark. Next: the address. */
  mark: string | null
  /** Number of the next page. */
  page: number
}

export const start: Position = { count: 0, total: null, mark: null, page: 0 }

/** What the next page is asked for with; `url` in place of the request's own. */
export function pagingOf(
  pager: Pager,
  position: Position,
  pageSize: number | null,
): { paging: Paging; url: string | null } {
  const isFirst = position.page === 0
  if (pager.type === 'next' && !isFirst) return { paging: {}, url: position.mark }
  if (pager.type === 'none') return { paging: {}, url: null }
  const limit: Paging = pager.limit === undefined ? {} : { [pager.limit]: sizeOf(pager, pageSize) }
  const place = placeOf(pager, position)
  return { paging: { ...limit, ...place }, url: null }
}

function placeOf(pager: Exclude<Pager, { type: 'none' }>, { count, mark, page }: Position): Paging {
  switch (pager.type) {
    case 'offset':
      // One back: the page starts with the last row of the one before, or the list has moved.
      return { [pager.offset]: Math.max(0, count - 1) }
    case 'page':
      return { [pager.page]: pager.first + page }
    case 'keyset':
      return mark === null ? {} : { [pager.after]: mark }
    case 'cursor':
      return mark === null ? {} : { [pager.param]: mark }
    case 'next':
      return {}
  }
}

function sizeOf(pager: Exclude<Pager, { type: 'none' }>, pageSize: number | null): number {
  return pageSize ?? pager.size
}

/** The rows of an answer. */
export function rowsOf({ rows }: ListSpec, { body, isPartial }: Answer): Found[] {
  if (body === null) return []
  const { found, fault } = walk(pathOf(rows), body)
  if (fault === null) return isPartial ? found.filter(({ value }) => value != null) : found
  throw invalid(
    `The source answered a ${fault.received} where a ${fault.expected} is to hold rows.`,
  )
}

export interface Turn {
  /** Rows that are new. */
  rows: Found[]
  /** Null: the list has ended. */
  next: Position | null
  /** Whether rows may be missing in it, by its own word or since it has moved: none may be taken for gone. */
  isIncomplete: boolean
  /** How many there are in all, where the source said so. */
  total: number | null
}

export interface PageRead {
  list: ListSpec
  answer: Answer
  position: Position
  pageSize: number | null
  /** Names of rows; null for one that has none. */
  keyOf: (row: Found) => string | null
  /** What a keyset goes on after. */
  after: (row: Found) => Scalar | undefined
  /** Names met in this list before, to which those of this page are added. */
  met: Set<string>
}

/**
 * What a page says of the list: its new rows, and how it goes on.
 *
 * @throws {GatewayError} `ANSWER_INVALID` for a page that came before, a list that ends before its own total, and one that
 *   goes in circles.
 */
export function turnPage(read: PageRead): Turn {
  const { list, answer, position, keyOf, met } = read
  const { pager } = list
  const all = rowsOf(list, answer)
  const total = totalOf(pager, answer) ?? position.total
  if (pager.total !== undefined && total === null && answer.body !== null) {
    throw invalid('The source does not say how many rows there are.')
  }
  const isOverlapped = pager.type === 'offset' && position.count > 0
  const isInPlace = !isOverlapped || (all[0] !== undefined && keyOf(all[0]) === position.mark)
  const rows = isOverlapped && isInPlace ? all.slice(1) : all
  const keys = rows.map(keyOf)
  const fresh = rows.filter((_, at) => {
    const key = keys[at] ?? null
    if (key === null) return true
    if (met.has(key)) return false
    met.add(key)
    return true
  })
  if (rows.length > 0 && fresh.length === 0 && position.page > 0) {
    throw invalid('The source gave a page again that it had given before.')
  }
  const count = position.count + fresh.length
  const hasTotalChanged = position.total !== null && total !== null && total !== position.total
  // A page of an offset that is empty lost its first row too: the list has become shorter.
  const hasMoved = !isInPlace || fresh.length < rows.length || hasTotalChanged
  const next = nextPosition(read, { all, rows, count, total })
  const isIncomplete = hasMoved || answer.isPartial
  if (next === null && total !== null && count < total && !isIncomplete) {
    throw invalid('The source ended a list before the number of rows that it says.')
  }
  return { rows: fresh, next, isIncomplete, total }
}

function nextPosition(
  { list: { pager }, answer, position, pageSize, keyOf, after }: PageRead,
  page: { all: Found[]; rows: Found[]; count: number; total: number | null },
): Position | null {
  const { all, rows, count, total } = page
  const going = (mark: string | null): Position => ({
    count,
    total,
    mark,
    page: position.page + 1,
  })
  const last = rows.at(-1)
  switch (pager.type) {
    case 'none':
      return null
    case 'offset': {
      if (last === undefined || (total !== null && count >= total)) return null
      const isShort = pager.limit !== undefined && all.length < sizeOf(pager, pageSize)
      if (pager.end === 'short' && isShort) return null
      return going(keyOf(last))
    }
    case 'page': {
      if (last === undefined || (total !== null && count >= total)) return null
      const pages = numberAt(pager.pages, answer.body)
      return pages !== null && position.page + 1 >= pages ? null : going(null)
    }
    case 'keyset': {
      if (last === undefined || (total !== null && count >= total)) return null
      const isShort = pager.limit !== undefined && all.length < sizeOf(pager, pageSize)
      if (pager.end === 'short' && isShort) return null
      const mark = after(last)
      if (mark === undefined || String(mark) === position.mark) throw circle()
      return going(String(mark))
    }
    case 'cursor': {
      const more = pager.more === undefined ? true : valueAt(pathOf(pager.more), answer.body)
      const mark = valueAt(pathOf(pager.cursor), answer.body)
      const isOver = more === false || mark === null || mark === undefined || mark === ''
      if (isOver) {
        if (more === true && pager.more !== undefined) throw circle()
        return null
      }
      if (String(mark) === position.mark) throw circle()
      return going(String(mark))
    }
    case 'next': {
      const link =
        pager.next === 'header:link'
          ? nextLink(answer.head?.headers.link ?? '')
          : valueAt(pathOf(pager.next), answer.body)
      if (link === null || link === undefined || link === '') return null
      const url = typeof link === 'string' ? URL.parse(link, answer.url) : null
      if (url === null || url.href === answer.url) throw circle()
      return going(url.href)
    }
  }
}

function totalOf(pager: Pager, { body }: Answer): number | null {
  return body === null ? null : numberAt(pager.total, body)
}

function numberAt(path: string | undefined, body: unknown): number | null {
  if (path === undefined) return null
  const value = valueAt(pathOf(path), body)
  const number = typeof value === 'string' && value !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : null
}

/** RFC 8288: `<address>; rel="next"`. */
function nextLink(header: string): string | null {
  for (const [, address, parameters = ''] of header.matchAll(/<([^>]*)>([^<]*)/g)) {
    if (/;\s*rel="?(?:[^"]*\s)?next(?:\s[^"]*)?"?\s*(?:[;,]|$)/i.test(parameters)) {
      return address ?? null
    }
  }
  return null
}

function circle() {
  return invalid('The source does not say how its list goes on, or goes in a circle.')
}
