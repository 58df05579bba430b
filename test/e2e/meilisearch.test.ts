import { stat } from 'node:fs/promises'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { request } from 'undici'
import { describe, expect, onTestFinished, test } from 'vitest'
import { faultyProxy } from '../support/faulty-proxy.ts'
import {
  environment,
  operatorToken,
  type RunningGateway,
  standin,
  startGateway,
} from '../support/gateway.ts'
import { hasBinary, meilisearch, ownMeilisearch, testPrefix } from '../support/meilisearch.ts'
import { command, run } from '../support/run.ts'
import { tempFolder } from '../support/temp.ts'
import { until } from '../support/until.ts'

const server = await meilisearch()

const question = `{
  search(query: "hippocampos", facets: [{ facet: SPECIES }, { facet: STRUCTURE, first: 5 }], first: 50) {
    totalCount
    facets { facet missing buckets { value label count } }
    edges { node { id } }
  }
}`

const readiness = async (gateway: RunningGateway) => {
  const { status, body } = await gateway.get('/ready')
  return { status, ...JSON.parse(body) }
}

const count = async (gateway: RunningGateway): Promise<number | null> =>
  (await gateway.ask('{ search(first: 1) { totalCount } }')).data?.search?.totalCount ?? null

describe.skipIf(server === null || server.masterKey === null)(
  'with Meilisearch',
  { timeout: 120_000 },
  () => {
    const masterKey = server?.masterKey ?? ''
    const url = server?.url ?? ''

    test('a catalogue moves there and back without harvesting, and answers the same', async () => {
      const upstream = await standin()
      const folder = await tempFolder()
      const plain = await environment(folder, upstream.options.baseUrl, { harvestEvery: null })
      const there = { ...plain, MEILI_URL: url, MEILI_INDEX: testPrefix(server) }
      const setUp = await command(['meilisearch', 'setup'], {
        ...there,
        MEILI_MASTER_KEY: masterKey,
      })
      expect(setUp.code).toBe(0)
      expect(setUp.out + setUp.err).not.toContain(masterKey)
      const keysFile = join(plain.ATLAS_DATA ?? '', 'meilisearch-keys.json')
      expect((await stat(keysFile)).mode & 0o777).toBe(0o600)

      expect(await command(['harvest'], plain)).toMatchObject({ code: 0 })
      expect(await command(['migrate-index', '--to', 'embedded'], plain)).toMatchObject({ code: 0 })
      const asked = upstream.requests.length
      const before = await startGateway(plain)
      const answer = await before.ask(question)
      expect(answer.data.search.totalCount).toBeGreaterThan(9)
      expect(await readiness(before)).toMatchObject({ status: 200, index: { engine: 'embedded' } })

      // Beside the gateway that searches with the other engine.
      const moved = await command(['migrate-index', '--to', 'meilisearch', '--json'], there)
      expect(moved).toMatchObject({ code: 0 })
      const counts = JSON.parse(moved.out)
      expect(counts).toMatchObject({
        engine: 'meilisearch',
        settled: true,
        index: counts.catalogue,
      })
      expect(await before.stop()).toBe(0)

      const gateway = await startGateway(there)
      await until('it is ready', async () => (await readiness(gateway)).ready)
      expect(await readiness(gateway)).toMatchObject({
        index: { engine: 'meilisearch', reachable: true, error: null, behind: 0 },
      })
      expect(await count(gateway)).toBe(counts.found)
      expect(sorted(await gateway.ask(question))).toEqual(sorted(answer))
      const inUse = await command(['migrate-index', '--to', 'meilisearch'], there)
      expect(inUse).toMatchObject({ code: 1, err: expect.stringContaining('in use') })
      const back = await command(['migrate-index', '--to', 'embedded', '--json'], there)
      expect(JSON.parse(back.out)).toMatchObject({ found: counts.found })
      expect(await gateway.stop()).toBe(0)
      expect(upstream.requests).toHaveLength(asked)
    })

    test('a token opens searches of what its groups may discover, and nothing else', async () => {
      const upstream = await standin()
      const folder = await tempFolder()
      // As if the operator kept the source for a group.
      const plain = await environment(folder, upstream.options.baseUrl, {
        visibility: { discover: ['Lab "7"'], retrieve: [] },
      })
      const there = { ...plain, MEILI_URL: url, MEILI_INDEX: testPrefix(server) }
      await command(['meilisearch', 'setup'], { ...there, MEILI_MASTER_KEY: masterKey })
      expect(await command(['harvest'], plain)).toMatchObject({ code: 0 })
      const moved = await command(['migrate-index', '--to', 'meilisearch', '--json'], there)
      const { found } = JSON.parse(moved.out)
      expect(found).toBeGreaterThan(9)

      const sign = async (...words: string[]) => {
        const { code, out } = await command(['meilisearch', 'token', '--json', ...words], there)
        expect(code).toBe(0)
        return JSON.parse(out) as { token: string; indexes: string; expiresAt: string }
      }
      const everybody = await sign('--expires', '5m')
      const lab = await sign('--group', 'other', '--group', 'Lab "7"')
      expect(Date.parse(everybody.expiresAt) - Date.now()).toBeLessThan(300_001)
      const ask = async (path: string, token: string, body: unknown) => {
        const { statusCode, body: answer } = await request(`${url}${path}`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        })
        return { status: statusCode, json: (await answer.json()) as Record<string, unknown> }
      }
      const index = `/indexes/${lab.indexes.replace('*', '1')}`
      const search = async (token: string) => (await ask(`${index}/search`, token, { q: '' })).json
      expect(await search(everybody.token)).toMatchObject({ estimatedTotalHits: 0 })
      expect(await search(lab.token)).toMatchObject({ estimatedTotalHits: Math.min(found, 1_000) })
      // What the front-end adds narrows it only.
      const widened = await ask(`${index}/search`, everybody.token, { filter: 'discover EXISTS' })
      expect(widened.json).toMatchObject({ estimatedTotalHits: 0 })
      expect(await ask(`${index}/documents/fetch`, lab.token, {})).toMatchObject({ status: 403 })
    })

    test('a migration that is cancelled while the server does not answer goes on where it was', async () => {
      const proxy = await faultyProxy(url)
      const upstream = await standin()
      const plain = await environment(await tempFolder(), upstream.options.baseUrl)
      expect(await command(['harvest'], plain)).toMatchObject({ code: 0 })
      const there = {
        ...plain,
        MEILI_URL: proxy.url,
        MEILI_KEY: masterKey,
        MEILI_INDEX: testPrefix(server),
      }
      const isWrite = (method: string, path: string) => method === 'POST' && /documents/.test(path)
      proxy.choose(({ method, path }) => (isWrite(method, path) ? 'hang' : null))
      const running = run('src/cli/main.ts', ['migrate-index', '--to', 'meilisearch'], there)
      await until('records are sent', () => proxy.seen.some((one) => /^POST .*documents/.test(one)))
      running.child.kill('SIGINT')
      const begun = performance.now()
      expect(await running.ended).toBe(130)
      expect(performance.now() - begun).toBeLessThan(10_000)

      proxy.choose(() => null)
      const again = await command(['migrate-index', '--to', 'meilisearch', '--json'], there)
      expect(again.code).toBe(0)
      const { catalogue, index, found } = JSON.parse(again.out)
      expect([index, found]).toEqual([catalogue, catalogue])
    })

    test('a server that is overloaded makes searches unavailable, and ready again afterwards', async () => {
      const proxy = await faultyProxy(url)
      const plain = await environment(await tempFolder(), 'http://127.0.0.1:9')
      const gateway = await startGateway({
        ...plain,
        MEILI_URL: proxy.url,
        MEILI_KEY: masterKey,
        MEILI_INDEX: testPrefix(server),
      })
      await until('it is ready', async () => (await readiness(gateway)).ready)
      proxy.choose(({ path }) => (path === '/multi-search' ? { overloaded: 10 } : null))
      const { errors } = await gateway.ask('{ search { totalCount } }')
      expect(errors).toMatchObject([{ extensions: { code: 'INDEX_UNAVAILABLE' } }])
      expect(await readiness(gateway)).toMatchObject({
        status: 503,
        index: { reachable: false, error: 'INDEX_UNAVAILABLE' },
      })
      proxy.choose(() => null)
      await until('it is ready', async () => (await readiness(gateway)).ready)
      expect(await count(gateway)).toBe(0)
      expect(await gateway.stop()).toBe(0)
    })

    test('keys that the server does not know end a migration soon, with the reason', async () => {
      const upstream = await standin()
      const plain = await environment(await tempFolder(), upstream.options.baseUrl)
      expect(await command(['harvest'], plain)).toMatchObject({ code: 0 })
      const there = { ...plain, MEILI_URL: url, MEILI_KEY: 'not-a-key-of-this-server' }
      const { code, err } = await command(['migrate-index', '--to', 'meilisearch'], there)
      expect(code).toBe(5)
      expect(err).toContain('(invalid_api_key)')
      expect(err).not.toContain('not-a-key')
    })
  },
)

describe.skipIf(!hasBinary)('Meilisearch goes away', { timeout: 120_000 }, () => {
  test('searches say so, the harvest goes on, and everything is found once when it is back', async () => {
    const own = await ownMeilisearch()
    const upstream = await standin({ synthetic: 300, latency: 5 })
    const plain = await environment(await tempFolder(), upstream.options.baseUrl, {
      harvestEvery: null,
    })
    const there = { ...plain, MEILI_URL: own.url, MEILI_KEY: own.masterKey }
    const gateway = await startGateway(there)
    await until('it is ready', async () => (await readiness(gateway)).ready)
    const start = () =>
      gateway.ask(
        'mutation { startHarvest(source: "allen", full: true) { problems { code } } }',
        {},
        operatorToken,
      )
    expect((await start()).data.startHarvest.problems).toEqual([])
    await until('some records are found', async () => ((await count(gateway)) ?? 0) > 0)

    await own.kill()
    const begun = performance.now()
    const { data, errors } = await gateway.ask(
      '{ search(first: 1) { totalCount } sources { name } }',
    )
    expect(performance.now() - begun).toBeLessThan(6_000)
    expect(errors).toMatchObject([{ extensions: { code: 'INDEX_UNAVAILABLE' } }])
    // Nothing else is lost.
    expect(data).toEqual({ search: null, sources: [{ name: 'allen' }] })
    expect(await readiness(gateway)).toMatchObject({
      status: 503,
      ready: false,
      catalogue: { reachable: true, error: null },
      index: { engine: 'meilisearch', reachable: false, error: 'INDEX_UNAVAILABLE' },
    })
    expect((await gateway.get('/health')).status).toBe(200)

    // Into the catalogue, to its end.
    const harvest = await until('the harvest has ended', async () => {
      const { data } = await gateway.ask('{ sources { records lastHarvest { state finishedAt } } }')
      const [source] = data.sources
      return source.lastHarvest?.finishedAt ? source : null
    })
    expect(harvest.lastHarvest.state).toBe('SUCCEEDED')
    expect(harvest.records).toBeGreaterThan(300)
    const { behind } = (await readiness(gateway)).index
    expect(behind).toBeGreaterThan(0)

    await own.restart()
    await until('it has caught up', async () => (await readiness(gateway)).index.behind === 0)
    expect(await readiness(gateway)).toMatchObject({ status: 200, ready: true })
    // Every record of the catalogue, each of them once.
    const found: string[] = []
    let after: string | null = null
    do {
      const page = await gateway.ask(
        'query ($after: String) { search(first: 100, after: $after, sort: TITLE) { totalCount edges { node { id } } pageInfo { hasNextPage endCursor } } }',
        { after },
      )
      const { edges, pageInfo, totalCount } = page.data.search
      expect(totalCount).toBe(harvest.records)
      found.push(...edges.map(({ node }: { node: { id: string } }) => node.id))
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null
    } while (after !== null)
    expect([found.length, new Set(found).size]).toEqual([harvest.records, harvest.records])
    expect(await gateway.stop()).toBe(0)
  })

  test('a gateway starts and ends without its server, and finds what was there when it is back', async () => {
    const own = await ownMeilisearch()
    const upstream = await standin()
    const plain = await environment(await tempFolder(), upstream.options.baseUrl, {
      harvestEvery: null,
    })
    const there = { ...plain, MEILI_URL: own.url, MEILI_KEY: own.masterKey }
    expect(await command(['harvest'], plain)).toMatchObject({ code: 0 })
    expect(await command(['migrate-index', '--to', 'meilisearch'], there)).toMatchObject({
      code: 0,
    })
    await own.kill()

    const gateway = await startGateway(there)
    expect(await readiness(gateway)).toMatchObject({
      status: 503,
      index: { reachable: false, error: 'INDEX_UNAVAILABLE', behind: 0 },
    })
    await own.restart()
    await until('it is ready', async () => (await readiness(gateway)).ready)
    expect(await count(gateway)).toBeGreaterThan(9)

    await own.kill()
    expect(await command(['harvest', '--full'], plain)).toMatchObject({ code: 0 })
    const begun = performance.now()
    expect(await gateway.stop()).toBe(0)
    expect(performance.now() - begun).toBeLessThan(10_000)
  })
})

describe('a Meilisearch that never answers', { timeout: 120_000 }, () => {
  test('keeps nobody waiting: not the start, the searches, /ready or the end', async () => {
    const silent = createServer((socket) => {
      socket.on('error', () => {})
    })
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const sockets = new Set<Socket>()
    silent.on('connection', (socket) => sockets.add(socket))
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy()
      silent.close()
    })
    const { port } = silent.address() as AddressInfo
    const plain = await environment(await tempFolder(), 'http://127.0.0.1:9')
    const gateway = await startGateway({
      ...plain,
      MEILI_URL: `http://127.0.0.1:${port}`,
      MEILI_KEY: 'any-key',
    })
    const timed = async <Answer>(work: Promise<Answer>) => {
      const begun = performance.now()
      return { answer: await work, ms: performance.now() - begun }
    }
    const [search, ready] = await Promise.all([
      timed(gateway.ask('{ search { totalCount } sources { name } }')),
      timed(readiness(gateway)),
    ])
    expect(search.answer.errors).toMatchObject([{ extensions: { code: 'INDEX_UNAVAILABLE' } }])
    expect(search.answer.data.sources).toEqual([{ name: 'allen' }])
    expect(search.ms).toBeLessThan(8_000)
    expect(ready.answer).toMatchObject({ status: 503, index: { reachable: false } })
    expect(ready.ms).toBeLessThan(4_000)
    const stop = await timed(gateway.stop())
    expect(stop.answer).toBe(0)
    expect(stop.ms).toBeLessThan(10_000)
  })
})

/** In no order: relevance may tie differently. */
function sorted({ data }: { data?: { search: { edges: { node: { id: string } }[] } } }) {
  const edges = data?.search.edges.map(({ node }) => node.id).sort()
  return { ...data?.search, edges }
}
