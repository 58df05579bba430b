import type { GranularFilterableAttribute, Settings } from 'meilisearch'
import { describe, expect, test } from 'vitest'
import { isMissingIndex, type ServerFault } from '../../../src/search/meilisearch/server.ts'
import {
  clientOf,
  meilisearch,
  type TestMeilisearch,
  testPrefix,
} from '../../support/meilisearch.ts'
import { connect, errorOf, everything, line, lines, textOf, titles } from './server-fixture.ts'

const running = await meilisearch()

describe.skipIf(running === null)('meilisearch server', () => {
  const server = running as TestMeilisearch

  test('an index that is made twice is made once, and keeps its documents', async () => {
    const client = connect(server)
    const uid = `${testPrefix(server)}-1`
    await client.createIndex(uid)
    await client.write(uid, lines(3), [])
    await client.createIndex(uid)
    expect(await client.countDocuments(uid)).toBe(3)
  })

  test('an index that is dropped twice is gone', async () => {
    const client = connect(server)
    const uid = `${testPrefix(server)}-1`
    await client.createIndex(uid)
    await client.dropIndex(uid)
    await client.dropIndex(uid)
    expect(await client.countDocuments(uid)).toBeNull()
  })

  test('indexes are listed by prefix, and none of others', async () => {
    const client = connect(server)
    const prefix = testPrefix(server)
    for (const name of ['b-2', 'b-1', 'c-1']) await client.createIndex(`${prefix}-${name}`)
    expect(await client.indexes(`${prefix}-b-`)).toEqual([`${prefix}-b-1`, `${prefix}-b-2`])
  })

  test('a document that is not there is null, and an index that is not there is an error', async () => {
    const client = connect(server)
    const uid = `${testPrefix(server)}-1`
    const missing = await errorOf(client.document(uid, 'd1', ['title']))
    expect([missing.code, isMissingIndex(missing)]).toEqual(['INDEX_UNAVAILABLE', true])
    await client.createIndex(uid)
    await client.write(uid, lines(2), [])
    expect(await client.document(uid, 'd2', ['title'])).toBeNull()
    expect(await client.document(uid, 'd1', ['title'])).toEqual({ title: 'Title of d1' })
  })

  test('searches of one request are answered in their order', async () => {
    const client = connect(server)
    const uid = `${testPrefix(server)}-1`
    await client.createIndex(uid)
    await client.applySettings(uid, { filterableAttributes: ['title'] })
    await client.write(uid, [line('a', 'one'), line('b', 'two'), line('c', 'two')], [])
    const [first, second] = await client.search([
      { ...everything(uid), filter: 'title = one', attributesToRetrieve: ['id'] },
      { ...everything(uid), filter: 'title = two', limit: 0, facets: ['title'] },
    ])
    expect(first?.hits).toEqual([{ id: 'a' }])
    expect(second).toMatchObject({
      estimatedTotalHits: 2,
      facetDistribution: { title: { two: 2 } },
    })
  })

  test('a search in an index that is not there says so, and one that is refused does not', async () => {
    const client = connect(server)
    const uid = `${testPrefix(server)}-1`
    const missing = await errorOf(client.search([everything(uid)]))
    expect([missing.code, isMissingIndex(missing)]).toEqual(['INDEX_UNAVAILABLE', true])
    await client.createIndex(uid)
    const refused = await errorOf(
      client.search([{ ...everything(uid), filter: 'confidential = 1' }]),
    )
    expect([refused.code, isMissingIndex(refused)]).toEqual(['INTERNAL', false])
    expect((refused.cause as ServerFault).code).toBe('invalid_search_filter')
    expect(textOf(refused)).not.toMatch(/confidential|127\.0\.0\.1/)
  })

  test('a key that the server does not know makes the index unavailable, and is not named', async () => {
    const key = 'not-a-key-of-this-server'
    const client = connect(server, { searchKey: key, writeKey: key })
    for (const work of [
      () => client.search([everything('x')]),
      () => client.document('x', 'd', ['title']),
      () => client.countDocuments('x'),
      () => client.createIndex('x'),
      () => client.write('x', lines(1), []),
    ]) {
      const error = await errorOf(work())
      expect(error.code).toBe('INDEX_UNAVAILABLE')
      expect(textOf(error)).toContain('invalid_api_key')
      expect(textOf(error)).not.toMatch(/not-a-key|127\.0\.0\.1/)
    }
  })

  test('a server behind a path is reached', async () => {
    const client = connect({ ...server, url: `${server.url}/` })
    expect(await client.isHealthy()).toBe(true)
    const below = connect({ ...server, url: `${server.url}/below/` })
    expect(await below.isHealthy()).toBe(false)
  })

  test('settings are sent once, and again only for what differs', async () => {
    const client = connect(server)
    const uid = `${testPrefix(server)}-1`
    await client.createIndex(uid)
    const wanted: Settings = {
      searchableAttributes: ['text.title', 'text.description'],
      filterableAttributes: [
        'plain',
        // The server fills in what is left out, which the client's types do not allow.
        { attributePatterns: ['facets.*'] } as GranularFilterableAttribute,
        {
          attributePatterns: ['numbers.*', 'order'],
          features: { facetSearch: false, filter: { equality: true, comparison: true } },
        },
      ],
      sortableAttributes: ['order', 'length', 'order'],
      rankingRules: ['sort', 'words'],
      stopWords: ['the', 'a'],
      synonyms: { mouse: ['mice'], rat: ['rats'] },
      typoTolerance: { disableOnAttributes: ['b', 'a'], disableOnNumbers: true },
      faceting: { maxValuesPerFacet: 5_000, sortFacetValuesBy: { '*': 'count' } },
      pagination: { maxTotalHits: 4_294_967_295 },
      proximityPrecision: 'byAttribute',
      prefixSearch: 'disabled',
      facetSearch: false,
    }
    expect(await client.applySettings(uid, wanted)).toBe(true)
    expect(await client.applySettings(uid, wanted)).toBe(false)
    const fewer = { ...wanted, synonyms: { mouse: ['mice'] } }
    expect(await client.applySettings(uid, fewer)).toBe(true)
    expect(await client.applySettings(uid, fewer)).toBe(false)
    expect(await client.applySettings(uid, { rankingRules: ['words', 'sort'] })).toBe(true)
    expect(await client.applySettings(uid, { faceting: { maxValuesPerFacet: 5_000 } })).toBe(false)

    const { results } = await clientOf(server).tasks.getTasks({
      indexUids: [uid],
      types: ['settingsUpdate'],
    })
    expect(results.map((task) => Object.keys(task.details ?? {}))).toEqual([
      ['rankingRules'],
      ['synonyms'],
      expect.anything(),
    ])
  })

  test('settings that the server refuses are an error of ours, and leave the index as it was', async () => {
    const client = connect(server)
    const uid = `${testPrefix(server)}-1`
    await client.createIndex(uid)
    await client.write(uid, lines(1), [])
    const error = await errorOf(client.applySettings(uid, { rankingRules: ['nonsense'] }))
    expect(error.code).toBe('INTERNAL')
    expect(await titles(client, uid)).toEqual({ d0: 'Title of d0' })
  })
})
