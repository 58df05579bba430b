import type { Database } from './database.ts'

/** A record was written, hidden or shown. Its older position goes, so that it stands once. */
export function tellChanged(database: Database, record: number): void {
  database.run('INSERT OR REPLACE INTO outbox (record) VALUES (?)', record)
}

export function tellGone(database: Database, record: number, id: string): void {
  database.run('INSERT OR REPLACE INTO outbox (record, gone) VALUES (?, ?)', record, id)
}

/** A record comes back under an id that was gone: its tombstone would otherwise be a second step of the same id. */
export function dropTombstone(database: Database, id: string): void {
  database.run('DELETE FROM outbox WHERE gone = ?', id)
}
