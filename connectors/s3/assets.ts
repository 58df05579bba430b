import { type Asset, type Checksum, type S3Bucket, s3Locator } from '#sdk'
import { annexChecksum } from './checksums.ts'
import { formatOf } from './formats.ts'
import type { Entry } from './listing.ts'

export interface AssetSite {
  bucket: S3Bucket
  /** Null where it is not known. */
  region: string | null
  /** What names of assets start after. */
  prefix: string
}

/** A listed file as an asset; its name is its path below the dataset. */
export function assetOf(
  { key, size, availability, isFolder }: Entry,
  { bucket, region, prefix }: AssetSite,
  checksum: Checksum | null = null,
): Asset {
  const known = formatOf(key)
  const path = key.slice(prefix.length).replace(/\/$/, '')
  return {
    name: path === '' ? key : path,
    role: isFolder ? 'DIRECTORY' : known.role,
    format: known.format ?? (isFolder ? 'Zarr' : null),
    mediaType: known.mediaType,
    // Of a folder nobody has added up what lies in it.
    size: isFolder ? null : size,
    sizeIsExact: !isFolder,
    checksum: isFolder ? null : (checksum ?? annexChecksum(key)),
    availability,
    locator: s3Locator(bucket.name, key),
    region,
    payer: bucket.requesterPays ? 'CALLER' : null,
  }
}
