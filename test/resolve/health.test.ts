import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { type Asset, anonymous } from '../../src/model/index.ts'
import {
  CircuitBreaker,
  createResolver,
  LinkChecks,
  type LinkChecksOptions,
  type LinkedSource,
} from '../../src/resolve/index.ts'
import type { AnyConnector } from '../../src/sdk/connector.ts'
import { defineConnector } from '../../src/sdk/define-connector.ts'
import { noLink } from '../../src/sdk/links.ts'
import {
  type Standin,
  type StandinAnswer,
  type StandinRequest,
  startStandin,
} from '../../src/sdk/standin/index.ts'
import { openStore, type RecordStore } from '../../src/store/index.ts'
import { asset, harvest, put, source } from '../store/samples.ts'
import { tempFolder } from '../support/temp.ts'
import { until } from '../support/until.ts'

/** Its files are links as they stand. */
const shelf = (changes: Partial<AnyConnector> = {}): AnyConnector => ({
  ...defineConnector({
    type: 'shelf',
    title: 'Shelf',
    version: 1,
    options: z.strictObject({ baseUrl: z.string() }),
    origins: ({ baseUrl }) => [baseUrl],
    rows: { book: z.object({ id: z.string() }) },
    async *harvest() {},
    map: { book: () => null },
  }),
  ...changes,
})

const size = 1_000
const whole = 'x'.repeat(size)
const file: StandinAnswer = { status: 200, headers: { 'content-length': `${size}` }, body: '' }

let clock: number
let store: RecordStore
let upstream: Standin
let answers: Record<string, (request: StandinRequest) => StandinAnswer | Promise<StandinAnswer>>

beforeEach(async () => {
  clock = Date.parse('2026-05-01T12:00:00Z')
  answers = {}
  store = openStore(join(await tempFolder(), 'catalogue.db'), 'write')
  await store.configureSources([source('one'), source('two')])
  upstream = await startStandin({
    handle: (request) => answers[request.path.slice(1)]?.(request) ?? { status: 404, body: '' },
  })
})
afterEach(async () => {
  await upstream.close()
  await store.close()
})

/** A round over one source, with all the room that a test needs. */
function checksOf(
  changes: Partial<LinkChecksOptions> = {},
  linked: Partial<LinkedSource> = {},
): LinkChecks {
  const now = () => new Date(clock)
  const breaker = new CircuitBreaker({ now })
  const sources = [
    {
      id: 'one',
      connector: shelf(),
      options: { baseUrl: upstream.url },
      allowPrivateAddresses: true,
      ...linked,
    },
  ]
  const resolver = createResolver({ sources, now, breaker })
  const checks = new LinkChecks({
    store,
    resolver,
    breaker,
    sources,
    perDay: 1_000,
    every: 24 * 3_600_000,
    pace: 1,
    deadline: 300,
    now,
    ...changes,
  })
  onTestFinished(async () => {
    await checks.close()
    await resolver.close()
  })
  return checks
}

const fill = (...assets: Asset[]) =>
  harvest(
    store,
    assets.map((one) => put(one.name, { access: 'OPEN' }, { assets: [one] })),
    { removalShare: 1 },
  )
const at = (name: string, changes: Partial<Asset> = {}) =>
  asset(name, { locator: `${upstream.url}/${name}`, size, ...changes })

async function healthOf(...names: string[]) {
  const pages = await store.assetsOf(
    anonymous,
    names.map((name) => `one:${name}`),
    { first: 1 },
  )
  return pages.map(({ items }) => items[0]?.lastCheck?.health ?? null)
}
const visits = () => upstream.requests.map(({ method, path }) => `${method} ${path.slice(1)}`)

describe('a look at a link', () => {
  test('is one HEAD where that is answered, and tells whether the size is another', async () => {
    await fill(
      at('same'),
      at('larger'),
      at('printed', { sizeIsExact: false, size: 7 }),
      at('sizeless'),
    )
    for (const name of ['same', 'larger', 'printed']) answers[name] = () => file
    answers.larger = () => ({ ...file, headers: { 'content-length': '1001' } })
    answers.sizeless = () => ({ status: 200, body: '' })
    expect(await checksOf().round()).toBe(4)
    const names = ['same', 'larger', 'printed', 'sizeless']
    expect(await healthOf(...names)).toEqual(['OK', 'CHANGED', 'OK', 'OK'])
    expect(visits().sort()).toEqual(names.map((name) => `HEAD ${name}`).sort())
  })

  test.each([400, 403, 404, 405, 500, 501])(
    'goes by the first byte where HEAD is answered with %d, and keeps no byte of a whole file',
    async (status) => {
      await fill(at('ranged'), at('whole'), at('changed'))
      const part = (range: string) => ({
        status: 206,
        headers: { 'content-range': range },
        body: 'x',
      })
      const get =
        (answer: StandinAnswer) =>
        ({ method }: StandinRequest) =>
          method === 'HEAD' ? { status, body: '' } : answer
      answers.ranged = get(part(`bytes 0-0/${size}`))
      answers.whole = get({ status: 200, body: whole })
      answers.changed = get(part('bytes 0-0/1234'))
      expect(await checksOf().round()).toBe(3)
      expect(await healthOf('ranged', 'whole', 'changed')).toEqual(['OK', 'OK', 'CHANGED'])
      const ranges = upstream.requests.filter(({ method }) => method === 'GET')
      expect(ranges.map(({ headers }) => headers.range)).toEqual(Array(3).fill('bytes=0-0'))
    },
  )

  test.each([
    ['403 to everything', { status: 403, body: '' }],
    ['500 to everything', { status: 500, body: '' }],
    ['502', { status: 502, body: '' }],
  ])('that is answered with %s finds it unreachable', async (_, answer) => {
    await fill(at('x'))
    answers.x = () => answer
    await checksOf().round()
    expect(await healthOf('x')).toEqual(['UNREACHABLE'])
  })

  test('that is not answered ends at its deadline, and a dead origin is left alone after three', async () => {
    const names = ['a', 'b', 'c', 'd', 'e']
    await fill(...names.map((name) => at(name)))
    const hang = Promise.withResolvers<StandinAnswer>()
    onTestFinished(() => hang.resolve(file))
    for (const name of names) answers[name] = () => hang.promise
    const started = performance.now()
    await checksOf({ deadline: 50 }).round()
    expect(performance.now() - started).toBeLessThan(5_000)
    expect(await healthOf(...names)).toEqual([...Array(3).fill('UNREACHABLE'), null, null])
    expect(upstream.requests).toHaveLength(3)
  })

  test.each([
    ['429', { status: 429, body: '' }, 3_600_000],
    ['429 for two hours', { status: 429, headers: { 'retry-after': '7200' }, body: '' }, 7_200_000],
    ['503 for a moment', { status: 503, headers: { 'retry-after': '5' }, body: '' }, 3_600_000],
  ])(
    'that is answered with %s learns nothing, and leaves the origin alone',
    async (_, answer, pause) => {
      await fill(at('x'), at('y'))
      answers.x = answers.y = () => answer
      const checks = checksOf()
      expect(await checks.round()).toBe(1)
      clock += pause - 1_000
      expect(await checks.round()).toBe(0)
      expect([upstream.requests.length, ...(await healthOf('x', 'y'))]).toEqual([1, null, null])
      clock += 1_000
      answers.x = answers.y = () => file
      expect(await checks.round()).toBe(2)
      expect(await healthOf('x', 'y')).toEqual(['OK', 'OK'])
    },
  )

  test('follows redirects at its origin, and none to another: a private one is never called', async () => {
    await fill(at('near'), at('far'), at('around'))
    const inside = await startStandin({ handle: () => file })
    onTestFinished(() => inside.close())
    const to = (location: string) => () => ({ status: 302, headers: { location }, body: '' })
    answers.near = to('/there')
    answers.there = () => file
    answers.far = to(`${inside.url}/admin`)
    answers.around = to('/around')
    await checksOf().round()
    expect(await healthOf('near', 'far', 'around')).toEqual(['OK', null, null])
    expect(inside.requests).toEqual([])
  })

  test('is not taken at a private address where these are not allowed', async () => {
    await fill(at('x'))
    answers.x = () => file
    expect(await checksOf({}, { allowPrivateAddresses: false }).round()).toBe(0)
    expect(upstream.requests).toEqual([])
  })
})

describe('links that are looked at', () => {
  const ready = (url: string) => ({ ...noLink, state: 'READY', url }) as const

  test.each<[string, Partial<AnyConnector>, string[]]>([
    ['without a resolve: files at its origins', {}, ['x']],
    ['with one: none', { resolve: async (all) => all.map(({ locator }) => ready(locator)) }, []],
    [
      'with one and a word for it: those',
      {
        resolve: async (all) => all.map(({ locator }) => ready(locator)),
        mayCheck: ({ name }) => name === 'archive',
      },
      ['archive'],
    ],
    [
      'with a word and links that need headers, money or another method: none',
      {
        resolve: async (all) =>
          all.map(({ locator, name }) => ({
            ...ready(locator),
            ...(name === 'x' && { headers: [{ name: 'Authorization', value: 'Bearer x' }] }),
            ...(name === 'archive' && { payer: 'CALLER' }),
            ...(name === 'folder' && { method: 'POST' }),
          })),
        mayCheck: ({ name }) => name !== 'elsewhere',
      },
      [],
    ],
  ])('of a connector %s', async (_, changes, expected) => {
    await fill(
      at('x'),
      at('archive', { role: 'ARCHIVE' }),
      at('folder', { role: 'DIRECTORY' }),
      at('elsewhere', { locator: 'https://elsewhere.example.org/x' }),
    )
    for (const name of ['x', 'archive', 'folder']) answers[name] = () => file
    await checksOf({}, { connector: shelf(changes) }).round()
    expect(visits()).toEqual(expected.map((name) => `HEAD ${name}`))
  })

  test('are so many a day, spread over its rounds, and go around all', async () => {
    const names = Array.from({ length: 10 }, (_, index) => `f${index}`)
    await fill(...names.map((name) => at(name)))
    for (const name of names) answers[name] = () => file
    const hour = 3_600_000
    const checks = checksOf({ perDay: 4, every: 6 * hour })
    const seen: number[] = []
    for (let round = 0; round < 12; round += 1) {
      seen.push(await checks.round())
      if (round === 5) expect(upstream.requests.length).toBeLessThanOrEqual(6)
      clock += 6 * hour
    }
    expect(seen).toEqual([...Array(10).fill(1), 0, 0])
    expect(new Set(visits()).size).toBe(10)
    // However often rounds are made.
    const many = checksOf({ perDay: 4, every: 6 * hour })
    clock += 8 * 24 * hour
    let looks = 0
    for (let round = 0; round < 20; round += 1) looks += await many.round()
    expect(looks).toBe(4)
  })

  test('are one request at a time, at its pace', async () => {
    const names = ['a', 'b', 'c']
    await fill(...names.map((name) => at(name)))
    for (const name of names)
      answers[name] = ({ method }) => (method === 'HEAD' ? { status: 405, body: '' } : file)
    await checksOf({ pace: 60 }).round()
    const times = upstream.requests.map(({ time }) => time)
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0))
    expect(gaps).toHaveLength(5)
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(50)
    expect(upstream.peak).toBe(1)
  })

  test('that are gone three times, a day apart, are gone for readers, and come back when they do', async () => {
    await fill(at('x'))
    const checks = checksOf()
    const now = () => new Date(clock)
    const resolver = createResolver({
      sources: [
        {
          id: 'one',
          connector: shelf(),
          options: { baseUrl: upstream.url },
          allowPrivateAddresses: true,
        },
      ],
      now,
    })
    onTestFinished(() => resolver.close())
    const stateNow = async () => {
      const [found] = (await store.assets(anonymous, 'one:x', { first: 1 })).items
      const [record] = await store.records(anonymous, ['one:x'])
      if (found === undefined || record == null) throw new Error('not there')
      const [link] = await resolver.links({ viewer: anonymous, credentials: new Map() }, [
        { asset: found, record },
      ])
      return [found.lastCheck?.health, link?.state, link?.url === null]
    }
    const states = []
    for (let day = 0; day < 4; day += 1) {
      if (day === 3) answers.x = () => file
      await checks.round()
      // Again at once: it is the same finding.
      await checks.round()
      states.push(await stateNow())
      clock += 24 * 3_600_000
    }
    expect(states).toEqual([
      ['MISSING', 'READY', false],
      ['MISSING', 'READY', false],
      ['GONE', 'GONE', true],
      ['OK', 'READY', false],
    ])
    expect(upstream.requests).toHaveLength(7)
  })
})

describe('looking at links in the background', () => {
  test('begins after a while, goes on, and ends at once, whatever hangs', async () => {
    await fill(at('x'))
    const hang = Promise.withResolvers<StandinAnswer>()
    onTestFinished(() => hang.resolve(file))
    answers.x = () => hang.promise
    const checks = checksOf({ delay: 20, every: 20, perDay: 10_000_000, deadline: 60_000 })
    checks.start()
    expect(upstream.requests).toEqual([])
    await until('a look', () => upstream.requests.length > 0)
    const started = performance.now()
    await checks.close()
    expect(performance.now() - started).toBeLessThan(2_000)
    expect(await healthOf('x')).toEqual([null])
  })

  test('goes on with other sources when the catalogue fails for one', async () => {
    await fill(at('x'))
    answers.x = () => file
    const connector = shelf()
    const options = { baseUrl: upstream.url }
    const sources = ['never', 'one'].map((id) => ({
      id,
      connector,
      options,
      allowPrivateAddresses: true,
    }))
    expect(await checksOf({ sources }).round()).toBe(1)
  })
})
