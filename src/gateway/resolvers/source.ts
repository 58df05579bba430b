import { chanceOf, dueAt, harvestsAmong } from '../../harvest/schedule.ts'
import { parseSchedule } from '../../harvest/schedule-text.ts'
import { isOperator, operator } from '../../model/index.ts'
import type { SourceWithCount } from '../../store/record-store.ts'
import type { GatewayContext } from '../context.ts'
import { sourceNodeId } from '../ids.ts'
import { manages } from '../may.ts'
import type { SourceResolvers } from '../schema.generated.ts'
import type { ManagedSource } from '../source-control.ts'

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
  isManaged: ({ id }, _, context) => manages(id, context),
  origin: known(({ origin }) => (origin === 'file' ? 'FILE' : 'REGISTERED')),
  owners: known(({ owners }) => owners),
  discover: known(({ discover }) => discover),
  visibility: managed(({ visibility }) => visibility && [...visibility.discover]),
  options: managed(optionsOf),
  hasSecrets: managed(({ hasSecrets }) => hasSecrets),
  secretNames: managed(({ secretNames }) => secretNames && [...secretNames]),
  origins: managed(({ origins }) => origins && [...origins]),
  schedule: managed(({ schedule }) => schedule),
  nextHarvest: managed(nextHarvest),
  staleAfterSeconds: known(({ staleAfterSeconds }) => staleAfterSeconds),
  revision: managed(({ revision }) => revision),
  isApprovable: ({ origin }, _, { viewer }) => origin === 'api' && isOperator(viewer),
  awaitsApproval: managed(({ awaitsApproval }) => awaitsApproval),
  isPaused: managed(({ paused }) => paused),
  registeredAt: managed(({ registeredAt }) => registeredAt),
  recordsInAll: known(({ id }, { loaders }) => loaders.recordsInAll(id)),
}

/** What `read` gives to whoever may manage the source, and null to others. */
function known<Value>(
  read: (source: SourceWithCount, context: GatewayContext) => Value | Promise<Value>,
) {
  return async (source: SourceWithCount, _: unknown, context: GatewayContext) =>
    (await manages(source.id, context)) ? read(source, context) : null
}

/** The same of how it is configured; null as well when it is no more. */
function managed<Value>(
  read: (
    managed: ManagedSource,
    source: SourceWithCount,
    context: GatewayContext,
  ) => Value | Promise<Value>,
) {
  return known(async (source, context) => {
    const managed = await context.loaders.managed(source.id)
    return managed === null ? null : read(managed, source, context)
  })
}

function optionsOf(
  { options }: ManagedSource,
  { origin, type }: SourceWithCount,
  { viewer, connectorTypes }: GatewayContext,
) {
  // They may name files of the operator's machine.
  if (origin === 'file' && !isOperator(viewer)) return null
  const connector = connectorTypes.find((each) => each.type === type)
  // Of a connector that is there no more nobody knows which are secrets.
  if (connector === undefined) return null
  const shown = Object.entries(options).filter(([name]) => !connector.secretOptions.includes(name))
  return Object.fromEntries(shown)
}

async function nextHarvest(
  { schedule: text, awaitsApproval, paused }: ManagedSource,
  { id }: SourceWithCount,
  { store, loaders, read, now }: GatewayContext,
) {
  if (text === null || awaitsApproval || paused) return null
  const { items } = await read(store.harvests(operator, id, { first: 20 }))
  const runs = harvestsAmong(items)
  const at = now().getTime()
  const due = dueAt({
    schedule: parseSchedule(text).schedule,
    runs,
    records: await loaders.recordsInAll(id),
    chance: chanceOf(id, runs[0]),
    keptSince: at,
    now: at,
  })
  return due === null ? null : new Date(due).toISOString()
}
