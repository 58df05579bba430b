import { describe, expect, test } from 'vitest'
import {
  clientOf,
  hasBinary,
  meilisearch,
  ownMeilisearch,
  type TestMeilisearch,
  testPrefix,
} from '../../support/meilisearch.ts'
import { until } from '../../support/until.ts'
import { behindProxy, faults } from './fault-kinds.ts'
import { connect, errorOf, line, lines, textOf, titles } from './server-fixture.ts'

const running = await meilisearch()

describe.skipIf(running === null)('meilisearch write to a server that fails', () => {
  const server = running as TestMeilisearch

  async function index(): Promise<string> {
    const uid = `${testPrefix(server)}-1`
    await connect(server).createIndex(uid)
    return uid
  }

  test.each(Object.entries(faults))(
    'a write, when the server %s once at each of its requests, is all in',
    async (_, fault) => {
      const { proxy, client } = await behindProxy(server)
      const uid = await index()
      await client.write(uid, lines(20, 'old'), [])
      const seen = new Set<string>()
      proxy.choose(({ method, path }) => {
        // Ten seconds would try the patience of this test.
        const once =
          typeof fault === 'object' && 'overloaded' in fault ? { overloaded: 0.05 } : fault
        const name = `${method} ${path.replace(/\d+$/, '')}`
        if (seen.has(name)) return null
        seen.add(name)
        return once
      })
      expect(await client.write(uid, lines(100, 'new'), ['d0', 'gone'])).toEqual({ poison: [] })
      expect([...seen]).toEqual([
        expect.stringMatching(/^GET \/indexes/),
        expect.stringMatching(/delete-batch$/),
        'GET /tasks/',
        expect.stringMatching(/^POST .*documents\?primaryKey=id$/),
      ])
      proxy.choose(() => null)
      const found = await titles(client, uid)
      expect(Object.keys(found)).toHaveLength(100)
      expect(new Set(Object.values(found))).toEqual(new Set(['new']))
    },
  )

  test('a write bears trouble no longer than its patience, and may be repeated', async () => {
    const { proxy } = await behindProxy(server)
    const uid = await index()
    const client = connect(
      { ...server, url: proxy.url },
      { patienceMs: 500, requestDeadlineMs: 100 },
    )
    await client.write(uid, lines(5, 'old'), [])
    for (const fault of ['hang', 'bad gateway', { overloaded: 10 }, 'lose the answer'] as const) {
      proxy.choose(({ method }) => (method === 'POST' ? fault : null))
      const begin = performance.now()
      const error = await errorOf(client.write(uid, lines(5, 'new'), []))
      expect([error.code, textOf(error)]).toEqual([
        'INDEX_UNAVAILABLE',
        expect.not.stringMatching(/127\.0\.0\.1|new/),
      ])
      expect(performance.now() - begin).toBeLessThan(3_000)
    }
    proxy.choose(() => null)
    await client.write(uid, lines(5, 'newest'), [])
    expect(new Set(Object.values(await titles(client, uid)))).toEqual(new Set(['newest']))
    expect(await client.countDocuments(uid)).toBe(5)
  })

  test('a write leaves an overloaded server alone as long as that asks, or gives up at once', async () => {
    const { proxy } = await behindProxy(server)
    const uid = await index()
    const client = connect({ ...server, url: proxy.url }, { patienceMs: 1_000 })
    const posts: number[] = []
    let seconds = 0.5
    proxy.choose(({ method }) => {
      if (method !== 'POST') return null
      posts.push(performance.now())
      return posts.length === 1 ? { overloaded: seconds } : null
    })
    await client.write(uid, lines(2), [])
    expect((posts[1] ?? 0) - (posts[0] ?? 0)).toBeGreaterThanOrEqual(495)

    posts.length = 0
    seconds = 10
    expect((await errorOf(client.write(uid, lines(2), []))).code).toBe('INDEX_UNAVAILABLE')
    expect(posts).toHaveLength(1)
  })

  test('a task that somebody else has deleted meanwhile is done again', async () => {
    const { proxy, client } = await behindProxy(server)
    const uid = await index()
    proxy.choose(({ path, before }) => (path.startsWith('/tasks/') && before < 1 ? 'hang' : null))
    const writing = client.write(uid, lines(3), [])
    const deleted = await until('the task is done and deleted', async () => {
      const { results } = await clientOf(server).tasks.getTasks({
        indexUids: [uid],
        types: ['documentAdditionOrUpdate'],
        statuses: ['succeeded'],
      })
      if (results.length === 0) return null
      return clientOf(server).tasks.deleteTasks({ uids: results.map((task) => task.uid) })
    })
    await clientOf(server).tasks.waitForTask(deleted.taskUid)
    expect(await writing).toEqual({ poison: [] })
    expect(await client.countDocuments(uid)).toBe(3)
  })

  describe.skipIf(!hasBinary)('and is killed', () => {
    test('in the middle of a write, which goes on when it is back: nothing is lost or doubled', async () => {
      const own = await ownMeilisearch()
      const client = connect(own, { limits: { bodyBytes: 20_000, waitingBodies: 4 } })
      await client.createIndex('a')
      await client.write('a', lines(500, 'old'), [])
      const writing = client.write('a', lines(3_000, 'new'), [])
      for (const share of [600, 1_200, 2_400]) {
        await until('a part is in', async () => ((await client.countDocuments('a')) ?? 0) > share)
        await own.kill()
        await own.restart()
      }
      expect(await writing).toEqual({ poison: [] })
      expect(await client.countDocuments('a')).toBe(3_000)
      expect(new Set(Object.values(await titles(client, 'a')))).toEqual(new Set(['new']))
    })

    test('and the write given up: it may be repeated when the server is back', async () => {
      const own = await ownMeilisearch()
      // One body at a time: the part that is in is a small one.
      const limits = { bodyBytes: 5_000, waitingBodies: 1 }
      const client = connect(own, { patienceMs: 300, limits })
      await client.createIndex('a')
      await client.write('a', lines(500, 'old'), [])
      const writing = errorOf(client.write('a', [...lines(3_000, 'new'), line('marker')], []))
      await until('a part is in', async () => ((await client.countDocuments('a')) ?? 0) > 500)
      await own.kill()
      expect((await writing).code).toBe('INDEX_UNAVAILABLE')
      await own.restart()
      expect(await client.document('a', 'marker', ['id'])).toBeNull()
      await client.write('a', [...lines(3_000, 'new'), line('marker', 'new')], [])
      expect(await client.countDocuments('a')).toBe(3_001)
      expect(new Set(Object.values(await titles(client, 'a')))).toEqual(new Set(['new']))
    })
  })
})
