import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anonymous } from '../../../src/model/index.ts'
import { meilisearch } from '../../support/meilisearch.ts'
import { batchOf, cursorKey, requestOf, type Thing, vocabulary } from '../fixture.ts'
import { type OpenedMeilisearch, openMeilisearch } from '../open-meilisearch.ts'

const server = await meilisearch()

const letters = 'alfa bravo charlie delta echo foxtrot golf hotel india juliett kilo lima'.split(
  ' ',
)
const pairs = letters.slice(1).map((word, at) => `"${letters[at]} ${word}"`)
const things: readonly Thing[] = [
  { id: 'x:whole', title: 'alfa bravo charlie delta' },
  { id: 'x:inside', title: 'x', description: 'see alfa, bravo: charlie (delta) there' },
  {
    id: 'x:pairs',
    title: 'alfa bravo x bravo charlie x charlie delta x alfa x charlie x bravo x delta',
  },
  { id: 'x:triples', title: 'alfa bravo charlie x bravo charlie delta' },
  { id: 'x:fields', title: 'alfa bravo', description: 'charlie delta' },
  { id: 'x:reversed', title: 'delta charlie bravo alfa' },
  { id: 'x:all', title: letters.join(' '), kind: 'ATLAS' },
  { id: 'x:all-but-one', title: `${letters.slice(0, -1).join(' ')} x lima`, kind: 'STUDY' },
]

describe.skipIf(server === null)('phrases', () => {
  let opened: OpenedMeilisearch

  beforeAll(async () => {
    opened = await openMeilisearch(server)
    await opened.index.configure({ vocabulary, cursorKey })
    await opened.index.apply(batchOf(things, 1))
  })

  afterAll(() => opened.close())

  async function found(query: string): Promise<string[]> {
    const { hits, total } = await opened.index.search(anonymous, requestOf({ query }))
    expect(total).toBe(hits.length)
    return hits.map(({ id }) => id.slice(2)).toSorted()
  }

  test('phrases: a long one is found as a whole, not where its parts stand in different places', async () => {
    expect(await found('"alfa bravo charlie"')).toEqual([
      'all',
      'all-but-one',
      'inside',
      'triples',
      'whole',
    ])
    expect(await found('"alfa bravo charlie delta"')).toEqual([
      'all',
      'all-but-one',
      'inside',
      'whole',
    ])
    expect(await found('"delta charlie bravo"')).toEqual(['reversed'])
    expect(await found('"alfa charlie bravo"')).toEqual([])
  })

  test('phrases: of very many each is heeded', async () => {
    expect(await found(pairs.slice(0, -1).join(' '))).toEqual(['all', 'all-but-one'])
    expect(await found(pairs.join(' '))).toEqual(['all'])
  })

  test('phrases: counts and looked up values leave out what only seems to match', async () => {
    const query = pairs.join(' ')
    const kinds = [{ facet: 'KIND' as const, first: 10 }]
    const request = requestOf({ query, facets: kinds, filter: { kind: ['STUDY'] } })
    const { total, facets, bySource } = await opened.index.search(anonymous, request)
    expect([total, bySource]).toEqual([0, {}])
    expect(facets[0]?.buckets.map(({ value, count }) => [value, count])).toEqual([
      ['ATLAS', 1],
      ['STUDY', 0],
    ])
    const asked = { facet: 'KIND' as const, matching: '', query, filter: null, first: 10 }
    const values = await opened.index.facetValues(anonymous, asked)
    expect(values.map(({ value }) => value)).toEqual(['ATLAS'])
  })
})
