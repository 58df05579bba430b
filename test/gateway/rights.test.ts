import { isObjectType } from 'graphql'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Gateway, harvestNodeId, recordNodeId } from '../../src/gateway/index.ts'
import { createSchema } from '../../src/gateway/schema.ts'
import { operator } from '../../src/model/index.ts'
import { ask } from './ask.ts'
import { as, type Caller, callerOf, callers } from './callers.ts'
import { fill } from './catalogue.ts'
import { startWorld, type World } from './world.ts'

let world: World
let gateway: Gateway
/** Catalogue's ids of a harvest of each source. */
const runs: Record<string, string> = {}
beforeAll(async () => {
  // Without a connector: a harvest is not begun, and says so, after the rights were looked at.
  const sources = ['alpha', 'gamma'].map((id) => ({
    ...{ id, type: 'example', options: {}, schedule: null, allowPrivateAddresses: false },
  }))
  const started = await startWorld({ sources })
  world = started
  for (const source of ['alpha', 'gamma']) {
    const hidden = source === 'gamma'
    const given = [{ nativeId: 'one', title: `One of ${source}`, hidden }]
    runs[source] = await fill(world.store, source, given, 1)
  }
  await world.follow()
  gateway = world.gateway({ viewerOf: callerOf })
  return started.close
})

/**
 * Who gets past: `manager` is who may manage the source, `owners` is every owner, whatever it owns. Operators always do. Of
 * a hidden source everybody else is told NOT_FOUND, but those without a role, who are FORBIDDEN whatever they name.
 */
type Rule = 'operator' | 'manager' | 'owners' | 'anybody'

interface Row {
  rule: Rule
  /** The operation about a source, and a harvest and a record of it; `at` is where the answer of the field stands. */
  ask: (of: { source: string; harvest: string; record: string }) => string
  at: string[]
}

const input = '{ id: "mine", type: "example", title: "Mine" }'
const mutation = (field: string, rule: Rule, ask: Row['ask']): [string, Row] => [
  `Mutation.${field}`,
  { rule, ask: (of) => `mutation { ${ask(of)} }`, at: [field] },
]
const query = (field: string, rule: Rule, ask: Row['ask']): [string, Row] => [
  `Query.${field}`,
  { rule, ask: (of) => `{ ${ask(of)} }`, at: [field] },
]
const ofHarvest = (field: string, selection: string): [string, Row] => [
  `Harvest.${field}`,
  {
    rule: 'manager',
    ask: ({ harvest }) => `{ harvest(id: "${harvest}") { ${selection} } }`,
    at: ['harvest', field],
  },
]

const rows = Object.fromEntries([
  mutation('checkSource', 'owners', () => `checkSource(input: ${input}) { ok }`),
  mutation(
    'registerSource',
    'owners',
    () => `registerSource(input: ${input}) { problems { code } }`,
  ),
  mutation(
    'updateSource',
    'manager',
    ({ source }) => `updateSource(id: "${source}", patch: { title: "New" }) { problems { code } }`,
  ),
  mutation(
    'approveSource',
    'operator',
    ({ source }) => `approveSource(id: "${source}") { problems { code } }`,
  ),
  mutation(
    'pauseSource',
    'manager',
    ({ source }) => `pauseSource(id: "${source}") { problems { code } }`,
  ),
  mutation(
    'resumeSource',
    'manager',
    ({ source }) => `resumeSource(id: "${source}") { problems { code } }`,
  ),
  mutation(
    'removeSource',
    'manager',
    ({ source }) => `removeSource(id: "${source}", confirmRecords: 9) { problems { code } }`,
  ),
  mutation(
    'remapSource',
    'manager',
    ({ source }) => `remapSource(source: "${source}") { problems { code } }`,
  ),
  mutation(
    'replayRejections',
    'manager',
    ({ source }) => `replayRejections(source: "${source}") { problems { code } }`,
  ),
  mutation(
    'startHarvest',
    'manager',
    ({ source }) => `startHarvest(source: "${source}") { problems { code } }`,
  ),
  mutation(
    'cancelHarvest',
    'manager',
    ({ harvest }) => `cancelHarvest(id: "${harvest}") { problems { code } }`,
  ),
  mutation('rebuildIndex', 'operator', () => 'rebuildIndex { generation }'),
  mutation(
    'openLinks',
    'anybody',
    () =>
      'openLinks(ids: [], consent: true, idempotencyKey: "0123456789abcdef") { problems { code } }',
  ),
  query('sourceReport', 'manager', ({ source }) => `sourceReport(source: "${source}") { records }`),
  query(
    'audit',
    'manager',
    ({ source }) => `audit(source: "${source}") { edges { node { action } } }`,
  ),
  query('whyNot', 'owners', ({ record }) => `whyNot(query: "one", id: "${record}") { state }`),
  ofHarvest('message', 'message'),
  ofHarvest('rejections', 'rejections { reason }'),
  ofHarvest('changes', 'changes { totalCount }'),
])

/** What of an answer says whether the caller got past: codes other than these come after the check. */
async function refusal(caller: Caller, row: Row, source: string): Promise<string | null> {
  const of = {
    source,
    harvest: harvestNodeId(runs[source] ?? ''),
    record: recordNodeId(`${source}:one`),
  }
  const { errors } = await ask(gateway, row.ask(of), {}, as(caller))
  const codes = errors.map(({ extensions }) => extensions.code)
  return codes.find((code) => code === 'FORBIDDEN' || code === 'NOT_FOUND') ?? null
}

function expected(caller: Caller, rule: Rule): string | null {
  if (rule === 'anybody' || caller === 'operator') return null
  if (caller === 'anonymous' || caller === 'reader' || rule === 'operator') return 'FORBIDDEN'
  return caller === 'owner' || rule === 'owners' ? null : 'FORBIDDEN'
}

const table = Object.entries(rows).flatMap(([name, row]) =>
  callers.map((caller) => ({ name, caller, row })),
)

describe('who may', () => {
  test('every mutation, and every field that may be FORBIDDEN, has a row in this table', () => {
    const types = Object.values(createSchema().getTypeMap()).filter(isObjectType)
    const guarded = types.flatMap((type) =>
      Object.values(type.getFields())
        .filter(
          ({ description }) => type.name === 'Mutation' || /FORBIDDEN/.test(description ?? ''),
        )
        .map((field) => `${type.name}.${field.name}`),
    )
    expect(Object.keys(rows).toSorted()).toEqual(guarded.toSorted())
  })

  test.each(table)('$name of a source that all may know of, by $caller', async (one) => {
    expect(await refusal(one.caller, one.row, 'alpha')).toBe(expected(one.caller, one.row.rule))
  })

  test.each(table.filter(({ row }) => row.rule === 'manager'))(
    '$name of a hidden source, by $caller',
    async ({ name, caller, row }) => {
      const isOpen = caller === 'owner' || caller === 'operator'
      // What stands inside of a harvest is never come to.
      const isLoose = name.startsWith('Harvest.') || caller === 'stranger'
      const expected = isOpen ? null : isLoose ? 'NOT_FOUND' : 'FORBIDDEN'
      expect(await refusal(caller, row, 'gamma')).toBe(expected)
    },
  )

  test.each(callers)(
    'of a source that never was, %s learns what they learn of a hidden one',
    async (caller) => {
      if (caller === 'owner' || caller === 'operator') return
      for (const row of Object.values(rows).filter(({ rule }) => rule === 'manager')) {
        const of = (source: string, harvest: string) =>
          row.ask({
            source,
            harvest: harvestNodeId(harvest),
            record: recordNodeId(`${source}:one`),
          })
        const hidden = await ask(gateway, of('gamma', runs.gamma ?? ''), {}, as(caller))
        const absent = await ask(gateway, of('never', 'never'), {}, as(caller))
        expect([absent.data, absent.errors]).toEqual([hidden.data, hidden.errors])
      }
    },
  )

  test('nothing that was refused has been done', async () => {
    for (const { caller, row } of table) {
      if (caller === 'owner' || caller === 'operator' || row.rule === 'anybody') continue
      await refusal(caller, row, 'alpha')
    }
    expect(world.harvester.runs()).toEqual([])
    expect(await world.store.registeredSources()).toEqual([])
    const { entries } = await world.store.audit({ sources: null, first: 100, before: null })
    expect(entries.filter(({ by }) => by !== null && by !== operator.subject)).toEqual([])
  })

  const own =
    'owners origin discover options hasSecrets secretNames origins revision schedule nextHarvest awaitsApproval isPaused registeredAt recordsInAll staleAfterSeconds visibility'
  test('of a revision that is none, those who may not approve learn nothing', async () => {
    for (const caller of callers.filter((caller) => caller !== 'operator')) {
      for (const source of ['alpha', 'gamma', 'never']) {
        const approve = `mutation { approveSource(id: "${source}", revision: 7) { problems { message } } }`
        const { data, errors } = await ask(gateway, approve, {}, as(caller))
        expect(data.approveSource).toBeNull()
        expect(errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN'])
      }
    }
  })

  test.each(callers)('how a source is configured, as %s is told', async (caller) => {
    const query = `{ source(id: "alpha") { isManaged ${own} } }`
    const { data, errors } = await ask(gateway, query, {}, as(caller))
    expect(errors).toEqual([])
    const { isManaged, ...told } = data.source
    const may = caller === 'owner' || caller === 'operator'
    expect(isManaged).toBe(may)
    if (may) {
      expect(told).toMatchObject({
        ...{ owners: ['archive-team'], origin: 'FILE', discover: ['public'] },
        ...{ recordsInAll: 1, staleAfterSeconds: 3_600 },
      })
    } else expect(Object.values(told).filter((value) => value !== null)).toEqual([])
  })
})
