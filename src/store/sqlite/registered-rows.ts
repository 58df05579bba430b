import { GatewayError } from '../../model/error.ts'
import type { RegisteredSource } from '../registry.ts'
import type { Database } from './database.ts'

interface RegisteredRow {
  id: string
  type: string
  title: string
  homepage: string | null
  options: string
  owners: string
  discover: string
  schedule: string | null
  visibility: string | null
  stale_after: number | null
  revision: number
  approved_at: string | null
  paused: number
  registered_at: string
}

/** By id. */
export function readRegistered(database: Database): RegisteredSource[] {
  return database
    .all<RegisteredRow>('SELECT * FROM registered_source ORDER BY id')
    .map(toRegistered)
}

/** @throws {GatewayError} `NOT_FOUND`. */
export function findRegistered(database: Database, id: string): RegisteredSource {
  const row = database.get<RegisteredRow>('SELECT * FROM registered_source WHERE id = ?', id)
  if (row === undefined) throw new GatewayError('NOT_FOUND', { argument: 'source' })
  return toRegistered(row)
}

export function writeRegistered(database: Database, source: RegisteredSource): void {
  database.run(
    `INSERT OR REPLACE INTO registered_source (id, type, title, homepage, options, owners, discover,
       schedule, visibility, stale_after, revision, approved_at, paused, registered_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    source.id,
    source.type,
    source.title,
    source.homepage,
    JSON.stringify(source.options),
    JSON.stringify(source.owners),
    JSON.stringify(source.discover),
    source.schedule,
    source.visibility === null ? null : JSON.stringify(source.visibility),
    source.staleAfterSeconds,
    source.revision,
    source.approvedAt,
    source.paused ? 1 : 0,
    source.registeredAt,
  )
}

/** Of a source that is registered now: higher than any that was removed has had. */
export function firstRevision(database: Database): number {
  const meta = database.get<{ value: string }>(`SELECT value FROM meta WHERE name = 'revision'`)
  return Number(meta?.value) + 1
}

/** Inside the transaction in which the source is removed. */
export function retireRevision(database: Database, { revision }: RegisteredSource): void {
  database.run(
    `UPDATE meta SET value = ? WHERE name = 'revision' AND CAST(value AS INTEGER) < ?`,
    String(revision),
    revision,
  )
}

export function readRegistryVersion(database: Database): number {
  const meta = database.get<{ value: string }>(`SELECT value FROM meta WHERE name = 'registry'`)
  return Number(meta?.value)
}

export function raiseRegistryVersion(database: Database): void {
  database.run(`UPDATE meta SET value = value + 1 WHERE name = 'registry'`)
}

function toRegistered(row: RegisteredRow): RegisteredSource {
  return {
    id: row.id,
    type: row.type,
    title: row.title,
    homepage: row.homepage,
    options: JSON.parse(row.options),
    owners: JSON.parse(row.owners),
    discover: JSON.parse(row.discover),
    schedule: row.schedule,
    visibility: row.visibility === null ? null : JSON.parse(row.visibility),
    staleAfterSeconds: row.stale_after,
    revision: row.revision,
    approvedAt: row.approved_at,
    paused: row.paused === 1,
    registeredAt: row.registered_at,
  }
}
