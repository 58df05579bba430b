import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createHttpClient, silentLog } from '#sdk'
import { Item, patient, rejection, upstreams } from './upstream.ts'

const { standin, client, own } = upstreams(patient)
const json = 'application/json'
const item = JSON.stringify({ id: 'one', list: ['é'] })

/** Brotli at its best takes seconds over the bomb. */
function brotliQuickly(bytes: Buffer): Buffer {
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })
}

describe('HTTP client', () => {
  test('a status besides 200 is an answer only when the request says so', async () => {
    const server = await standin({
      handle: () => ({ status: 404, json: { id: 'none', list: [] } }),
    })
    const http = client(server.url)
    expect(await rejection(http.request(server.url))).toMatchObject({
      code: 'SOURCE_UNREACHABLE',
      message: 'The source answered with status 404.',
    })
    const answer = await http.request(server.url, { statuses: [404] })
    expect(answer.status).toBe(404)
    expect(await http.json(server.url, Item, { statuses: [404] })).toMatchObject({ id: 'none' })
  })

  test('a status that says that there is nothing is told as that, not as an empty answer', async () => {
    const server = await standin({ handle: () => ({ status: 204 }) })
    expect(await rejection(client(server.url).json(server.url, Item))).toMatchObject({
      code: 'ANSWER_INVALID',
      message: 'The source answered that it has no content (status 204).',
    })
    expect(server.requests).toHaveLength(2)
  })

  test('every head is told as it comes: of attempts that fail, of redirects, and of the last', async () => {
    const server = await standin({
      handle: ({ path, nth }) => {
        if (path === '/from') return { status: 302, headers: { location: '/to' } }
        return nth === 2
          ? { status: 503, headers: { 'set-cookie': 'a=1' } }
          : { json: { id: 'a', list: [] } }
      },
    })
    const told: [number, string | undefined][] = []
    await client(server.url).json(`${server.url}/from`, Item, {
      onHead: ({ status, headers }) => {
        told.push([status, headers['set-cookie']])
      },
    })
    expect(told).toEqual([
      [302, undefined],
      [503, 'a=1'],
      [302, undefined],
      [200, undefined],
    ])
  })

  test('a DELETE is sent once, unless it is said to do no harm twice', async () => {
    const server = await standin({ handle: () => ({ status: 503 }) })
    const http = client(server.url)
    for (const [idempotent, requests] of [
      [undefined, 1],
      [true, 3],
    ] as const) {
      const request = { method: 'DELETE' as const, ...(idempotent && { idempotent }) }
      await rejection(http.request(server.url, request))
      expect(server.requests).toHaveLength(requests)
    }
    expect(server.requests[0]?.method).toBe('DELETE')
  })

  test.each([
    ['application/json', true],
    ['application/json; charset=utf-8', true],
    ['APPLICATION/JSON', true],
    ['text/json', true],
    ['application/vnd.api+json', true],
    ['application/jsonp', false],
    ['text/plain', false],
    ['text/html', false],
    ['application/xhtml+xml', false],
    ['', false],
  ])('json: the content type %j counts as JSON: %s', async (type, counts) => {
    const server = await standin({
      handle: () => ({ body: item, type, headers: { 'content-type': type } }),
    })
    const read = client(server.url, { attempts: 1 }).json(server.url, Item)
    if (counts) expect(await read).toMatchObject({ id: 'one' })
    else expect(await rejection(read)).toMatchObject({ code: 'ANSWER_INVALID' })
  })

  test('json: a type that the request accepts is JSON, too', async () => {
    const server = await standin({ handle: () => ({ body: item, type: 'text/plain' }) })
    const http = client(server.url)
    const accept = ['text/*']
    expect(await http.json(server.url, Item, { accept })).toMatchObject({ id: 'one' })
    expect(server.requests.at(-1)?.headers.accept).toBe('text/*')
  })

  test('json: a shape that does not fit is final, and names paths only', async () => {
    const server = await standin({ handle: () => ({ json: { id: 7, list: [1] } }) })
    const http = client(server.url)
    const error = await rejection(http.json(server.url, Item))
    expect(error).toMatchObject({
      code: 'ANSWER_INVALID',
      cause: { message: expect.stringMatching(/id: invalid_type; list\.0: invalid_type/) },
    })
    expect(http.stats.requests).toBe(1)
  })

  test('json: a failure envelope is asked again when the request says that it may pass', async () => {
    const server = await standin({
      handle: ({ nth }) => ({
        json: nth < 3 ? { success: false, msg: 'busy' } : { success: true },
      }),
    })
    const http = client(server.url, { attempts: 3 })
    const Envelope = z.object({ success: z.literal(true) })
    const retryInvalid = (body: unknown) => (body as { msg?: unknown }).msg === 'busy'
    expect(await http.json(server.url, Envelope, { retryInvalid })).toEqual({ success: true })
    expect(http.stats).toMatchObject({ requests: 3, retries: 2 })
    expect(server.requests).toHaveLength(3)
  })

  test('json: an error thrown by the shape itself is no fault of the source', async () => {
    const server = await standin()
    const broken = z.any().transform(() => {
      throw new Error('bug')
    })
    const http = client(server.url)
    expect(await rejection(http.json(server.url, broken))).toMatchObject({ code: 'INTERNAL' })
    expect(http.stats.requests).toBe(1)
  })

  test.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
  ] as const)('a body packed as %s is unpacked', async (coding, pack) => {
    const server = await standin({
      handle: () => ({ body: pack(item), type: json, headers: { 'content-encoding': coding } }),
    })
    expect(await client(server.url).json(server.url, Item)).toEqual(JSON.parse(item))
    expect(server.requests[0]?.headers['accept-encoding']).toBe('gzip, deflate, br')
  })

  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
  ] as const)('a packed body that is cut off is damaged: %s', async (coding, pack) => {
    const packed = pack(item)
    const server = await standin({
      handle: ({ nth }) => ({
        body: nth === 1 ? packed.subarray(0, packed.length - 6) : packed,
        type: json,
        headers: { 'content-encoding': coding },
      }),
    })
    const once = client(server.url, { attempts: 1 })
    expect(await rejection(once.json(server.url, Item))).toMatchObject({
      code: 'ANSWER_INVALID',
      message: 'The source answered with a body that cannot be decompressed.',
    })
    expect(await client(server.url).json(server.url, Item)).toMatchObject({ id: 'one' })
  })

  test('a coding that was not offered is refused', async () => {
    const server = await standin({
      handle: () => ({ body: item, type: json, headers: { 'content-encoding': 'gzip, gzip' } }),
    })
    expect(await rejection(client(server.url).json(server.url, Item))).toMatchObject({
      code: 'ANSWER_INVALID',
    })
  })

  test('a packed body of no bytes is an empty answer', async () => {
    const server = await standin({
      handle: () => ({ body: '', type: json, headers: { 'content-encoding': 'gzip' } }),
    })
    expect(await rejection(client(server.url).json(server.url, Item))).toMatchObject({
      message: 'The source answered with nothing.',
    })
  })

  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliQuickly],
  ] as const)(
    'a small body that unpacks to a huge one stops at the cap: %s',
    async (coding, pack) => {
      const bomb = pack(Buffer.alloc(64 * 1024 * 1024))
      const server = await standin({
        handle: () => ({ body: bomb, type: json, headers: { 'content-encoding': coding } }),
      })
      const http = client(server.url, { maxBytes: 1024 * 1024, totalTimeout: 20_000 })
      const before = process.memoryUsage().rss
      expect(await rejection(http.json(server.url, Item))).toMatchObject({
        code: 'ANSWER_INVALID',
        message: 'The source answered with more than the largest size allowed.',
      })
      expect(http.stats.requests).toBe(1)
      expect(process.memoryUsage().rss - before).toBeLessThan(40 * 1024 * 1024)
    },
    20_000,
  )

  test('a packed body that goes on and on and unpacks to nothing stops at the cap', async () => {
    const nothing = Buffer.concat(Array(20_000).fill(gzipSync('')))
    const server = await standin({
      handle: () => ({
        body: nothing,
        type: json,
        headers: { 'content-encoding': 'gzip', 'transfer-encoding': 'chunked' },
      }),
    })
    const http = client(server.url, { maxBytes: 100_000, totalTimeout: 5_000 })
    expect(await rejection(http.json(server.url, Item))).toMatchObject({
      message: 'The source answered with more than the largest size allowed.',
    })
  })

  test('a body over the cap is refused, with and without a length told before', async () => {
    const server = await standin()
    server.faults.add({ kind: 'oversized', bytes: 200_000 })
    const http = client(server.url, { maxBytes: 100_000 })
    expect(await rejection(http.json(server.url, Item))).toMatchObject({ code: 'ANSWER_INVALID' })
    expect(http.stats.bytes).toBe(0)

    const chunked = await standin({
      handle: () => ({
        body: Buffer.alloc(200_000, ' '),
        type: json,
        headers: { 'transfer-encoding': 'chunked' },
      }),
    })
    const other = client(chunked.url, { maxBytes: 100_000 })
    expect(await rejection(other.json(chunked.url, Item))).toMatchObject({ code: 'ANSWER_INVALID' })
    expect(other.stats.bytes).toBeLessThan(200_000)
  })

  test('text is read in the charset that it names, with U+FFFD for what is no text', async () => {
    const server = await standin({
      routes: {
        'GET /latin': () => ({
          body: Buffer.from('é', 'latin1'),
          type: 'text/csv; charset=latin1',
        }),
        'GET /bad': () => ({ body: Buffer.from([0x61, 0xff, 0x62]), type: 'text/csv' }),
        'GET /odd': () => ({ body: 'a', type: 'text/csv; charset=nonsense' }),
      },
      handle: undefined as never,
    })
    const http = client(server.url)
    const accept = ['text/csv']
    expect(await http.text(`${server.url}/latin`, { accept })).toBe('é')
    expect(await http.text(`${server.url}/bad`, { accept })).toBe('a\uFFFDb')
    expect(await rejection(http.text(`${server.url}/odd`, { accept }))).toMatchObject({
      code: 'ANSWER_INVALID',
    })
  })

  test('a HEAD has no body and may have no type', async () => {
    const server = await standin({ handle: () => ({ body: 'x'.repeat(50), type: 'text/plain' }) })
    const answer = await client(server.url).request(server.url, { method: 'HEAD' })
    expect(answer.body).toHaveLength(0)
    expect(answer.headers['content-length']).toBe('50')
    expect(server.requests[0]?.headers['accept-encoding']).toBe('identity')
  })

  test('a 304 that was asked for is an answer without a body', async () => {
    const server = await standin({ handle: () => ({ status: 304 }) })
    const answer = await client(server.url).request(server.url, {
      headers: { 'If-None-Match': '"1"' },
      statuses: [304],
    })
    expect(answer).toMatchObject({ status: 304, body: Buffer.alloc(0) })
    expect(server.requests[0]?.headers['if-none-match']).toBe('"1"')
  })

  test('headers that decide where a request goes are not for connectors', async () => {
    const server = await standin()
    const http = client(server.url)
    for (const name of ['Host', 'connection', 'Transfer-Encoding', 'content-length']) {
      const error = await rejection(http.request(server.url, { headers: { [name]: 'x' } }))
      expect(error).toMatchObject({ code: 'INTERNAL' })
    }
    expect(server.requests).toHaveLength(0)
  })

  test('a header value with a line break is not sent', async () => {
    const server = await standin()
    const headers = { authorization: 'secret-1\r\nx-evil: 1' }
    const error = await rejection(client(server.url).request(server.url, { headers }))
    expect(error).toMatchObject({ code: 'INTERNAL' })
    expect(String((error as Error).cause)).not.toContain('secret-1')
    expect(server.requests).toHaveLength(0)
  })

  test.each([
    [{ attempts: 0 }, 'http.attempts'],
    [{ totalTimeout: 2 ** 31 }, 'http.totalTimeout'],
    [{ requestsPerSecond: 0 }, 'http.requestsPerSecond'],
    [{ atempts: 1 }, 'http.atempts'],
  ])('a policy that is not valid is refused with its name: %j', (policy, argument) => {
    expect(() => createHttpClient({ origins: [], policy: policy as object })).toThrowError(
      expect.objectContaining({ code: 'CONFIG_INVALID', argument }),
    )
  })

  test('another attempt is told to the log, without the query', async () => {
    const server = await standin()
    server.faults.add({ kind: 'status-503', times: 1 })
    const told: [string, object | undefined][] = []
    const log = {
      ...silentLog,
      warn: (...entry: [string, object?]) => told.push([entry[0], entry[1]]),
    }
    const http = client(server.url, {}, { log: log as never })
    await http.json(`${server.url}/one?token=hush`, Item)
    expect(told).toEqual([
      [
        'a request is made again',
        {
          source: 'demo',
          url: `${server.url}/one`,
          attempt: 1,
          code: 'SOURCE_UNREACHABLE',
          reason: 'The source answered with status 503.',
          pauseMs: expect.any(Number),
        },
      ],
    ])
  })

  test('stats count requests, retries and bytes', async () => {
    const server = await standin()
    server.faults.add({ kind: 'status-503', times: 1 })
    const http = client(server.url)
    await http.json(`${server.url}/one`, Item)
    const { body } = await http.request(`${server.url}/one`)
    expect(http.stats).toEqual({ requests: 3, retries: 1, bytes: 2 * body.length })
  })
})

function certificate(folder: string): { key: Buffer; cert: Buffer } | null {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const subject = ['-subj', '/CN=127.0.0.1', '-days', '1', '-nodes']
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1']
  const made = spawnSync('openssl', [
    ...['req', '-x509', ...curve, ...subject, '-keyout', key, '-out', cert],
  ])
  return made.status === 0 ? { key: readFileSync(key), cert: readFileSync(cert) } : null
}

describe('HTTP client and certificates', () => {
  test('a certificate that nobody vouches for is final', async ({ skip }) => {
    const folder = mkdtempSync(join(tmpdir(), 'atlas-tls-'))
    const pair = certificate(folder)
    rmSync(folder, { recursive: true })
    if (pair === null) return skip('openssl is not here to make a certificate')
    let asked = 0
    const server = createServer(pair, (_request, response) => {
      asked += 1
      response.end('{}')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    own({ close: () => new Promise((resolve) => server.close(() => resolve())) })
    const origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
    const http = client(origin, { connectTimeout: 5_000, totalTimeout: 5_000 })
    expect(await rejection(http.json(origin, Item))).toMatchObject({
      code: 'SOURCE_UNREACHABLE',
      message: 'The certificate of the source is not valid.',
    })
    expect(http.stats.requests).toBe(1)
    expect(asked).toBe(0)
  })
})

describe('HTTP client and cancelling', () => {
  const kinds = ['hang-connect', 'hang-headers', 'hang-body', 'slow-drip'] as const
  test.each(kinds)('%s: an abort ends the read at once', async (kind) => {
    const server = await standin()
    server.faults.add({ kind })
    const http = client(server.url, {
      headersTimeout: 9_000,
      bodyTimeout: 9_000,
      totalTimeout: 9_000,
    })
    const abort = new AbortController()
    const read = rejection(http.json(`${server.url}/one`, Item, { signal: abort.signal }))
    await new Promise((resolve) => setTimeout(resolve, 60))
    const started = performance.now()
    abort.abort()
    expect(await read).toMatchObject({ code: 'CANCELLED', source: 'demo' })
    expect(performance.now() - started).toBeLessThan(1_000)
  })

  test('an abort ends the pause before another attempt, and the wait for a turn', async () => {
    const server = await standin()
    server.faults.add({ kind: 'status-429', retryAfter: 30 })
    const abort = new AbortController()
    const http = client(server.url, {}, { signal: abort.signal })
    const pausing = rejection(http.json(`${server.url}/one`, Item))
    await expect.poll(() => server.requests.length).toBe(1)
    await new Promise((resolve) => setTimeout(resolve, 30))
    const waiting = rejection(http.json(`${server.url}/two`, Item))
    await new Promise((resolve) => setTimeout(resolve, 30))
    abort.abort()
    expect(await pausing).toMatchObject({ code: 'CANCELLED' })
    expect(await waiting).toMatchObject({ code: 'CANCELLED' })
    expect(await rejection(http.json(server.url, Item))).toMatchObject({ code: 'CANCELLED' })
    expect(server.requests).toHaveLength(1)
  })

  test('close ends what is under way and what comes after', async () => {
    const server = await standin()
    server.faults.add({ kind: 'hang-headers' })
    const http = client(server.url, { headersTimeout: 9_000, totalTimeout: 9_000, concurrency: 1 })
    const reads = [1, 2].map(() => rejection(http.json(server.url, Item)))
    await expect.poll(() => server.requests.length).toBe(1)
    await http.close()
    for (const read of reads) expect(await read).toMatchObject({ code: 'CANCELLED' })
    expect(await rejection(http.json(server.url, Item))).toMatchObject({ code: 'CANCELLED' })
  })
})
