import { GatewayError } from '../../model/index.ts'
import { citationOf } from '../citation.ts'
import type { GatewayContext } from '../context.ts'
import { recordNodeId } from '../ids.ts'
import { checkFirst, pageSizes } from '../page-size.ts'
import type {
  AssetConnectionResolvers,
  ChildConnectionResolvers,
  MetadataRecordResolvers,
  ProvenanceResolvers,
} from '../schema.generated.ts'
import { edgesOf, pageInfoOf } from './page.ts'
import { visible } from './visible.ts'

export const MetadataRecord: MetadataRecordResolvers = {
  id: ({ id }) => recordNodeId(id),
  source: (record, _, context) => sourceOf(record.source, context),
  async parent({ parents: [owner] }, _, { loaders }) {
    return owner === undefined ? null : loaders.record.load(owner)
  },
  parents: ({ parents }, _, context) => visible(parents, context),
  async isVersionOf({ isVersionOf }, _, { loaders }) {
    return isVersionOf === null ? null : loaders.record.load(isVersionOf)
  },
  async sameRecords({ id, identity }, { first }, { loaders }) {
    checkFirst(first, pageSizes.sameRecords)
    return identity === null ? [] : loaders.sameRecords.load({ id, first })
  },
  async children({ id }, { first, after = null }, { loaders }) {
    checkFirst(first, pageSizes.children)
    return { ...(await loaders.children.load({ id, first, after })), after }
  },
  async assets({ id }, { first, after = null }, { loaders }) {
    checkFirst(first, pageSizes.assets)
    return { ...(await loaders.assets.load({ id, first, after })), after }
  },
  provenance: (record) => record,
  async citation(record, { style }, context) {
    return citationOf(record, await sourceOf(record.source, context), style, context.now())
  },
  async similar({ id }, { first }, context) {
    checkFirst(first, pageSizes.similar)
    return visible(await context.read(context.index.similar(context.viewer, id, first)), context)
  },
}

export const ChildConnection: ChildConnectionResolvers = {
  edges: edgesOf,
  pageInfo: pageInfoOf,
  totalCount: ({ total }) => total,
}

export const AssetConnection: AssetConnectionResolvers = {
  edges: edgesOf,
  pageInfo: pageInfoOf,
  totalCount: ({ total }) => total,
}

export const Provenance: ProvenanceResolvers = {
  harvest: ({ harvest }, _, { loaders }) => loaders.harvest.load(harvest),
}

/** The source of something visible. It may itself be kept from the viewer, who then cannot be told of it. */
export async function sourceOf(name: string, { loaders }: GatewayContext) {
  const source = await loaders.source(name)
  if (source === null) throw new GatewayError('NOT_FOUND')
  return source
}
