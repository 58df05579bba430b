import { setImmediate as nextTurn } from 'node:timers/promises'
import type { RecordReader } from '../store/index.ts'
import { type IndexDocument, toDocument } from './document.ts'
import type { IndexBatch } from './search-index.ts'
import type { Vocabulary } from './vocabulary/vocabulary.ts'

/** The steps of the outbox after one position, up to another one. */
export interface Part {
  from: number
  upTo: number
}

export const endless = Number.POSITIVE_INFINITY

/** As much of a part as a batch takes, made into one. */
export interface Reading {
  batch: IndexBatch
  /** Position of the last step that was read; `from` when there was none. */
  end: number
  /** Whether it was cut by the size of a batch: there may be more. */
  isCut: boolean
}

/** Records read and made into documents at a time: searches in the same thread wait so long. */
export const sliceSize = 100

/** Reads up to `size` records, in slices, and makes them into documents. What is aborted is cut short. */
export async function readBatch(
  store: Pick<RecordReader, 'changes'>,
  vocabulary: Vocabulary,
  { from, upTo }: Part,
  size: number,
  signal: AbortSignal,
): Promise<Reading> {
  // By id: a record that changes between two slices comes in both of them, and the later one counts.
  const made = new Map<string, IndexDocument | null>()
  let end = from
  let isCut = true
  for (let left = size; isCut && left > 0 && !signal.aborted; ) {
    await nextTurn()
    const wanted = Math.min(left, sliceSize)
    const read = await store.changes(end, wanted)
    const changes = read.filter(({ position }) => position <= upTo)
    await nextTurn()
    for (const { id, record } of changes) {
      made.delete(id)
      made.set(id, record && toDocument(record, vocabulary))
    }
    end = changes.at(-1)?.position ?? end
    left -= changes.length
    isCut = changes.length === wanted
  }
  return { batch: batchOf(made, end), end, isCut }
}

/** `made` by id; null for what is to be taken out. */
function batchOf(made: ReadonlyMap<string, IndexDocument | null>, position: number): IndexBatch {
  const documents: IndexDocument[] = []
  const removed: string[] = []
  for (const [id, document] of made) {
    if (document === null) removed.push(id)
    else documents.push(document)
  }
  return { documents, removed, position }
}
