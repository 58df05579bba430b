import type { ResolvedLink } from '../sdk/links.ts'
import { canonicalLocator } from '../store/place.ts'
import type { StoredAsset } from '../store/record-store.ts'

/** The same bytes at one place. */
export interface Mirror {
  asset: StoredAsset
  link: ResolvedLink
}

export interface MirrorOptions {
  /** Region from which the bytes will be fetched; null: not known. */
  region: string | null
  /** Whether an origin does not answer now. */
  isSilent: (origin: string) => boolean
}

/**
 * Mirrors in the order in which they are worth trying: those that are alive, the cheapest, the healthiest, those in
 * the region, those that work now. What costs an unknown amount comes after all that is known.
 */
export function orderMirrors<Each extends Mirror>(
  mirrors: readonly Each[],
  { region, isSilent }: MirrorOptions,
): Each[] {
  const ranks = mirrors.map((mirror) => ({
    mirror,
    rank: [
      isAlive(mirror, isSilent) ? 0 : 1,
      costOf(mirror.link),
      mirror.asset.lastCheck?.health === 'OK' ? 0 : 1,
      region !== null && regionOf(mirror) === region ? 0 : 1,
      mirror.link.state === 'READY' ? 0 : 1,
    ],
    name: `${mirror.asset.record} ${mirror.asset.key}`,
  }))
  ranks.sort((a, b) => compare(a.rank, b.rank) || (a.name < b.name ? -1 : 1))
  return ranks.map(({ mirror }) => mirror)
}

/** Null: in no region that is known. */
export function regionOf({ asset, link }: Mirror): string | null {
  return link.region ?? asset.region
}

function isAlive({ asset, link }: Mirror, isSilent: (origin: string) => boolean): boolean {
  if (link.state === 'GONE' || link.state === 'UNREACHABLE') return false
  // Something else may lie there by now.
  if (asset.lastCheck !== null && asset.lastCheck.health !== 'OK') return false
  const origin = URL.parse(link.url ?? canonicalLocator(asset.locator) ?? '')?.origin
  return origin === undefined || !isSilent(origin)
}

function costOf({ payer, cost }: ResolvedLink): number {
  if (cost !== null) return cost.amount
  return payer === null ? 0 : Number.POSITIVE_INFINITY
}

function compare(one: readonly number[], other: readonly number[]): number {
  for (const [at, rank] of one.entries()) {
    const difference = rank - (other[at] ?? 0)
    // Two unknown costs differ by no number.
    if (difference < 0 || difference > 0) return difference
  }
  return 0
}
