import type { StoredRecord } from '../../model/index.ts'
import type { Page, PageRequest, StoredAsset } from '../record-store.ts'
import { assetCount } from './assets.ts'
import type { Database } from './database.ts'
import { findVisible, linksFor } from './find-visible.ts'
import { emptyPage, numberAfter, textAfter, toPage } from './pages.ts'
import {
  type AssetRow,
  assetColumns,
  assetTables,
  type RecordRow,
  recordColumns,
  toAsset,
  toRecord,
} from './record-rows.ts'
import { isStanding } from './sources.ts'
import type { Visibilities } from './visibilities.ts'

const linked = `
  link l JOIN record r ON r.key = l.record
  WHERE l.parent = ? AND r.visibility IN (SELECT value FROM json_each(?)) AND ${isStanding}`

const selectChildren = `
  SELECT l.child, ${recordColumns}
  FROM (SELECT l.child, l.record FROM ${linked} AND l.child > ? ORDER BY l.child LIMIT ?) l
  JOIN record r ON r.key = l.record JOIN harvest h ON h.key = r.harvest
  ORDER BY l.child`

const selectAssets = `
  SELECT ${assetColumns} FROM ${assetTables}
  WHERE a.record = ? AND a.ordinal > ? ORDER BY a.ordinal LIMIT ?`

// The lowest ordinal: while a list that was reordered comes in, a key may stand at an old place too. Left to itself SQLite
// looks at every asset of the record in order.
const selectAsset = `
  SELECT ${assetColumns} FROM ${assetTables}
  WHERE a.record = ?1 AND a.ordinal =
    (SELECT min(ordinal) FROM asset INDEXED BY asset_by_key WHERE record = ?1 AND key = ?2)`

/** In the order of their ids. `allowed`: see `Visibilities.discoverable`. */
export function readChildren(
  database: Database,
  visibilities: Visibilities,
  allowed: string,
  id: string,
  page: PageRequest,
): Page<StoredRecord> {
  if (findVisible(database, allowed, id) === undefined) return emptyPage()
  const after = textAfter(page) ?? ''
  const rows = database.all<RecordRow & { child: string }>(
    selectChildren,
    id,
    allowed,
    after,
    page.first + 1,
  )
  const { total } = database.get<{ total: number }>(
    `SELECT count(*) AS total FROM ${linked}`,
    id,
    allowed,
  ) as { total: number }
  const result = toPage(
    rows,
    page,
    total,
    (row) => toRecord(row, visibilities),
    (row) => row.child,
  )
  linksFor(database, allowed, result.items)
  return result
}

/** In the source's order. */
export function readAssets(
  database: Database,
  allowed: string,
  record: string,
  page: PageRequest,
): Page<StoredAsset> {
  const after = numberAfter(page) ?? -1
  const key = findVisible(database, allowed, record)
  if (key === undefined) return emptyPage()
  const rows = database.all<AssetRow>(selectAssets, key, after, page.first + 1)
  return toPage(rows, page, assetCount(database, key), toAsset, (row) => row.ordinal)
}

export function readAssetsByKey(
  database: Database,
  allowed: string,
  wanted: readonly { record: string; key: string }[],
): (StoredAsset | null)[] {
  const records = new Map<string, number | undefined>()
  return wanted.map(({ record, key }) => {
    if (!records.has(record)) records.set(record, findVisible(database, allowed, record))
    const row = database.get<AssetRow>(selectAsset, records.get(record) ?? null, key)
    return row === undefined ? null : toAsset(row)
  })
}
