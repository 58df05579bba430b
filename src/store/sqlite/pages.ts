import { GatewayError } from '../../model/error.ts'
import type { Page, PageRequest } from '../record-store.ts'

/**
 * A page of rows that were asked for with one more than fits, to see whether there is a next one.
 *
 * @param positionOf What the row is found again by; it becomes the cursor.
 */
export function toPage<Row, Item>(
  rows: readonly Row[],
  request: PageRequest,
  total: number,
  toItem: (row: Row) => Item,
  positionOf: (row: Row) => string | number,
): Page<Item> {
  const shown = rows.slice(0, request.first)
  return {
    items: shown.map(toItem),
    cursors: shown.map((row) => Buffer.from(String(positionOf(row))).toString('base64url')),
    hasNext: rows.length > request.first,
    total,
  }
}

/** The position after which a page begins; null at the start. */
export function textAfter(request: PageRequest): string | null {
  return request.after ? Buffer.from(request.after, 'base64url').toString('utf8') : null
}

/** @throws {GatewayError} `BAD_INPUT` for `after` when it is no number. */
export function numberAfter(request: PageRequest): number | null {
  const text = textAfter(request)
  if (text === null) return null
  if (!/^\d{1,15}$/.test(text)) throw new GatewayError('BAD_INPUT', { argument: 'after' })
  return Number(text)
}

export function emptyPage<Item>(): Page<Item> {
  return { items: [], cursors: [], hasNext: false, total: 0 }
}
