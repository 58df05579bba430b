import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ForwardIndex } from '../forward/forward-index.ts'
import { getMeta, setMeta } from '../forward/schema.ts'
import { type Entry, type FindNames, inTransaction, type Writer } from '../forward/writer.ts'
import { sliceSize } from '../read-batch.ts'
import type { IndexBatch } from '../search-index.ts'
import { Turn } from '../turn.ts'
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

/** A batch as the server and the forward index will get it. */
interface Prepared {
  batch: IndexBatch
  findNames: FindNames
  /** Names of the embedders that the lines speak of. */
  embedders: readonly string[]
  entries: Entry[]
  lines: Line[]
  /** Ids to take out. Those that are unknown here go too: a batch that was interrupted may have left them there. */
  removed: string[]
}

/** What the server refused. */
type Poison = readonly { id: string; code: string }[]

/** Writes batches of one generation, one after the other. */
export class Applier {
  readonly #generation: Generation
  readonly #server: MeiliServer
  readonly #refused: (count: number, codes: readonly string[]) => void
  /** Ids in the batch that is being written. */
  #underWay: ReadonlySet<string> = new Set()
  /** The batch after it: being prepared, prepared, and on its way to the server. */
  #expected: Promise<Prepared> | null = null
  #prepared: Prepared | null = null
  #ahead: { prepared: Prepared; sent: Promise<Poison> } | null = null
  readonly #turn = new Turn()

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
  async expect(batch: IndexBatch, { findNames }: Making): Promise<void> {
    this.#prepared = null
    const expected = this.#prepare(batch, findNames, this.#underWay)
    this.#expected = expected
    const prepared = await expected
    if (this.#expected === expected) this.#prepared = prepared
  }

  /**
   * Writes a batch to the server, and to the forward index when the server has it. Whatever ends it in between, the
   * same batch, or a later one in its place, makes both whole again. What is expected next is sent as soon as the
   * server is free: should something else come instead, it finds the same records again.
   */
  async apply(batch: IndexBatch, making: Making): Promise<void> {
    await this.alone(() => this.#apply(batch, making))
  }

  /**
   * Does work while nothing is being written, so that what the forward index holds is what the server holds.
   *
   * @param work Told the ids of records that are on their way to the server all the same: they come again.
   */
  async alone<Result>(work: (coming: ReadonlySet<string>) => Promise<Result>): Promise<Result> {
    const end = await this.#turn.take()
    try {
      const ahead = this.#ahead?.prepared
      return await work(
        new Set([
          ...(ahead?.entries.map(({ document }) => document.id) ?? []),
          ...(ahead?.removed ?? []),
        ]),
      )
    } finally {
      end()
    }
  }

  async #apply(batch: IndexBatch, { findNames, vocabulary }: Making): Promise<void> {
    const { forward } = this.#generation
    const preparing = this.#preparedFor(batch, findNames)
    // At once, before the next batch is expected.
    this.#underWay = new Set([...batch.documents.map(({ id }) => id), ...batch.removed])
    try {
      const { prepared, sent } = await preparing
      const { entries, lines, removed } = prepared
      const poison = await (sent ?? this.#send(prepared))
      this.#sendAhead()
      const codes = new Map(poison.map(({ id, code }) => [id, code]))
      if (codes.size > 0) this.#refused(codes.size, [...new Set(codes.values())])
      await this.#note(entries, removed, codes)
      // Last: what an end in the midst of it leaves undone is done again.
      inTransaction(forward, (writer) => {
        writer.finish(batch, vocabulary)
        if (lines.length > 0 || removed.length > 0) setMeta(forward.db, 'marker', batch.position)
      })
    } finally {
      this.#underWay = new Set()
    }
  }

  /** The batch, prepared, and perhaps on its way already. */
  async #preparedFor(
    batch: IndexBatch,
    findNames: FindNames,
  ): Promise<{ prepared: Prepared; sent?: Promise<Poison> }> {
    const ahead = this.#ahead
    const expecting = this.#expected
    this.#ahead = null
    if (ahead !== null) {
      if (this.#isOf(ahead.prepared, batch, findNames)) return ahead
      // The server takes one thing after the other.
      await ahead.sent.catch(() => {})
    }
    this.#expected = null
    this.#prepared = null
    const expected = await expecting?.catch(() => null)
    if (expected && this.#isOf(expected, batch, findNames)) return { prepared: expected }
    return { prepared: await this.#prepare(batch, findNames, new Set()) }
  }

  #sendAhead(): void {
    const prepared = this.#prepared
    if (prepared === null) return
    this.#prepared = null
    this.#expected = null
    // Nobody may come for it: the generation has to know itself that it is on its way.
    const sent = this.#generation.use(() => this.#send(prepared))
    // Whoever takes it hears of its failure; perhaps nobody does.
    sent.catch(() => {})
    this.#ahead = { prepared, sent }
  }

  async #send({ batch, lines, removed, embedders }: Prepared): Promise<Poison> {
    if (lines.length === 0 && removed.length === 0) return []
    const { uid } = this.#generation
    const all = [...lines, markerLine(batch.position, embedders)]
    const { poison } = await this.#server.write(uid, all, removed.map(idOf))
    return poison
  }

  async #prepare(
    batch: IndexBatch,
    findNames: FindNames,
    underWay: ReadonlySet<string>,
  ): Promise<Prepared> {
    const { forward, spoken: embedders } = this.#generation
    const entries: Entry[] = []
    const lines: Line[] = []
    await inSlices(forward, batch.documents, (writer, document) => {
      // What is under way is not what will be there.
      const isSure = !underWay.has(document.id)
      const entry = writer.prepare(document, { findNames, unlessSame: isSure })
      if (entry === null) return
      entries.push(entry)
      lines.push(lineOf(entry, forward, embedders))
    })
    const kept = new Set(batch.documents.map(({ id }) => id))
    const removed = batch.removed.filter((id) => !kept.has(id))
    return { batch, findNames, embedders, entries, lines, removed }
  }

  #isOf(prepared: Prepared, wanted: IndexBatch, names: FindNames): boolean {
    const { batch, findNames, embedders } = prepared
    return (
      batch.documents === wanted.documents &&
      batch.removed === wanted.removed &&
      batch.position === wanted.position &&
      findNames === names &&
      // A model may have come, or gone, since.
      embedders.join() === this.#generation.spoken.join()
    )
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

/** The position that the server's marker must have reached; 0 when nothing was ever sent. */
export function sentPosition({ forward }: Generation): number {
  return Number(getMeta(forward.db, 'marker') ?? 0)
}

/** Records of the catalogue that the server would not take. */
export function countRefused(forward: ForwardIndex): number {
  return Number(forward.statement('SELECT count(*) AS count FROM refused').get()?.count ?? 0)
}
