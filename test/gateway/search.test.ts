import { beforeAll, describe, expect, test } from 'vitest'
import { type Gateway, recordNodeId } from '../../src/gateway/index.ts'
import { GatewayError } from '../../src/model/index.ts'
import { ask } from './ask.ts'
import { fill, mouse } from './catalogue.ts'
import { furnish, openWorld, startWorld, type World } from './world.ts'

let world: World
let gateway: Gateway
beforeAll(async () => {
  const started = await startWorld()
  world = started
  await furnish(world)
  gateway = world.gateway()
  return started.close
})

describe('search', () => {
  test('finds hippocampus records despite the typo, with counts, by the query that the README gives', async () => {
    const body =
      '{"query":"{search(query:\\"hippocampos\\",facets:[{facet:SPECIES},{facet:STRUCTURE}]){totalCount facets{facet buckets{value count}} edges{node{id title} highlights{fragment}}}}"}'
    const response = await gateway.fetch(
      new Request('http://localhost:4000/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      }),
    )
    const { data, errors } = (await response.json()) as Awaited<ReturnType<typeof ask>>
    expect(errors).toBeUndefined()
    expect(data.search.totalCount).toBe(3)
    expect(data.search.edges).toHaveLength(3)
    expect(data.search.facets.map(({ facet }: { facet: string }) => facet)).toEqual([
      'SPECIES',
      'STRUCTURE',
    ])
    expect(data.search.facets[0].buckets).toContainEqual({ value: 'NCBITaxon:10090', count: 2 })
    expect(JSON.stringify(data.search.edges)).toContain('<mark>hippocampus</mark>')
  })

  test('explains hits only to those who ask, and passes on how the query was read', async () => {
    const query = (more: string) => `query ($all: Boolean = true) {
      search(query: "hippocampos") {
        interpretation { text as label } ranking tookMs warnings { code }
        edges { score ...More @include(if: $all) }
      }
    }
    fragment More on RecordEdge { cursor ${more} }`
    const { data, errors } = await ask(
      gateway,
      query('explanation { legs { leg } terms { queried matched how } }'),
    )
    expect(errors).toEqual([])
    expect(data.search.ranking).toBe('LEXICAL')
    expect(data.search.tookMs).toBeGreaterThanOrEqual(0)
    expect(data.search.interpretation[0].text).toBe('hippocampos')
    expect(data.search.edges[0].score).toBeGreaterThan(0)
    expect(data.search.edges[0].explanation.terms[0]).toMatchObject({ queried: 'hippocampos' })
  })

  test('pages through everything once', async () => {
    const titles: string[] = []
    for (let after: string | null = null; ; ) {
      const { data } = await ask(
        gateway,
        'query ($after: String) { search(first: 2, sort: TITLE, after: $after) { pageInfo { hasNextPage endCursor } edges { node { title } } } }',
        { after },
      )
      titles.push(...data.search.edges.map((edge: { node: { title: string } }) => edge.node.title))
      if (!data.search.pageInfo.hasNextPage) break
      after = data.search.pageInfo.endCursor
    }
    expect(titles).toEqual([
      'Human hippocampus session',
      'Mouse brain atlas',
      'Open collection',
      'Parcellation of the hippocampus',
    ])
  })

  test('answers totals and facets alone when no edges are wanted', async () => {
    const { data } = await ask(
      gateway,
      '{ search(first: 0, facets: [{ facet: KIND, first: 0 }]) { totalCount edges { cursor } pageInfo { startCursor } facets { buckets { value } } } }',
    )
    expect(data.search).toMatchObject({ totalCount: 4, edges: [], pageInfo: { startCursor: null } })
  })

  test('warns of a value that matches nothing, naming the argument', async () => {
    const { data } = await ask(
      gateway,
      '{ search(filter: { species: ["unicorn"] }) { totalCount warnings { code argument message } } }',
    )
    expect(data.search.totalCount).toBe(0)
    expect(data.search.warnings[0]).toMatchObject({ argument: 'filter.species' })
  })

  test('says of every source searched how many match, 0 for none and null for one never harvested', async () => {
    const own = await openWorld()
    await fill(own.store, 'alpha', [{ nativeId: '1', title: 'Cortex' }])
    await own.follow()
    const query =
      'query ($f: RecordFilter) { search(query: "nothing", filter: $f) { sources { source { name } state total harvestedAt error } } }'
    const { data } = await ask(own.gateway(), query)
    expect(data.search.sources).toEqual([
      {
        source: { name: 'alpha' },
        state: 'READY',
        total: 0,
        harvestedAt: expect.any(String),
        error: null,
      },
      { source: { name: 'beta' }, state: 'PENDING', total: null, harvestedAt: null, error: null },
    ])
    const one = await ask(own.gateway(), query, { f: { source: ['alpha'] } })
    expect(one.data.search.sources).toHaveLength(1)
  })

  test('says why a source did not answer when its only harvest failed', async () => {
    const own = await openWorld()
    const { harvest } = await own.store.beginHarvest('beta', {
      full: true,
      owner: 'test',
      leaseSeconds: 60,
    })
    await own.store.finishHarvest(harvest.id, 'test', {
      error: 'SOURCE_UNREACHABLE',
      message: null,
      cancelled: false,
      removalShare: 0.2,
    })
    const { data } = await ask(
      own.gateway(),
      '{ search { sources { source { name } state total error } } }',
    )
    expect(data.search.sources).toContainEqual({
      source: { name: 'beta' },
      state: 'FAILING',
      total: null,
      error: 'SOURCE_UNREACHABLE',
    })
  })

  test('leaves out a hit that was hidden after the index last looked', async () => {
    const own = await openWorld()
    await fill(own.store, 'alpha', [
      { nativeId: '1', title: 'Cortex one' },
      { nativeId: '2', title: 'Cortex two' },
    ])
    await own.follow()
    await fill(own.store, 'alpha', [
      { nativeId: '1', title: 'Cortex one', hidden: true },
      { nativeId: '2', title: 'Cortex two' },
    ])
    const { data, errors } = await ask(
      own.gateway(),
      '{ search(query: "cortex") { edges { node { title } highlights { fragment } } } suggest(prefix: "Cortex o") { text } }',
    )
    expect(errors).toEqual([])
    expect(data.search.edges.map(({ node }: { node: { title: string } }) => node.title)).toEqual([
      'Cortex two',
    ])
    expect(JSON.stringify(data)).not.toContain('one')
  })

  test('leaves out a similar record that was hidden after the index last looked', async () => {
    const own = await openWorld()
    const titles = ['Cortex layers one', 'Cortex layers two', 'Cortex layers three']
    const given = (hidden: number | null) =>
      titles.map((title, at) => ({
        nativeId: `${at}`,
        title,
        species: [mouse],
        hidden: at === hidden,
      }))
    await fill(own.store, 'alpha', given(null))
    await own.follow()
    const query = 'query ($id: ID!) { record(id: $id) { similar { title } } }'
    const similar = async () => {
      const { data, errors } = await ask(own.gateway(), query, { id: recordNodeId('alpha:0') })
      expect(errors).toEqual([])
      return data.record.similar.map(({ title }: { title: string }) => title).toSorted()
    }
    expect(await similar()).toEqual(['Cortex layers three', 'Cortex layers two'])
    await fill(own.store, 'alpha', given(1))
    expect(await similar()).toEqual(['Cortex layers three'])
  })

  test('finds similar records', async () => {
    const { data, errors } = await ask(
      gateway,
      '{ search(filter: { kind: [ATLAS] }) { edges { node { similar(first: 2) { title } } } } }',
    )
    expect(errors).toEqual([])
    expect(data.search.edges[0].node.similar.length).toBeGreaterThan(0)
    expect(data.search.edges[0].node.similar).not.toContainEqual({ title: 'Mouse brain atlas' })
  })

  test('suggests while a person types', async () => {
    const { data } = await ask(
      gateway,
      '{ suggest(prefix: "hippoc") { text kind count record { title } } none: suggest(prefix: "  ") { text } }',
    )
    expect(data.suggest.length).toBeGreaterThan(0)
    expect(data.none).toEqual([])
  })
})

describe('a failing index', () => {
  const failing = (error: unknown) => {
    const fail = () => Promise.reject(error)
    return {
      ...world.index,
      search: fail,
      searchRecords: fail,
      matches: fail,
      facetValues: fail,
      suggest: fail,
      similar: fail,
      stats: fail,
      rebuild: fail,
    }
  }

  test('takes only its own roots', async () => {
    const answer = await ask(
      world.gateway({ index: failing(new GatewayError('INDEX_UNAVAILABLE')) }),
      '{ search { totalCount } suggest(prefix: "a") { text } facetValues(facet: KIND) { value } sources { name } }',
    )
    expect(answer.status).toBe(200)
    expect(answer.data).toEqual({
      search: null,
      suggest: null,
      facetValues: null,
      sources: [{ name: 'alpha' }, { name: 'beta' }],
    })
    expect(answer.errors.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [['search'], 'INDEX_UNAVAILABLE'],
      [['suggest'], 'INDEX_UNAVAILABLE'],
      [['facetValues'], 'INDEX_UNAVAILABLE'],
    ])
  })

  test('is INTERNAL when nobody knows why, tells nothing of the cause, and logs it', async () => {
    const logged: unknown[] = []
    const log = {
      info() {},
      warn() {},
      error: (message: string, fields?: Record<string, unknown>) =>
        void logged.push([message, fields]),
    }
    const cause = new Error('no such file /var/secret/index.db at 10.0.0.7')
    for (const production of [true, false]) {
      const answer = await ask(
        world.gateway({ index: failing(cause), production, log }),
        '{ search { totalCount } sources { name } }',
      )
      expect(answer.data.sources).toHaveLength(2)
      expect(answer.errors).toEqual([
        {
          message: 'Something went wrong here; it has been logged.',
          path: ['search'],
          locations: expect.any(Array),
          extensions: { code: 'INTERNAL' },
        },
      ])
    }
    expect(logged).toHaveLength(2)
    expect(logged[0]).toEqual(['a request failed', { err: cause, path: ['search'] }])
  })

  test('is TIMEOUT when it takes too long, while the rest is answered', async () => {
    const never = { ...failing(null), searchRecords: () => new Promise<never>(() => {}) }
    const answer = await ask(
      world.gateway({ index: never, readTimeout: 50 }),
      '{ search { totalCount } sources { name } }',
    )
    expect(answer.data.sources).toHaveLength(2)
    expect(answer.errors[0]?.extensions.code).toBe('TIMEOUT')
  })
})
