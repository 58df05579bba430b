import { GatewayError, isOperator } from '../../model/index.ts'
import type { GatewayContext } from '../context.ts'
import { mayGive, needOperator, needOwner, sourceToManage } from '../may.ts'
import { checkFirst, pageSizes } from '../page-size.ts'
import type { MutationResolvers } from '../schema.generated.ts'
import type { SourceOutcome } from '../source-control.ts'
import { toChange, toDraft } from '../source-draft.ts'
import { attempt } from './attempt.ts'

type SourceMutations = Pick<
  MutationResolvers,
  | 'checkSource'
  | 'registerSource'
  | 'updateSource'
  | 'approveSource'
  | 'pauseSource'
  | 'resumeSource'
  | 'removeSource'
  | 'remapSource'
  | 'replayRejections'
>

/** Changes of sources, by whoever may. The audit's rows are written by whoever makes the change. */
export const sourceMutations: SourceMutations = {
  async checkSource(_, { input, sample }, context) {
    needOwner(context)
    checkFirst(sample, pageSizes.sample, 'sample')
    if (sample === 0) throw new GatewayError('BAD_INPUT', { argument: 'sample' })
    const draft = toDraft(input, subjectOf(context))
    return context.registrar.check(draft, { sample, isOperator: isOperator(context.viewer) })
  },

  async registerSource(_, { input }, context) {
    needOwner(context)
    const draft = toDraft(input, subjectOf(context))
    if (!mayGive(context, draft.owners)) throw notTheirs('input.owners')
    return changed(context, () => context.registrar.register(draft, subjectOf(context)))
  },

  async updateSource(_, { id, patch }, context) {
    const source = await sourceToManage(id, 'id', context)
    const change = toChange(patch)
    if (change.owners && !mayGive(context, change.owners)) throw notTheirs('patch.owners')
    const request = { by: subjectOf(context), isOperator: isOperator(context.viewer) }
    return changed(context, () => context.registrar.update(source.id, change, request))
  },

  async approveSource(_, { id, revision = null }, context) {
    // First: to others it makes no difference whether there is such a source.
    needOperator(context)
    const source = await sourceToManage(id, 'id', context)
    const by = subjectOf(context)
    return changed(context, () => context.registrar.approve(source.id, by, revision))
  },

  async pauseSource(_, { id }, context) {
    const source = await sourceToManage(id, 'id', context)
    return changed(context, () => context.registrar.pause(source.id, subjectOf(context)))
  },

  async resumeSource(_, { id }, context) {
    const source = await sourceToManage(id, 'id', context)
    return changed(context, () => context.registrar.resume(source.id, subjectOf(context)))
  },

  async removeSource(_, { id, confirmRecords }, context) {
    const source = await sourceToManage(id, 'id', context)
    return attempt({ source: null, removedRecords: null }, async () => {
      const request = { confirmRecords, by: subjectOf(context) }
      const { removed, problems } = await context.registrar.remove(source.id, request)
      context.loaders.forget()
      return { source: null, removedRecords: removed, problems }
    })
  },

  async remapSource(_, { source: id, apply }, context) {
    const source = await sourceToManage(id, 'source', context)
    return attempt({ report: null }, async () => ({
      report: await context.registrar.remap(source.id, { apply, by: subjectOf(context) }),
    }))
  },

  async replayRejections(_, { source: id }, context) {
    const source = await sourceToManage(id, 'source', context)
    return attempt({ report: null }, async () => ({
      report: await context.registrar.replay(source.id, subjectOf(context)),
    }))
  },
}

/** A payload of the source as it is after a change. */
function changed(context: GatewayContext, change: () => Promise<SourceOutcome>) {
  const nothing = { source: null, removedRecords: null }
  return attempt(nothing, async () => {
    const { source, problems } = await change()
    context.loaders.forget()
    const after = source === null ? null : await context.loaders.source(source.id)
    return { source: after, removedRecords: null, problems }
  })
}

/** For the audit, and for what they own. Whoever may change something is somebody. */
export function subjectOf({ viewer }: GatewayContext): string {
  if (viewer.subject === null) throw new GatewayError('FORBIDDEN')
  return viewer.subject
}

function notTheirs(argument: string): GatewayError {
  const message = 'Owners name none but themselves and groups that they are in.'
  return new GatewayError('FORBIDDEN', { argument, message })
}
