import type { LinkCheck, LinkHealth, StoredRecord } from '../../model/index.ts'
import { identityId } from '../identity-keys.ts'
import type { StoredAsset, Verdict } from '../record-store.ts'
import type { Visibilities } from './visibilities.ts'

/** How often an upstream has to say that there is nothing. */
const missesToBeGone = 3

/** A record as its table has it, with what a reader is given of it. */
export interface RecordRow {
  key: number
  visibility: number
  harvest_id: string
  written_at: string
  asset_count: number
  total_bytes: number | null
  formats: string
  roles: string
  availability: StoredRecord['availability']
  json: string
  /** The key that its identity is named after. */
  identity: string | null
}

export const recordColumns = `
  r.key, r.visibility, h.id AS harvest_id, r.written_at, r.asset_count, r.total_bytes, r.formats,
  r.roles, r.availability, r.json,
  (SELECT identity FROM identified WHERE record = r.key) AS identity`

export function toRecord(row: RecordRow, visibilities: Visibilities): StoredRecord {
  const { discover, retrieve } = visibilities.get(row.visibility)
  return {
    ...JSON.parse(row.json),
    // A copy: what the reader does with it must not change what is kept.
    visibility: { discover: [...discover], retrieve: [...retrieve] },
    assetCount: row.asset_count,
    totalBytes: row.total_bytes,
    formats: JSON.parse(row.formats),
    roles: JSON.parse(row.roles),
    availability: row.availability,
    harvest: row.harvest_id,
    harvestedAt: row.written_at,
    identity: row.identity === null ? null : identityId(row.identity),
  }
}

export interface AssetRow {
  record_id: string
  ordinal: number
  key: string
  name: string
  role: StoredAsset['role']
  format: string | null
  media_type: string | null
  size: number | null
  size_exact: number
  checksum: string | null
  availability: StoredAsset['availability']
  locator: string
  region: string | null
  payer: StoredAsset['payer']
  checked_at: number | null
  verdict: Verdict | null
  misses: number | null
}

export const assetColumns = `
  r.id AS record_id, a.ordinal, a.key, a.name, a.role, a.format, a.media_type, a.size, a.size_exact,
  a.checksum, a.availability, a.locator, a.region, a.payer, c.at AS checked_at, c.verdict, c.misses`

/** What `assetColumns` stand in, to be joined. */
export const assetTables = `
  asset a JOIN record r ON r.key = a.record
  LEFT JOIN link_check c ON c.record = a.record AND c.asset = a.key`

export function toAsset(row: AssetRow): StoredAsset {
  return {
    record: row.record_id,
    key: row.key,
    name: row.name,
    role: row.role,
    format: row.format,
    mediaType: row.media_type,
    size: row.size,
    sizeIsExact: row.size_exact === 1,
    checksum: row.checksum === null ? null : JSON.parse(row.checksum),
    availability: row.availability,
    locator: row.locator,
    region: row.region,
    payer: row.payer,
    lastCheck: toCheck(row),
  }
}

function toCheck({ checked_at, verdict, misses }: AssetRow): LinkCheck | null {
  if (checked_at === null || verdict === null) return null
  return { at: new Date(checked_at).toISOString(), health: healthOf(verdict, misses ?? 0) }
}

/** One look that finds nothing may be the upstream's mistake. */
export function healthOf(verdict: Verdict, misses: number): LinkHealth {
  return verdict === 'GONE' && misses < missesToBeGone ? 'MISSING' : verdict
}
