import { orderMirrors, regionOf } from '../resolve/index.ts'
import { isSamePlaceAlone } from '../store/same-bytes.ts'
import type { GatewayContext } from './context.ts'
import type { LinkedAsset } from './parents.ts'

/** Alternates that are given for one link. */
export const mostAlternates = 10

/**
 * The same bytes elsewhere, as far as the viewer may discover them, in the order in which they are worth trying. One
 * level deep.
 *
 * @param region Null: the asset's own.
 */
export async function alternatesOf(
  linked: LinkedAsset,
  region: string | null,
  { loaders, resolver }: GatewayContext,
): Promise<LinkedAsset[]> {
  if (linked.isAlternate) return []
  const found = await loaders.mirrors.load(linked.asset)
  // A bucket of the same name at another service is another bucket; the catalogue does not know of services.
  const service = resolver.serviceOf(linked.asset)
  const assets = found.filter(
    (asset) => resolver.serviceOf(asset) === service || !isSamePlaceAlone(linked.asset, asset),
  )
  const links = await Promise.all(assets.map((asset) => loaders.link.load(asset)))
  const mirrors = assets.flatMap((asset, at) => {
    const link = links[at] ?? null
    // Its record is gone or hidden since.
    return link === null ? [] : [{ asset, link, isAlternate: true }]
  })
  const ordered = orderMirrors(mirrors, {
    region: region ?? regionOf(linked),
    isSilent: (origin) => resolver.isSilent(origin),
  })
  return ordered.slice(0, mostAlternates)
}
