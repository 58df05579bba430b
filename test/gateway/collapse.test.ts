import { describe, expect, test } from 'vitest'
import { type Answer, ask, faultsOf } from './ask.ts'
import { fill, type Given } from './catalogue.ts'
import { asLab, groupsOf, openWorld } from './world.ts'

const query = `query ($query: String! = "", $filter: RecordFilter, $sort: RecordSort! = RELEVANCE,
  $collapse: Boolean! = true, $first: Int! = 20, $after: String, $alternates: Int! = 10) {
  search(query: $query, filter: $filter, sort: $sort, collapse: $collapse, first: $first, after: $after,
    facets: [{ facet: KIND }, { facet: SOURCE }, { facet: SPECIES }]) {
    totalCount totalIsExact pageInfo { hasNextPage endCursor }
    edges { node { nativeId } alternates(first: $alternates) { nativeId title source { name } } }
    facets { facet missing buckets { value count } }
    sources { source { name } total }
  }
  facetValues(facet: DOMAIN, query: $query, filter: $filter, collapse: $collapse) { value count }
}`

const doi = '10.18112/openneuro.ds000114.v1.0.1'
const framework = (nativeId: string, changes: Partial<Given> = {}): Given => ({
  nativeId,
  title: `Framework ${nativeId}`,
  sameAs: [doi],
  domain: 'NEUROIMAGING',
  ...changes,
})

async function open() {
  const world = await openWorld()
  const gateway = world.gateway({ viewerOf: groupsOf })
  await fill(world.store, 'alpha', [
    framework('a', { kind: 'TEMPLATE', released: '2017' }),
    { nativeId: 'alone', title: 'Framework alone', kind: 'ATLAS', released: '2001' },
  ])
  await fill(world.store, 'beta', [framework('b', { kind: 'ATLAS', released: '2020' })])
  await world.follow()
  const search = (variables: Record<string, unknown> = {}, headers = {}) =>
    ask(gateway, query, variables, headers)
  return { ...world, gateway, search }
}

const edgesOf = ({ data }: Answer): string[][] =>
  data.search.edges.map(
    ({ node, alternates }: { node: { nativeId: string }; alternates: { nativeId: string }[] }) =>
      [node, ...alternates].map(({ nativeId }) => nativeId),
  )
const sourcesOf = ({ data }: Answer) =>
  Object.fromEntries(
    data.search.sources.map((each: { source: { name: string }; total: number | null }) => [
      each.source.name,
      each.total,
    ]),
  )
const countsOf = ({ data }: Answer, at = 0) =>
  Object.fromEntries(
    data.search.facets[at].buckets.map((each: { value: string; count: number }) => [
      each.value,
      each.count,
    ]),
  )

describe('collapse', () => {
  test('records that are the same thing: are one edge with its alternates, and count once', async () => {
    const { search } = await open()
    const answer = await search()
    expect(answer.errors).toEqual([])
    expect(edgesOf(answer)).toEqual([['b', 'a'], ['alone']])
    expect(answer.data.search.edges[0].alternates).toEqual([
      { nativeId: 'a', title: 'Framework a', source: { name: 'alpha' } },
    ])
    expect(answer.data.search).toMatchObject({ totalCount: 2, totalIsExact: true })
    expect(countsOf(answer)).toEqual({ ATLAS: 2, TEMPLATE: 1 })
    expect(answer.data.search.facets[2]).toMatchObject({ missing: 2 })
    expect(sourcesOf(answer)).toEqual({ alpha: 2, beta: 1 })
    expect(answer.data.facetValues).toEqual([{ value: 'NEUROIMAGING', count: 1 }])
  })

  test('by default: every record is an edge, without alternates', async () => {
    const { search } = await open()
    const answer = await search({ collapse: false })
    expect(edgesOf(answer)).toEqual([['b'], ['a'], ['alone']])
    expect(answer.data.search.totalCount).toBe(3)
    expect(answer.data.facetValues).toEqual([{ value: 'NEUROIMAGING', count: 2 }])
    expect(sourcesOf(answer)).toEqual({ alpha: 2, beta: 1 })
  })

  test('alternates: are those that match alone, whatever sameRecords holds', async () => {
    const { search } = await open()
    const answer = await search({ filter: { kind: ['TEMPLATE'] } })
    expect(edgesOf(answer)).toEqual([['a']])
    expect(countsOf(answer)).toEqual({ ATLAS: 2, TEMPLATE: 1 })
    expect(sourcesOf(answer)).toEqual({ alpha: 1, beta: 0 })
  })

  test('a hidden record: is nowhere for others, and the edge for who may discover it', async () => {
    const { search, store, follow } = await open()
    const request = { query: 'framework', sort: 'NEWEST' }
    const before = await search(request)
    await fill(store, 'gamma', [framework('secret', { released: '2031', kind: 'STUDY' })])
    await follow()
    const others = await search(request)
    expect({ ...others.data.search, pageInfo: null }).toEqual({
      ...before.data.search,
      pageInfo: null,
    })
    expect(others.data.facetValues).toEqual(before.data.facetValues)
    expect(JSON.stringify(others.data)).not.toContain('secret')

    const member = await search(request, asLab)
    expect(edgesOf(member)).toEqual([['secret', 'b', 'a'], ['alone']])
    expect(member.data.search.totalCount).toBe(2)
    expect(countsOf(member)).toEqual({ ATLAS: 2, TEMPLATE: 1, STUDY: 1 })
    expect(sourcesOf(member)).toEqual({ alpha: 2, beta: 1, gamma: 1 })
  })

  test('one that was hidden a moment ago, which the index has not heard of: is no alternate', async () => {
    const { search, store } = await open()
    await fill(store, 'alpha', [
      framework('a', { kind: 'TEMPLATE', released: '2017', hidden: true }),
      { nativeId: 'alone', title: 'Framework alone', kind: 'ATLAS', released: '2001' },
    ])
    expect(edgesOf(await search())).toEqual([['b'], ['alone']])
    expect(edgesOf(await search({}, asLab))).toEqual([['b', 'a'], ['alone']])
  })

  test('pages: meet each thing once, and a cursor of a plain search has expired', async () => {
    const { search } = await open()
    const first = await search({ first: 1 })
    const { hasNextPage, endCursor } = first.data.search.pageInfo
    expect(hasNextPage).toBe(true)
    const second = await search({ first: 1, after: endCursor })
    expect([...edgesOf(first), ...edgesOf(second)]).toEqual([['b', 'a'], ['alone']])
    expect(second.data.search.pageInfo.hasNextPage).toBe(false)
    const plain = await search({ collapse: false, after: endCursor })
    expect(faultsOf(plain)).toEqual([['CURSOR_EXPIRED', 'after']])
  })

  test('alternates(first:): cuts the list, and is from 0 to 100', async () => {
    const { search } = await open()
    expect(edgesOf(await search({ alternates: 0 }))).toEqual([['b'], ['alone']])
    expect(edgesOf(await search({ alternates: 100 }))).toEqual([['b', 'a'], ['alone']])
    expect(faultsOf(await search({ alternates: 101 }))).toEqual([['BAD_INPUT', 'first']])
  })
})
