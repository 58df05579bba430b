import { describe, expect, test } from 'vitest'
import { describeConnector, harvestNodeId } from '../../src/gateway/index.ts'
import type { AnyConnector } from '../../src/sdk/connector.ts'
import { ask, faultsOf } from './ask.ts'
import { fill } from './catalogue.ts'
import { follow, openHarvestable, overHttp, start, stepwise } from './harvestable.ts'
import { asOperator, furnish, openWorld, token, type World } from './world.ts'

describe('mutations', () => {
  test.each([
    'startHarvest(source: "alpha") { problems { code } }',
    'startHarvest(source: "nonsense") { problems { code } }',
    'cancelHarvest(id: "run.YQ") { problems { code } }',
    'rebuildIndex { generation }',
  ])('%s is FORBIDDEN without the operator’s token and does nothing', async (mutation) => {
    const world = await openHarvestable()
    const answer = await ask(world.gateway(), `mutation { done: ${mutation} }`)
    expect(answer.data).toEqual({ done: null })
    expect(faultsOf(answer)).toEqual([['FORBIDDEN', undefined]])
    expect(world.harvester.runs()).toEqual([])
  })

  test('startHarvest begins one, and a second is a problem, not an error', async () => {
    const world = await openHarvestable()
    const gateway = world.gateway()
    const first = await ask(gateway, start, {}, asOperator)
    expect(first.errors).toEqual([])
    expect(first.data.startHarvest).toMatchObject({
      harvest: { state: 'RUNNING', full: true, source: { name: 'alpha' } },
      problems: [],
    })
    const second = await ask(gateway, start, {}, asOperator)
    expect(second.data.startHarvest).toMatchObject({
      harvest: null,
      problems: [{ code: 'CONFLICT' }],
    })
  })

  test('cancelHarvest stops it, and what has ended or never was cannot be stopped', async () => {
    const world = await openHarvestable()
    const gateway = world.gateway()
    const { id } = (await ask(gateway, start, {}, asOperator)).data.startHarvest.harvest
    const cancel =
      'mutation ($id: ID!) { cancelHarvest(id: $id) { harvest { state } problems { code } } }'
    const done = await ask(gateway, cancel, { id }, asOperator)
    expect(done.data.cancelHarvest).toEqual({ harvest: { state: 'CANCELLED' }, problems: [] })
    const again = await ask(gateway, cancel, { id }, asOperator)
    expect(again.data.cancelHarvest).toEqual({ harvest: null, problems: [{ code: 'CONFLICT' }] })
    for (const id of [harvestNodeId('never'), 'nonsense']) {
      expect(faultsOf(await ask(gateway, cancel, { id }, asOperator))).toEqual([
        ['NOT_FOUND', 'id'],
      ])
    }
  })

  test('an unknown source is NOT_FOUND, naming the argument', async () => {
    const gateway = (await openWorld()).gateway()
    const answer = await ask(
      gateway,
      'mutation { startHarvest(source: "nope") { problems { code } } }',
      {},
      asOperator,
    )
    expect(faultsOf(answer)).toEqual([['NOT_FOUND', 'source']])
  })

  test('rebuildIndex gives the number of a new generation that finds the same', async () => {
    const world = await openWorld()
    await furnish(world)
    const gateway = world.gateway()
    const count = '{ search(query: "hippocampus") { totalCount } }'
    const before = (await ask(gateway, count)).data
    const answer = await ask(
      gateway,
      'mutation { rebuildIndex { generation problems { code } } }',
      {},
      asOperator,
    )
    expect(answer.data.rebuildIndex).toEqual({ generation: 2, problems: [] })
    expect((await ask(gateway, count)).data).toEqual(before)
  })
})

describe('harvests', () => {
  test('tell their counts to everybody, but messages and rejections to operators only', async () => {
    const world = await openWorld()
    await fill(world.store, 'alpha', [{ nativeId: '1', title: 'One' }], 3)
    const gateway = world.gateway()
    const query =
      '{ harvests(source: "alpha") { edges { node { id state seen written rejected message rejections(first: 2) { nativeId entity path reason firstAt lastAt times } } } } }'
    const outside = await ask(gateway, query)
    expect(outside.data.harvests.edges[0].node).toMatchObject({
      seen: 4,
      written: 1,
      rejected: 3,
      message: null,
      rejections: null,
    })
    expect(faultsOf(outside)).toEqual([
      ['FORBIDDEN', undefined],
      ['FORBIDDEN', undefined],
    ])
    const inside = await ask(gateway, query, {}, asOperator)
    expect(inside.errors).toEqual([])
    const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/)
    const told = {
      ...{ entity: 'scan', path: 'age', reason: 'expected number' },
      ...{ firstAt: at, lastAt: at, times: 1 },
    }
    expect(inside.data.harvests.edges[0].node.rejections).toEqual([
      { nativeId: 'r0', ...told },
      { nativeId: 'r1', ...told },
    ])
    const tooMany = '{ harvests { edges { node { rejections(first: 1001) { path } } } } }'
    expect(faultsOf(await ask(gateway, tooMany, {}, asOperator))).toEqual([['BAD_INPUT', 'first']])
  })

  test('page from the newest to the oldest', async () => {
    const world = await openWorld()
    for (const title of ['one', 'two', 'three'])
      await fill(world.store, 'alpha', [{ nativeId: '1', title }])
    const gateway = world.gateway()
    const query =
      'query ($after: String) { harvests(first: 2, after: $after) { pageInfo { hasNextPage endCursor } edges { node { id } } } }'
    const first = (await ask(gateway, query)).data.harvests
    expect(first.edges).toHaveLength(2)
    const second = (await ask(gateway, query, { after: first.pageInfo.endCursor })).data.harvests
    expect(second.edges).toHaveLength(1)
    expect(second.pageInfo.hasNextPage).toBe(false)
    expect(faultsOf(await ask(gateway, query, { after: 'nonsense!' }))).toEqual([
      ['BAD_INPUT', 'after'],
    ])
  })

  test('can be followed from anywhere in them to their end', async () => {
    const world = await openHarvestable()
    const gateway = world.gateway()
    const { id } = (await ask(gateway, start, {}, asOperator)).data.startHarvest.harvest
    const events = follow(gateway, id, 'state seen source { records }')
    expect((await events.next()).value).toEqual({
      data: { harvest: { state: 'RUNNING', seen: 0, source: { records: 0 } } },
    })
    for (const step of [0, 1, 2]) world.let(step)
    const rest = await Array.fromAsync(events)
    expect(rest.at(-1)).toEqual({
      data: { harvest: { state: 'SUCCEEDED', seen: 3, source: { records: 3 } } },
    })
    // One that has ended tells how, and ends.
    expect(await Array.fromAsync(follow(gateway, id, 'state'))).toEqual([
      { data: { harvest: { state: 'SUCCEEDED' } } },
    ])
  })

  test('are followed only by those who may see their source, and messages only by operators', async () => {
    const world = await openWorld()
    const hidden = await fill(world.store, 'gamma', [{ nativeId: '1', title: 'One' }])
    const open = await fill(world.store, 'alpha', [{ nativeId: '1', title: 'One' }])
    const gateway = world.gateway()
    for (const id of [harvestNodeId(hidden), harvestNodeId('never'), 'nonsense']) {
      const [event, ...more] = await Array.fromAsync(follow(gateway, id, 'seen'))
      expect(more).toEqual([])
      expect(event.errors[0].extensions).toEqual({ code: 'NOT_FOUND', argument: 'id' })
      expect(event.data ?? null).toBeNull()
    }
    const [told] = await Array.fromAsync(follow(gateway, harvestNodeId(open), 'seen message'))
    expect(told).toMatchObject({
      data: { harvest: { seen: 1, message: null } },
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    })
    const [toOperator] = await Array.fromAsync(
      follow(gateway, harvestNodeId(hidden), 'seen message', asOperator),
    )
    expect(toOperator.errors).toBeUndefined()
  })

  test('end their streams when the gateway closes', async () => {
    const world = await openHarvestable()
    const gateway = world.gateway()
    const url = await gateway.listen(0)
    const { id } = (await ask(gateway, start, {}, asOperator)).data.startHarvest.harvest
    const events = follow(overHttp(url), id, 'state')
    expect((await events.next()).value).toEqual({ data: { harvest: { state: 'RUNNING' } } })
    const started = performance.now()
    await gateway.close()
    expect(await Array.fromAsync(events)).toEqual([])
    expect(performance.now() - started).toBeLessThan(2_000)
  })

  test('are followed no longer when the one who followed has gone', async () => {
    const world = await openHarvestable()
    const left = Promise.withResolvers<void>()
    const harvests = {
      start: (...args: Parameters<World['harvester']['start']>) => world.harvester.start(...args),
      cancel: (id: string) => world.harvester.cancel(id),
      progress: (id: string) => {
        const events = world.harvester.progress(id)
        return {
          [Symbol.asyncIterator]: () => ({
            next: () => events.next(),
            return: async () => {
              left.resolve()
              return { done: true as const, value: undefined }
            },
          }),
        }
      },
    }
    const gateway = world.gateway({ harvests })
    const url = await gateway.listen(0)
    const { id } = (await ask(gateway, start, {}, asOperator)).data.startHarvest.harvest
    const client = new AbortController()
    const events = follow(overHttp(url, client.signal), id, 'state')
    await events.next()
    client.abort()
    await left.promise
  })

  test('bad arguments of a subscription are told as events', async () => {
    const gateway = (await openWorld()).gateway()
    const [event] = await Array.fromAsync(follow(gateway, 1.5 as never, 'seen'))
    expect(event.errors[0].extensions).toEqual({ code: 'BAD_INPUT', argument: 'id' })
  })
})

describe('connector types', () => {
  test('have their options as JSON Schema, and name which are secrets', () => {
    const { connector } = stepwise()
    const type = describeConnector(connector as AnyConnector)
    expect(type).toMatchObject({ type: 'example', title: 'Example', secrets: ['password'] })
    expect(type.options).toMatchObject({
      type: 'object',
      required: ['baseUrl'],
      additionalProperties: false,
    })
    expect(JSON.stringify(type)).not.toContain(token)
  })
})
