import { beforeAll, describe, expect, test } from 'vitest'
import {
  assetNodeId,
  type Gateway,
  harvestNodeId,
  recordNodeId,
  sourceNodeId,
} from '../../src/gateway/index.ts'
import { operator } from '../../src/model/index.ts'
import { ask, faultsOf } from './ask.ts'
import { asLab, asOperator, furnish, groupsOf, startWorld, type World } from './world.ts'

let world: World
let gateway: Gateway
beforeAll(async () => {
  const started = await startWorld()
  world = started
  await furnish(world)
  gateway = world.gateway({ viewerOf: groupsOf })
  return started.close
})

const study = recordNodeId('beta:study')
const session = recordNodeId('beta:session')
const secret = recordNodeId('gamma:secret')

async function secretIds(): Promise<Record<string, string>> {
  const [run] = (await world.store.harvests(operator, 'gamma', { first: 1 })).items
  const [asset] = (await world.store.assets(operator, 'gamma:secret', { first: 1 })).items
  if (!run || !asset) throw new Error('there is no secret')
  return {
    record: secret,
    asset: assetNodeId(asset),
    source: sourceNodeId('gamma'),
    harvest: harvestNodeId(run.id),
  }
}

describe('two viewers', () => {
  const search = `{
    search(query: "hippocampus", facets: [{ facet: SPECIES }, { facet: KIND }, { facet: SOURCE }]) {
      totalCount totalIsExact
      facets { facet missing distinct buckets { value label count } }
      edges { node { title } }
      sources { source { name records } total }
    }
  }`

  test('see totals, facets and sources that agree with the hits each of them sees', async () => {
    const counts: number[] = []
    for (const headers of [{}, asLab, asOperator]) {
      const { data, errors } = await ask(gateway, search, {}, headers)
      expect(errors).toEqual([])
      const { totalCount, facets, edges, sources } = data.search
      counts.push(totalCount)
      expect(edges).toHaveLength(totalCount)
      for (const { facet, buckets, missing } of facets) {
        if (facet === 'SPECIES') continue
        const counted = buckets.reduce(
          (sum: number, { count }: { count: number }) => sum + count,
          0,
        )
        expect(counted + missing, facet).toBe(totalCount)
      }
      const ofSources = sources.reduce(
        (sum: number, { total }: { total: number }) => sum + total,
        0,
      )
      expect(ofSources).toBe(totalCount)
    }
    expect(counts).toEqual([3, 5, 5])
  })

  test('the one outside meets no trace of what is hidden', async () => {
    const { data } = await ask(gateway, search)
    const text = JSON.stringify(data)
    for (const trace of ['Quokka', 'Setonix', '30645', 'gamma', 'Zebra', 'STUDY']) {
      expect(text).not.toContain(trace)
    }
    expect(JSON.stringify((await ask(gateway, search, {}, asLab)).data)).toContain('Quokka')
  })

  test.each(['quokka', 'zebra', 'quoka', 'gamma:secret', 'Setonix'])(
    'searching for %s finds and suggests something only to the one inside',
    async (words) => {
      const query = `query ($words: String!) {
        search(query: $words) { totalCount edges { node { title } } interpretation { label } }
        suggest(prefix: $words) { text count record { title } }
      }`
      const outside = await ask(gateway, query, { words })
      expect(outside.errors).toEqual([])
      expect(outside.data.search.edges).toEqual([])
      expect(outside.data.search.totalCount).toBe(0)
      expect(outside.data.suggest.filter((each: { record: unknown }) => each.record)).toEqual([])
      const inside = await ask(gateway, query, { words }, asLab)
      expect(inside.data.search.totalCount).toBe(1)
    },
  )

  test('values of a facet are those of visible records', async () => {
    const query = '{ facetValues(facet: SPECIES) { label count } }'
    const labels = async (headers: Record<string, string>) =>
      (await ask(gateway, query, {}, headers)).data.facetValues
        .map(({ label, count }: { label: string; count: number }) => `${label} ${count}`)
        .toSorted()
    expect(await labels({})).toEqual(['Homo sapiens 1', 'Mus musculus 2'])
    expect(await labels(asLab)).toEqual([
      'Homo sapiens 1',
      'Mus musculus 2',
      'Setonix brachyurus 1',
    ])
  })

  test('what is hidden by id is as absent as what never was, in every root that takes an id', async () => {
    const ids = await secretIds()
    const never = {
      record: recordNodeId('gamma:never'),
      asset: assetNodeId({ record: 'gamma:never', key: 'a' }),
      source: sourceNodeId('never'),
      harvest: harvestNodeId('never'),
    }
    const query = `query ($record: ID!, $asset: ID!, $source: ID!, $harvest: ID!) {
      record(id: $record) { title } asset(id: $asset) { name } source(id: $source) { name }
      harvest(id: $harvest) { seen } records(ids: [$record]) { title } links(ids: [$asset]) { state }
      harvests(source: $source) { edges { cursor } }
      a: node(id: $record) { id } b: node(id: $asset) { id } c: node(id: $source) { id } d: node(id: $harvest) { id }
    }`
    const hidden = await ask(gateway, query, ids)
    expect(new Set(hidden.errors.map(({ extensions }) => extensions.code))).toEqual(
      new Set(['NOT_FOUND']),
    )
    const { data, errors } = await ask(gateway, query, never)
    expect({ data: hidden.data, errors: hidden.errors }).toEqual({ data, errors })
    const seen = await ask(gateway, query, ids, asLab)
    expect(faultsOf(seen)).toEqual([])
    // The gateway of these tests knows of no source.
    expect(seen.data.links).toEqual([{ state: 'UNREACHABLE' }])
    expect(seen.data.record).toEqual({ title: 'Quokka hippocampus' })
    expect([seen.data.a, seen.data.b, seen.data.c, seen.data.d].every((node) => node?.id)).toBe(
      true,
    )
  })

  test('a hidden parent is left out and leaves no gap', async () => {
    const query = `query ($id: ID!) {
      record(id: $id) { parent { title } parents { title } isVersionOf { title } }
    }`
    const outside = await ask(gateway, query, { id: session })
    expect(outside.errors).toEqual([])
    expect(outside.data.record.parents).toEqual([{ title: 'Open collection' }])
    expect(JSON.stringify(outside.data)).not.toContain('Zebra')
    expect(outside.data.record.isVersionOf).toBeNull()
    const inside = await ask(gateway, query, { id: session }, asLab)
    expect(inside.data.record).toEqual({
      parent: { title: 'Zebra study of the hippocampus' },
      parents: [{ title: 'Zebra study of the hippocampus' }, { title: 'Open collection' }],
      isVersionOf: { title: 'Zebra study of the hippocampus' },
    })
  })

  test('a filter on a hidden parent or record matches as if there were none', async () => {
    const query = `query ($f: RecordFilter) { search(filter: $f) { totalCount } }`
    const total = async (f: unknown, headers = {}) =>
      (await ask(gateway, query, { f }, headers)).data.search.totalCount
    expect(await total({ parent: study })).toBe(0)
    expect(await total({ parent: study }, asLab)).toBe(1)
    expect(await total({ id: [secret] })).toBe(0)
    expect(await total({ source: ['gamma'] })).toBe(0)
    expect(await total({ source: [sourceNodeId('gamma')] }, asLab)).toBe(1)
  })

  test('sources and harvests are counted as far as each may see', async () => {
    const query = '{ sources { name records } harvests { edges { node { source { name } } } } }'
    const outside = (await ask(gateway, query)).data
    expect(outside.sources).toEqual([
      { name: 'alpha', records: 2 },
      { name: 'beta', records: 2 },
    ])
    expect(outside.harvests.edges).toHaveLength(2)
    const inside = (await ask(gateway, query, {}, asLab)).data
    expect(inside.sources).toEqual([
      { name: 'alpha', records: 2 },
      { name: 'beta', records: 3 },
      { name: 'gamma', records: 1 },
    ])
    expect(inside.harvests.edges).toHaveLength(3)
  })

  test('a cursor of one is refused to the other', async () => {
    const query =
      'query ($after: String) { search(first: 1, after: $after) { pageInfo { endCursor } } }'
    const { data } = await ask(gateway, query, {}, asLab)
    const after = data.search.pageInfo.endCursor
    expect(faultsOf(await ask(gateway, query, { after }, asLab))).toEqual([])
    expect((await ask(gateway, query, { after })).errors[0]?.extensions.code).toBe('CURSOR_EXPIRED')
  })
})

describe('credentials', () => {
  test.each([
    ['a wrong token', 'Bearer wrong'],
    ['no token', 'Bearer'],
    ['another scheme', 'Basic b3BlcmF0b3I6c2VjcmV0'],
    ['a token with more behind it', `${asOperator.authorization} x`],
  ])('%s is refused with 401 and reads nothing', async (_, authorization) => {
    const byToken = world.gateway()
    const answer = await ask(byToken, '{ sources { name } }', {}, { authorization })
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toBe('Bearer')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(faultsOf(answer)).toEqual([['UNAUTHENTICATED', undefined]])
    expect(answer.data).toBeNull()
  })

  test('the operator’s token opens what is hidden, and is known nowhere when none is set', async () => {
    const query = '{ sources { name } }'
    const { data, headers } = await ask(world.gateway(), query, {}, asOperator)
    expect(data.sources).toHaveLength(3)
    expect(headers.get('cache-control')).toBe('no-store')
    const closed = world.gateway({ operatorToken: null })
    expect((await ask(closed, query, {}, asOperator)).status).toBe(401)
    expect(
      (await ask(closed, 'mutation { rebuildIndex { generation } }')).errors[0]?.extensions.code,
    ).toBe('FORBIDDEN')
  })
})
