import { sourceNodeId } from '../ids.ts'
import type { SourceResolvers } from '../schema.generated.ts'

export const Source: SourceResolvers = {
  id: ({ id }) => sourceNodeId(id),
  name: ({ id }) => id,
  linkOptions: ({ id }, _, { resolver }) => resolver.linkOptions(id),
  async lastHarvest({ lastHarvest }, _, { loaders }) {
    return lastHarvest === null ? null : loaders.harvest.load(lastHarvest)
  },
  staleAfter({ harvestedAt, staleAfterSeconds }) {
    if (harvestedAt === null || staleAfterSeconds === null) return null
    return new Date(Date.parse(harvestedAt) + staleAfterSeconds * 1_000).toISOString()
  },
}
