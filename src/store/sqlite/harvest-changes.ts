import type { MetadataRecord } from '../../model/index.ts'
import type { HarvestChange } from '../registry.ts'
import type { Batch } from './batch.ts'
import type { Database } from './database.ts'

/** Newest harvests of a source of which it is kept what they did, and what they rejected. */
const harvestsKept = 20

/** A record as it stands in its column: without what is worked out. */
export type StatedRecord = Omit<MetadataRecord, 'visibility'>
export type DroppedRecord = StatedRecord & {
  /** Key of the harvest that added it. */
  added: number
}

/**
 * What a harvest does to each record. What it adds is told by the record itself, so that a first harvest writes nothing
 * here; each record is told of once, as what came of it in the end.
 */
export function noteAdded({ database, run }: Batch, id: string): void {
  // Only what was removed before can come back in the same harvest.
  if (run.removed > 0) forget(database, run.key, 'REMOVED', id)
}

/** To be called before the record counts as written. */
export function noteChanged(
  batch: Batch,
  key: number,
  { id, nativeId, title }: StatedRecord,
  fields: readonly string[],
): void {
  const { database, run } = batch
  const text = JSON.stringify([...fields].sort())
  if (batch.seen.hasWritten(key)) {
    // Without such a row, this harvest has added it.
    database.run(
      `UPDATE harvest_change SET title = ?, fields = (
         SELECT json_group_array(value ORDER BY value) FROM (
           SELECT value FROM json_each(fields) UNION SELECT value FROM json_each(?)))
       WHERE harvest = ? AND change = 'CHANGED' AND id = ?`,
      title,
      text,
      run.key,
      id,
    )
  } else note(database, run.key, { change: 'CHANGED', id, nativeId, title }, text)
}

/** A record's streamed assets differ. */
export function noteChangedAssets(batch: Batch, key: number): void {
  const row = batch.database.get<{ json: string }>('SELECT json FROM record WHERE key = ?', key)
  if (row !== undefined) noteChanged(batch, key, JSON.parse(row.json), ['assets'])
}

export function noteRemoved({ database, run }: Batch, record: DroppedRecord): void {
  const { id, nativeId, title, added } = record
  forget(database, run.key, 'CHANGED', id)
  // It came and went within one harvest, which in the end did nothing to it.
  if (added === run.key) return
  note(database, run.key, { change: 'REMOVED', id, nativeId, title }, '[]')
  // From now on nothing else tells which harvest has added it.
  if (added > 0) note(database, added, { change: 'ADDED', id, nativeId, title }, '[]')
}

function note(
  database: Database,
  harvest: number,
  { change, id, nativeId, title }: Omit<HarvestChange, 'fields'>,
  fields: string,
): void {
  database.run(
    `INSERT OR REPLACE INTO harvest_change (harvest, change, id, native_id, title, fields)
     VALUES (?, ?, ?, ?, ?, ?)`,
    harvest,
    change,
    id,
    nativeId,
    title,
    fields,
  )
}

function forget(database: Database, harvest: number, change: string, id: string): void {
  database.run(
    'DELETE FROM harvest_change WHERE harvest = ? AND change = ? AND id = ?',
    harvest,
    change,
    id,
  )
}

/** Names of the fields that differ, but for the row's hash, which tells nobody anything. */
export function changedFields(before: StatedRecord, after: StatedRecord): string[] {
  const fields: string[] = []
  const [old, now] = [before, after] as [Record<string, unknown>, Record<string, unknown>]
  for (const name in now) {
    if (!isSame(old[name], now[name]) && name !== 'rowHash') fields.push(name)
  }
  for (const name in old) if (now[name] === undefined) fields.push(name)
  return fields
}

/** Of values of JSON. Most are scalars or empty, for which nothing is made. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (one === null || other === null) return false
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((value, at) => isSame(value, other[at]))
  }
  if (typeof one !== 'object' || typeof other !== 'object') return false
  return JSON.stringify(one) === JSON.stringify(other)
}

/**
 * Keys of the runs of a source, its first parameter, of which is kept what they did and rejected: the newest of each kind, so
 * that however often rows are mapped again, those of the last harvest stay.
 */
export const keptRuns = `
  SELECT key FROM (
    SELECT key, row_number() OVER (PARTITION BY kind ORDER BY key DESC) AS place
    FROM harvest WHERE source = ?1)
  WHERE place <= ${harvestsKept}`

/** Forgets what older runs did and rejected. */
export function dropOldChanges(database: Database, source: number): void {
  for (const table of ['quarantine', 'harvest_change']) {
    database.run(
      `DELETE FROM ${table} WHERE harvest IN (SELECT key FROM harvest WHERE source = ?1)
         AND harvest NOT IN (${keptRuns})`,
      source,
    )
  }
}
