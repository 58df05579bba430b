import { expect, test } from 'vitest'
import { rejection, upstreams } from './upstream.ts'

const { standin, client } = upstreams()

test('HTTP client: each attempt is announced before it is sent, and what is thrown then ends it', async () => {
  const server = await standin({ handle: () => ({ status: 503 }) })
  let attempts = 0
  const enough = new Error('enough')
  const onAttempt = () => {
    expect(server.requests).toHaveLength(attempts)
    attempts += 1
    if (attempts === 3) throw enough
  }
  const request = client(server.url, { attempts: 9 }).request(server.url, { onAttempt })
  expect(await rejection(request)).toBe(enough)
  expect(server.requests).toHaveLength(2)
})

test('HTTP client: a request may allow less than the policy does, and no more', async () => {
  const server = await standin({ handle: () => ({ body: 'x'.repeat(1000) }) })
  const http = client(server.url, { maxBytes: 1000 })
  const read = (maxBytes: number) => http.request(server.url, { maxBytes })
  expect(await rejection(read(999))).toMatchObject({ code: 'ANSWER_INVALID' })
  expect((await read(1000)).body).toHaveLength(1000)
  const narrow = client(server.url, { maxBytes: 999 }).request(server.url, { maxBytes: 1000 })
  expect(await rejection(narrow)).toMatchObject({ code: 'ANSWER_INVALID' })
})
