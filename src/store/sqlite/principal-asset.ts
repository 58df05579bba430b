import type { Asset } from '../../model/index.ts'
import { dataRoles, type PrincipalAsset } from '../identity-keys.ts'
import type { Database } from './database.ts'

/** The asset that is all of a record's data; null where it has none of data, or several. */
export function principalAmong(assets: readonly Asset[]): PrincipalAsset | null {
  let found: Asset | null = null
  for (const asset of assets) {
    if (!dataRoles.includes(asset.role)) continue
    if (found !== null) return null
    found = asset
  }
  return found
}

const selectData = `
  SELECT size, size_exact, checksum FROM asset
  WHERE record = ? AND role IN (${dataRoles.map((role) => `'${role}'`).join(', ')}) LIMIT 2`

/** The same of a record in the catalogue, however many assets it has. */
export function readPrincipal(database: Database, record: number): PrincipalAsset | null {
  const [found, another] = database.all<{
    size: number | null
    size_exact: number
    checksum: string | null
  }>(selectData, record)
  if (found === undefined || another !== undefined) return null
  return {
    size: found.size,
    sizeIsExact: found.size_exact === 1,
    checksum: found.checksum === null ? null : JSON.parse(found.checksum),
  }
}
