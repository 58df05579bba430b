import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { GatewayError } from '../../model/error.ts'
import { applicationId, migrations } from './schema.ts'

/** Bytes up to which every page of a file is checked: some tenths of a second. Larger ones are looked at in part. */
const thoroughUpTo = 64 * 2 ** 20

/**
 * Checks that the file at `path` is a catalogue that this gateway can use, without changing it or leaving
 * anything beside it: opening a database the usual way may write to it.
 *
 * @throws {GatewayError} `CONFIG_INVALID`, its message says what is wrong.
 */
export function checkCatalogue(path: string): void {
  for (let attempts = 3; ; attempts--) {
    const before = statSync(path).mtimeMs
    try {
      checkOnce(path)
      return
    } catch (thrown) {
      // Another process wrote to it meanwhile: what was read may be half of before and half of after.
      if (attempts === 1 || statSync(path).mtimeMs === before) throw thrown
    }
  }
}

function checkOnce(path: string): void {
  const { header, size } = readHeader(path)
  if (header.toString('latin1', 0, 16) !== 'SQLite format 3\0') {
    refuse('The catalogue file is damaged or is not a catalogue.')
  }
  if (header.readUInt32BE(68) !== applicationId) {
    refuse('The catalogue file is a database of another program.')
  }
  if (header.readUInt32BE(60) > migrations.length) {
    refuse('The catalogue file was made by a newer version of the gateway.')
  }
  // A log beside it says that somebody is writing, or was cut off: its pages stand above those of the file, which
  // alone need not make sense. Both bear our mark by now, and opening them the usual way puts them together.
  if ((statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0) return
  const pageSize = header.readUInt16BE(16)
  if (size < header.readUInt32BE(28) * (pageSize === 1 ? 65_536 : pageSize)) {
    refuse('The catalogue file is cut short.')
  }
  checkPages(path, size <= thoroughUpTo)
}

function readHeader(path: string): { header: Buffer; size: number } {
  const file = openSync(path, 'r')
  try {
    const header = Buffer.alloc(100)
    readSync(file, header, 0, header.length, 0)
    return { header, size: fstatSync(file).size }
  } finally {
    closeSync(file)
  }
}

function checkPages(path: string, thorough: boolean): void {
  const address = pathToFileURL(path)
  // Immutable: SQLite takes no locks and makes no files beside it.
  address.searchParams.set('immutable', '1')
  const connection = new DatabaseSync(address, { readOnly: true })
  try {
    const tables = connection.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).all()
    for (const { name } of tables) connection.prepare(`SELECT 1 FROM "${name}" LIMIT 1`).get()
    if (!thorough) return
    const verdict = connection.prepare('PRAGMA quick_check(1)').get()
    if (verdict?.quick_check !== 'ok') refuse('The catalogue file is damaged.', verdict)
  } catch (thrown) {
    if (thrown instanceof GatewayError) throw thrown
    refuse('The catalogue file is damaged.', thrown)
  } finally {
    connection.close()
  }
}

function refuse(message: string, cause?: unknown): never {
  throw new GatewayError('CONFIG_INVALID', { message, cause })
}
