import { describe, expect, test } from 'vitest'
import { Item, patient, rejection, upstreams } from './upstream.ts'

const { standin, client } = upstreams(patient)
const calm = { headersTimeout: 5_000, bodyTimeout: 5_000, totalTimeout: 10_000 }

describe('HTTP client and the pace of an origin', () => {
  test('never more requests are under way than allowed, as the server counts', async () => {
    const server = await standin({ latency: 10 })
    const http = client(server.url, { ...calm, concurrency: 3 })
    await Promise.all(Array.from({ length: 30 }, () => http.json(`${server.url}/one`, Item)))
    expect(server.peak).toBe(3)
    expect(server.requests).toHaveLength(30)
  })

  test('retries count as requests under way, too', async () => {
    const server = await standin({ latency: 5 })
    server.faults.add({ kind: 'status-500', times: 10 })
    server.faults.add({ kind: 'truncate-body', times: 5 })
    const http = client(server.url, { ...calm, concurrency: 2, attempts: 20 })
    await Promise.all(Array.from({ length: 10 }, () => http.json(`${server.url}/one`, Item)))
    expect(server.peak).toBe(2)
    expect(server.requests).toHaveLength(25)
  })

  test('requests a second stay under the rate, after a burst', async () => {
    const server = await standin()
    const http = client(server.url, { ...calm, concurrency: 4, requestsPerSecond: 50 })
    const started = performance.now()
    await Promise.all(Array.from({ length: 24 }, () => http.json(`${server.url}/one`, Item)))
    // Four at once, then twenty at fifty a second.
    expect(performance.now() - started).toBeGreaterThan(390)
    const times = server.requests.map(({ time }) => time)
    // What a stall of this machine may bunch together is far from all of them.
    const busiest = Math.max(
      ...times.map((start) => times.filter((time) => time >= start && time < start + 100).length),
    )
    expect(busiest).toBeLessThanOrEqual(14)
  })

  test('each origin has its own pace: a slow one holds up no other', async () => {
    const slow = await standin()
    slow.faults.add({ kind: 'hang-headers' })
    const quick = await standin()
    const http = client([slow.url, quick.url], { ...calm, concurrency: 1 })
    const abort = new AbortController()
    const stuck = rejection(http.json(slow.url, Item, { signal: abort.signal }))
    for (let count = 0; count < 5; count += 1) {
      expect(await http.json(`${quick.url}/one`, Item)).toMatchObject({ id: 'one' })
    }
    abort.abort()
    expect(await stuck).toMatchObject({ code: 'CANCELLED' })
  })

  test('one 429 holds every request to its origin for as long as it asks', async () => {
    const server = await standin()
    server.faults.add({ kind: 'status-429', retryAfter: 1, times: 1 })
    const http = client(server.url, { ...calm, concurrency: 2 })
    const all = Array.from({ length: 6 }, () => http.json(`${server.url}/one`, Item))
    await Promise.all(all)
    const refusedAt = server.requests.find(({ status }) => status === 429)?.time ?? 0
    const during = server.requests.filter(
      ({ time, status }) => status !== 429 && time >= refusedAt && time < refusedAt + 950,
    )
    // The other one that was under way already.
    expect(during.length).toBeLessThanOrEqual(1)
    expect(server.requests).toHaveLength(7)
  })

  test('a date to wait for is read by the clock of the source', async () => {
    const server = await standin({
      handle: ({ nth }) =>
        nth === 1
          ? {
              status: 503,
              headers: { 'retry-after': new Date(Date.now() + 1_000).toUTCString() },
            }
          : { json: { id: 'one', list: [] } },
    })
    // A day ahead, in both dates: by our own clock this would be a day's wait.
    server.faults.add({ kind: 'clock-skew' })
    const http = client(server.url, calm)
    const started = performance.now()
    expect(await http.json(server.url, Item)).toMatchObject({ id: 'one' })
    expect(performance.now() - started).toBeLessThan(2_000)
    expect(http.stats.requests).toBe(2)
  })

  test('a wait longer than allowed fails at once, for every request to the origin', async () => {
    const server = await standin()
    server.faults.add({ kind: 'status-429', retryAfter: 3_600, times: 1 })
    const http = client(server.url, { ...calm, concurrency: 1, maxRetryAfter: 1_000 })
    const started = performance.now()
    const errors = await Promise.all(
      [1, 2, 3].map(() => rejection(http.json(`${server.url}/one`, Item))),
    )
    errors.push(await rejection(http.json(`${server.url}/two`, Item)))
    for (const error of errors) {
      expect(error).toMatchObject({ code: 'SOURCE_RATE_LIMITED', source: 'demo' })
    }
    expect(performance.now() - started).toBeLessThan(5_000)
    expect(server.requests).toHaveLength(1)
  })

  test('a quota that is used up is waited for before a 429 says so', async () => {
    const server = await standin({
      handle: ({ nth }) => ({
        json: { id: 'one', list: [] },
        headers: nth === 1 ? { 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': '1' } : {},
      }),
    })
    const http = client(server.url, calm)
    await http.json(server.url, Item)
    await http.json(server.url, Item)
    const [first, second] = server.requests
    expect((second?.time ?? 0) - (first?.time ?? 0)).toBeGreaterThanOrEqual(950)
  })

  test('credentials that met a 401 are not sent again, others are', async () => {
    const server = await standin({ latency: 20 })
    const good = 'Basic good'
    server.faults.add({
      kind: 'status-401',
      match: ({ headers }) => headers.authorization !== good,
    })
    const http = client(server.url, { ...calm, concurrency: 1 })
    const read = (authorization: string) =>
      http.json(`${server.url}/one`, Item, { headers: { authorization } })
    const errors = await Promise.all([1, 2, 3].map(() => rejection(read('Basic bad'))))
    errors.push(await rejection(read('Basic bad')))
    for (const error of errors) expect(error).toMatchObject({ code: 'SOURCE_REFUSED' })
    expect(server.requests).toHaveLength(1)
    expect(await read(good)).toMatchObject({ id: 'one' })
  })

  test('a 403, or a 401 without credentials, says nothing about other pages', async () => {
    const server = await standin()
    server.faults.add({ kind: 'status-403', times: 1 })
    server.faults.add({ kind: 'status-401', times: 1 })
    const http = client(server.url)
    const headers = { authorization: 'Basic good' }
    await rejection(http.json(`${server.url}/one`, Item, { headers }))
    await rejection(http.json(`${server.url}/one`, Item))
    expect(await http.json(`${server.url}/one`, Item)).toMatchObject({ id: 'one' })
    expect(await http.json(`${server.url}/one`, Item, { headers })).toMatchObject({ id: 'one' })
  })
})
