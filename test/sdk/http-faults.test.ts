import { describe, expect, test } from 'vitest'
import { allFaultKinds, type Fault, type FaultKind, faultKinds } from '#sdk/standin'
import { Item, rejection, upstreams } from './upstream.ts'

const { standin, client } = upstreams()

/** What a shape cannot see: left to connectors. */
const clientKinds = allFaultKinds.filter((kind) => faultKinds[kind].noticedBy === 'client')
const harmful = clientKinds.filter((kind) => faultKinds[kind].expects !== null)
const harmless = clientKinds.filter((kind) => faultKinds[kind].expects === null)
const recoverable = harmful.filter((kind) => faultKinds[kind].recoverable)
const final = harmful.filter((kind) => !faultKinds[kind].recoverable)

function fault(kind: FaultKind): Fault {
  return kind === 'status-429' ? { kind, retryAfter: 0 } : ({ kind } as Fault)
}

describe('HTTP client and an upstream that misbehaves', () => {
  test.each(harmful)('%s: a fault that stays ends the read with its code', async (kind) => {
    const server = await standin()
    server.faults.add(fault(kind))
    const http = client(server.url)
    const error = await rejection(http.json(`${server.url}/one?token=abc`, Item))
    expect(error).toMatchObject({
      name: 'GatewayError',
      code: faultKinds[kind].expects,
      source: 'demo',
    })
    expect((error as Error).message).not.toMatch(/127|localhost|http|abc|\/one/)
    expect(http.stats.requests).toBe(faultKinds[kind].recoverable ? 2 : 1)
    expect(http.stats.retries).toBe(faultKinds[kind].recoverable ? 1 : 0)
  })

  test.each(recoverable)('%s: a fault that passes is read over', async (kind) => {
    const server = await standin()
    server.faults.add({ ...fault(kind), times: 1 })
    const http = client(server.url)
    expect(await http.json(`${server.url}/one`, Item)).toMatchObject({ id: 'one' })
    expect(http.stats).toMatchObject({ requests: 2, retries: 1 })
    expect(server.faults.hits).toBe(1)
  })

  const lostPosts = [
    'hang-headers',
    'reset',
    'truncate-body',
    'status-429',
    'status-500',
    'html',
  ] as const
  test.each(lostPosts)('%s: a POST is never sent twice', async (kind) => {
    const server = await standin()
    server.faults.add({ ...fault(kind), times: 1 })
    const http = client(server.url)
    await rejection(http.json(`${server.url}/one`, Item, { method: 'POST', body: '{}' }))
    expect(http.stats).toMatchObject({ requests: 1, retries: 0 })
  })

  test('a POST that does no harm twice is sent again when it says so', async () => {
    const server = await standin()
    server.faults.add({ kind: 'status-500', times: 1 })
    const request = { method: 'POST', body: '{}', idempotent: true } as const
    const http = client(server.url)
    expect(await http.json(`${server.url}/one`, Item, request)).toMatchObject({ id: 'one' })
    expect(server.requests.map(({ method }) => method)).toEqual(['POST', 'POST'])
  })

  test.each(final)('%s: what will not pass is asked once', async (kind) => {
    const server = await standin()
    server.faults.add(fault(kind))
    await rejection(client(server.url).json(`${server.url}/one`, Item))
    expect(server.requests).toHaveLength(1)
  })

  test.each(harmless)('%s: an upstream that is odd but right is read', async (kind) => {
    const server = await standin()
    server.faults.add(fault(kind))
    const http = client(server.url)
    expect(await http.json(`${server.url}/one`, Item)).toMatchObject({ id: 'one' })
    expect(http.stats.requests).toBe(1)
  })

  test('each way of answering nothing useful has its own message', async () => {
    const messages = new Set<string>()
    for (const kind of ['html', 'empty', 'wrong-type', 'truncated-json'] as const) {
      const server = await standin()
      server.faults.add(fault(kind))
      const http = client(server.url, { attempts: 1 })
      messages.add(((await rejection(http.json(`${server.url}/one`, Item))) as Error).message)
    }
    expect(messages.size).toBe(4)
  })

  test('an HTML page under the type of JSON is told as a page', async () => {
    const server = await standin({
      handle: () => ({ body: '\n<html>no</html>', type: 'application/json' }),
    })
    expect(await rejection(client(server.url).json(server.url, Item))).toMatchObject({
      code: 'ANSWER_INVALID',
      message: expect.stringMatching(/web page/),
    })
  })

  test('no bytes of an answer get into an error or its cause', async () => {
    for (const body of [
      '{"patient": "Jane Roe"',
      '{"id": "Jane Roe"}',
      '"Jane Roe"',
      '<Jane Roe>',
    ]) {
      const server = await standin({ handle: () => ({ body, type: 'application/json' }) })
      const error = await rejection(client(server.url, { attempts: 1 }).json(server.url, Item))
      const { message, cause } = error as Error
      expect(`${message} ${String(cause)} ${JSON.stringify(cause)}`).not.toMatch(/Jane|patient/)
    }
  })
})

describe('HTTP client and its deadlines', () => {
  async function elapsed(work: Promise<unknown>): Promise<number> {
    const started = performance.now()
    await work.catch(() => {})
    return performance.now() - started
  }

  test.each([
    ['hang-headers', 'headersTimeout'],
    ['hang-connect', 'headersTimeout'],
    ['hang-body', 'bodyTimeout'],
    ['slow-drip', 'totalTimeout'],
  ] as const)('%s ends at %s', async (kind, deadline) => {
    const server = await standin()
    server.faults.add({ kind })
    const policy = { headersTimeout: 5_000, bodyTimeout: 5_000, totalTimeout: 5_000, attempts: 1 }
    const http = client(server.url, { ...policy, [deadline]: 200 })
    const took = await elapsed(http.json(`${server.url}/one`, Item))
    expect(took).toBeGreaterThan(180)
    expect(took).toBeLessThan(1_500)
  })

  test('a drip that is slow but within the whole deadline is read', async () => {
    const server = await standin()
    // Ten pieces: longer in all than what may pass between two of them.
    server.faults.add({ kind: 'slow-drip', bytes: 20, every: 70 })
    const http = client(server.url, { bodyTimeout: 400, totalTimeout: 10_000 })
    expect(await http.json(`${server.url}/one`, Item)).toMatchObject({ id: 'one' })
    expect(http.stats.requests).toBe(1)
  })

  test('a TLS handshake that is never answered ends at connectTimeout', async () => {
    const server = await standin()
    // Plain HTTP never answers a TLS greeting when it is not even read.
    server.faults.add({ kind: 'hang-connect' })
    const origin = server.url.replace('http:', 'https:')
    const policy = { connectTimeout: 200, totalTimeout: 5_000, attempts: 1 }
    const http = client(origin, policy)
    const took = await elapsed(http.json(`${origin}/one`, Item))
    expect(took).toBeGreaterThan(180)
    expect(took).toBeLessThan(1_500)
    expect(await rejection(http.json(`${origin}/one`, Item))).toMatchObject({
      code: 'SOURCE_UNREACHABLE',
      message: 'The source did not answer in time.',
    })
  })

  test('a name server that never answers ends at connectTimeout', async () => {
    const http = client(
      'http://hang.example',
      { connectTimeout: 100, totalTimeout: 5_000, attempts: 1 },
      { lookup: () => {} },
    )
    const took = await elapsed(http.json('http://hang.example/one', Item))
    expect(took).toBeLessThan(1_500)
  })

  test('a port that nobody listens at is unreachable', async () => {
    const server = await standin()
    await server.close()
    const http = client(server.url)
    expect(await rejection(http.json(`${server.url}/one`, Item))).toMatchObject({
      code: 'SOURCE_UNREACHABLE',
    })
    expect(http.stats.requests).toBe(2)
  })
})
