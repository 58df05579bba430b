import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MeiliServer } from '../../../src/search/meilisearch/server.ts'
import { dropIndexes, meilisearch, type TestMeilisearch } from '../../support/meilisearch.ts'
import { behindProxy, deadline, faults } from './fault-kinds.ts'
import { errorOf, everything, line, textOf, titles } from './server-fixture.ts'

const running = await meilisearch()
/** For a machine that has other things to do. */
const slack = 500

describe.skipIf(running === null)('meilisearch server that fails', () => {
  const server = running as TestMeilisearch

  /** An index with one document, for the tests that only read. */
  const shared = `test-faults-${process.pid}`
  beforeAll(async () => {
    const { url, masterKey } = server
    const client = new MeiliServer({ url, searchKey: masterKey, writeKey: masterKey })
    await client.createIndex(shared)
    await client.write(shared, [line('a', 'private title')], [])
    await client.close()
  })
  afterAll(() => dropIndexes(server, shared))

  test.each(Object.entries(faults))(
    'a search, when the server %s, ends within the deadline and names nothing',
    async (_, fault) => {
      const { proxy, client } = await behindProxy(server)
      await client.search([everything(shared)])
      proxy.choose(() => fault)
      const begin = performance.now()
      const error = await errorOf(client.search([{ ...everything(shared), q: 'private' }]))
      expect(performance.now() - begin).toBeLessThan(deadline + slack)
      expect(error.code).toBe('INDEX_UNAVAILABLE')
      expect(textOf(error)).not.toMatch(/127\.0\.0\.1|private|<html|master-key/)
      expect(await client.isHealthy()).toBe(false)
      proxy.choose(() => null)
      expect(await titles(client, shared)).toEqual({ a: 'private title' })
      expect(await client.isHealthy()).toBe(true)
    },
  )

  test('a search at an address where nobody listens ends at once, and the next one finds who is back', async () => {
    const { proxy, client } = await behindProxy(server)
    await client.search([everything(shared)])
    await proxy.refuse()
    const begin = performance.now()
    const error = await errorOf(client.search([everything(shared)]))
    expect(performance.now() - begin).toBeLessThan(deadline + slack)
    expect([error.code, textOf(error)]).toEqual([
      'INDEX_UNAVAILABLE',
      expect.not.stringContaining('127.0.0.1'),
    ])
    await proxy.accept()
    expect(await titles(client, shared)).toEqual({ a: 'private title' })
  })

  test('a connection that has ended while it was idle costs no search', async () => {
    const { proxy, client } = await behindProxy(server)
    for (let round = 0; round < 20; round += 1) {
      await client.search([everything(shared)])
      await proxy.refuse()
      await proxy.accept()
      expect(await titles(client, shared)).toEqual({ a: 'private title' })
    }
  })

  test.each(Object.entries(faults))(
    'administration, when the server %s, fails as unavailable and names nothing',
    async (_, fault) => {
      const { proxy, client } = await behindProxy(server)
      proxy.choose(() => fault)
      for (const work of [
        () => client.createIndex(`${shared}-x`),
        () => client.indexes(shared),
        () => client.countDocuments(shared),
        () => client.applySettings(shared, { facetSearch: false }),
        () => client.document(shared, 'd', ['title']),
        () => client.dropIndex(`${shared}-x`),
      ]) {
        const error = await errorOf(work())
        expect(error.code).toBe('INDEX_UNAVAILABLE')
        expect(textOf(error)).not.toMatch(/127\.0\.0\.1|<html|master-key/)
      }
    },
  )
})
