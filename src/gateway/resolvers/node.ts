import type { HarvestRun, StoredRecord } from '../../model/index.ts'
import type { SourceWithCount, StoredAsset } from '../../store/record-store.ts'
import type { GatewayContext } from '../context.ts'
import { parseNodeId } from '../ids.ts'
import type { NodeResolvers } from '../schema.generated.ts'

type AnyNode = StoredRecord | StoredAsset | SourceWithCount | HarvestRun

/** What an opaque id names; null when it is malformed, absent or hidden. */
export async function readNode(
  nodeId: string,
  { loaders }: GatewayContext,
): Promise<AnyNode | null> {
  const ref = parseNodeId(nodeId)
  switch (ref?.type) {
    case 'record':
      return loaders.record.load(ref.id)
    case 'asset':
      return loaders.asset.load(ref)
    case 'source':
      return loaders.source(ref.id)
    case 'harvest':
      return loaders.harvest.load(ref.id)
    case undefined:
      return null
  }
}

export const Node: NodeResolvers = {
  // Each of the four has a field that the others lack.
  __resolveType: (node) => {
    if ('locator' in node) return 'Asset'
    if ('nativeId' in node) return 'MetadataRecord'
    return 'rejected' in node ? 'Harvest' : 'Source'
  },
}
