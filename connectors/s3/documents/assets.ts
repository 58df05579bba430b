import type { Asset, MappedRecord } from '#sdk'
import { formatOf } from '../formats.ts'
import { type Place, type Target, targetOf } from './place.ts'
import { type Size, unknownSize } from './sizes.ts'

/** What the bucket that a document lies in means for its records; of the source's options. */
export interface DocumentOptions {
  /** Access to the bucket: REQUESTER_PAYS, OPEN, … */
  access: MappedRecord['access']
  /** What to do to get it, where that is not OPEN. */
  accessNote: string | null
  /** CALLER when whoever asks pays. */
  payer: Asset['payer']
}

interface Described {
  name: string | null
  mediaType?: string | null
  /** As the document words it; else by media type and suffix. */
  format?: string | null
  /** Where the document says it; else what files of the format mostly hold. */
  role?: Asset['role'] | null
  size?: Size
  checksum?: Asset['checksum']
  availability?: Asset['availability']
  /** Region and payer, where the document says them of another bucket. */
  region?: string | null
  payer?: Asset['payer']
}

/** A file that a document lists; null when its link leads nowhere. */
export function assetAt(
  href: string,
  place: Place,
  options: DocumentOptions,
  described: Described,
): Asset | null {
  const target = targetOf(href, place)
  return target === null ? null : assetOf(target, place, options, described)
}

function assetOf(
  { locator, key }: Target,
  place: Place,
  options: DocumentOptions,
  described: Described,
): Asset {
  const { name, mediaType = null, size = unknownSize, checksum = null } = described
  const isOwn = key !== null
  const isObject = locator.startsWith('s3:')
  const known = formatOf(key ?? locator, mediaType)
  return {
    name: name ?? fileName(key ?? locator),
    role: described.role ?? known.role,
    format: described.format ?? known.format,
    mediaType: mediaTypeOf(mediaType),
    ...size,
    checksum,
    // The listing knows better, where it is read; of other places nobody asked.
    availability: described.availability ?? (isOwn ? 'ONLINE' : 'UNKNOWN'),
    locator,
    region: isObject ? (described.region ?? (isOwn ? place.region : null)) : null,
    payer: isObject ? (described.payer ?? (isOwn ? options.payer : null)) : null,
  }
}

/** `type/subtype` as printed; null for what is no media type. */
function mediaTypeOf(printed: string | null): string | null {
  const text = printed?.trim() ?? ''
  return /^[a-z]+\/[\w.+-]+(?:\s*;.*)?$/i.test(text) && text.length <= 200 ? text : null
}

function fileName(path: string): string {
  const [bare = ''] = path.split(/[?#]/, 1)
  return bare.split('/').findLast((step) => step !== '') ?? path
}

/** Each locator once, the first of them. */
export function distinctAssets(assets: readonly (Asset | null)[]): Asset[] {
  const byLocator = new Map<string, Asset>()
  for (const asset of assets) {
    if (asset !== null && !byLocator.has(asset.locator)) byLocator.set(asset.locator, asset)
  }
  return [...byLocator.values()]
}

/**
 * Access to what a document lists: that of the bucket where anything lies in it or nothing is listed; unknown where all of
 * it lies elsewhere.
 */
export function accessTo(
  assets: readonly Asset[],
  { bucket }: Place,
  { access, accessNote, payer }: DocumentOptions,
): Pick<MappedRecord, 'access' | 'accessNote'> {
  const isHere = assets.length === 0 || assets.some(({ locator }) => isIn(locator, bucket))
  if (isHere) return { access, accessNote }
  const charged = payer === null && assets.some((asset) => asset.payer === 'CALLER')
  return { access: charged ? 'REQUESTER_PAYS' : 'UNKNOWN', accessNote: null }
}

/** Whether an asset lies in a bucket. */
export function isIn(locator: string, bucket: string): boolean {
  return locator.startsWith(`s3://${bucket}/`)
}
