import { billedBytes, internetCost } from '../../sdk/s3/cost.ts'
import { parseS3Locator } from '../../sdk/s3/locator.ts'
import { s3Prices } from '../../sdk/s3/prices.ts'
import type { Offer, OfferedAsset, OfferedRecord } from './ask-records.ts'
import { distinctPaths, safePath, safeStep } from './names.ts'

/** An asset with the place that it gets. */
export interface PlannedFile {
  record: OfferedRecord
  asset: OfferedAsset
  /** Below the folder that is downloaded to, with `/`: `<source>/<record>/<name of the asset>`. */
  path: string
}

/** Where everything goes: paths of which no two are the same on any file system. */
export function planOf(offers: readonly Offer[]): PlannedFile[] {
  const folders = distinctPaths(
    offers.map(({ record }) => ({
      path: `${safeStep(record.source.name)}/${safeStep(record.nativeId)}`,
      id: record.id,
    })),
  )
  return offers.flatMap(({ record, assets }, at) => placed(record, assets, folders[at] ?? ''))
}

/** Paths for assets of one record below `folder`. */
export function placed(
  record: OfferedRecord,
  assets: readonly OfferedAsset[],
  folder: string,
): PlannedFile[] {
  const paths = distinctPaths(
    assets.map((asset) => ({ path: safePath(fileName(asset)) ?? 'unnamed', id: asset.locator })),
  )
  return assets.map((asset, at) => ({ record, asset, path: `${folder}/${paths[at]}` }))
}

function fileName({ name, link: { packedAs } }: OfferedAsset): string {
  return packedAs === null || name.endsWith(`.${packedAs}`) ? name : `${name}.${packedAs}`
}

/** Whether an asset is a folder in a bucket, of which the objects are fetched one by one. */
export function isBucketFolder({ asset }: Pick<PlannedFile, 'asset'>): boolean {
  return asset.role === 'DIRECTORY' && parseS3Locator(asset.locator) !== null
}

/** Bytes that come, where that is known; null where the upstream packs, or tells no size or a rounded one. */
export function sizeOfFile({ size, sizeIsExact, link }: OfferedAsset): number | null {
  return sizeIsExact && link.packedAs === null ? size : null
}

/** What fetching files costs the reader: an estimate. */
export interface Bill {
  /** US dollars, as far as known. */
  amount: number
  /** Files that the reader pays for. */
  paid: number
  /** Those of them of which nobody knows what they cost. */
  unknown: number
  /** Date of the prices; null when nothing is paid for. */
  asOf: string | null
}

/** Sums what is to be paid: by the tiers of the whole, or by what the gateway says of each, whichever is more. */
export function billOf(files: readonly PlannedFile[]): Bill {
  const paid = files.map(({ asset }) => asset).filter(({ link }) => link.payer === 'CALLER')
  const sizes = paid.map(billedBytes)
  const told = paid.map(({ link }) => link.cost?.amount ?? null)
  const bytes = sizes.reduce((sum: number, size) => sum + (size ?? 0), 0)
  const byTiers = internetCost(s3Prices, { objects: paid.length, bytes, archivedBytes: 0 })
  const byEach = told.reduce((sum: number, amount) => sum + (amount ?? 0), 0)
  return {
    amount: paid.length === 0 ? 0 : Math.max(byTiers, byEach),
    paid: paid.length,
    unknown: paid.filter((_, at) => sizes[at] === null && told[at] === null).length,
    asOf: paid.length === 0 ? null : s3Prices.asOf,
  }
}
