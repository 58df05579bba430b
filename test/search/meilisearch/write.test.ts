import { describe, expect, test } from 'vitest'
import { isMissingIndex, type MeiliServer } from '../../../src/search/meilisearch/server.ts'
import {
  clientOf,
  hasBinary,
  meilisearch,
  ownMeilisearch,
  type TestMeilisearch,
  testPrefix,
} from '../../support/meilisearch.ts'
import { until } from '../../support/until.ts'
import { connect, errorOf, line, lines, textOf, titles } from './server-fixture.ts'

const running = await meilisearch()

describe.skipIf(running === null)('meilisearch write', () => {
  const server = running as TestMeilisearch

  async function index(client: MeiliServer): Promise<string> {
    const uid = `${testPrefix(server)}-1`
    await client.createIndex(uid)
    return uid
  }

  test('without lines and deletions does nothing', async () => {
    const client = connect(server)
    const uid = await index(client)
    expect(await client.write(uid, [], [])).toEqual({ poison: [] })
    expect(await client.countDocuments(uid)).toBe(0)
  })

  test('to an index that is not there fails, and does not make one', async () => {
    const client = connect(server)
    const uid = `${testPrefix(server)}-1`
    expect(isMissingIndex(await errorOf(client.write(uid, lines(1), [])))).toBe(true)
    expect(isMissingIndex(await errorOf(client.write(uid, [], ['d1'])))).toBe(true)
    expect(await client.countDocuments(uid)).toBeNull()
  })

  test('an index that is dropped meanwhile is told, though additions make it anew', async () => {
    const client = connect(server, { limits: { bodyBytes: 100, waitingBodies: 1 } })
    const uid = await index(client)
    function* dropping() {
      yield* lines(5)
      dropped = clientOf(server).deleteIndex(uid).waitTask()
      yield* lines(20)
    }
    let dropped: Promise<unknown> = Promise.resolve()
    const error = await errorOf(client.write(uid, dropping(), []))
    await dropped
    expect([error.code, isMissingIndex(error)]).toEqual(['INDEX_UNAVAILABLE', true])
  })

  test('a line replaces the whole document, and an id that is deleted too stays as the line says', async () => {
    const client = connect(server)
    const uid = await index(client)
    await client.write(uid, [line('a'), line('b'), line('c')], [])
    await client.write(uid, [line('a', 'new'), { id: 'b', json: '{"id":"b"}' }], ['a', 'c', 'none'])
    expect(await titles(client, uid)).toEqual({ a: 'new', b: undefined })
  })

  test('deletions by ids that no document can have do no harm', async () => {
    const client = connect(server)
    const uid = await index(client)
    await client.write(uid, [line('a'), line('b')], [])
    await client.write(uid, [], ['', 'é', 'x'.repeat(600), 'a b', 'a'])
    expect(await titles(client, uid)).toEqual({ b: 'Title of b' })
  })

  test('many small bodies are all in, and the last goes when all others are done', async () => {
    const client = connect(server, { limits: { bodyBytes: 1_000, waitingBodies: 8 } })
    const uid = await index(client)
    await client.write(uid, [...lines(300), line('marker')], ['d5'])
    expect(await client.countDocuments(uid)).toBe(301)
    const { results } = await clientOf(server).tasks.getTasks({ indexUids: [uid], limit: 1_000 })
    const [last, ...others] = results
    expect(results.length).toBeGreaterThan(10)
    const ends = others.map(({ finishedAt }) => Date.parse(finishedAt ?? ''))
    expect(Date.parse(last?.enqueuedAt ?? '')).toBeGreaterThanOrEqual(Math.max(...ends))
  })

  test('lines with letters of several bytes are cut between lines', async () => {
    const client = connect(server, { limits: { bodyBytes: 500 } })
    const uid = await index(client)
    const written = Array.from({ length: 40 }, (_, at) => line(`d${at}`, 'ǹeuro🧠'.repeat(at)))
    expect(await client.write(uid, written, [])).toEqual({ poison: [] })
    expect((await titles(client, uid)).d39).toBe('ǹeuro🧠'.repeat(39))
  })

  const poisonous = {
    'an id of other letters': { id: 'a b', json: '{"id":"a b"}' },
    'an id that is too long': { id: 'x'.repeat(512), json: `{"id":"${'x'.repeat(512)}"}` },
    'no id': { id: 'p', json: '{"title":"x"}' },
    'half of a surrogate pair': { id: 'p', json: '{"id":"p","title":"\\ud800"}' },
    'half of a surrogate pair in a name': { id: 'p', json: '{"id":"p","\\ud800":1}' },
    'objects that are nested too deep': {
      id: 'p',
      json: `{"id":"p","x":${'['.repeat(200)}${']'.repeat(200)}}`,
    },
    'a number that is too large': { id: 'p', json: '{"id":"p","length":1e999}' },
    'what is no JSON': { id: 'p', json: '{"id":"p"' },
  }
  test.each(Object.entries(poisonous))(
    'one document with %s among 1,000 is found, all others are in, and no older one is left of it',
    async (_, poison) => {
      const client = connect(server)
      const uid = await index(client)
      await client.applySettings(uid, { filterableAttributes: ['length'] })
      await client.write(uid, [line('p', 'old')], [])
      const written = [...lines(700), poison, ...lines(999).slice(700), line('marker')]
      const { poison: found } = await client.write(uid, written, [])
      expect(found).toEqual([{ id: poison.id, code: expect.stringMatching(/^[a-z_]+$/) }])
      expect(await client.countDocuments(uid)).toBe(poison.id === 'p' ? 1_000 : 1_001)
    },
  )

  test('several poisonous documents are found in bodies that wait together, also the last line', async () => {
    const client = connect(server, { limits: { bodyBytes: 2_000 } })
    const uid = await index(client)
    const bad = (id: string) => ({ id, json: `{"id":"${id}","title":"\\udc00"}` })
    const written = [bad('p1'), ...lines(200), bad('p2'), bad('p3'), line('x'), bad('p4')]
    const { poison } = await client.write(uid, written, [])
    expect(poison.map(({ id }) => id).sort()).toEqual(['p1', 'p2', 'p3', 'p4'])
    expect(await client.countDocuments(uid)).toBe(201)
  })

  test('a fault of whoever gives the lines comes through', async () => {
    const client = connect(server)
    const uid = await index(client)
    const fault = new Error('of the caller')
    function* broken() {
      yield line('a')
      throw fault
    }
    await expect(client.write(uid, broken(), [])).rejects.toBe(fault)
  })

  test('a signal ends it soon', async () => {
    const client = connect(server, { limits: { bodyBytes: 100, waitingBodies: 1 } })
    const uid = await index(client)
    const stop = new AbortController()
    const writing = errorOf(client.write(uid, lines(500), [], stop.signal))
    await until('something is in', async () => (await client.countDocuments(uid)) || null)
    const aborted = performance.now()
    stop.abort()
    expect((await writing).code).toBe('CANCELLED')
    expect(performance.now() - aborted).toBeLessThan(2_000)
    expect((await errorOf(client.write(uid, lines(1), [], stop.signal))).code).toBe('CANCELLED')
  })

  test('a client that is closed ends its writes soon', async () => {
    const client = connect(server, { limits: { bodyBytes: 100, waitingBodies: 1 } })
    const uid = await index(client)
    const writing = errorOf(client.write(uid, lines(500), []))
    await until('something is in', async () => (await client.countDocuments(uid)) || null)
    const closed = performance.now()
    await client.close()
    expect((await writing).code).toBe('INDEX_UNAVAILABLE')
    expect(performance.now() - closed).toBeLessThan(2_000)
  })

  describe.skipIf(!hasBinary)('with a server of its own', () => {
    test('bodies are halved until the server takes them, and what is larger alone is poison', async () => {
      const own = await ownMeilisearch('--http-payload-size-limit', '20000')
      const client = connect(own)
      await client.createIndex('a')
      await client.write('a', [line('large', 'old')], [])
      const written = [...lines(2_000), line('large', 'x'.repeat(30_000)), line('marker')]
      const removed = Array.from({ length: 4_000 }, (_, at) => `gone-${at}`)
      const { poison } = await client.write('a', written, removed)
      expect(poison).toEqual([{ id: 'large', code: 'payload_too_large' }])
      expect(await client.countDocuments('a')).toBe(2_001)
    })

    test('what somebody else cancels is sent again', async () => {
      const own = await ownMeilisearch()
      const client = connect(own)
      const other = clientOf(own)
      await client.createIndex('a')
      await client.write('a', [line('gone')], [])
      // Keeps the server busy, so that the tasks that follow wait.
      const busy = other
        .index('busy')
        .addDocumentsFromString(
          JSON.stringify(
            Array.from({ length: 60_000 }, (_, id) => ({ id, text: `word${id} more${id * 7}` })),
          ),
          'application/json',
        )
      await busy
      const writing = client.write('a', lines(10), ['gone'])
      const canceled = await until('a task waits and is cancelled', async () => {
        const { results } = await other.tasks.getTasks({ indexUids: ['a'], statuses: ['enqueued'] })
        if (results.length === 0) return null
        return other.tasks.cancelTasks({ indexUids: ['a'], statuses: ['enqueued'] })
      })
      expect(
        (await other.tasks.waitForTask(canceled.taskUid, { timeout: 60_000 })).details,
      ).toMatchObject({
        canceledTasks: 1,
      })
      expect(await writing).toEqual({ poison: [] })
      expect(Object.keys(await titles(client, 'a')).sort()).toEqual(
        lines(10)
          .map(({ id }) => id)
          .sort(),
      )
    })
  })

  test('an error names no document', async () => {
    const client = connect(server, { patienceMs: 0, requestDeadlineMs: 1 })
    const error = await errorOf(client.write('x', [line('secret-id', 'secret title')], []))
    expect(error.code).toBe('INDEX_UNAVAILABLE')
    expect(textOf(error)).not.toMatch(/secret|127\.0\.0\.1|master/)
  })
})
