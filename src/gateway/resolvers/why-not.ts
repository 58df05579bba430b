import { GatewayError, type KeptRejection, PUBLIC } from '../../model/index.ts'
import type { GatewayContext } from '../context.ts'
import { toRecordFilter } from '../filter.ts'
import { keyOf } from '../ids.ts'
import { manages, needOwner } from '../may.ts'
import { checkLength, longestQuery, pageSizes } from '../page-size.ts'
import type { WhyNotAnswer } from '../parents.ts'
import type { QueryWhyNotArgs, WhyNotResolvers } from '../schema.generated.ts'

export const WhyNot: WhyNotResolvers = {
  record: ({ record }) => record,
  isHidden: ({ record }) => record && !record.visibility.discover.includes(PUBLIC),
  rejection: ({ id }, _, context) => rejectionOf(id, context),
  async behind({ state, id }, _, { store, index, read }) {
    if (state !== 'NOT_INDEXED') return null
    const [change, { position }] = await Promise.all([
      read(store.lastChange(id)),
      read(index.stats()),
    ])
    return Math.max(0, (change?.position ?? 0) - position)
  },
  filters: ({ known }) => known.filters,
  species: ({ known }) => known.species,
  parts: ({ known }) => known.parts,
  held: ({ known }) => known.held,
  needed: ({ known }) => known.needed,
  cosine: ({ known }) => known.cosine,
  neededCosine: ({ known }) => known.neededCosine,
  rank: ({ known }) => known.rank,
  total: ({ known }) => known.total,
  explanation: ({ known }) => known.explanation,
  ranking: ({ known }) => known.ranking,
  interpretation: ({ known }) => known.interpretation,
}

/**
 * What stands between a record and the hits of a search.
 *
 * @throws {GatewayError} `NOT_FOUND` for what is absent or hidden, whoever asks, but for those who may manage its source: to
 *   them it is told; then `FORBIDDEN` for readers.
 */
export async function askWhyNot(
  args: QueryWhyNotArgs,
  context: GatewayContext,
): Promise<WhyNotAnswer> {
  const { viewer, index, loaders, read } = context
  const { query, ranking } = args
  checkLength(query, longestQuery, 'query')
  const filter = toRecordFilter(args.filter)
  const id = keyOf('record', args.id)
  const record = await loaders.record.load(id)
  if (record === null && !(await manages(sourceIn(id), context))) {
    throw new GatewayError('NOT_FOUND', { argument: 'id' })
  }
  needOwner(context)
  const known = await read(index.whyNot(viewer, { query, filter, ranking }, id))
  const state = record === null ? await absenceOf(id, context) : known.state
  return { state, id, record, known: record === null ? { ...known, ...nothingFound } : known }
}

/** The index may not have heard yet that a record is gone. */
const nothingFound = {
  ...{ filters: [], parts: [], held: null, needed: null, cosine: null, neededCosine: null },
  ...{ rank: null, total: null, explanation: null },
}

/** Why those who may see everything of a source do not find a record in the catalogue. */
async function absenceOf(id: string, context: GatewayContext) {
  if ((await rejectionOf(id, context)) !== null) return 'REJECTED'
  const change = await context.read(context.store.lastChange(id))
  return change?.isGone ? 'REMOVED' : 'NOT_HARVESTED'
}

/** Of the newest harvest of the record's source; null when there is none, or the source is not the viewer's to manage. */
async function rejectionOf(id: string, context: GatewayContext): Promise<KeptRejection | null> {
  const { loaders, store, read } = context
  const name = sourceIn(id)
  if (!(await manages(name, context))) return null
  const source = await loaders.source(name)
  const harvest = source?.lastHarvest ?? null
  if (harvest === null) return null
  const rejections = await read(store.rejections(context.viewer, harvest, pageSizes.rejections))
  return rejections.find(({ nativeId }) => nativeId === id.slice(name.length + 1)) ?? null
}

/** Name of the source in the catalogue's id of a record. */
const sourceIn = (id: string) => id.slice(0, id.indexOf(':'))
