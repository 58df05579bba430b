import { hash } from 'node:crypto'
import { GatewayError } from '../../model/error.ts'
import type { Asset, AssetSummary, Availability } from '../../model/index.ts'
import { placeOf } from '../place.ts'
import { checksumNumber } from '../same-bytes.ts'
import type { Database } from './database.ts'

const keyLength = 16

/** From best to worst: a record is as available as its least available asset. */
const availabilities: readonly Availability[] = ['ONLINE', 'ARCHIVED', 'ON_REQUEST', 'UNKNOWN']

/**
 * Writes assets `from`, `from + 1`, … of a record, those that differ from what stands there. Gives the number of
 * assets that it changed.
 */
export function writeAssets(
  database: Database,
  record: number,
  from: number,
  assets: readonly Asset[],
): number {
  if (from > assetCount(database, record)) {
    throw new GatewayError('INTERNAL', { cause: `assets from ${from} on leave a gap` })
  }
  const bases = assets.map(({ locator }) => keyOf(locator))
  const repeats = repeatsBefore(database, record, bases, from)
  let changed = 0
  for (const [index, asset] of assets.entries()) {
    const base = bases[index] ?? ''
    const before = repeats.get(base) ?? 0
    repeats.set(base, before + 1)
    changed += database.run(
      upsert,
      record,
      from + index,
      before === 0 ? base : `${base}-${before}`,
      asset.name,
      asset.role,
      asset.format,
      asset.mediaType,
      asset.size,
      asset.sizeIsExact ? 1 : 0,
      asset.checksum === null ? null : JSON.stringify(asset.checksum),
      asset.availability,
      asset.locator,
      asset.region,
      asset.payer,
      placeOf(asset.locator),
      asset.checksum === null ? null : checksumNumber(asset.checksum.value),
    )
  }
  return changed
}

const columns = [
  'key',
  'name',
  'role',
  'format',
  'media_type',
  'size',
  'size_exact',
  'checksum',
  'availability',
  'locator',
  'region',
  'payer',
  'place',
  'sum',
]
const upsert = `
  INSERT INTO asset (record, ordinal, ${columns.join(', ')})
  VALUES (?, ?, ${columns.map(() => '?').join(', ')})
  ON CONFLICT DO UPDATE SET ${columns.map((name) => `${name} = excluded.${name}`).join(', ')}
  WHERE (${columns.map((name) => `asset.${name}`).join(', ')})
    IS NOT (${columns.map((name) => `excluded.${name}`).join(', ')})`

/** Drops the assets from `count` on. Gives the number of those dropped. */
export function dropAssets(database: Database, record: number, count: number): number {
  return database.run('DELETE FROM asset WHERE record = ? AND ordinal >= ?', record, count)
}

/** How many assets stand there: they are numbered without gaps. */
export function assetCount(database: Database, record: number): number {
  const last = database.get<{ ordinal: number }>(
    'SELECT ordinal FROM asset WHERE record = ? ORDER BY ordinal DESC LIMIT 1',
    record,
  )
  return last === undefined ? 0 : last.ordinal + 1
}

/** Sums over the assets as they stand, however many. */
export function sumAssets(database: Database, record: number): AssetSummary {
  const sums = database.get<{ assets: number; sized: number; bytes: number }>(
    'SELECT count(*) AS assets, count(size) AS sized, total(size) AS bytes FROM asset WHERE record = ?',
    record,
  )
  if (sums === undefined || sums.assets === 0) return summary(0, null, [], [], [])
  const distinct = <Value>(column: string) =>
    database
      .all<{ value: Value }>(
        `SELECT DISTINCT ${column} AS value FROM asset WHERE record = ? AND ${column} IS NOT NULL`,
        record,
      )
      .map(({ value }) => value)
  return summary(
    sums.assets,
    sums.sized === sums.assets ? sums.bytes : null,
    distinct('format'),
    distinct('role'),
    distinct('availability'),
  )
}

/** The same sums over assets at hand. */
export function sumOf(assets: readonly Asset[]): AssetSummary {
  let bytes: number | null = assets.length === 0 ? null : 0
  const formats = new Set<string>()
  const roles = new Set<Asset['role']>()
  const found = new Set<Availability>()
  for (const { size, format, role, availability } of assets) {
    bytes = bytes === null || size === null ? null : bytes + size
    if (format !== null) formats.add(format)
    roles.add(role)
    found.add(availability)
  }
  return summary(assets.length, bytes, [...formats], [...roles], [...found])
}

function summary(
  assetCount: number,
  totalBytes: number | null,
  formats: string[],
  roles: Asset['role'][],
  found: Availability[],
): AssetSummary {
  const worst = Math.max(...found.map((availability) => availabilities.indexOf(availability)))
  return {
    assetCount,
    totalBytes,
    formats: formats.sort(),
    roles: roles.sort(),
    availability: availabilities[worst] ?? 'UNKNOWN',
  }
}

/** Made of the locator alone, so that it names the same file after every harvest. */
function keyOf(locator: string): string {
  return hash('sha256', locator, 'base64url').slice(0, keyLength)
}

/**
 * A locator that comes again in its record is told apart by a number: how often each came before `from`. Only those
 * that did are in the answer. Asked for all at once: of a million assets, one question each would be a fifth of the work.
 */
function repeatsBefore(
  database: Database,
  record: number,
  bases: readonly string[],
  from: number,
): Map<string, number> {
  if (from === 0) return new Map()
  const rows = database.all<{ base: string; repeats: number }>(
    `SELECT wanted.value AS base, count(*) AS repeats FROM json_each(?2) AS wanted
     CROSS JOIN asset ON record = ?1 AND asset.key >= wanted.value AND asset.key < wanted.value || '.' AND ordinal < ?3
     GROUP BY wanted.value`,
    record,
    JSON.stringify([...new Set(bases)]),
    from,
  )
  return new Map(rows.map(({ base, repeats }) => [base, repeats]))
}
