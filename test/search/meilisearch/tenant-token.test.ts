import { Meilisearch } from 'meilisearch'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createKeys } from '../../../src/search/meilisearch/keys.ts'
import { signTenantToken } from '../../../src/search/meilisearch/tenant-token.ts'
import {
  clientOf,
  meilisearch,
  type TestMeilisearch,
  testPrefix,
} from '../../support/meilisearch.ts'
import { connect } from './server-fixture.ts'

const running = await meilisearch()

describe.skipIf(running?.masterKey == null)('meilisearch tenant token', () => {
  const server = running as TestMeilisearch

  async function opened() {
    const prefix = testPrefix(server)
    const masterKey = server.masterKey as string
    const keys = await createKeys({ url: server.url, masterKey, prefix })
    onTestFinished(async () => {
      for (const { uid } of [keys.search, keys.write]) await clientOf(server).deleteKey(uid)
    })
    const client = connect(server)
    for (const uid of [`${prefix}-1`, `${prefix}-x-1`]) {
      await client.createIndex(uid)
      await client.applySettings(uid, {
        filterableAttributes: [
          {
            attributePatterns: ['groups'],
            features: { facetSearch: true, filter: { equality: true, comparison: false } },
          },
        ],
      })
      const documents = [
        { id: 'a', title: 'open', groups: ['public'] },
        { id: 'b', title: 'closed', groups: ['lab "7"'] },
      ]
      const lines = documents.map((one) => ({ id: one.id, json: JSON.stringify(one) }))
      await client.write(uid, lines, [])
    }
    const ask = (apiKey: string) => new Meilisearch({ host: server.url, apiKey })
    return { prefix, key: keys.search, ask }
  }

  test('opens searches and facet searches, always with its filter', async () => {
    const { prefix, key, ask } = await opened()
    const token = await signTenantToken({
      key,
      indexes: `${prefix}-*`,
      filter: 'groups = "public"',
      lifetimeSeconds: 60,
    })
    const index = ask(token).index(`${prefix}-1`)
    const found = await index.search('', { filter: 'groups EXISTS', facets: ['groups'] })
    expect(found.hits.map(({ id }) => id)).toEqual(['a'])
    expect(found.facetDistribution).toEqual({ groups: { public: 1 } })
    const values = await index.searchForFacetValues({ facetName: 'groups', facetQuery: '' })
    expect(values.facetHits).toEqual([{ value: 'public', count: 1 }])
    await expect(index.getDocument('b')).rejects.toThrow('API key is invalid')
    await expect(index.getSettings()).rejects.toThrow('API key is invalid')
  })

  test('opens no more indexes than it names, even if its key does', async () => {
    const { prefix, key, ask } = await opened()
    const token = await signTenantToken({
      key,
      indexes: `${prefix}-x-*`,
      filter: null,
      lifetimeSeconds: 60,
    })
    expect((await ask(token).index(`${prefix}-x-1`).search('')).hits).toHaveLength(2)
    await expect(ask(token).index(`${prefix}-1`).search('')).rejects.toThrow('tenant token cannot')
  })

  test('ends with its lifetime, and with its key', async () => {
    const { prefix, key, ask } = await opened()
    const rules = { key, indexes: `${prefix}-*`, filter: null }
    const old = await signTenantToken({
      ...rules,
      lifetimeSeconds: 60,
      now: () => new Date(Date.now() - 61_000),
    })
    await expect(ask(old).index(`${prefix}-1`).search('')).rejects.toThrow('Tenant token expired')
    const forged = await signTenantToken({
      ...rules,
      key: { ...key, key: 'another-key' },
      lifetimeSeconds: 60,
    })
    await expect(ask(forged).index(`${prefix}-1`).search('')).rejects.toThrow()
  })
})
