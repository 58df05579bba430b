import { setImmediate as nextTurn } from 'node:timers/promises'
import type { KeptRow } from '../../store/registry.ts'
import { batchLimits } from '../batch.ts'

/** Rows of the first page, of which nobody knows yet how large they are. */
const firstPage = 50

/** One page of rows after a key; empty where there are no more. */
export type ReadKeptRows = (after: number, limit: number) => Promise<KeptRow[]>

/**
 * All kept rows, page by page, the next one being read while the last one is worked on. A page is what one transaction
 * may hold, as far as the size of the rows before it tells.
 */
export async function* keptPages(read: ReadKeptRows): AsyncGenerator<KeptRow[]> {
  let next = read(0, firstPage)
  for (;;) {
    const page = await next
    const last = page.at(-1)
    if (last === undefined) return
    next = read(last.key, limitAfter(page))
    // Whoever stops in between never waits for it.
    next.catch(() => {})
    yield page
    // A catalogue in the same thread keeps nobody waiting: without this neither signals nor timers would be heard.
    await nextTurn()
  }
}

/** Rows that fit into a batch when they are as large as these. */
function limitAfter(page: readonly KeptRow[]): number {
  const size = page.reduce((sum, { row, record }) => sum + row.length + (record?.length ?? 0), 0)
  const fitting = Math.floor((batchLimits.bytes * page.length) / Math.max(1, size))
  return Math.max(1, Math.min(batchLimits.rows, fitting))
}
