import { harvestNodeId } from '../ids.ts'
import { needManager } from '../may.ts'
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
  rate: (run, _, { pace, now }) => pace.rateOf(run, now()),
  remainingSeconds: (run, _, { pace, now }) => pace.remainingOf(run, now()),
  async message({ message, source }, _, context) {
    await needManager(source, context)
    return message
  },
  async rejections({ id, source }, { first }, context) {
    await needManager(source, context)
    checkFirst(first, pageSizes.rejections)
    return context.read(context.store.rejections(context.viewer, id, first))
  },
  async changes({ id, source }, { change = null, first, after = null }, context) {
    await needManager(source, context)
    checkFirst(first, pageSizes.changes)
    const request = { change, first, after }
    const { changes: items, ...page } = await context.read(
      context.store.harvestChanges(id, request),
    )
    return { items, ...page, after }
  },
}

export const HarvestConnection: HarvestConnectionResolvers = {
  edges: edgesOf,
  pageInfo: pageInfoOf,
}
