import { expect, test } from 'vitest'
import { Item, rejection, upstreams } from './upstream.ts'

const { standin, client } = upstreams()
const policy = { headersTimeout: 100, attempts: 3 }
const late = { code: 'SOURCE_UNREACHABLE', message: 'The source did not answer in time.' }

test('http client: an upstream that hangs is waited for in full once, then once a request', async () => {
  const server = await standin()
  server.faults.add({ kind: 'hang-headers' })
  const http = client(server.url, policy)
  expect(await rejection(http.json(`${server.url}/one`, Item))).toMatchObject(late)
  expect(http.stats.requests).toBe(3)
  expect(await rejection(http.json(`${server.url}/two`, Item))).toMatchObject(late)
  expect(http.stats.requests).toBe(4)
})

test.each([
  ['an answer', () => {}],
  [
    'a refusal',
    (server: Awaited<ReturnType<typeof standin>>) => {
      server.faults.add({ kind: 'status-403', times: 1 })
    },
  ],
] as const)(
  'http client: after %s an upstream that hung has its attempts again',
  async (_, answer) => {
    const server = await standin()
    server.faults.add({ kind: 'hang-headers' })
    const http = client(server.url, policy)
    await rejection(http.json(`${server.url}/one`, Item))
    server.faults.clear()
    answer(server)
    await http.json(`${server.url}/two`, Item).catch(() => {})
    server.faults.add({ kind: 'hang-headers', times: 2 })
    expect(await http.json(`${server.url}/three`, Item)).toMatchObject({ id: 'three' })
  },
)

test('http client: what fails at once is tried as often as ever beside what hangs', async () => {
  const server = await standin()
  server.faults.add({ kind: 'hang-headers', times: 3 })
  const http = client(server.url, policy)
  await rejection(http.json(`${server.url}/one`, Item))
  server.faults.add({ kind: 'reset', times: 2 })
  expect(await http.json(`${server.url}/two`, Item)).toMatchObject({ id: 'two' })
})

test('http client: one origin that hangs takes no attempts from another', async () => {
  const [hanging, other] = [await standin(), await standin()]
  hanging.faults.add({ kind: 'hang-headers' })
  other.faults.add({ kind: 'hang-headers', times: 2 })
  const http = client([hanging.url, other.url], policy)
  await rejection(http.json(`${hanging.url}/one`, Item))
  expect(await http.json(`${other.url}/two`, Item)).toMatchObject({ id: 'two' })
})
