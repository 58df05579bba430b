import type { AssetSummary } from '../../model/index.ts'
import type { Batch } from './batch.ts'

/** Writes a record's sums over its assets. True when they differ from those that stood there. */
export function saveSums(batch: Batch, key: number, sums: AssetSummary): boolean {
  return (
    batch.database.run(
      `UPDATE record SET asset_count = ?1, total_bytes = ?2, formats = ?3, roles = ?4, availability = ?5
       WHERE key = ?6 AND (asset_count, total_bytes, formats, roles, availability)
         IS NOT (?1, ?2, ?3, ?4, ?5)`,
      ...sumValues(sums),
      key,
    ) > 0
  )
}

/** In the order of their columns. */
export function sumValues(sums: AssetSummary) {
  return [
    sums.assetCount,
    sums.totalBytes,
    JSON.stringify(sums.formats),
    JSON.stringify(sums.roles),
    sums.availability,
  ] as const
}
