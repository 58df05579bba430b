import { createHmac, timingSafeEqual } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { options as WebhookOptions } from '../../../hooks/webhook.ts'
import { openHooks } from '../../../src/harvest/hooks/hooks.ts'
import type { HarvestRun } from '../../../src/model/index.ts'
import { tempFolder } from '../../support/temp.ts'
import { until } from '../../support/until.ts'
import { hookConfigs, keptLog } from './hooked.ts'

const key = 'a key of the receiver and ours'
const module = fileURLToPath(new URL('../../../hooks/webhook.ts', import.meta.url))

interface Got {
  headers: IncomingMessage['headers']
  body: string
}

/** A receiver that answers each delivery with the next of `answers`, the last one for ever; `hang` never answers. */
async function receiver(answers: (number | 'hang' | 'drop' | 'moved')[]) {
  const got: Got[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const piece of request) body += piece
    got.push({ headers: request.headers, body })
    const answer = answers.length > 1 ? answers.shift() : answers[0]
    if (answer === 'hang') return
    if (answer === 'drop') request.socket.destroy()
    else if (answer === 'moved') response.writeHead(302, { location: '/elsewhere' }).end()
    else response.writeHead(answer ?? 200).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { got, answers, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` }
}

function runOf(id: string, change: Partial<HarvestRun> = {}): HarvestRun {
  return {
    id,
    kind: 'HARVEST',
    source: 'library',
    state: 'PARTIAL',
    full: false,
    startedAt: '2026-11-22T01:00:00.000Z',
    finishedAt: '2026-11-22T01:02:00.000Z',
    seen: 3,
    written: 2,
    unchanged: 0,
    rejected: 1,
    removed: 0,
    expected: null,
    spent: null,
    error: null,
    message: null,
    ...change,
  }
}

/** Tells the webhook of runs, one after the other, and gives what it failed with. */
async function telling(
  runs: readonly HarvestRun[],
  options: Record<string, unknown>,
  finishDeadline = 10_000,
): Promise<unknown[]> {
  const log = keptLog()
  const given = { key, allowPrivateAddresses: true, backoff: 5, timeout: 300, ...options }
  const config = { code: '', module, options: given, finishDeadline }
  const hooks = await openHooks(await hookConfigs({ webhook: config }), log)
  onTestFinished(() => hooks.close())
  for (const run of runs) hooks.finished(run)
  await hooks.close()
  return log.entries.map(({ fields }) => fields.what)
}

/** As the README tells receivers to do it. */
function isGenuine({ headers, body }: Got, secret: string): boolean {
  const timestamp = String(headers['x-atlas-timestamp'])
  if (Math.abs(Date.now() / 1_000 - Number(timestamp)) > 300) return false
  const due = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest()
  const [scheme, signature] = String(headers['x-atlas-signature']).split('=', 2)
  const given = Buffer.from(signature ?? '', 'hex')
  return scheme === 'sha256' && given.length === due.length && timingSafeEqual(given, due)
}

test('the webhook: a receiver that fails, drops the connection and asks to wait is told until it has taken it, with one id', async () => {
  const { got, url } = await receiver([500, 'drop', 429, 503, 204])
  expect(await telling([runOf('h1')], { url })).toEqual([])
  expect(got).toHaveLength(5)
  expect(new Set(got.map(({ headers }) => headers['x-atlas-delivery'])).size).toBe(1)
  expect(got.map((one) => isGenuine(one, key))).toEqual(Array(5).fill(true))
  const [first] = got as [Got]
  expect(first.headers['content-type']).toBe('application/json')
  expect(JSON.parse(first.body)).toEqual({
    event: 'harvest.finished',
    delivery: first.headers['x-atlas-delivery'],
    run: runOf('h1'),
  })
  expect(JSON.stringify(got)).not.toContain(key)
})

test('the webhook: another key, another body or another time does not verify', async () => {
  const { got, url } = await receiver([200])
  await telling([runOf('h1')], { url })
  const [first] = got as [Got]
  expect(isGenuine(first, key)).toBe(true)
  expect(isGenuine(first, `${key}s`)).toBe(false)
  expect(isGenuine({ ...first, body: first.body.replace('h1', 'h2') }, key)).toBe(false)
  const timestamp = String(Number(first.headers['x-atlas-timestamp']) + 1)
  const headers = { ...first.headers, 'x-atlas-timestamp': timestamp }
  expect(isGenuine({ ...first, headers }, key)).toBe(false)
})

test.each([
  [400, 'GatewayError SOURCE_UNREACHABLE'],
  [401, 'GatewayError SOURCE_REFUSED'],
  [404, 'GatewayError SOURCE_UNREACHABLE'],
  ['moved' as const, 'GatewayError SOURCE_UNREACHABLE'],
])('the webhook: a receiver that answers %s is told once', async (answer, fault) => {
  const { got, url } = await receiver([answer])
  expect(await telling([runOf('h1')], { url })).toEqual([fault])
  expect(got).toHaveLength(1)
})

test('the webhook: a receiver that hangs is given up by each attempt, and by the deadline of all', async () => {
  const { got, url } = await receiver(['hang', 'hang', 200])
  expect(await telling([runOf('h1')], { url, timeout: 100 })).toEqual([])
  expect(got).toHaveLength(3)
  const { url: silent } = await receiver(['hang'])
  const begun = performance.now()
  const faults = await telling([runOf('h1')], { url: silent, timeout: 60_000 }, 1_500)
  expect(performance.now() - begun).toBeLessThan(8_000)
  expect(faults).toEqual(['no answer within 1500 ms'])
})

test('the webhook: many runs at once are told side by side, and one that is slow keeps no other waiting', async () => {
  const { got, url } = await receiver(['hang', 200])
  const runs = Array.from({ length: 10 }, (_, n) => runOf(`h${n}`))
  const faults = await telling(runs, { url, timeout: 60_000 }, 3_000)
  expect(faults).toEqual(['no answer within 3000 ms'])
  expect(new Set(got.map(({ body }) => JSON.parse(body).run.id)).size).toBe(10)
})

test('the webhook: what nobody took is kept, and told after a restart with the same id', async () => {
  const folder = join(await tempFolder(), 'outbox')
  const { got, answers, url } = await receiver([500])
  const options = { url, outbox: folder, attempts: 2 }
  expect(await telling([runOf('h1')], options)).toEqual(['GatewayError SOURCE_UNREACHABLE'])
  expect(await readdir(folder)).toHaveLength(1)
  answers.splice(0, 1, 200)
  expect(await telling([runOf('h2')], options)).toEqual([])
  expect(await readdir(folder)).toEqual([])
  const told = got.map(({ body }) => JSON.parse(body))
  expect(told.map(({ run }) => run.id)).toEqual(['h1', 'h1', 'h2', 'h1'])
  expect(told[3]?.delivery).toBe(told[0]?.delivery)
  expect(got.every((one) => isGenuine(one, key))).toBe(true)
})

test('the webhook: what the receiver refuses for good is not kept', async () => {
  const folder = await tempFolder()
  const { url } = await receiver([422])
  await telling([runOf('h1')], { url, outbox: folder })
  expect(await readdir(folder)).toEqual([])
})

test('the webhook: only runs of the states that it is for are told', async () => {
  const { got, url } = await receiver([200])
  const runs = [runOf('h1', { state: 'SUCCEEDED' }), runOf('h2', { state: 'FAILED' })]
  await telling(runs, { url, states: ['FAILED'] })
  expect(got.map(({ body }) => JSON.parse(body).run.id)).toEqual(['h2'])
})

test.each([
  ['http without leave', { url: 'http://hooks.example.org/' }, 'url: expected an https address'],
  ['another scheme', { url: 'ftp://hooks.example.org/' }, 'url: expected an absolute'],
  ['a user name', { url: 'https://a:b@hooks.example.org/' }, 'without a user name'],
  ['a short key', { url: 'https://hooks.example.org/', key: 'short' }, 'at least 16 characters'],
  ['a relative outbox', { url: 'https://hooks.example.org/', outbox: 'here' }, 'absolute path'],
])('the webhook: options with %s are refused', (_, change, message) => {
  const checked = WebhookOptions.safeParse({ key, ...change })
  const faults = checked.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  expect(faults?.join()).toContain(message)
})

test('the webhook: a name that stands for an address of this machine is not called without leave', async () => {
  const { got, url } = await receiver([200])
  const local = url.replace('http:', 'https:').replace('127.0.0.1', 'localhost')
  const faults = await telling([runOf('h1')], { url: local, allowPrivateAddresses: false })
  expect(faults).toEqual(['GatewayError SOURCE_UNREACHABLE'])
  await until('nothing', () => got.length === 0)
})
