import type { StoredRecord } from '../../model/index.ts'
import type { Database } from './database.ts'
import { type RecordRow, recordColumns, toRecord } from './record-rows.ts'
import { isStanding } from './sources.ts'
import type { Visibilities } from './visibilities.ts'

/** Pages of other records that are named in one. */
const mostPages = 20

const selectSame = `
  SELECT ${recordColumns} FROM record own JOIN identified i ON i.record = own.key
  JOIN identified other ON other.identity = i.identity AND other.shared = 1 AND other.record <> own.key
  JOIN record r ON r.key = other.record JOIN harvest h ON h.key = r.harvest
  WHERE own.id = ?1 AND i.shared = 1 AND own.visibility IN (SELECT value FROM json_each(?2))
    AND r.visibility IN (SELECT value FROM json_each(?2)) AND ${isStanding}
  ORDER BY r.id LIMIT ?3`

/** See `RecordReader.sameRecordsOf`. `allowed`: see `Visibilities.discoverable`. */
export function readSameRecords(
  database: Database,
  visibilities: Visibilities,
  allowed: string,
  id: string,
  first: number,
): StoredRecord[] {
  const rows = database.all<RecordRow>(selectSame, id, allowed, first)
  return rows.map((row) => toRecord(row, visibilities))
}

const selectPages = `
  SELECT w.value AS id, (
    SELECT json_group_array(page) FROM (
      SELECT r.json ->> '$.landingPage' AS page FROM identified i
      JOIN identified other
        ON other.identity = i.identity AND other.shared = 1 AND other.record <> i.record
      JOIN record r ON r.key = other.record
      WHERE i.record = own.key AND i.shared = 1 AND r.visibility IN (SELECT value FROM json_each(?2))
        AND ${isStanding} AND page IS NOT NULL
      ORDER BY r.id LIMIT ${mostPages})) AS pages
  FROM json_each(?1) w CROSS JOIN record own ON own.id = w.value`

/** Adds to `sameAs` the pages of visible records that are the same thing, where they are known. */
export function linkSame(
  database: Database,
  allowed: string,
  records: StoredRecord[],
): StoredRecord[] {
  const known = new Map<string, StoredRecord>()
  for (const record of records) if (record.identity !== null) known.set(record.id, record)
  if (known.size === 0) return records
  const found = database.all<{ id: string; pages: string }>(
    selectPages,
    JSON.stringify([...known.keys()]),
    allowed,
  )
  for (const { id, pages } of found) {
    const record = known.get(id)
    if (record === undefined || pages === '[]') continue
    const others = (JSON.parse(pages) as string[]).filter((page) => page !== record.landingPage)
    record.sameAs = [...new Set([...record.sameAs, ...others])]
  }
  return records
}
