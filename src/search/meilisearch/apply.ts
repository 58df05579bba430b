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

/** What documents are made with. */
export interface Making {
  findNames: FindNames
  /** Version of the vocabulary. */
  vocabulary: string
}

/** Documents as the server and the forward index will get them. */
interface Prepared {
  documents: IndexBatch['documents']
  findNames: FindNames
  entries: Entry[]
  lines: Line[]
}

/** Writes batches of one generation, one after the other. */
export class Applier {
  readonly #generation: Generation
  readonly #server: MeiliServer
  readonly #refused: (count: number, codes: readonly string[]) => void
  /** Ids in the batch that is being written. */
  #underWay: ReadonlySet<string> = new Set()
  #expected: Promise<Prepared> | null = null

  /** @param refused Told how many documents the server refused, and its reasons. */
  constructor(
    generation: Generation,
    server: MeiliServer,
    refused: (count: number, codes: readonly string[]) => void,
  ) {
    this.#generation = generation
    this.#server = server
    this.#refused = refused
  }

  /** Prepares a batch while the server still works on the one before. */
  async expect({ documents }: IndexBatch, { findNames }: Making): Promise<void> {
    this.#expected = this.#prepare(documents, findNames, this.#underWay)
    await this.#expected
  }

  /**
   * Writes a batch to the server, and to the forward index when the server has it. Whatever ends it in between, the
   * same batch, or a later one in its place, makes both whole again.
   */
  async apply(batch: IndexBatch, { findNames, vocabulary }: Making): Promise<void> {
    const { forward, uid } = this.#generation
    const kept = new Set(batch.documents.map(({ id }) => id))
    const removed = batch.removed.filter((id) => !kept.has(id))
    // Both at once, before the next batch is expected.
    const preparing = this.#preparedFor(batch, findNames)
    this.#underWay = new Set([...kept, ...removed])
    const { entries, lines } = await preparing
    try {
      // Ids that are unknown here go too: a batch that was interrupted may have left them at the server.
      const poison = await send(uid, this.#server, lines, removed, batch.position)
      const codes = new Map(poison.map(({ id, code }) => [id, code]))
      if (codes.size > 0) this.#refused(codes.size, [...new Set(codes.values())])
      await this.#note(entries, removed, codes)
    } finally {
      this.#underWay = new Set()
    }
    // Last: what an end in the midst of it leaves undone is done again.
    inTransaction(forward, (writer) => {
      writer.finish(batch, vocabulary)
      if (lines.length > 0 || removed.length > 0) setMeta(forward.db, 'marker', batch.position)
    })
  }

  async #preparedFor({ documents }: IndexBatch, findNames: FindNames): Promise<Prepared> {
    const expecting = this.#expected
    this.#expected = null
    const expected = await expecting?.catch(() => null)
    const isIt = expected?.documents === documents && expected.findNames === findNames
    return isIt ? expected : this.#prepare(documents, findNames, new Set())
  }

  async #prepare(
    documents: IndexBatch['documents'],
    findNames: FindNames,
    underWay: ReadonlySet<string>,
  ): Promise<Prepared> {
    const { forward } = this.#generation
    const entries: Entry[] = []
    const lines: Line[] = []
    await inSlices(forward, documents, (writer, document) => {
      // What is under way is not what will be there.
      const isSure = !underWay.has(document.id)
      const entry = writer.prepare(document, { findNames, unlessSame: isSure })
      if (entry === null) return
      entries.push(entry)
      lines.push(lineOf(entry, forward))
    })
    return { documents, findNames, entries, lines }
  }

  async #note(
    entries: readonly Entry[],
    removed: readonly string[],
    refused: ReadonlyMap<string, string>,
  ): Promise<void> {
    const { forward } = this.#generation
    const forget = (id: string) => {
      forward.statement('DELETE FROM refused WHERE id = ?').run(id)
    }
    await inSlices(forward, removed, (writer, id) => {
      writer.remove(id)
      forget(id)
    })
    await inSlices(forward, entries, (writer, entry) => {
      const { id } = entry.document
      const code = refused.get(idOf(id))
      forget(id)
      if (code === undefined) writer.put(entry)
      else {
        writer.remove(id)
        forward.statement('INSERT INTO refused (id, code) VALUES (?, ?)').run(id, code)
      }
    })
  }
}

/** Searches in the same thread have their turn between two slices. */
async function inSlices<Item>(
  forward: ForwardIndex,
  items: readonly Item[],
  work: (writer: Writer, item: Item) => void,
): Promise<void> {
  for (let at = 0; at < items.length; at += sliceSize) {
    if (at > 0) await nextTurn()
    inTransaction(forward, (writer) => {
      for (const item of items.slice(at, at + sliceSize)) work(writer, item)
    })
  }
}

function inTransaction(forward: ForwardIndex, work: (writer: Writer) => void): void {
  const { db } = forward
  db.exec('BEGIN IMMEDIATE')
  try {
    const writer = new Writer(forward)
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
