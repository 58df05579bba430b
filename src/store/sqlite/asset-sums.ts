import { printedFactor } from '../../sdk/s3/cost.ts'
import type { AssetSum } from '../record-store.ts'
import type { Database } from './database.ts'
import { findVisible } from './find-visible.ts'

interface Row {
  in_bucket: number
  region: string | null
  payer: AssetSum['payer']
  archived: number
  thousands: number
  count: number
  sized: number
  bytes: number
}

// A printed size has as many thousands as its digits say: see `printedFactor`.
const selectSums = `
  SELECT substr(locator, 1, 3) = 's3:' AS in_bucket, region, payer, availability = 'ARCHIVED' AS archived,
    iif(size_exact OR size IS NULL, 0, (length(size) - 1) / 3) AS thousands,
    count(*) AS count, count(size) AS sized, total(size) AS bytes
  FROM asset WHERE record = ? GROUP BY 1, 2, 3, 4, 5`

/** See `RecordReader.assetSums`. `allowed`: see `Visibilities.discoverable`. */
export function readAssetSums(
  database: Database,
  allowed: string,
  records: readonly string[],
): (AssetSum[] | null)[] {
  return records.map((record) => {
    const key = findVisible(database, allowed, record)
    return key === undefined ? null : sumsOf(database, key)
  })
}

function sumsOf(database: Database, record: number): AssetSum[] {
  const sums = new Map<string, AssetSum>()
  for (const row of database.all<Row>(selectSums, record)) {
    const { region, payer, count, sized, bytes } = row
    const alike = JSON.stringify([row.in_bucket, region, payer, row.archived])
    const sum = sums.get(alike) ?? {
      inBucket: row.in_bucket === 1,
      region,
      payer,
      isArchived: row.archived === 1,
      count: 0,
      sized: 0,
      bytes: 0,
      billedBytes: 0,
    }
    sums.set(alike, sum)
    sum.count += count
    sum.sized += sized
    sum.bytes += bytes
    sum.billedBytes += bytes * printedFactor(row.thousands)
  }
  return [...sums.values()]
}
