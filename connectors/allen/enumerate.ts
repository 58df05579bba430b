import { GatewayError } from '#sdk'
import type { Rma } from './rma.ts'

export interface Enumeration {
  model: string
  /** Absent: every object of the model. */
  criteria?: string | undefined
  pageSize: number
}

/**
 * The ids of all objects, ascending. Without includes, since these make rows of objects and rows are what the service
 * counts. A page shorter than asked for may only mean a lower cap, so reading ends at an empty one.
 *
 * @param read ids at the beginning that an earlier run has dealt with, and the last of them: reading starts there
 *   when the service still has them in that place, else at the beginning.
 * @throws {GatewayError} `ANSWER_INVALID` when a page comes again, or when there are fewer ids than the service says.
 */
export async function enumerate(
  rma: Rma,
  { model, criteria, pageSize }: Enumeration,
  read: { count: number; last: number } | null = null,
): Promise<number[]> {
  const ids = new Set<number>()
  // One row before, to see that the last one read still stands where it stood.
  let startRow = read === null ? 0 : read.count - 1
  let skipped = startRow
  let before: number | null = null
  for (;;) {
    const ask = { model, only: 'id', startRow, numRows: pageSize }
    const { rows, totalRows } = await rma.query(criteria === undefined ? ask : { ...ask, criteria })
    const first = rows[0]?.id ?? null
    if (skipped > 0 && ids.size === 0 && first !== read?.last) {
      startRow = 0
      skipped = 0
      continue
    }
    if (first === null) {
      if (totalRows !== null && skipped + ids.size < totalRows) {
        throw invalid('The source ended a list before its end.')
      }
      break
    }
    const known = ids.size
    for (const { id } of rows) ids.add(id)
    if (first === before || ids.size === known) {
      throw invalid('The source answered with a page that it had answered with before.')
    }
    before = first
    startRow += rows.length
  }
  return [...ids].sort((a, b) => a - b)
}

function invalid(message: string): GatewayError {
  return new GatewayError('ANSWER_INVALID', { message })
}
