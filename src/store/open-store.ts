import type { RecordStore, StoreReader } from './record-store.ts'
import { openCatalogue } from './sqlite/open-catalogue.ts'
import { SqliteReader } from './sqlite/sqlite-reader.ts'
import { SqliteStore } from './sqlite/sqlite-store.ts'

/**
 * Opens the catalogue at `path` in this thread: for tests, tools, and the store's own workers. A server's main
 * thread uses `startStoreWorker`.
 *
 * @param mode `write` makes the file where there is none, and migrates an older one.
 * @throws {GatewayError} `CONFIG_INVALID` when the file is damaged, of another program or of a newer gateway,
 *   or is missing and `mode` is `read`. The file is left as it was.
 */
export function openStore(path: string, mode: 'write'): RecordStore
export function openStore(path: string, mode: 'read'): StoreReader
export function openStore(path: string, mode: 'write' | 'read'): RecordStore | StoreReader {
  const database = openCatalogue(path, { mode })
  return mode === 'write' ? new SqliteStore(database) : new SqliteReader(database)
}
