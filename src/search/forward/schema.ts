import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { vectorTables } from './vector-table.ts'

/** What tells the files of one engine from those of another. */
export interface FileKind {
  /** Files are called `name-1.db`, by generation. */
  name: string
  /** `PRAGMA application_id`, so that a foreign SQLite file is told apart from one of ours. */
  applicationId: number
  /**
   * Raised whenever a file written by an older version would be read wrongly: other tables, other record codes,
   * or other rules for words and their forms. The file is derived, so there is no migration: it is made again.
   */
  version: number
  /** Tables beside those of every forward index. */
  tables: string
}

const tables = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
  -- Groups that may discover a record, as a sorted JSON list: one row a distinct set.
  CREATE TABLE class (id INTEGER PRIMARY KEY, groups TEXT NOT NULL, changes INTEGER NOT NULL);
  CREATE TABLE value (id INTEGER PRIMARY KEY, facet INTEGER NOT NULL, value TEXT NOT NULL, label TEXT NOT NULL);
  CREATE TABLE identity (id INTEGER PRIMARY KEY, identity TEXT NOT NULL UNIQUE);
  CREATE TABLE word (id INTEGER PRIMARY KEY, word TEXT NOT NULL);
  -- Narrow, because all of it is read when the file is opened.
  CREATE TABLE record (doc INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, hash TEXT NOT NULL, code BLOB NOT NULL);
  -- Wide, read for hits only: the text fields as they are shown and as they were cut into words.
  CREATE TABLE text (doc INTEGER PRIMARY KEY, shown TEXT NOT NULL, words BLOB NOT NULL, identifiers TEXT NOT NULL);
  CREATE TABLE identifier (class INTEGER, folded TEXT, doc INTEGER, PRIMARY KEY (class, folded, doc)) WITHOUT ROWID;
  ${vectorTables}`

/** Opens a generation's file, and makes its tables when it is new. Throws when it is not a file of this kind. */
export function openFile(path: string, kind: FileKind): DatabaseSync {
  const db = new DatabaseSync(path)
  try {
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000')
    db.exec('PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY')
    const version = pragma(db, 'user_version')
    if (version === 0 && pragma(db, 'schema_version') === 0) {
      db.exec(`
        BEGIN; ${tables} ${kind.tables}
        PRAGMA application_id = ${kind.applicationId}; PRAGMA user_version = ${kind.version};
        COMMIT`)
    } else if (pragma(db, 'application_id') !== kind.applicationId || version !== kind.version) {
      throw new Error(`not an index file of version ${kind.version}`)
    }
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** The number that a pragma of a file says; 0 where it says none. */
export function pragma(db: DatabaseSync, name: string): number {
  return Number(db.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0)
}

export function getMeta(db: DatabaseSync, key: string): string | null {
  const row = db.prepare('SELECT value FROM meta WHERE key = ?').get(key)
  return row === undefined ? null : String(row.value)
}

export function setMeta(db: DatabaseSync, key: string, value: string | number): void {
  db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(key, value)
}

export function generationPath(folder: string, { name }: FileKind, generation: number): string {
  return join(folder, `${name}-${generation}.db`)
}

/** Generations that have a file in the folder, finished or not, newest first. Makes the folder. */
export function generationsIn(folder: string, { name }: FileKind): number[] {
  mkdirSync(folder, { recursive: true })
  const fileName = new RegExp(`^${name}-(\\d{1,15})\\.db(?:-wal|-shm|-journal)?$`)
  const numbers = readdirSync(folder).flatMap((file) => fileName.exec(file)?.[1] ?? [])
  return [...new Set(numbers.map(Number))].sort((a, b) => b - a)
}

const journals = ['-wal', '-shm', '-journal']

/** Takes a database file away together with its journals. */
export function removeFile(path: string): void {
  for (const end of ['', ...journals]) rmSync(path + end, { force: true })
}

/** Keeps a file that cannot be used, in place of the one kept before it, for somebody to look at. */
export function setAside(folder: string, path: string): void {
  for (const end of journals) rmSync(path + end, { force: true })
  if (existsSync(path)) renameSync(path, join(folder, 'unusable.db'))
}
