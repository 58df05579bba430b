import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { allFaultKinds, type FaultKind, faultKinds } from '#sdk/standin'
import { Item, rejection, upstreams } from './upstream.ts'

const { standin, client } = upstreams()
const Page = z.object({ rows: z.array(z.number()), start: z.number() })

async function paged() {
  return standin({
    handle: ({ query }) => {
      const start = Number(query.get('start'))
      return { json: { rows: [start, start + 1], start } }
    },
    pages: {
      empty: (body) => ({ ...(body as object), rows: [] }),
      drift: (body) => {
        const { rows, ...rest } = Page.parse(body)
        return { ...rest, lines: rows }
      },
    },
  })
}

describe('stand-in', () => {
  test('routes answer by method and pattern, in their order, and the rest is 404', async () => {
    const server = await standin({
      handle: undefined as never,
      routes: {
        'GET /items/first': () => ({ json: 'first' }),
        'GET /items/:id': ({ params }) => ({ json: params }),
        'POST /items/:id': ({ body }) => ({ body, type: 'text/plain' }),
        '/files/*': ({ params }) => ({ json: params }),
        'GET /null': () => null,
        'GET /none': () => ({ status: 204 }),
      },
    })
    const ask = async (path: string, init?: RequestInit) => {
      const answer = await fetch(`${server.url}${path}`, init)
      return [answer.status, await answer.text()]
    }
    expect(await ask('/items/first')).toEqual([200, '"first"'])
    expect(await ask('/items/a%20b')).toEqual([200, '{"id":"a b"}'])
    expect(await ask('/items/a', { method: 'POST', body: 'text' })).toEqual([200, 'text'])
    expect(await ask('/files/x/y')).toEqual([200, '{"0":"x/y"}'])
    expect(await ask('/items/a', { method: 'HEAD' })).toEqual([200, ''])
    expect(await ask('/none')).toEqual([204, ''])
    expect((await ask('/null'))[0]).toBe(404)
    expect((await ask('/items', { method: 'POST' }))[0]).toBe(404)
  })

  test('the log tells method, path, query, headers, status and fault of each request', async () => {
    const server = await paged()
    server.faults.add({ kind: 'status-500', after: 1, times: 1 })
    await fetch(`${server.url}/rows?start=1`, { headers: { 'x-test': 'yes' } })
    await fetch(`${server.url}/rows?start=2`)
    expect(server.requests).toMatchObject([
      { method: 'GET', path: '/rows', search: '?start=1', fault: null, status: 200 },
      { fault: 'status-500', status: 500 },
    ])
    expect(server.requests[0]?.headers['x-test']).toBe('yes')
    expect(server.requests[0]?.time).toBeCloseTo(Date.now(), -4)
  })

  test('a handler that throws answers 500 with the reason', async () => {
    const server = await standin({
      handle: () => {
        throw new Error('no such sample')
      },
    })
    const answer = await fetch(server.url)
    expect(answer.status).toBe(500)
    expect(await answer.text()).toContain('no such sample')
  })
})

describe('stand-in and its faults', () => {
  test('a fault strikes the matching requests after the first few, so many times', async () => {
    const server = await standin()
    const fault = server.faults.add({
      kind: 'status-404',
      match: ({ path }) => path === '/a',
      after: 1,
      times: 2,
    })
    const statuses: number[] = []
    for (const path of ['/a', '/b', '/a', '/b', '/a', '/a']) {
      statuses.push((await fetch(`${server.url}${path}`)).status)
    }
    expect(statuses).toEqual([200, 200, 404, 200, 404, 200])
    expect(fault.hits).toBe(2)
    expect(server.faults.hits).toBe(2)
  })

  test('faults strike in the order they were added, one a request', async () => {
    const server = await standin()
    server.faults.add({ kind: 'status-500', times: 1 })
    server.faults.add({ kind: 'status-503', times: 1 })
    const statuses = []
    for (let count = 0; count < 3; count += 1) statuses.push((await fetch(server.url)).status)
    expect(statuses).toEqual([500, 503, 200])
  })

  test('a removed fault strikes no more, and neither do cleared ones', async () => {
    const server = await standin()
    const fault = server.faults.add({ kind: 'status-500' })
    fault.remove()
    expect((await fetch(server.url)).status).toBe(200)
    server.faults.add({ kind: 'status-500' })
    server.faults.clear()
    expect((await fetch(server.url)).status).toBe(200)
  })

  test('a fault that the stand-in cannot play is refused when it is added', async () => {
    const server = await standin()
    for (const kind of ['empty-page', 'drift'] as const) {
      expect(() => server.faults.add({ kind })).toThrow(TypeError)
    }
  })

  test('a repeated page is the one before, never the same page asked again', async () => {
    const server = await paged()
    server.faults.add({ kind: 'repeated-page', times: 1 })
    const http = client(server.url)
    const starts: number[] = []
    for (const start of [0, 0, 2, 4]) {
      starts.push((await http.json(`${server.url}/rows?start=${start}`, Page)).start)
    }
    expect(starts).toEqual([0, 0, 0, 4])
  })

  test('a page that lies empty and one that drifted keep their envelope', async () => {
    const server = await paged()
    server.faults.add({ kind: 'empty-page', times: 1 })
    server.faults.add({ kind: 'drift', times: 1 })
    const bodies: unknown[] = []
    for (let count = 0; count < 3; count += 1) {
      bodies.push(await (await fetch(`${server.url}/rows?start=4`)).json())
    }
    expect(bodies).toEqual([
      { rows: [], start: 4 },
      { lines: [4, 5], start: 4 },
      { rows: [4, 5], start: 4 },
    ])
  })

  test('expired credentials stay expired, new ones are good', async () => {
    const server = await standin()
    server.faults.add({ kind: 'token-expired', after: 1 })
    const statuses = []
    for (const authorization of ['Bearer a', 'Bearer a', 'Bearer b', 'Bearer a', 'Bearer b']) {
      statuses.push((await fetch(server.url, { headers: { authorization } })).status)
    }
    expect(statuses).toEqual([200, 401, 200, 401, 200])
  })

  test('a client that logs in anew goes on after its token expired', async () => {
    const server = await standin()
    server.faults.add({ kind: 'token-expired', after: 1 })
    const http = client(server.url)
    const read = (token: string) =>
      http.json(`${server.url}/one`, Item, { headers: { authorization: token } })
    await read('Bearer a')
    expect(await rejection(read('Bearer a'))).toMatchObject({ code: 'SOURCE_REFUSED' })
    expect(await read('Bearer b')).toMatchObject({ id: 'one' })
  })

  test('Retry-After is sent as it is ordered', async () => {
    const server = await standin()
    server.faults.add({ kind: 'status-429', times: 1 })
    server.faults.add({ kind: 'status-429', retryAfter: 7, times: 1 })
    server.faults.add({ kind: 'status-429', retryAfter: null, times: 1 })
    server.faults.add({ kind: 'status-503', times: 1 })
    server.faults.add({ kind: 'status-503', retryAfter: 'soon', times: 1 })
    const waits = []
    for (let count = 0; count < 5; count += 1) {
      waits.push((await fetch(server.url)).headers.get('retry-after'))
    }
    expect(waits).toEqual(['1', '7', null, null, 'soon'])
  })

  test('a clock that is wrong shows in Date', async () => {
    const server = await standin()
    server.faults.add({ kind: 'clock-skew', seconds: -3_600 })
    const date = Date.parse((await fetch(server.url)).headers.get('date') ?? '')
    expect(Math.abs(Date.now() - 3_600_000 - date)).toBeLessThan(5_000)
  })

  test('a clock that is wrong shows in the dates of files, and not in numbers of seconds', async () => {
    const server = await standin({
      handle: () => ({
        json: {},
        headers: { 'last-modified': 'Fri, 02 Jan 2026 03:04:05 GMT', 'retry-after': '7' },
      }),
    })
    server.faults.add({ kind: 'clock-skew', seconds: 86_400 })
    const { headers } = await fetch(server.url)
    expect(headers.get('last-modified')).toBe('Sat, 03 Jan 2026 03:04:05 GMT')
    expect(headers.get('retry-after')).toBe('7')
  })

  const hanging = ['hang-connect', 'hang-headers', 'hang-body', 'slow-drip'] as const
  test.each(hanging)('%s: closing ends it at once', async (kind) => {
    const server = await standin()
    server.faults.add({ kind })
    const { port } = new URL(server.url)
    const socket = connect(Number(port), '127.0.0.1')
    socket.on('error', () => {})
    socket.resume()
    socket.write('GET /one HTTP/1.1\r\nhost: x\r\n\r\n')
    await new Promise((resolve) => setTimeout(resolve, 60))
    const ended = new Promise((resolve) => socket.once('close', resolve))
    const started = performance.now()
    await server.close()
    await ended
    expect(performance.now() - started).toBeLessThan(1_000)
  })

  test('hang-connect counts connections, and answers let go of theirs meanwhile', async () => {
    const server = await standin()
    server.faults.add({ kind: 'hang-connect', after: 2, times: 1 })
    const http = client(server.url)
    for (let count = 0; count < 2; count += 1) await http.request(server.url)
    expect(http.stats.retries).toBe(0)
    await http.request(server.url)
    expect(http.stats.retries).toBe(1)
  })

  test('every kind says what is to be made of it', () => {
    for (const kind of allFaultKinds) {
      const { title, expects, recoverable } = faultKinds[kind as FaultKind]
      expect(title).not.toBe('')
      // What harms nobody needs nobody's help to pass.
      if (expects === null) expect(recoverable).toBe(true)
    }
    expect(allFaultKinds).toHaveLength(23)
  })
})
