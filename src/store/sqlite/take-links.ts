import type { LinkToCheck } from '../record-store.ts'
import type { Database } from './database.ts'
import { apart } from './link-checks.ts'
import {
  type AssetRow,
  assetColumns,
  assetTables,
  type RecordRow,
  recordColumns,
  toAsset,
  toRecord,
} from './record-rows.ts'
import { findSource } from './sources.ts'
import type { Visibilities } from './visibilities.ts'

/** Milliseconds after which a link that worked is looked at again. */
const wellFor = 7 * 24 * 3_600_000
/** Milliseconds after which one that was not answered is. */
const silentFor = 2 * 3_600_000
/** Records that one call reads. */
const mostRecords = 500
const pageSize = 50

/** Where the rounds of a source have come to. Each round takes another asset of every record. */
interface Walk {
  round: number
  partition: string
  record: number
}

const start = { partition: '', record: 0 }

// What anybody can fetch from the web at nobody's cost. `open`: see `Visibilities.open`.
const isOpen = `r.visibility IN (SELECT value FROM json_each(?1)) AND r.json ->> '$.access' = 'OPEN'`
const isWeb = `(a.locator LIKE 'https:%' OR a.locator LIKE 'http:%')
  AND a.payer IS NULL AND a.availability IN ('ONLINE', 'UNKNOWN')`

const recordsWhere = (condition: string) => `
  SELECT * FROM (
    SELECT r.partition, r.key, r.asset_count AS assets, ${isOpen} AS open FROM record r
    WHERE r.source = ?2 AND ${condition} ORDER BY r.partition, r.key LIMIT ?5)`
// The rest of the partition, then those after it: as one condition, it would be read from its beginning every time.
const selectRecords = `${recordsWhere('r.partition = ?3 AND r.key > ?4')}
  UNION ALL ${recordsWhere('r.partition > ?3')} LIMIT ?5`

/** See `RecordWriter.takeLinksToCheck`. Inside a transaction. */
export function takeLinksToCheck(
  database: Database,
  visibilities: Visibilities,
  source: string,
  request: { now: string; first: number },
): LinkToCheck[] {
  const { key } = findSource(database, source)
  const open = visibilities.open()
  const now = Date.parse(request.now)
  // Half of them at most, so that many links that fail do not keep others from being looked at.
  const rows = doubtful(database, open, key, now, Math.ceil(request.first / 2))
  rows.push(...next(database, open, key, now, request.first - rows.length))
  return rows.map((row) => ({ asset: toAsset(row), record: recordOf(database, visibilities, row) }))
}

/** Links that were not found well, some of those that are due. */
function doubtful(database: Database, open: string, source: number, now: number, first: number) {
  return database.all<AssetRow>(
    // Crossed: few links are doubtful, and the records of a source are many.
    `SELECT ${assetColumns} FROM link_check c CROSS JOIN record r ON r.key = c.record
     JOIN asset a ON a.record = c.record AND a.key = c.asset
     WHERE c.verdict <> 'OK' AND c.at <= ?2 - iif(c.verdict = 'UNREACHABLE', ${silentFor}, ${apart})
       AND r.source = ?3 AND ${isOpen} AND ${isWeb}
     GROUP BY c.record, c.asset
     -- One about which nothing is learned must not stand before all others every time.
     ORDER BY random() LIMIT ?4`,
    open,
    now,
    source,
    first,
  )
}

/** One asset of each record in turn, from where the last call ended. */
function next(database: Database, open: string, source: number, now: number, first: number) {
  const walk = database.get<Walk>(
    'SELECT round, partition, record FROM link_walk WHERE source = ?',
    source,
  ) ?? { round: 0, ...start }
  const found: AssetRow[] = []
  // A small source is gone around more than once.
  const taken = new Set<string>()
  for (let read = 0; found.length < first && read < mostRecords; ) {
    const records = database.all<{ partition: string; key: number; assets: number; open: number }>(
      selectRecords,
      open,
      source,
      walk.partition,
      walk.record,
      pageSize,
    )
    for (const record of records) {
      if (found.length >= first) break
      read += 1
      walk.partition = record.partition
      walk.record = record.key
      if (record.open !== 1 || record.assets === 0) continue
      const row = database.get<AssetRow>(
        `SELECT ${assetColumns} FROM ${assetTables}
         WHERE a.record = ?1 AND a.ordinal = ?2 AND ${isWeb}
           AND (c.at IS NULL OR (c.verdict = 'OK' AND c.at <= ?3))`,
        record.key,
        walk.round % record.assets,
        now - wellFor,
      )
      if (row === undefined || taken.has(`${record.key} ${row.key}`)) continue
      taken.add(`${record.key} ${row.key}`)
      found.push(row)
    }
    if (records.length < pageSize && found.length < first) {
      const isEmpty = records.length === 0 && walk.record === 0
      Object.assign(walk, { ...start, round: walk.round + 1 })
      if (isEmpty) break
    }
  }
  database.run(
    'INSERT OR REPLACE INTO link_walk VALUES (?, ?, ?, ?)',
    source,
    walk.round,
    walk.partition,
    walk.record,
  )
  return found
}

function recordOf(database: Database, visibilities: Visibilities, { record_id }: AssetRow) {
  const row = database.get<RecordRow>(
    `SELECT ${recordColumns} FROM record r JOIN harvest h ON h.key = r.harvest WHERE r.id = ?`,
    record_id,
  )
  return toRecord(row as RecordRow, visibilities)
}
