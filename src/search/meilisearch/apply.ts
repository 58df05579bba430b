import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ForwardIndex } from '../forward/forward-index.ts'
import { getMeta, setMeta } from '../forward/schema.ts'
import { type Entry, type FindNames, Writer } from '../forward/writer.ts'
import { sliceSize } from '../read-batch.ts'
import type { IndexBatch } from '../search-index.ts'
import { lineOf, markerLine } from './document.ts'
import { idOf } from './fields.ts'
import type { Generation } from './generation.ts'
import type { Line, MeiliServer } from './server.ts'

export interface Applying {
  server: MeiliServer
  findNames: FindNames
  /** Version of the vocabulary. */
  vocabulary: string
  /** Told how many documents the server refused, and its reasons. */
  refused(count: number, codes: readonly string[]): void
}

/**
 * Writes a batch to the server, and to the forward index when the server has it. Whatever ends it in between, the same
 * batch, or a later one in its place, makes both whole again.
 */
export async function applyBatch(
  generation: Generation,
  batch: IndexBatch,
  { server, findNames, vocabulary, refused }: Applying,
): Promise<void> {
  const { forward, uid } = generation
  const entries: Entry[] = []
  const lines: Line[] = []
  const kept = new Set(batch.documents.map(({ id }) => id))
  const removed = batch.removed.filter((id) => !kept.has(id))
  await inSlices(forward, findNames, batch.documents, (writer, document) => {
    const entry = writer.prepare(document)
    if (entry === null) return
    entries.push(entry)
    lines.push(lineOf(entry, forward))
  })
  // Ids that are unknown here go too: a batch that was interrupted may have left them at the server.
  const poison = await send(uid, server, lines, removed, batch.position)
  const codes = new Map(poison.map(({ id, code }) => [id, code]))
  if (codes.size > 0) refused(codes.size, [...new Set(codes.values())])

  const forget = (id: string) => {
    forward.statement('DELETE FROM refused WHERE id = ?').run(id)
  }
  await inSlices(forward, findNames, removed, (writer, id) => {
    writer.remove(id)
    forget(id)
  })
  await inSlices(forward, findNames, entries, (writer, entry) => {
    const { id } = entry.document
    const code = codes.get(idOf(id))
    forget(id)
    if (code === undefined) writer.put(entry)
    else {
      writer.remove(id)
      forward.statement('INSERT INTO refused (id, code) VALUES (?, ?)').run(id, code)
    }
  })
  // Last: what an end in the midst of it leaves undone is done again.
  inTransaction(forward, findNames, (writer) => {
    writer.finish(batch, vocabulary)
    if (lines.length > 0 || removed.length > 0) {
      setMeta(forward.db, 'marker', batch.position)
    }
  })
}

/** Searches in the same thread have their turn between two slices. */
async function inSlices<Item>(
  forward: ForwardIndex,
  findNames: FindNames,
  items: readonly Item[],
  work: (writer: Writer, item: Item) => void,
): Promise<void> {
  for (let at = 0; at < items.length; at += sliceSize) {
    if (at > 0) await nextTurn()
    inTransaction(forward, findNames, (writer) => {
      for (const item of items.slice(at, at + sliceSize)) work(writer, item)
    })
  }
}

function inTransaction(
  forward: ForwardIndex,
  findNames: FindNames,
  work: (writer: Writer) => void,
): void {
  const { db } = forward
  db.exec('BEGIN IMMEDIATE')
  try {
    const writer = new Writer(forward, findNames)
    work(writer)
    writer.save()
    db.exec('COMMIT')
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    // Memory has seen a part of it: the file has not.
    forward.load()
    throw error
  }
}

async function send(
  uid: string,
  server: MeiliServer,
  lines: readonly Line[],
  removed: readonly string[],
  position: number,
): Promise<{ id: string; code: string }[]> {
  if (lines.length === 0 && removed.length === 0) return []
  const { poison } = await server.write(uid, [...lines, markerLine(position)], removed.map(idOf))
  return poison
}

/** The position that the server's marker must have reached; 0 when nothing was ever sent. */
export function sentPosition({ forward }: Generation): number {
  return Number(getMeta(forward.db, 'marker') ?? 0)
}

/** Records of the catalogue that the server would not take. */
export function countRefused(forward: ForwardIndex): number {
  return Number(forward.statement('SELECT count(*) AS count FROM refused').get()?.count ?? 0)
}
