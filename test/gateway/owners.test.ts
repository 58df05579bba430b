import { describe, expect, test } from 'vitest'
import { type Gateway, harvestNodeId, recordNodeId, sourceNodeId } from '../../src/gateway/index.ts'
import { ask, faultsOf } from './ask.ts'
import { as, callerOf } from './callers.ts'
import { fill, ownerSubject } from './catalogue.ts'
import { gated } from './gated.ts'
import { openWorld, type World } from './world.ts'

interface Harvestable extends World {
  service: Gateway
  open(): void
}

async function openHarvestable(rows = 3): Promise<Harvestable> {
  const { connector, open } = gated(rows)
  const world = await openWorld({
    connectors: new Map([['example', connector]]),
    sources: ['alpha', 'gamma'].map((id) => ({
      ...{ id, type: 'example', options: {}, schedule: null, allowPrivateAddresses: false },
    })),
  })
  return { ...world, service: world.gateway({ viewerOf: callerOf }), open }
}

const start = `mutation ($source: ID!) {
  startHarvest(source: $source) { harvest { id state kind source { name state } } problems { code path message } }
}`
const auditOf = `query ($source: ID, $first: Int! = 20, $after: String) {
  audit(source: $source, first: $first, after: $after) {
    pageInfo { hasNextPage hasPreviousPage endCursor }
    edges { cursor node { at by action detail source { name } } }
  }
}`
interface Edge {
  cursor: string
  node: { by: string; action: string; source: { name: string } | null; detail: object }
}

describe('an owner', () => {
  test('sees its hidden source and harvests it, which others know nothing of', async () => {
    const { service, open } = await openHarvestable()
    const started = await ask(service, start, { source: sourceNodeId('gamma') }, as('owner'))
    expect(started.errors).toEqual([])
    expect(started.data.startHarvest).toMatchObject({
      harvest: { state: 'RUNNING', kind: 'HARVEST', source: { name: 'gamma' } },
      problems: [],
    })
    const { id } = started.data.startHarvest.harvest
    const look = 'query ($id: ID!) { harvest(id: $id) { state } sources { name } }'
    const seen = await ask(service, look, { id }, as('owner'))
    expect(seen.data.harvest).toEqual({ state: 'RUNNING' })
    expect(seen.data.sources).toContainEqual({ name: 'gamma' })
    const stranger = await ask(service, look, { id }, as('stranger'))
    expect(stranger.data.harvest).toBeNull()
    expect(stranger.data.sources).not.toContainEqual({ name: 'gamma' })
    open()
  })

  test('cancels its harvest, and the audit says who began and who ended it', async () => {
    const { service } = await openHarvestable()
    const { data } = await ask(service, start, { source: 'alpha' }, as('owner'))
    const { id } = data.startHarvest.harvest
    const cancel =
      'mutation ($id: ID!) { cancelHarvest(id: $id) { harvest { state } problems { code } } }'
    expect(faultsOf(await ask(service, cancel, { id }, as('stranger')))).toEqual([
      ['FORBIDDEN', undefined],
    ])
    const cancelled = await ask(service, cancel, { id }, as('owner'))
    expect(cancelled.data.cancelHarvest).toEqual({ harvest: { state: 'CANCELLED' }, problems: [] })
    const { data: told } = await ask(service, auditOf, { source: 'alpha' }, as('owner'))
    const [last, first] = told.audit.edges.map(({ node }: Edge) => node)
    expect(last).toMatchObject({ action: 'harvest.cancelled', by: ownerSubject })
    expect(first).toMatchObject({
      ...{ action: 'harvest.started', by: ownerSubject, source: { name: 'alpha' } },
      detail: { full: false },
    })
  })

  test('is told messages and rejections of its own harvests', async () => {
    const { service, store } = await openHarvestable()
    const run = await fill(store, 'alpha', [{ nativeId: '1', title: 'One' }], 2)
    const query = 'query ($id: ID!) { harvest(id: $id) { message rejections { nativeId } } }'
    const told = await ask(service, query, { id: harvestNodeId(run) }, as('owner'))
    expect(told.errors).toEqual([])
    expect(told.data.harvest).toEqual({
      message: expect.stringMatching(/rejected/),
      rejections: [{ nativeId: 'r0' }, { nativeId: 'r1' }],
    })
  })

  test('is told why a row of its own was not taken, and nobody of whom it is not', async () => {
    const { service, store, follow } = await openHarvestable()
    await fill(store, 'alpha', [{ nativeId: 'one', title: 'One' }], 1)
    await follow()
    const query = 'query ($id: ID!) { whyNot(query: "x", id: $id) { state rejection { reason } } }'
    const of = { id: recordNodeId('alpha:r0') }
    expect((await ask(service, query, of, as('owner'))).data.whyNot).toEqual({
      state: 'REJECTED',
      rejection: { reason: 'expected number' },
    })
    expect(faultsOf(await ask(service, query, of, as('stranger')))).toEqual([['NOT_FOUND', 'id']])
  })

  test('gives sources to nobody but itself and groups it is in', async () => {
    const { service } = await openHarvestable()
    const register = `mutation ($owners: [String!]) {
      registerSource(input: { id: "mine", type: "example", title: "Mine", owners: $owners }) { problems { code } }
    }`
    for (const owners of [[], ['somebody-else'], [ownerSubject, 'group:lab'], ['group:public']]) {
      expect(faultsOf(await ask(service, register, { owners }, as('owner')))).toEqual([
        ['FORBIDDEN', 'input.owners'],
      ])
    }
    const update =
      'mutation { updateSource(id: "alpha", patch: { owners: null }) { problems { code } } }'
    expect(faultsOf(await ask(service, update, {}, as('owner')))).toEqual([
      ['FORBIDDEN', 'patch.owners'],
    ])
  })
})

describe('changes of a harvest', () => {
  const changes = `query ($id: ID!, $change: ChangeKind, $first: Int! = 20, $after: String) {
    harvest(id: $id) {
      changes(change: $change, first: $first, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        edges { node { change recordId nativeId title fields record { title } } }
      }
    }
  }`

  test('tell what it added, changed and removed, with the fields that differ', async () => {
    const { service, store } = await openHarvestable()
    await fill(store, 'alpha', [
      { nativeId: 'a', title: 'A' },
      { nativeId: 'b', title: 'B' },
      { nativeId: 'c', title: 'C' },
    ])
    const run = await fill(store, 'alpha', [
      { nativeId: 'a', title: 'A' },
      { nativeId: 'b', title: 'New B' },
      { nativeId: 'd', title: 'D' },
    ])
    const { data, errors } = await ask(service, changes, { id: harvestNodeId(run) }, as('owner'))
    expect(errors).toEqual([])
    const { totalCount, edges } = data.harvest.changes
    expect(totalCount).toBe(3)
    expect(edges.map(({ node }: { node: object }) => node)).toEqual([
      {
        ...{ change: 'ADDED', nativeId: 'd', title: 'D', fields: [] },
        ...{ recordId: recordNodeId('alpha:d'), record: { title: 'D' } },
      },
      {
        ...{ change: 'CHANGED', nativeId: 'b', title: 'New B', fields: ['title'] },
        ...{ recordId: recordNodeId('alpha:b'), record: { title: 'New B' } },
      },
      {
        ...{ change: 'REMOVED', nativeId: 'c', title: 'C', fields: [] },
        ...{ recordId: recordNodeId('alpha:c'), record: null },
      },
    ])
  })

  test('come in pages, of one kind when asked for', async () => {
    const { service, store } = await openHarvestable()
    const given = ['a', 'b', 'c'].map((nativeId) => ({ nativeId, title: nativeId }))
    const id = harvestNodeId(await fill(store, 'alpha', given))
    const first = await ask(service, changes, { id, first: 2 }, as('owner'))
    const { pageInfo, edges } = first.data.harvest.changes
    expect([edges.length, pageInfo.hasNextPage]).toEqual([2, true])
    const rest = await ask(service, changes, { id, after: pageInfo.endCursor }, as('owner'))
    expect(rest.data.harvest.changes.edges).toMatchObject([{ node: { nativeId: 'c' } }])
    const removed = await ask(service, changes, { id, change: 'REMOVED' }, as('owner'))
    expect(removed.data.harvest.changes).toMatchObject({ totalCount: 0, edges: [] })
    const tooMany = await ask(service, changes, { id, first: 1_001 }, as('owner'))
    expect(faultsOf(tooMany)).toEqual([['BAD_INPUT', 'first']])
  })
})

describe('the audit', () => {
  const note = (store: World['store'], source: string | null, action: string) =>
    store.noteAudit({ by: 'somebody', source, action, detail: { full: true } })

  test('shows owners what concerns their sources, and operators everything', async () => {
    const { service, store } = await openHarvestable()
    for (const source of ['alpha', 'beta', 'gamma', null]) await note(store, source, 'test.done')
    const of = async (...args: Parameters<typeof ask>) =>
      (await ask(...args)).data.audit.edges
        .filter(({ node }: Edge) => node.action === 'test.done')
        .map(({ node }: Edge) => node.source?.name ?? null)
    expect(await of(service, auditOf, {}, as('owner'))).toEqual(['gamma', 'alpha'])
    expect(await of(service, auditOf, {}, as('stranger'))).toEqual([])
    expect(await of(service, auditOf, { source: 'gamma' }, as('owner'))).toEqual(['gamma'])
    expect(await of(service, auditOf, {}, as('operator'))).toEqual([null, 'gamma', 'beta', 'alpha'])
    for (const caller of ['anonymous', 'reader'] as const) {
      expect(faultsOf(await ask(service, auditOf, {}, as(caller)))).toEqual([
        ['FORBIDDEN', undefined],
      ])
    }
  })

  test('is read in pages, by cursors that tell nothing', async () => {
    const { service, store } = await openHarvestable()
    for (const action of ['test.one', 'test.two', 'test.three']) await note(store, 'alpha', action)
    const first = await ask(service, auditOf, { source: 'alpha', first: 2 }, as('owner'))
    const { edges, pageInfo } = first.data.audit
    expect(edges.map(({ node }: Edge) => node.action)).toEqual(['test.three', 'test.two'])
    expect(pageInfo).toMatchObject({ hasNextPage: true, endCursor: edges[1].cursor })
    expect(pageInfo.endCursor).toMatch(/^[\w-]{22}$/)
    const next = { source: 'alpha', first: 1, after: pageInfo.endCursor }
    const second = await ask(service, auditOf, next, as('owner'))
    expect(second.data.audit.edges).toMatchObject([{ node: { action: 'test.one' } }])
    expect(second.data.audit.pageInfo.hasPreviousPage).toBe(true)
    const wrong = await ask(service, auditOf, { source: 'alpha', after: '12' }, as('owner'))
    expect(faultsOf(wrong)).toEqual([['BAD_INPUT', 'after']])
  })

  test('has a row of a rebuilt index', async () => {
    const { service } = await openHarvestable()
    await ask(service, 'mutation { rebuildIndex { generation } }', {}, as('operator'))
    const { data } = await ask(service, auditOf, {}, as('operator'))
    expect(data.audit.edges[0].node).toMatchObject({
      ...{ action: 'index.rebuilt', by: 'operator', source: null, detail: { generation: 2 } },
    })
  })
})
