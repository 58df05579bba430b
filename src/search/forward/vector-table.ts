import type { DatabaseSync } from 'node:sqlite'
import type { LsaModel } from '../embed/lsa/lsa-model.ts'
import { VectorColumn } from './vector-column.ts'

/** Tables of a generation's file: vectors of the model that serves, and of the one that is to take its place. */
export const vectorTables = `
  CREATE TABLE model (place TEXT PRIMARY KEY, id TEXT NOT NULL, dimensions INTEGER NOT NULL, bytes BLOB) WITHOUT ROWID;
  CREATE TABLE vector (doc INTEGER PRIMARY KEY, scale REAL NOT NULL, numbers BLOB NOT NULL);
  CREATE TABLE next_vector (doc INTEGER PRIMARY KEY, scale REAL NOT NULL, numbers BLOB NOT NULL);`

export type Place = 'serving' | 'next'

/** A model as it is kept. */
export interface StoredModel {
  id: string
  dimensions: number
  /** See `LsaModel.encode`; null for a model that is not here. */
  bytes: Uint8Array | null
}

/** A record with its quantised vector, and null where it has none. */
export interface StoredVector {
  doc: number
  id: string
  row: Int8Array | null
}

/** A record that has no vector, and what it is now. */
export interface Lacking {
  doc: number
  hash: string
}

type Row = [doc: number, scale: number, numbers: Uint8Array]

/** The vectors of one of the two models in a file. A row of scale 0 says that its record has none, and lacks none. */
export class VectorTable {
  readonly place: Place
  readonly #db: DatabaseSync
  readonly #name: string

  constructor(db: DatabaseSync, place: Place) {
    this.#db = db
    this.place = place
    this.#name = place === 'serving' ? 'vector' : 'next_vector'
  }

  model(): StoredModel | null {
    const row = this.#db
      .prepare('SELECT id, dimensions, bytes FROM model WHERE place = ?')
      .get(this.place)
    if (row === undefined) return null
    return {
      id: String(row.id),
      dimensions: Number(row.dimensions),
      bytes: row.bytes as Uint8Array | null,
    }
  }

  putModel(id: string, dimensions: number, model: LsaModel | null): void {
    this.#db
      .prepare('INSERT OR REPLACE INTO model (place, id, dimensions, bytes) VALUES (?, ?, ?, ?)')
      .run(this.place, id, dimensions, model?.encode() ?? null)
  }

  column(dimensions: number): VectorColumn {
    const column = new VectorColumn(dimensions)
    const rows = this.#db.prepare(`SELECT doc, scale, numbers FROM ${this.#name}`)
    rows.setReturnArrays(true)
    for (const [doc, scale, numbers] of rows.iterate() as unknown as Iterable<Row>) {
      column.putRow(doc, rowOf(numbers), scale)
    }
    return column
  }

  put(doc: number, row: Int8Array, scale: number): void {
    this.#db
      .prepare(`INSERT OR REPLACE INTO ${this.#name} (doc, scale, numbers) VALUES (?, ?, ?)`)
      .run(doc, scale, bytesOf(row))
  }

  /** For many records: false where one has a vector by now, or is not any more what `hash` says. */
  adder(): (doc: number, hash: string, row: Int8Array, scale: number) => boolean {
    const write = this.#db.prepare(
      `INSERT OR IGNORE INTO ${this.#name} (doc, scale, numbers)
       SELECT doc, ?, ? FROM record WHERE doc = ? AND hash = ?`,
    )
    return (doc, hash, row, scale) => Number(write.run(scale, bytesOf(row), doc, hash).changes) > 0
  }

  remove(doc: number): void {
    this.#db.prepare(`DELETE FROM ${this.#name} WHERE doc = ?`).run(doc)
  }

  /** Model and vectors. */
  clear(): void {
    this.#db.exec(`DELETE FROM ${this.#name}`)
    this.#db.prepare('DELETE FROM model WHERE place = ?').run(this.place)
  }

  /** Records with the next higher numbers, with or without a vector. */
  stored(after: number, most: number): StoredVector[] {
    return this.#db
      .prepare(
        `SELECT record.doc, record.id, scale, numbers FROM record LEFT JOIN ${this.#name} USING (doc)
         WHERE doc > ? ORDER BY doc LIMIT ?`,
      )
      .all(after, most)
      .map(({ doc, id, scale, numbers }) => ({
        doc: Number(doc),
        id: String(id),
        row: Number(scale ?? 0) > 0 ? rowOf(numbers as Uint8Array) : null,
      }))
  }

  /** Records that have no row, with the next higher numbers. */
  lacking(after: number, most: number): Lacking[] {
    return this.#db
      .prepare(
        `SELECT doc, hash FROM record WHERE doc > ? AND doc NOT IN (SELECT doc FROM ${this.#name})
         ORDER BY doc LIMIT ?`,
      )
      .all(after, most)
      .map(lackingOf)
  }

  /** How many there are of them. */
  countLacking(): number {
    const row = this.#db
      .prepare(
        `SELECT count(*) AS records FROM record WHERE doc NOT IN (SELECT doc FROM ${this.#name})`,
      )
      .get()
    return Number(row?.records)
  }

  /** Those of `docs` that have no row; the others are taken out of it. */
  lackingOf(docs: Set<number>, most: number): Lacking[] {
    const find = this.#db.prepare(
      `SELECT doc, hash FROM record WHERE doc = ? AND doc NOT IN (SELECT doc FROM ${this.#name})`,
    )
    const found: Lacking[] = []
    for (const doc of docs) {
      if (found.length === most) break
      const row = find.get(doc)
      if (row === undefined) docs.delete(doc)
      else found.push(lackingOf(row))
    }
    return found
  }
}

function lackingOf({ doc, hash }: { doc?: unknown; hash?: unknown }): Lacking {
  return { doc: Number(doc), hash: String(hash) }
}

function rowOf(bytes: Uint8Array): Int8Array {
  return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function bytesOf(row: Int8Array): Uint8Array {
  return new Uint8Array(row.buffer, row.byteOffset, row.byteLength)
}
