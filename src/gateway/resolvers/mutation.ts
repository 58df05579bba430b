import { GatewayError } from '../../model/index.ts'
import type { GatewayContext } from '../context.ts'
import { keyOf } from '../ids.ts'
import { needManager, needOperator, needOwner, sourceToManage } from '../may.ts'
import type { MutationResolvers } from '../schema.generated.ts'
import { attempt } from './attempt.ts'
import { openLinks } from './open-links.ts'
import { sourceMutations, subjectOf } from './source-mutations.ts'

export const Mutation: MutationResolvers = {
  ...sourceMutations,

  async startHarvest(_, { source: id, full }, context) {
    const source = await sourceToManage(id, 'source', context)
    return attempt({ harvest: null }, async () => {
      await checkHarvestable(source.id, context)
      const harvest = await context.harvests.start(source.id, { full })
      await note(context, source.id, 'harvest.started', { harvest: harvest.id, full })
      return { harvest }
    })
  },

  async cancelHarvest(_, { id }, context) {
    needOwner(context)
    const harvest = await context.loaders.harvest.load(keyOf('harvest', id))
    if (harvest === null) throw new GatewayError('NOT_FOUND', { argument: 'id' })
    await needManager(harvest.source, context)
    return attempt({ harvest: null }, async () => {
      const ended = await context.harvests.cancel(harvest.id)
      await note(context, harvest.source, 'harvest.cancelled', { harvest: harvest.id })
      return { harvest: ended }
    })
  },

  async rebuildIndex(_, __, context) {
    needOperator(context)
    return attempt({ generation: null }, async () => {
      await context.index.rebuild()
      const { generation } = await context.index.stats()
      await note(context, null, 'index.rebuilt', { generation })
      return { generation }
    })
  },

  // What is paid stands in the audit with the account's own row.
  openLinks: (_, request, context) =>
    attempt({ links: [], spent: null }, () => openLinks(request, context)),
}

/** @throws {GatewayError} `CONFLICT` with what has to be done before the source is harvested. */
async function checkHarvestable(source: string, { loaders }: GatewayContext): Promise<void> {
  const managed = await loaders.managed(source)
  const message = managed?.awaitsApproval
    ? 'An operator has to approve the source first.'
    : managed?.paused
      ? 'The source is paused; it has to be resumed first.'
      : null
  if (message !== null) throw new GatewayError('CONFLICT', { argument: 'source', message })
}

/** For what leaves no row of the audit otherwise. */
function note(
  context: GatewayContext,
  source: string | null,
  action: string,
  detail: Record<string, unknown>,
): Promise<void> {
  return context.store.noteAudit({ by: subjectOf(context), source, action, detail })
}
