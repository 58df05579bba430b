import type { Asset } from '#sdk'
import { assetAt, type DocumentOptions, distinctAssets } from '../documents/assets.ts'
import { multihash } from '../documents/checksums.ts'
import { keyOf, type Place } from '../documents/place.ts'
import { known } from '../documents/rows.ts'
import { sizeOf } from '../documents/sizes.ts'
import type { StacAsset, StacRow } from './rows.ts'

/** Roles of the specification that say what a file is for. `data` does not: it is as its format is. */
const roles: Readonly<Record<string, Asset['role']>> = {
  thumbnail: 'THUMBNAIL',
  overview: 'IMAGE',
  visual: 'IMAGE',
  metadata: 'METADATA',
  'iso-19115': 'METADATA',
  'iso-19139': 'METADATA',
  'cloud-mask': 'LABELS',
  'land-water': 'LABELS',
  'water-mask': 'LABELS',
  classification: 'LABELS',
}

/** The files that an item or a collection lists. */
export function stacAssets(row: StacRow, options: DocumentOptions): Asset[] {
  return distinctAssets(known(row.assets).map((asset) => assetOf(asset, row, options)))
}

function assetOf(asset: StacAsset, row: StacRow, options: DocumentOptions): Asset | null {
  const href = bestPlace(asset, row.place)
  if (href === null) return null
  const item = 'collection' in row ? row : null
  const pays = asset['storage:requester_pays'] ?? item?.['storage:requester_pays'] ?? null
  const tier = asset['storage:tier'] ?? item?.['storage:tier'] ?? null
  const role = known(asset.roles).find((one) => Object.hasOwn(roles, one.toLowerCase()))
  return assetAt(href, row.place, options, {
    name: asset.title ?? asset.id,
    mediaType: asset.type,
    role: role === undefined ? null : (roles[role.toLowerCase()] ?? null),
    size: sizeOf(asset['file:size']),
    checksum:
      multihash(asset['file:checksum'], 'STAC file:checksum') ??
      multihash(asset['checksum:multihash'], 'STAC checksum:multihash'),
    ...(isArchive(tier) && { availability: 'ARCHIVED' as const }),
    region: asset['storage:region'] ?? item?.['storage:region'] ?? null,
    ...(pays === true && { payer: 'CALLER' as const }),
  })
}

/** Of several places of one file the one in the bucket that was read, else that in any bucket, else the first. */
function bestPlace({ href, alternate }: StacAsset, place: Place): string | null {
  const hrefs = known([href, ...known(alternate).map((one) => one.href)])
  return (
    hrefs.find((one) => keyOf(one, place) !== null) ??
    hrefs.find((one) => one.startsWith('s3://')) ??
    hrefs[0] ??
    null
  )
}

/** Tiers that have to be restored before they are read. Glacier Instant Retrieval is none. */
function isArchive(tier: string | null): boolean {
  const name = tier ?? ''
  return /archive|glacier/i.test(name) && !/instant|glacier[_ -]?ir\b/i.test(name)
}
