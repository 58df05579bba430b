import { beforeAll, describe, expect, test } from 'vitest'
import { type Gateway, recordNodeId } from '../../src/gateway/index.ts'
import type { Viewer } from '../../src/model/index.ts'
import { ask, faultsOf } from './ask.ts'
import { fill } from './catalogue.ts'
import { asLab, asOperator, furnish, groupsOf, openWorld, startWorld, type World } from './world.ts'

let world: World
let gateway: Gateway
beforeAll(async () => {
  const started = await startWorld()
  world = started
  await furnish(world)
  gateway = world.gateway({ viewerOf: withOwners })
  return started.close
})

/** The owner of a laboratory, who is in no other group. */
const asOwner = { 'x-groups': 'lab', 'x-role': 'owner' }
const asStranger = { 'x-groups': 'others', 'x-role': 'owner' }

function withOwners(request: Request): Viewer {
  const viewer = groupsOf(request)
  return request.headers.get('x-role') === 'owner' ? { ...viewer, roles: ['owner'] } : viewer
}

const atlas = recordNodeId('alpha:atlas')
const secret = recordNodeId('gamma:secret')
const never = recordNodeId('gamma:never')

const everything = `
  state record { title } isHidden rejection { nativeId path reason } behind filters species
  parts { text isMet isRequired share } held needed cosine neededCosine rank total
  explanation { legs { leg rank score } terms { queried matched how } }
  ranking interpretation { text as label termId }`
const query = `query ($query: String!, $id: ID!, $filter: RecordFilter) {
  whyNot(query: $query, id: $id, filter: $filter) { ${everything} }
}`
const why = (
  id: string,
  headers: Record<string, string> = asOperator,
  given: { query?: string; filter?: object } = {},
) => ask(gateway, query, { query: 'hippocampus', id, ...given }, headers)

describe('whyNot: who may ask', () => {
  test.each([
    ['anybody', {}],
    ['a reader of another group', { 'x-groups': 'others' }],
    ['an owner of another group', asStranger],
  ])('%s is told of a hidden record what is told of one that never was', async (_, headers) => {
    const hidden = await why(secret, headers)
    expect([hidden.data, faultsOf(hidden)]).toEqual([{ whyNot: null }, [['NOT_FOUND', 'id']]])
    const absent = await why(never, headers)
    expect({ data: absent.data, errors: absent.errors }).toEqual({
      data: hidden.data,
      errors: hidden.errors,
    })
  })

  test.each([
    ['anybody', {}, atlas],
    ['a reader who sees the record', asLab, secret],
  ])('%s without a role is refused', async (_, headers, id) => {
    const answer = await why(id, headers)
    expect([answer.data, faultsOf(answer)]).toEqual([{ whyNot: null }, [['FORBIDDEN', undefined]]])
  })

  test('an owner asks about what the owner may see', async () => {
    const { data, errors } = await why(secret, asOwner)
    expect(errors).toEqual([])
    expect(data.whyNot).toMatchObject({
      ...{ state: 'RANKED', record: { title: 'Quokka hippocampus' }, isHidden: true },
      ...{ rank: expect.any(Number), total: 5 },
    })
    expect((await why(atlas, asStranger)).data.whyNot).toMatchObject({ state: 'RANKED', total: 3 })
  })

  test('what is no id of a record names nothing, whoever asks', async () => {
    for (const headers of [{}, asOperator]) {
      expect(faultsOf(await why('nonsense', headers))).toEqual([['NOT_FOUND', 'id']])
    }
  })

  test('too long a query and a bad filter are named', async () => {
    const long = await why(atlas, asOperator, { query: 'x'.repeat(2_001) })
    expect(faultsOf(long)).toEqual([['BAD_INPUT', 'query']])
    const filter = { resolutionMicrometres: { min: 2, max: 1 } }
    expect(faultsOf(await why(atlas, asOperator, { filter }))).toEqual([
      ['BAD_INPUT', 'filter.resolutionMicrometres'],
    ])
  })
})

describe('whyNot: what is told', () => {
  const told = async (...args: Parameters<typeof why>) => {
    const { data, errors } = await why(...args)
    expect(errors).toEqual([])
    return data.whyNot
  }

  test('a record that was never harvested', async () => {
    expect(await told(never)).toEqual({
      ...{ state: 'NOT_HARVESTED', record: null, isHidden: null, rejection: null, behind: null },
      ...{ filters: [], species: [], parts: [], held: null, needed: null },
      ...{ cosine: null, neededCosine: null, rank: null, total: null, explanation: null },
      ranking: 'LEXICAL',
      interpretation: expect.arrayContaining([expect.objectContaining({ as: 'CONCEPT' })]),
    })
    expect(await told(recordNodeId('nowhere:1'))).toMatchObject({ state: 'NOT_HARVESTED' })
  })

  test('a record that the index has, with the parts of the query, its place and why', async () => {
    const { data } = await ask(
      gateway,
      `query ($query: String!) { search(query: $query) { totalCount
        edges { node { id } explanation { legs { leg rank score } terms { queried matched how } } } } }`,
      { query: 'hippocampus 25um' },
      asOperator,
    )
    const at = data.search.edges.findIndex(
      ({ node }: { node: { id: string } }) => node.id === atlas,
    )
    const found = await told(atlas, asOperator, { query: 'hippocampus 25um' })
    expect(found).toMatchObject({
      ...{ state: 'RANKED', record: { title: 'Mouse brain atlas' }, isHidden: false, behind: null },
      ...{ rank: at + 1, total: data.search.totalCount },
      parts: [
        { text: 'hippocampus', isMet: true, share: 1 },
        { text: '25um', isMet: true, share: null },
      ],
      explanation: data.search.edges[at].explanation,
    })
    const how = found.explanation.terms.map((term: { how: string }) => term.how)
    expect(how).toContain('RANGE')
    expect(found.interpretation).toContainEqual({
      ...{ text: '25um', as: 'NUMBER', label: 'resolution 25 µm', termId: null },
    })
  })

  test('fields of the filter as the caller writes them, opaque ids and names alike', async () => {
    const filter = {
      source: ['beta'],
      id: [secret],
      parent: recordNodeId('beta:study'),
      species: ['mouse'],
      any: [{ source: ['gamma'] }],
    }
    expect((await told(atlas, asOperator, { filter })).filters.toSorted()).toEqual([
      ...['filter.any', 'filter.id', 'filter.parent', 'filter.source'],
    ])
  })

  test('another species, in the words of the vocabulary', async () => {
    expect(await told(atlas, asOperator, { query: 'human hippocampus' })).toMatchObject({
      ...{ state: 'OTHER_SPECIES', species: ['Homo sapiens'] },
    })
  })

  test('ranking decides what is applied', async () => {
    const { data } = await ask(
      gateway,
      `query ($id: ID!) { whyNot(query: "hippocampus", id: $id, ranking: SEMANTIC) { ranking } }`,
      { id: atlas },
      asOperator,
    )
    expect(data.whyNot.ranking).toBe('LEXICAL')
  })
})

describe('whyNot: while the catalogue changes', () => {
  const states = async (own: World, id: string, headers: Record<string, string> = asOperator) => {
    const { data } = await ask(
      own.gateway({ viewerOf: withOwners }),
      query,
      { query: 'new', id },
      headers,
    )
    return data.whyNot
  }

  test('a record that the index has yet to follow is so many steps away, for owners too', async () => {
    const own = await openWorld()
    await furnish(own)
    await fill(own.store, 'beta', [
      { nativeId: 'other', title: 'Other' },
      { nativeId: 'new', title: 'New thing' },
    ])
    const id = recordNodeId('beta:new')
    const { behind, ...rest } = await states(own, id)
    // What the harvest took away comes after it.
    expect(behind).toBe(2)
    expect(await own.store.position()).toBeGreaterThan((await own.index.stats()).position + 2)
    expect(rest).toMatchObject({ state: 'NOT_INDEXED', record: { title: 'New thing' }, rank: null })
    expect(await states(own, id, asOwner)).toMatchObject({ state: 'NOT_INDEXED', behind })
    await own.follow()
    expect(await states(own, id)).toMatchObject({ state: 'RANKED', behind: null })
  })

  test('a record that is gone is so at once, and a row that was not taken says why', async () => {
    const own = await openWorld()
    await furnish(own)
    // A whole harvest without what was there before.
    await fill(own.store, 'alpha', [{ nativeId: 'atlas', title: 'Mouse brain atlas' }], 3)
    const gone = await states(own, recordNodeId('alpha:parcels'))
    expect(gone).toMatchObject({ state: 'REMOVED', record: null, parts: [], rejection: null })
    const rejected = await states(own, recordNodeId('alpha:r2'))
    expect(rejected).toMatchObject({
      ...{ state: 'REJECTED', record: null },
      rejection: { nativeId: 'r2', path: 'age', reason: 'expected number' },
    })
    for (const nativeId of ['parcels', 'r2']) {
      expect(await states(own, recordNodeId(`alpha:${nativeId}`), asOwner)).toBeNull()
    }
  })
})
