import { type ErrorCode, GatewayError } from '../../model/index.ts'
import { type GatewayContext, needOperator } from '../context.ts'
import { keyOf } from '../ids.ts'
import type { MutationResolvers, Problem } from '../schema.generated.ts'
import { openLinks } from './open-links.ts'
import { sourceBy } from './query.ts'

/** What stands in the way of a change, rather than being wrong with the request. */
const problems: readonly ErrorCode[] = [
  'BUDGET_EXCEEDED',
  'CONFLICT',
  'CANCELLED',
  'INDEX_UNAVAILABLE',
]

export const Mutation: MutationResolvers = {
  async startHarvest(_, { source: id, full }, context) {
    needOperator(context)
    const source = await sourceBy(id, context)
    if (source === null) throw new GatewayError('NOT_FOUND', { argument: 'source' })
    return attempt({ harvest: null }, async () => ({
      harvest: await context.harvests.start(source.id, { full }),
    }))
  },

  async cancelHarvest(_, { id }, context) {
    needOperator(context)
    const harvest = await context.loaders.harvest.load(keyOf('harvest', id))
    if (harvest === null) throw new GatewayError('NOT_FOUND', { argument: 'id' })
    return attempt({ harvest: null }, async () => ({
      harvest: await context.harvests.cancel(harvest.id),
    }))
  },

  async rebuildIndex(_, __, context) {
    needOperator(context)
    return attempt({ generation: null }, () => rebuild(context))
  },

  openLinks: (_, request, context) =>
    attempt({ links: [], spent: null }, () => openLinks(request, context)),
}

async function rebuild({ index }: GatewayContext) {
  await index.rebuild()
  return { generation: (await index.stats()).generation }
}

/** A payload of what `change` gives, or of `nothing` and the problem that stood in its way. */
async function attempt<Nothing, Payload>(
  nothing: Nothing,
  change: () => Promise<Payload>,
): Promise<(Nothing | Payload) & { problems: Problem[] }> {
  try {
    return { ...(await change()), problems: [] }
  } catch (error) {
    if (!(error instanceof GatewayError) || !problems.includes(error.code)) throw error
    const { code, message, argument: path = null } = error
    return { ...nothing, problems: [{ code, path, message }] }
  }
}
