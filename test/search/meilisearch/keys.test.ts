import { describe, expect, onTestFinished, test } from 'vitest'
import {
  createKeys,
  keyActions,
  type MeiliKeys,
  MeiliKeysShape,
} from '../../../src/search/meilisearch/keys.ts'
import type { MeiliServer } from '../../../src/search/meilisearch/server.ts'
import {
  clientOf,
  meilisearch,
  type TestMeilisearch,
  testPrefix,
} from '../../support/meilisearch.ts'
import { connect, errorOf, everything, line, lines, textOf, titles } from './server-fixture.ts'

const running = await meilisearch()

describe.skipIf(running?.masterKey == null)('meilisearch keys', () => {
  const server = running as TestMeilisearch
  const masterKey = server?.masterKey as string

  /** The two keys of a prefix of its own, until the test has finished. */
  async function keysFor(prefix: string): Promise<MeiliKeys> {
    const keys = await createKeys({ url: server.url, masterKey, prefix })
    onTestFinished(async () => {
      for (const { uid } of [keys.search, keys.write]) {
        await clientOf(server)
          .deleteKey(uid)
          .catch(() => {})
      }
    })
    return keys
  }

  function connectWith(searchKey: string, writeKey: string): MeiliServer {
    return connect(server, { searchKey, writeKey })
  }

  /** Every method that the write key is for; names of those that are refused. */
  async function refused(client: MeiliServer, prefix: string): Promise<string[]> {
    const uid = `${prefix}-1`
    const works: Record<string, () => Promise<unknown>> = {
      createIndex: () => client.createIndex(uid),
      applySettings: () => client.applySettings(uid, { facetSearch: false }),
      indexes: () => client.indexes(prefix),
      write: () => client.write(uid, lines(2), []),
      remove: () => client.write(uid, [], ['d1']),
      document: () => client.document(uid, 'd0', ['title']),
      countDocuments: () => client.countDocuments(uid),
      dropIndex: () => client.dropIndex(uid),
    }
    const names: string[] = []
    for (const [name, work] of Object.entries(works)) {
      const error = await work().then(
        () => null,
        (thrown: unknown) => thrown,
      )
      if (error === null) continue
      if (!textOf(error).includes('invalid_api_key')) throw error
      names.push(name)
    }
    return names
  }

  test('made once, they are the same whoever asks again, also after they were deleted', async () => {
    const prefix = testPrefix(server)
    const keys = await keysFor(prefix)
    expect(MeiliKeysShape.parse(keys)).toEqual(keys)
    expect(await keysFor(prefix)).toEqual(keys)
    await clientOf(server).deleteKey(keys.search.uid)
    expect(await keysFor(prefix)).toEqual(keys)
    expect(JSON.stringify(keys)).not.toContain(masterKey)
    const { results } = await clientOf(server).getKeys({ limit: 1_000 })
    const made = results.filter(({ indexes }) => indexes.includes(`${prefix}-*`))
    expect(made.map(({ expiresAt }) => expiresAt)).toEqual([null, null])
  })

  test('a key of their uid that opens something else is made anew', async () => {
    const prefix = testPrefix(server)
    const keys = await keysFor(prefix)
    await clientOf(server).deleteKey(keys.search.uid)
    await clientOf(server).createKey({
      uid: keys.search.uid,
      actions: ['*'],
      indexes: ['*'],
      expiresAt: null,
    })
    await keysFor(prefix)
    const found = await clientOf(server).getKey(keys.search.uid)
    expect([found.actions, found.indexes]).toEqual([['search'], [`${prefix}-*`]])
  })

  test('the write key does all that it is for, and the search key all else', async () => {
    const prefix = testPrefix(server)
    const keys = await keysFor(prefix)
    const client = connectWith(keys.search.key, keys.write.key)
    expect(await refused(client, prefix)).toEqual([])
    await client.createIndex(`${prefix}-2`)
    await client.write(`${prefix}-2`, [line('a', 'one')], [])
    expect(await titles(client, `${prefix}-2`)).toEqual({ a: 'one' })
  })

  test('neither key does what the other is for', async () => {
    const prefix = testPrefix(server)
    const keys = await keysFor(prefix)
    const right = connectWith(keys.search.key, keys.write.key)
    await right.createIndex(`${prefix}-1`)
    const exchanged = connectWith(keys.write.key, keys.search.key)
    const error = await errorOf(exchanged.search([everything(`${prefix}-1`)]))
    expect(textOf(error)).toContain('invalid_api_key')
    expect(await refused(exchanged, prefix)).toEqual([
      'createIndex',
      'applySettings',
      'indexes',
      'write',
      'remove',
      'document',
      'countDocuments',
      'dropIndex',
    ])
  })

  test('both open no other indexes, and do not list them', async () => {
    const prefix = testPrefix(server)
    const other = testPrefix(server)
    const keys = await keysFor(prefix)
    await connect(server).createIndex(`${other}-1`)
    await connect(server).write(`${other}-1`, [line('a')], [])
    const client = connectWith(keys.search.key, keys.write.key)
    expect(await refused(client, other)).not.toContain('indexes')
    expect(await client.indexes('')).toEqual([])
    const error = await errorOf(client.search([everything(`${other}-1`)]))
    expect(textOf(error)).toContain('invalid_api_key')
    expect(await connect(server).countDocuments(`${other}-1`)).toBe(1)
  })

  test.each(keyActions.write)('the write key needs %s', async (action) => {
    const prefix = testPrefix(server)
    const { uid, key } = await clientOf(server).createKey({
      actions: keyActions.write.filter((one) => one !== action),
      indexes: [`${prefix}-*`],
      expiresAt: null,
    })
    onTestFinished(() => clientOf(server).deleteKey(uid))
    // What cannot be made with this key is there.
    await connect(server).createIndex(`${prefix}-1`)
    expect(await refused(connectWith(key, key), prefix)).not.toEqual([])
  })

  test('a master key that is wrong is refused, and is not named', async () => {
    const wrong = 'not-the-master-key-of-this-server'
    const error = await errorOf(
      createKeys({ url: server.url, masterKey: wrong, prefix: testPrefix(server) }),
    )
    expect(error.code).toBe('INDEX_UNAVAILABLE')
    expect(textOf(error)).not.toMatch(/not-the-master|127\.0\.0\.1/)
  })
})
