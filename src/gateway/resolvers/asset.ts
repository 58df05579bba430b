import { GatewayError } from '../../model/index.ts'
import type { StoredAsset } from '../../store/record-store.ts'
import type { GatewayContext } from '../context.ts'
import { assetNodeId, parseNodeId } from '../ids.ts'
import type { LinkedAsset } from '../parents.ts'
import type { AssetResolvers } from '../schema.generated.ts'

export const Asset: AssetResolvers = {
  id: (asset) => assetNodeId(asset),
  async record({ record }, _, { loaders }) {
    const found = await loaders.record.load(record)
    if (found === null) throw new GatewayError('NOT_FOUND')
    return found
  },
  checkedAt: ({ lastCheck }) => lastCheck?.at ?? null,
  health: ({ lastCheck }) => lastCheck?.health ?? null,
  link: (asset, _, context) => linkTo(asset, context),
}

/** What an opaque id of an asset names; null when it is malformed, absent or hidden. */
export async function assetBy(
  nodeId: string,
  { loaders }: GatewayContext,
): Promise<StoredAsset | null> {
  const ref = parseNodeId(nodeId)
  return ref?.type === 'asset' ? loaders.asset.load(ref) : null
}

/** @throws {GatewayError} `NOT_FOUND` when its record is gone or hidden since. */
export async function linkTo(
  asset: StoredAsset,
  { loaders }: GatewayContext,
): Promise<LinkedAsset> {
  const link = await loaders.link.load(asset)
  if (link === null) throw new GatewayError('NOT_FOUND')
  return { asset, link }
}
