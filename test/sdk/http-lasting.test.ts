import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { createHttpClient } from '../../src/sdk/index.ts'
import { startStandin } from '../../src/sdk/standin/index.ts'

/** A server that answers in order, the last answer for ever, and a client for it. */
async function answering(
  ...answers: { status?: number; json?: unknown; type?: string; body?: string }[]
) {
  let at = 0
  const standin = await startStandin({
    handle: () => answers[Math.min(at++, answers.length - 1)] as { status: number },
  })
  const http = createHttpClient({
    origins: [standin.url],
    policy: { attempts: 4, backoff: 1 },
    allowPrivateAddresses: true,
  })
  onTestFinished(async () => {
    await http.close()
    await standin.close()
  })
  return { http, url: `${standin.url}/list`, asked: () => standin.requests.length }
}

const failure = { status: 500, json: { message: 'it says why' } }
const page = { status: 500, body: '<h1>Sorry</h1>', type: 'text/html' }
const isLasting = ({
  status,
  headers,
}: {
  status: number
  headers: Readonly<Record<string, string>>
}) => status === 500 && /json/.test(headers['content-type'] ?? '')

test('http client: an answer that hardly passes is asked for once more and no oftener', async () => {
  const { http, url, asked } = await answering(failure)
  await expect(http.json(url, z.unknown(), { isLasting })).rejects.toMatchObject({
    code: 'SOURCE_UNREACHABLE',
  })
  expect(asked()).toBe(2)
})

test('http client: an answer that hardly passes may pass all the same', async () => {
  const { http, url } = await answering(failure, { json: [1] })
  expect(await http.json(url, z.array(z.number()), { isLasting })).toEqual([1])
})

test('http client: other answers that fail by the same status are asked for as often as ever', async () => {
  const { http, url, asked } = await answering(page)
  await expect(http.json(url, z.unknown(), { isLasting })).rejects.toThrow()
  expect(asked()).toBe(4)
})

test('http client: a 204 stands for what the caller says, and for nothing where the caller says nothing', async () => {
  const full = await answering({ json: ['one'] })
  expect(await full.http.json(full.url, z.array(z.string()), { whenNoContent: [] })).toEqual([
    'one',
  ])
  const { http, url, asked } = await answering({ status: 204 })
  expect(await http.json(url, z.array(z.string()), { whenNoContent: [] })).toEqual([])
  expect(await http.json(url, z.null(), { whenNoContent: null })).toBeNull()
  expect(asked()).toBe(2)
  await expect(http.json(url, z.unknown())).rejects.toMatchObject({ code: 'ANSWER_INVALID' })
})

test('http client: an empty 200 is no 204', async () => {
  const { http, url } = await answering({ status: 200, body: '', type: 'application/json' })
  await expect(http.json(url, z.unknown(), { whenNoContent: [] })).rejects.toMatchObject({
    code: 'ANSWER_INVALID',
  })
})
