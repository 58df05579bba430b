import { createHash } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { GatewayError } from '../../model/index.ts'
import { pragma } from '../forward/schema.ts'

/** Vectors that were paid for once: by model and text, on disk, whatever becomes of the index. */
export interface HttpCache {
  /** Length of this model's vectors; null before the first was kept. */
  readonly dimensions: number | null
  /** Bytes that the vectors of all models take. */
  readonly bytes: number
  /** In the order of `texts`; undefined for those that are not there. */
  get(texts: readonly string[]): (Int8Array | undefined)[]
  put(vectors: Iterable<readonly [text: string, direction: Int8Array]>): void
  close(): void
}

/** Vectors of 700,000 texts with a model of 768 dimensions. */
const defaultBytes = 512 * 1024 * 1024
/** What a row takes beside its vector: key and time of use, here and in the index. */
const rowBytes = 60
/** Removed down to this share, so that not every row that comes costs one. */
const keptShare = 0.9

const applicationId = 0x41744563
const version = 1
const tables = `
  -- Texts are not kept, only a digest of model and text.
  CREATE TABLE vector (key BLOB PRIMARY KEY, direction BLOB NOT NULL, used INTEGER NOT NULL);
  CREATE INDEX vector_used ON vector (used);
  CREATE TABLE model (id TEXT PRIMARY KEY, dimensions INTEGER NOT NULL) WITHOUT ROWID;`

/**
 * Opens or makes the file at `path`. One that is damaged, or of another version of this program, is made again: all
 * that it holds can be asked for once more.
 *
 * @param maxBytes What is used least recently goes when vectors take more. Default 512 MiB.
 * @throws {GatewayError} `CONFIG_INVALID` when the file is a database of somebody else.
 */
export function openHttpCache(path: string, model: string, maxBytes = defaultBytes): HttpCache {
  mkdirSync(dirname(path), { recursive: true })
  const db = openFile(path)
  const find = db.prepare('SELECT direction FROM vector WHERE key = ?')
  const use = db.prepare('UPDATE vector SET used = ? WHERE key = ?')
  const insert = db.prepare(
    'INSERT INTO vector VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET used = excluded.used',
  )
  const oldest = db.prepare(
    'SELECT rowid AS row, length(direction) AS size FROM vector ORDER BY used',
  )
  const remove = db.prepare('DELETE FROM vector WHERE rowid = ?')
  const head = db
    .prepare(
      'SELECT count(*) AS rows, sum(length(direction)) AS size, max(used) AS used FROM vector',
    )
    .get()
  const known = db.prepare('SELECT dimensions FROM model WHERE id = ?').get(model)
  let dimensions = known === undefined ? null : Number(known.dimensions)
  let bytes = Number(head?.size ?? 0) + Number(head?.rows ?? 0) * rowBytes
  // A count of uses, not a clock: clocks go back.
  let used = Number(head?.used ?? 0)

  function trim(): void {
    if (bytes <= maxBytes) return
    for (const { row, size } of oldest.all()) {
      if (bytes <= maxBytes * keptShare) return
      remove.run(Number(row))
      bytes -= Number(size) + rowBytes
    }
  }

  function write(work: () => void): void {
    db.exec('BEGIN IMMEDIATE')
    try {
      work()
      db.exec('COMMIT')
    } catch (error) {
      db.exec('ROLLBACK')
      throw error
    }
  }

  return {
    get dimensions() {
      return dimensions
    },
    get bytes() {
      return bytes
    },
    get(texts) {
      const keys = texts.map((text) => keyOf(model, text))
      const found = keys.map((key) => find.get(key)?.direction as Uint8Array | undefined)
      used += 1
      write(() => {
        keys.forEach((key, at) => {
          if (found[at] !== undefined) use.run(used, key)
        })
      })
      return found.map((blob) => blob && new Int8Array(blob.buffer, blob.byteOffset, blob.length))
    },
    put(vectors) {
      used += 1
      write(() => {
        for (const [text, direction] of vectors) {
          if (dimensions === null) {
            dimensions = direction.length
            db.prepare('INSERT OR REPLACE INTO model VALUES (?, ?)').run(model, dimensions)
          }
          const key = keyOf(model, text)
          if (find.get(key) === undefined) bytes += direction.length + rowBytes
          insert.run(
            key,
            new Uint8Array(direction.buffer, direction.byteOffset, direction.length),
            used,
          )
        }
        trim()
      })
    },
    close() {
      if (db.isOpen) db.close()
    },
  }
}

function keyOf(model: string, text: string): Uint8Array {
  return createHash('sha256').update(model).update('\0').update(text).digest()
}

function openFile(path: string): DatabaseSync {
  try {
    return tryOpen(path)
  } catch (error) {
    if (error instanceof GatewayError) throw error
    for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true })
    return tryOpen(path)
  }
}

function tryOpen(path: string): DatabaseSync {
  const db = new DatabaseSync(path)
  try {
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000')
    const id = pragma(db, 'application_id')
    if (id === 0 && pragma(db, 'schema_version') === 0) {
      db.exec(`
        BEGIN; ${tables}
        PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${version};
        COMMIT`)
    } else if (id !== applicationId) {
      throw new GatewayError('CONFIG_INVALID', {
        message: 'The file for embeddings is a database of something else.',
      })
    } else if (pragma(db, 'user_version') !== version) {
      throw new Error('embeddings of another version')
    }
    return db
  } catch (error) {
    db.close()
    throw error
  }
}
