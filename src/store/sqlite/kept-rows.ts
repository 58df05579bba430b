import type { KeptRow } from '../registry.ts'
import type { Database } from './database.ts'
import { unpack } from './packed.ts'
import { findSource } from './sources.ts'
import type { Visibilities } from './visibilities.ts'
import { placeOfRecord, recordsAfter } from './walk-records.ts'

interface Row extends Omit<KeptRow, 'row' | 'ownVisibility'> {
  row: string | Uint8Array
}

/** See `SourceInsight.keptRows`. */
export function readKeptRows(
  database: Database,
  visibilities: Visibilities,
  source: string,
  after: number,
  limit: number,
): KeptRow[] {
  const { key } = findSource(database, source)
  const rows = recordsAfter<
    Row & { record: string; own_visibility: number | null; visibility: number }
  >(
    database,
    `native_id AS nativeId, entity, partition, scope, etag, row, hash, json AS record,
     own_visibility, visibility`,
    key,
    placeOfRecord(database, key, after),
    limit,
  )
  return rows.map(({ added: _, own_visibility, visibility, row, record, ...kept }) => ({
    ...kept,
    row: unpack(row),
    record: JSON.stringify({ ...JSON.parse(record), visibility: visibilities.get(visibility) }),
    ownVisibility: own_visibility === null ? null : visibilities.get(own_visibility),
  }))
}

/** See `SourceInsight.rejectedRows`. */
export function readRejectedRows(
  database: Database,
  source: string,
  after: number,
  limit: number,
): KeptRow[] {
  const rows = database.all<Row>(
    `SELECT q.key, q.native_id AS nativeId, q.entity, q.partition, q.scope, q.etag, q.row,
       NULL AS hash, NULL AS record
     FROM quarantine q WHERE q.harvest = (
       SELECT key FROM harvest WHERE source = ? AND kind = 'HARVEST' ORDER BY key DESC LIMIT 1)
       AND q.replayable = 1 AND q.key > ? ORDER BY q.key LIMIT ?`,
    findSource(database, source).key,
    after,
    limit,
  )
  return rows.map((row) => ({ ...row, row: unpack(row.row), ownVisibility: null }))
}
