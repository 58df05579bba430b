import type { Database } from './database.ts'

/** Record keys a chunk of bits stands for: 1 KiB each of `met` and `written`. */
const chunkSize = 8192

interface Chunk {
  met: Uint8Array
  written: Uint8Array
  changed: boolean
}

/**
 * Which records a harvest has met, and which of those it wrote: a bit each, so that an unchanged record costs no
 * row. Good for one transaction, at whose end `save` is called.
 */
export class Seen {
  readonly #database: Database
  readonly #harvest: number
  readonly #chunks = new Map<number, Chunk>()

  constructor(database: Database, harvest: number) {
    this.#database = database
    this.#harvest = harvest
  }

  hasMet(record: number): boolean {
    return has(this.#chunk(record).met, record)
  }

  hasWritten(record: number): boolean {
    return has(this.#chunk(record).written, record)
  }

  /** True when this was the first time. */
  meet(record: number): boolean {
    const chunk = this.#chunk(record)
    return this.#set(chunk, chunk.met, record)
  }

  /** True when this was the first time. */
  write(record: number): boolean {
    const chunk = this.#chunk(record)
    return this.#set(chunk, chunk.written, record)
  }

  /** Marks a native id that has no record. True when this was the first time. */
  meetOther(nativeId: string): boolean {
    return (
      this.#database.run(
        'INSERT INTO seen_other VALUES (?, ?) ON CONFLICT DO NOTHING',
        this.#harvest,
        nativeId,
      ) > 0
    )
  }

  /** Whether a native id that gets a record now was met without one. */
  wasOther(nativeId: string): boolean {
    return (
      this.#database.get(
        'SELECT 1 FROM seen_other WHERE harvest = ? AND native_id = ?',
        this.#harvest,
        nativeId,
      ) !== undefined
    )
  }

  save(): void {
    for (const [number, chunk] of this.#chunks) {
      if (!chunk.changed) continue
      this.#database.run(
        `INSERT INTO seen VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE
         SET met = excluded.met, written = excluded.written`,
        this.#harvest,
        number,
        chunk.met,
        chunk.written,
      )
      chunk.changed = false
    }
  }

  /** Forgets everything: the harvest is over. */
  clear(): void {
    this.#chunks.clear()
    this.#database.run('DELETE FROM seen WHERE harvest = ?', this.#harvest)
    this.#database.run('DELETE FROM seen_other WHERE harvest = ?', this.#harvest)
  }

  #set(chunk: Chunk, bits: Uint8Array, record: number): boolean {
    if (has(bits, record)) return false
    const at = record % chunkSize
    bits[at >> 3] = (bits[at >> 3] as number) | (1 << (at & 7))
    chunk.changed = true
    return true
  }

  #chunk(record: number): Chunk {
    const number = Math.floor(record / chunkSize)
    let chunk = this.#chunks.get(number)
    if (chunk === undefined) {
      const row = this.#database.get<{ met: Uint8Array; written: Uint8Array }>(
        'SELECT met, written FROM seen WHERE harvest = ? AND chunk = ?',
        this.#harvest,
        number,
      )
      chunk = {
        met: row?.met ?? new Uint8Array(chunkSize / 8),
        written: row?.written ?? new Uint8Array(chunkSize / 8),
        changed: false,
      }
      this.#chunks.set(number, chunk)
    }
    return chunk
  }
}

function has(bits: Uint8Array, record: number): boolean {
  const at = record % chunkSize
  return ((bits[at >> 3] as number) & (1 << (at & 7))) !== 0
}
