import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { GatewayError } from '../../src/model/index.ts'
import { ask } from './ask.ts'
import { asOperator, furnish, openWorld } from './world.ts'

const get = (path: string, headers: Record<string, string> = {}) =>
  new Request(`http://gateway.test${path}`, { headers })
const page = { accept: 'text/html,application/xhtml+xml' }

describe('beside the API', () => {
  test('/health answers at once and asks nobody', async () => {
    const world = await openWorld()
    const fail = () => Promise.reject(new Error('down'))
    const gateway = world.gateway({ index: { ...world.index, stats: fail } })
    await world.store.close()
    const response = await gateway.fetch(get('/health'))
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }])
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  test('/ready says what is there and how far the index is behind', async () => {
    const world = await openWorld()
    await furnish(world)
    const gateway = world.gateway()
    const ready = async () => {
      const response = await gateway.fetch(get('/ready'))
      return [response.status, await response.json()]
    }
    expect(await ready()).toEqual([
      200,
      {
        ready: true,
        catalogue: { reachable: true, error: null },
        index: {
          ...{ engine: 'embedded', reachable: true, error: null, generation: 1, behind: 0 },
          vectors: { model: null, progress: null },
        },
      },
    ])
    const { fill } = await import('./catalogue.ts')
    await fill(world.store, 'alpha', [{ nativeId: 'new', title: 'New' }])
    expect(await ready()).toMatchObject([200, { index: { behind: expect.any(Number) } }])
    expect(
      ((await ready()) as [number, { index: { behind: number } }])[1].index.behind,
    ).toBeGreaterThan(0)
  })

  test('/ready says by which model meanings are compared, and how far another is, without counts', async () => {
    const world = await openWorld()
    const stats = async () => ({
      ...(await world.index.stats()),
      vectors: { model: 'lsa-1-abc', progress: { done: 4_321, total: 9_876 } },
    })
    const gateway = world.gateway({ index: { ...world.index, stats } })
    const { index } = await (await gateway.fetch(get('/ready'))).json()
    expect(index.vectors).toEqual({ model: 'lsa-1-abc', progress: 0.43 })
  })

  test('/ready is 503 and says which part while the engine is there, but answers no search', async () => {
    const world = await openWorld()
    await furnish(world)
    const search = () =>
      Promise.reject(new GatewayError('INDEX_UNAVAILABLE', { cause: 'connect 10.0.0.7:7700' }))
    const gateway = world.gateway({ index: { ...world.index, search }, engine: 'meilisearch' })
    const response = await gateway.fetch(get('/ready'))
    expect([response.status, await response.json()]).toEqual([
      503,
      {
        ready: false,
        catalogue: { reachable: true, error: null },
        index: {
          ...{ engine: 'meilisearch', reachable: false, error: 'INDEX_UNAVAILABLE' },
          // Known all the same.
          ...{ generation: 1, behind: 0, vectors: { model: null, progress: null } },
        },
      },
    ])
    expect((await gateway.fetch(get('/health'))).status).toBe(200)
  })

  test('/ready is 503 while the index or the catalogue cannot be reached, and names no cause', async () => {
    const world = await openWorld()
    const down = () =>
      Promise.reject(new GatewayError('INDEX_UNAVAILABLE', { cause: 'disk /dev/sda1' }))
    const noIndex = await world
      .gateway({ index: { ...world.index, stats: down } })
      .fetch(get('/ready'))
    expect([noIndex.status, await noIndex.json()]).toMatchObject([
      503,
      {
        ready: false,
        catalogue: { reachable: true },
        index: { reachable: false, error: 'INDEX_UNAVAILABLE', behind: null },
      },
    ])
    const gateway = world.gateway()
    await world.store.close()
    const noStore = await gateway.fetch(get('/ready'))
    expect([noStore.status, await noStore.json()]).toMatchObject([
      503,
      { catalogue: { reachable: false } },
    ])
  })

  test('GraphiQL needs no network, starts with a query that works, and is closed in production', async () => {
    const world = await openWorld()
    await furnish(world)
    const response = await world.gateway().fetch(get('/graphql', page))
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toContain('text/html')
    const html = await response.text()
    expect(html).not.toMatch(/<(script|link)[^>]*(src|href)=["']?https?:/)
    const first = /"defaultQuery":("(?:[^"\\]|\\.)*")/.exec(html)?.[1]
    const answer = await ask(world.gateway(), JSON.parse(first ?? '""'))
    expect(answer.errors).toEqual([])
    expect(answer.data.search.totalCount).toBeGreaterThan(0)
    expect((await world.gateway().fetch(get('/'))).headers.get('location')).toBe('/graphql')

    const production = world.gateway({ production: true })
    const closed = await production.fetch(get('/graphql', page))
    expect(await closed.text()).not.toContain('<html')
    expect(await (await production.fetch(get('/'))).json()).toMatchObject({ graphql: '/graphql' })
  })

  test('what is not there is 404, whatever it ends with', async () => {
    const gateway = (await openWorld()).gateway()
    for (const path of ['/nope', '/graphql/x', '/x/health', '/health/', '/graphqlx']) {
      expect((await gateway.fetch(get(path))).status, path).toBe(404)
    }
  })

  test('a GET reads, and never changes anything', async () => {
    const gateway = (await openWorld()).gateway()
    const read = await gateway.fetch(
      get(`/graphql?query=${encodeURIComponent('{ sources { name } }')}`),
    )
    expect(await read.json()).toEqual({ data: { sources: [{ name: 'alpha' }, { name: 'beta' }] } })
    const change = encodeURIComponent('mutation { rebuildIndex { generation } }')
    const refused = await gateway.fetch(get(`/graphql?query=${change}`, asOperator))
    expect(refused.status).toBe(405)
  })
})

describe('headers', () => {
  test('let any page read without credentials, and only named ones when so configured', async () => {
    const world = await openWorld()
    const from = (origin: string) => ({ origin })
    const allowed = async (origins: string[], origin: string) => {
      const response = await world
        .gateway({ corsOrigins: origins })
        .fetch(get('/health', from(origin)))
      expect(response.headers.get('access-control-allow-credentials')).toBeNull()
      return response.headers.get('access-control-allow-origin')
    }
    expect(await allowed(['*'], 'https://a.example.org')).toMatch(
      /^(\*|https:\/\/a\.example\.org)$/,
    )
    const two = ['https://a.example.org', 'https://b.example.org']
    expect(await allowed(two, 'https://b.example.org')).toBe('https://b.example.org')
    for (const origin of ['https://c.example.org', 'null']) {
      expect(await allowed(two, origin)).toBeNull()
      expect(await allowed(two.slice(1), origin)).toBeNull()
    }
  })

  test('answer a preflight request with what may be sent', async () => {
    const gateway = (await openWorld()).gateway()
    const response = await gateway.fetch(
      new Request('http://gateway.test/graphql', {
        method: 'OPTIONS',
        headers: {
          origin: 'https://a.example.org',
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization,content-type',
        },
      }),
    )
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-headers')?.toLowerCase()).toContain(
      'authorization',
    )
  })

  test('keep answers with credentials out of caches and answers from being sniffed or framed', async () => {
    const gateway = (await openWorld()).gateway()
    const open = await ask(gateway, '{ sources { name } }')
    const mine = await ask(gateway, '{ sources { name } }', {}, asOperator)
    expect(open.headers.get('cache-control')).toBe('no-cache')
    expect(mine.headers.get('cache-control')).toBe('no-store')
    for (const { headers } of [open, mine]) {
      expect(headers.get('vary')).toContain('Authorization')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('x-frame-options')).toBe('DENY')
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    }
  })
})

describe('over HTTP', () => {
  const post = (url: string, query: string) =>
    fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    })

  test('a listening gateway answers, and says when its port is taken', async () => {
    const world = await openWorld()
    const gateway = world.gateway()
    const url = await gateway.listen(0)
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(await (await post(url, '{ sources { name } }')).json()).toEqual({
      data: { sources: [{ name: 'alpha' }, { name: 'beta' }] },
    })
    await expect(world.gateway().listen(Number(new URL(url).port))).rejects.toMatchObject({
      code: 'EADDRINUSE',
    })
  })

  test('a body above the limit is refused without being read to its end', async () => {
    const gateway = (await openWorld()).gateway()
    const url = new URL(await gateway.listen(0))
    const sent = request({
      host: url.hostname,
      port: url.port,
      path: '/graphql',
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': 50_000_000 },
    })
    sent.on('error', () => {})
    sent.write('{"query":"')
    const [response] = await once(sent, 'response')
    expect(response.statusCode).toBe(413)
    sent.destroy()
  })

  test('/health stays quick while many searches run', async () => {
    const world = await openWorld()
    await furnish(world)
    const url = await world.gateway().listen(0)
    const query =
      '{ search(query: "hippocampos", facets: [{ facet: SPECIES }]) { totalCount edges { node { id title source { title } } } } }'
    let busy = true
    const load = Array.from({ length: 4 }, async () => {
      while (busy) await (await post(url, query)).arrayBuffer()
    })
    const times: number[] = []
    for (let turn = 0; turn < 20; turn++) {
      const started = performance.now()
      await (await fetch(`${url}/health`)).arrayBuffer()
      times.push(performance.now() - started)
    }
    busy = false
    await Promise.all(load)
    // The index of this test works in the same thread and the machine is shared: far from the budget, near a hang.
    expect(Math.max(...times)).toBeLessThan(2_000)
  })

  test('closing lets a running request finish, keeps nobody waiting and accepts nobody new', async () => {
    const world = await openWorld()
    const entered = Promise.withResolvers<void>()
    const gate = Promise.withResolvers<void>()
    const index = {
      ...world.index,
      stats: async () => {
        entered.resolve()
        await gate.promise
        return world.index.stats()
      },
    }
    const gateway = world.gateway({ index })
    const url = await gateway.listen(0)
    // An idle connection that is kept alive, and one that never says anything.
    await (await fetch(`${url}/health`)).arrayBuffer()
    const silent = connect(Number(new URL(url).port), '127.0.0.1')
    await once(silent, 'connect')
    const running = fetch(`${url}/ready`)
    await entered.promise
    const closed = gateway.close()
    await expect(fetch(`${url}/health`)).rejects.toThrow()
    gate.resolve()
    expect((await running).status).toBe(200)
    await (await running).arrayBuffer()
    silent.destroy()
    await closed
  })

  test('closing cuts off what has not finished in time', async () => {
    const world = await openWorld()
    const index = { ...world.index, searchRecords: () => new Promise<never>(() => {}) }
    const gateway = world.gateway({ index, closeTimeout: 100 })
    const url = await gateway.listen(0)
    const hanging = post(url, '{ search { totalCount } }').then(
      () => 'answered',
      () => 'cut off',
    )
    await new Promise((resolve) => setTimeout(resolve, 50))
    const started = performance.now()
    await gateway.close()
    expect(performance.now() - started).toBeLessThan(2_000)
    expect(await hanging).toBe('cut off')
  })
})
