import { needOperator } from '../context.ts'
import { harvestNodeId } from '../ids.ts'
import { checkFirst, pageSizes } from '../page-size.ts'
import type { HarvestConnectionResolvers, HarvestResolvers } from '../schema.generated.ts'
import { edgesOf, pageInfoOf } from './page.ts'
import { sourceOf } from './record.ts'

export const Harvest: HarvestResolvers = {
  id: ({ id }) => harvestNodeId(id),
  source: ({ source }, _, context) => sourceOf(source, context),
  spent({ spent, startedAt, finishedAt }, _, { now }) {
    if (spent === null) return null
    const asOf = (finishedAt ?? startedAt ?? now().toISOString()).slice(0, 10)
    return { amount: spent, currency: 'USD', basis: 'what the connector counted as read', asOf }
  },
  message({ message }, _, context) {
    needOperator(context)
    return message
  },
  async rejections({ id }, { first }, context) {
    needOperator(context)
    checkFirst(first, pageSizes.rejections)
    return context.read(context.store.rejections(context.viewer, id, first))
  },
}

export const HarvestConnection: HarvestConnectionResolvers = {
  edges: edgesOf,
  pageInfo: pageInfoOf,
}
