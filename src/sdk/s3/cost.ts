import type { Asset } from '../../model/index.ts'
import type { LinkCost } from '../links.ts'
import { billedGigabyte, requestCost, type S3Prices } from './prices.ts'

/** What is read, as far as it is billed. */
export interface S3Transfer {
  readonly objects: number
  /** Bytes as billed: see `billedBytes`. */
  readonly bytes: number
  /** Those of them that lie in an archive. */
  readonly archivedBytes: number
}

type Sized = Pick<Asset, 'size' | 'sizeIsExact'>

/**
 * Bytes that reading an asset may be billed for; null when its size is not known. A printed size counts as the larger of
 * what it may mean: nobody says whether the `GB` of a page are 10^9 or 2^30 bytes.
 */
export function billedBytes({ size, sizeIsExact }: Sized): number | null {
  if (size === null || sizeIsExact || size === 0) return size
  return size * printedFactor(Math.floor((String(size).length - 1) / 3))
}

/** By how much a printed size may be larger: of bytes, kB, MB, GB and so on, as `thousands` is 0, 1, 2, 3 … */
export function printedFactor(thousands: number): number {
  return 1.024 ** thousands
}

/** Dollars of a transfer to the internet by the tiers of a month in which the account has read nothing else. */
export function internetCost(prices: S3Prices, transfer: S3Transfer): number {
  let dollars = readingCost(prices, transfer)
  let from = 0
  const gigabytes = transfer.bytes / billedGigabyte
  for (const { upTo, perGigabyte } of prices.internet) {
    const to = Math.min(gigabytes, upTo ?? Infinity)
    if (to <= from) break
    dollars += (to - from) * perGigabyte
    from = to
  }
  return dollars
}

/** Dollars of a transfer to another region, or inside the bucket's own. */
export function regionCost(prices: S3Prices, transfer: S3Transfer, isSame: boolean): number {
  const perGigabyte = isSame ? 0 : prices.otherRegionPerGigabyte
  return readingCost(prices, transfer) + (transfer.bytes / billedGigabyte) * perGigabyte
}

/** Requests, and what reading out of an archive costs, wherever it goes. */
function readingCost(prices: S3Prices, { objects, archivedBytes }: S3Transfer): number {
  const perGigabyte = prices.retrievalPerGigabyte.GLACIER ?? 0
  return (objects * prices.getPerThousand) / 1_000 + (archivedBytes / billedGigabyte) * perGigabyte
}

/** What reading one asset over the internet costs whoever is billed; null when its size is not known. */
export function assetCost(
  asset: Sized & Pick<Asset, 'availability'>,
  prices: S3Prices,
): LinkCost | null {
  const bytes = billedBytes(asset)
  if (bytes === null) return null
  const archivedBytes = asset.availability === 'ARCHIVED' ? bytes : 0
  return {
    amount: internetCost(prices, { objects: 1, bytes, archivedBytes }),
    currency: 'USD',
    basis: `Estimate: ${gigabytes(bytes)} to the internet${asFar(asset)}, one GET, at list prices of S3 in ${prices.region}, as if the account read nothing else this month. Inside the bucket's region only the request is billed.${archiveNote(prices, archivedBytes)}`,
    asOf: prices.asOf,
  }
}

/** The most that reading one asset once may cost: at the dearest tier, since nobody knows what else the account reads. */
export function dearestCost(asset: Sized, prices: S3Prices): LinkCost | null {
  const bytes = billedBytes(asset)
  if (bytes === null) return null
  return {
    amount: requestCost(prices, 'GET', bytes),
    currency: 'USD',
    basis: `Estimate: ${gigabytes(bytes)} once to the internet${asFar(asset)} and one GET, at the dearest list price of S3 in ${prices.region}.`,
    asOf: prices.asOf,
  }
}

/** `2,627.0 GB`, as AWS counts them. */
export function gigabytes(bytes: number): string {
  const amount = bytes / billedGigabyte
  return `${(amount >= 100 ? coarse : fine).format(amount)} GB`
}

// Made once: making one takes longer than all the rest of a link.
const coarse = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })
const fine = new Intl.NumberFormat('en', { maximumFractionDigits: 3 })

/** What a sum says that holds what lies in an archive. */
export function archiveNote(prices: S3Prices, archivedBytes: number): string {
  if (archivedBytes === 0) return ''
  return prices.retrievalPerGigabyte.GLACIER === undefined
    ? ' Bringing it back from the archive is billed besides, and not counted.'
    : ' With what reading out of the archive costs.'
}

const asFar = ({ sizeIsExact }: Sized) => (sizeIsExact ? '' : ' (by a rounded size)')
