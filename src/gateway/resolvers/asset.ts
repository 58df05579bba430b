import { GatewayError } from '../../model/index.ts'
import { assetNodeId } from '../ids.ts'
import type { AssetResolvers } from '../schema.generated.ts'

export const Asset: AssetResolvers = {
  id: (asset) => assetNodeId(asset),
  async record({ record }, _, { loaders }) {
    const found = await loaders.record.load(record)
    if (found === null) throw new GatewayError('NOT_FOUND')
    return found
  },
  link() {
    throw new GatewayError('UNSUPPORTED')
  },
}
