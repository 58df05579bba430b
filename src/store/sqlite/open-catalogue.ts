import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { GatewayError } from '../../model/error.ts'
import { globalIdentifier } from '../identifier.ts'
import { placeOf } from '../place.ts'
import { checksumNumber } from '../same-bytes.ts'
import { checkCatalogue } from './check-catalogue.ts'
import { Database } from './database.ts'
import { identifyAll } from './identify-all.ts'
import { applicationId, identitiesSince, migrations } from './schema.ts'

/** Milliseconds to wait for another process that is writing. */
const patience = 10_000

/**
 * Opens the catalogue at `path`; `write` makes it where there is none, and brings an older one up to date.
 *
 * @throws {GatewayError} `CONFIG_INVALID` when the file is damaged, of another program or of a newer gateway,
 *   or is missing and `mode` is `read`. The file is left as it was.
 */
export function openCatalogue(path: string, { mode }: { mode: 'write' | 'read' }): Database {
  const size = statSync(path, { throwIfNoEntry: false })?.size
  if (size) checkCatalogue(path)
  else if (mode === 'write') createCatalogue(path, size === 0)
  else throw new GatewayError('CONFIG_INVALID', { message: 'There is no catalogue yet.' })

  const connection = new DatabaseSync(path, {
    readOnly: mode === 'read',
    timeout: patience,
    enableForeignKeyConstraints: true,
  })
  try {
    const database = new Database(connection)
    if (mode === 'write') {
      connection.exec('PRAGMA journal_mode = WAL')
      connection.exec('PRAGMA synchronous = NORMAL')
      // Checkpoints copy pages and sync: with 64 MB between them, a page changed by many batches is copied once. Assets
      // are indexed by a hash, so each batch of them changes pages all over: a quarter of that halves their speed.
      connection.exec('PRAGMA wal_autocheckpoint = 16000')
      connection.exec('PRAGMA journal_size_limit = 67108864')
      if (versionOf(connection) < migrations.length) database.write(() => migrate(connection))
    } else if (versionOf(connection) < migrations.length) {
      throw new GatewayError('CONFIG_INVALID', {
        message: 'The catalogue file was made by an older version: start the gateway once.',
      })
    }
    // KiB. The system keeps the file's pages in memory too, so more gains little.
    connection.exec('PRAGMA cache_size = -16384')
    return database
  } catch (thrown) {
    connection.close()
    throw thrown
  }
}

/** Made whole under another name first, so that a crash never leaves half a catalogue under this one. */
function createCatalogue(path: string, replaceEmpty: boolean): void {
  mkdirSync(dirname(path), { recursive: true })
  const draft = `${path}.${randomBytes(6).toString('hex')}.new`
  try {
    const connection = new DatabaseSync(draft)
    try {
      connection.exec(`PRAGMA application_id = ${applicationId}`)
      connection.exec('BEGIN')
      migrate(connection)
      connection
        .prepare(`INSERT INTO meta VALUES ('installation-key', ?)`)
        .run(randomBytes(32).toString('base64url'))
      connection.exec('COMMIT')
      connection.exec('PRAGMA journal_mode = WAL')
    } finally {
      connection.close()
    }
    if (replaceEmpty) renameSync(draft, path)
    else linkNew(draft, path)
  } finally {
    for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(draft + suffix, { force: true })
  }
}

/** Gives `draft` its name, unless another process was first: then the other one's catalogue stands. */
function linkNew(draft: string, path: string): void {
  try {
    linkSync(draft, path)
  } catch (thrown) {
    if (existsSync(path)) return
    // Some file systems have no hard links.
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') throw thrown
    renameSync(draft, path)
  }
}

/** Inside a transaction. Another process may have been first, so the version is read again. */
function migrate(connection: DatabaseSync): void {
  // What migrations fill new columns with; nothing that stays in the file needs them.
  connection.function('place_of', (locator) => placeOf(String(locator)))
  connection.function('sum_of', (value) => (value === null ? null : checksumNumber(String(value))))
  connection.function('global_identifier', (text) => globalIdentifier(String(text)))
  const before = versionOf(connection)
  for (let version = before; version < migrations.length; version++) {
    connection.exec(migrations[version] as string)
    connection.exec(`PRAGMA user_version = ${version + 1}`)
  }
  if (before < identitiesSince) identifyAll(new Database(connection))
}

function versionOf(connection: DatabaseSync): number {
  return Number(connection.prepare('PRAGMA user_version').get()?.user_version)
}
