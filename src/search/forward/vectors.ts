import type { DatabaseSync } from 'node:sqlite'
import { LsaModel } from '../embed/lsa/lsa-model.ts'
import { quantise } from '../embed/quantise.ts'
import type { QueryPlan } from '../rank/plan.ts'
import type { TokenisedText } from '../rank/score.ts'
import { VectorColumn } from './vector-column.ts'
import { type Lacking, type Place, type StoredVector, VectorTable } from './vector-table.ts'

/** A query's vector that somebody else made, and by which model. */
export interface GivenVector {
  model: string
  vector: Float32Array
}

/** A model with its vectors. */
interface Space {
  id: string
  dimensions: number
  /** Null for a model that is not here: its vectors come from a server. */
  model: LsaModel | null
  readonly column: VectorColumn
}

/** How far the making of vectors has come, in records. */
export interface VectorProgress {
  done: number
  total: number
}

/** Quantised vectors of some records, the lists in the same order. */
export interface VectorRows {
  docs: ArrayLike<number>
  /** What the records were when they were embedded: `record.hash`. */
  hashes: readonly string[]
  /** As many numbers a record as the model has dimensions. */
  rows: Int8Array
  /** 0 for a record without a vector: it is not lacking one any more. */
  scales: Float32Array
}

/**
 * Vectors of a generation's records. One model serves; another may be in the making beside it, and takes its place at
 * once when all of its vectors are there. A query is only ever compared with vectors of its own model.
 */
export class Vectors {
  readonly #db: DatabaseSync
  readonly #isOrdinary: (doc: number) => boolean
  readonly #tables: Record<Place, VectorTable>
  #serving: Space | null = null
  #next: Space | null = null
  /** Records that were written and have to be embedded by somebody else; some may have been since. */
  readonly #changed = new Set<number>()
  /** Why a model of the file could not be read: it was taken out, with its vectors. Null: none was. */
  unreadable: unknown = null
  /** Null while no vectors are being made. */
  progress: VectorProgress | null = null
  /** Words of queries since the model came, and those among them that it does not know. */
  asked = { words: 0, unknown: 0 }

  /** @param isOrdinary Whether everybody may know of a record: numbers that all see come from such alone. */
  constructor(db: DatabaseSync, isOrdinary: (doc: number) => boolean) {
    this.#db = db
    this.#isOrdinary = isOrdinary
    this.#tables = { serving: new VectorTable(db, 'serving'), next: new VectorTable(db, 'next') }
  }

  /** Reads everything from the file, again when a batch had to be undone. */
  load(): void {
    this.#serving = this.#read('serving')
    this.#next = this.#read('next')
  }

  #read(place: Place): Space | null {
    const table = this.#tables[place]
    const stored = table.model()
    if (stored === null) return null
    const { id, dimensions, bytes } = stored
    let model: LsaModel | null = null
    try {
      model = bytes === null ? null : LsaModel.decode(bytes)
    } catch (fault) {
      // Of another version, or damaged: it is made again from the texts, which are all here.
      this.unreadable = fault
      this.drop(place)
      return null
    }
    let column: VectorColumn | null = null
    return {
      ...{ id, dimensions, model },
      // A start does not wait for it: whoever is the first to need it does, or `warmUp`.
      get column() {
        column ??= table.column(dimensions)
        return column
      },
    }
  }

  /** Id of the model that was begun; null: none was. */
  get nextId(): string | null {
    return this.#next?.id ?? null
  }

  /** Id of the model that serves; null: none does. */
  get modelId(): string | null {
    return this.#serving?.id ?? null
  }

  /** Length of the vectors that are being added; null when there is no model. */
  get makingDimensions(): number | null {
    return this.#making()[1]?.dimensions ?? null
  }

  get model(): LsaModel | null {
    return this.#serving?.model ?? null
  }

  /**
   * Null while no model serves. The first one to ask after a start waits for it to be read, 0.3 s for 100,000 records. Cosines
   * of models that are not here are above their background: most of them find everything rather near.
   */
  get column(): VectorColumn | null {
    const serving = this.#serving
    if (serving === null) return null
    if (serving.model === null) serving.column.level(this.#isOrdinary)
    return serving.column
  }

  /** The query's unit vector by the model that serves; null when there is none, or it knows none of the words. */
  ofQuery(plan: QueryPlan, given: GivenVector | null): Float32Array | null {
    const serving = this.#serving
    if (serving === null) return null
    if (serving.model === null) {
      const fits = given?.model === serving.id && given.vector.length === serving.dimensions
      return fits ? given.vector : null
    }
    const { vector, known, unknown } = serving.model.query(wordsOf(plan))
    this.asked.words += known + unknown
    this.asked.unknown += unknown
    return vector
  }

  /** Notes a record's text, inside of the transaction that writes it. */
  put(doc: number, tokens: TokenisedText): void {
    for (const [place, space] of this.#spaces()) {
      if (space.model === null) this.#changed.add(doc)
      const vector = space.model?.document(tokens) ?? null
      if (vector === null) {
        this.#drop(place, space, doc)
        continue
      }
      const row = new Int8Array(space.dimensions)
      const scale = quantise(vector, row)
      this.#tables[place].put(doc, row, scale)
      space.column.putRow(doc, row, scale)
    }
  }

  /** The models whose vectors are kept: the one that serves, and the one that was begun. */
  get models(): { id: string; dimensions: number }[] {
    return [...this.#spaces()].map(([, { id, dimensions }]) => ({ id, dimensions }))
  }

  /** Quantised vectors of a text, by id of the model; null where a model has none for it, or has it from a server. */
  rowsOf(tokens: TokenisedText): Map<string, Int8Array | null> {
    const rows = [...this.#spaces()].map(([, { id, dimensions, model }]) => {
      const vector = model?.document(tokens) ?? null
      const row = new Int8Array(dimensions)
      const scale = vector === null ? 0 : quantise(vector, row)
      return [id, scale === 0 ? null : row] as const
    })
    return new Map(rows)
  }

  /** Records with the next higher numbers, with or without a vector of a model. */
  stored(modelId: string, after: number, most: number): StoredVector[] {
    const space = [...this.#spaces()].find(([, { id }]) => id === modelId)
    return space === undefined ? [] : this.#tables[space[0]].stored(after, most)
  }

  /** Takes a record out, inside of a transaction. */
  remove(doc: number): void {
    this.#changed.delete(doc)
    for (const [place, space] of this.#spaces()) this.#drop(place, space, doc)
  }

  /** Begins a model, in place of one that was begun before: from now on what is written is embedded by it, too. */
  begin(id: string, dimensions: number, model: LsaModel | null): void {
    this.#atOnce(() => {
      this.#tables.next.clear()
      this.#tables.next.putModel(id, dimensions, model)
    })
    this.#next = { id, dimensions, model, column: new VectorColumn(dimensions) }
  }

  /**
   * Adds vectors by the model that was begun, or else by the one that serves. A record that has one by now, since it was
   * written meanwhile, keeps it; one that has changed since it was embedded is left out.
   */
  add({ docs, hashes, rows, scales }: VectorRows): void {
    const [place, space] = this.#making()
    if (space === null) return
    this.#atOnce(() => {
      const write = this.#tables[place].adder()
      for (let at = 0; at < docs.length; at++) {
        const doc = docs[at] as number
        const scale = scales[at] as number
        const row = rows.subarray(at * space.dimensions, (at + 1) * space.dimensions)
        if (write(doc, hashes[at] as string, row, scale)) {
          space.column.putRow(doc, row, scale)
          this.#changed.delete(doc)
        } else if (space.model === null && !space.column.has(doc)) this.#changed.add(doc)
      }
    })
  }

  #making(): [Place, Space | null] {
    return this.#next === null ? ['serving', this.#serving] : ['next', this.#next]
  }

  /** From here on the model that was begun serves. */
  finish(): void {
    const next = this.#next
    if (next === null) return
    // Read before its table is emptied.
    void next.column
    this.#atOnce(() => {
      this.#db.exec(`
        DELETE FROM vector; INSERT INTO vector SELECT * FROM next_vector; DELETE FROM next_vector;
        DELETE FROM model WHERE place = 'serving'; UPDATE model SET place = 'serving'`)
    })
    this.#serving = next
    this.#next = null
    this.asked = { words: 0, unknown: 0 }
  }

  /** For a file that is being filled: records are embedded by this model from the first on, and it serves. */
  adopt(model: LsaModel): void {
    this.begin(model.id, model.dimensions, model)
    this.finish()
  }

  /** No vectors at all: the operator wants none, or others than these. */
  clear(): void {
    this.#atOnce(() => {
      this.#tables.serving.clear()
      this.#tables.next.clear()
    })
    this.#serving = null
    this.#next = null
  }

  /**
   * Leaves out what nothing here can be asked about: vectors by models of servers other than `server`, and whatever was begun
   * by another model, or for nothing.
   *
   * @param server Id of the model that a server is asked for; null: none is.
   */
  keepOnly(server: string | null): void {
    const serving = this.#serving
    if (serving !== null && serving.model === null && serving.id !== server) this.drop('serving')
    if (this.nextId !== null && (this.nextId !== server || this.modelId === server)) {
      this.drop('next')
    }
  }

  /** Takes a model out with its vectors. */
  drop(place: Place): void {
    this.#atOnce(() => {
      this.#tables[place].clear()
    })
    if (place === 'serving') this.#serving = null
    else this.#next = null
  }

  /**
   * Records without a vector of a model, which need not have been begun: those with the next higher numbers, as far as they
   * are asked for, with what tells whether they have changed since.
   */
  lacking(model: string, after: number, most: number): Lacking[] {
    return this.#tableOf(model).lacking(after, most)
  }

  /** How many there are of them. */
  countLacking(model: string): number {
    return this.#tableOf(model).countLacking()
  }

  /** As `lacking`, of records that were written while this was open: to keep up without looking at all of them. */
  changed(model: string, most: number): Lacking[] {
    return this.#tableOf(model).lackingOf(this.#changed, most)
  }

  /** Where its vectors are, or are to be. */
  #tableOf(model: string): VectorTable {
    return this.#tables[this.modelId === model ? 'serving' : 'next']
  }

  *#spaces(): Iterable<[Place, Space]> {
    if (this.#serving !== null) yield ['serving', this.#serving]
    if (this.#next !== null) yield ['next', this.#next]
  }

  #drop(place: Place, space: Space, doc: number): void {
    // Whether or not there is a vector: that there is none may stand there, too.
    this.#tables[place].remove(doc)
    space.column.remove(doc)
  }

  #atOnce(work: () => void): void {
    this.#db.exec('BEGIN IMMEDIATE')
    try {
      work()
      this.#db.exec('COMMIT')
    } catch (error) {
      this.#db.exec('ROLLBACK')
      throw error
    }
  }
}

/** What a query says, in words that records hold: as typed or as it was meant. */
function wordsOf({ groups }: QueryPlan): string[] {
  return groups.flatMap(({ alternatives }) => {
    const best = alternatives.reduce<(typeof alternatives)[number] | null>(
      (before, one) => (before === null || one.weight > before.weight ? one : before),
      null,
    )
    return best === null ? [] : [...best.words]
  })
}
