import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import type { SourceCheck } from '../../src/harvest/registration/draft.ts'
import { type CheckOrder, SourceChecker } from '../../src/harvest/registration/source-checker.ts'
import {
  type AnyConnector,
  GatewayError,
  type HarvestContext,
  unknownRecord,
} from '../../src/sdk/index.ts'
import { book, scripted } from './catalogue.ts'
import { assetOf, books, type Library, libraryConnector, startLibrary } from './shelf.ts'

const store = { vocabulary: async () => ({ version: 0, terms: [] }) }

async function playing(more: Partial<Library> = {}) {
  const library: Library = { books: books(30), pageSize: 5, rights: {}, ...more }
  const standin = await startLibrary(library)
  onTestFinished(() => standin.close())
  return standin
}

function checkerOf(connector: AnyConnector = libraryConnector as AnyConnector) {
  return new SourceChecker({ connectorOf: async () => connector, store })
}

function orderOf(url: string, more: Partial<CheckOrder> = {}): CheckOrder {
  return {
    source: 'books',
    type: 'library',
    options: { baseUrl: url, shelves: ['a'] },
    credentials: null,
    origins: [url],
    allowPrivateAddresses: true,
    rights: { discover: ['public'], visibility: null },
    sample: 8,
    time: 4_000,
    signs: { addressPath: 'options.baseUrl', given: [], taken: [] },
    ...more,
  }
}

/** Checks a connector that does what the test says, over no upstream. */
function checkOf(
  harvest: (context: HarvestContext<Record<string, unknown>>) => AsyncIterable<unknown>,
  more: Partial<AnyConnector> = {},
  order: Partial<CheckOrder> = {},
): Promise<SourceCheck> {
  const origin = { origins: [], allowPrivateAddresses: false }
  return checkerOf(scripted(harvest, more)).check(
    orderOf('http://127.0.0.1:9', { ...origin, ...order }),
  )
}

const codes = ({ problems }: SourceCheck) => problems.map(({ code }) => code)

describe('a check', () => {
  test('gives a sample as a harvest would make it, and reads no further', async () => {
    const standin = await playing({ books: books(30, 'a', { files: 2 }) })
    const check = await checkerOf().check(orderOf(standin.url))
    expect(check).toMatchObject({ ok: true, problems: [], rejected: [], estimatedDollars: null })
    expect(check.sample.map(({ record }) => record.nativeId)).toEqual(books(8).map(({ id }) => id))
    const [first] = check.sample
    expect(first?.record).toMatchObject({
      id: 'books:a1',
      source: 'books',
      quality: { missing: expect.not.arrayContaining(['assets']) },
    })
    expect(first?.assets).toHaveLength(2)
    expect(check.completeness).toMatchObject({ landingPage: 1, assets: 1, species: 0 })
    expect(standin.requests.filter(({ path }) => path.startsWith('/shelves')).length).toBe(2)
  })

  test('keeps twenty assets of a record at most', async () => {
    const check = await checkOf(async function* ({ from }) {
      from('p')
      yield book('1')
      const chunk = Array.from({ length: 50 }, (_, at) =>
        assetOf('https://a.example', '1', `${at}.png`),
      )
      yield { assets: '1', chunk }
      yield { partitionDone: 'p' }
    })
    expect(check.sample[0]?.assets).toHaveLength(20)
    expect(check).toMatchObject({ ok: true, estimatedRecords: 1 })
  })

  test('tells what was rejected, by path and type, and what of it became a record', async () => {
    const standin = await playing()
    standin.faults.add({ kind: 'drift' })
    const check = await checkerOf().check(orderOf(standin.url))
    expect(check.ok).toBe(false)
    expect(codes(check)).toEqual(['ROW_INVALID'])
    expect(check.rejected[0]).toEqual({
      nativeId: 'a1',
      entity: 'book',
      path: 'title',
      reason: 'expected string, received nothing',
    })
  })

  test('spreads its sample over the kinds of rows that came with one answer', async () => {
    const row = z.object({ id: z.string() })
    const mapped = (one: { id: string }) => ({
      record: { ...unknownRecord, kind: 'STUDY', title: one.id },
    })
    const check = await checkOf(
      async function* ({ from }) {
        from('p')
        for (let at = 0; at < 40; at++) {
          const entity = at < 30 ? 'study' : 'session'
          yield { row: { id: `${at}` }, entity, nativeId: `${at}` }
        }
        yield { partitionDone: 'p' }
      },
      {
        rows: { study: row, session: row },
        map: { study: mapped, session: mapped },
      } as Partial<AnyConnector>,
    )
    const ids = check.sample.map(({ record }) => Number(record.nativeId))
    expect(ids).toHaveLength(8)
    expect(ids.filter((id) => id >= 30)).toHaveLength(4)
  })

  test.each([
    ['hang-headers', 'had not answered at all'],
    ['hang-body', "waited for the source's next answer"],
  ] as const)(
    'of a source with %s answers in time, and says what it waited for',
    async (kind, words) => {
      const standin = await playing()
      standin.faults.add({ kind })
      const check = await checkerOf().check(orderOf(standin.url, { time: 700 + 1_000 }))
      expect(check.took).toBeLessThan(1_900)
      expect(check).toMatchObject({ ok: false, sample: [] })
      expect(check.problems).toEqual([
        expect.objectContaining({ code: 'TIMEOUT', message: expect.stringContaining(words) }),
      ])
    },
  )

  test('that ran out of time has what came until then', async () => {
    const check = await checkOf(
      async function* ({ from }) {
        from('p')
        yield book('1')
        await new Promise(() => {})
      },
      {},
      { time: 1_200 },
    )
    expect(check.took).toBeLessThan(1_500)
    expect(check).toMatchObject({ ok: true, sample: [{ record: { nativeId: '1' } }] })
    expect(check.problems).toEqual([
      expect.objectContaining({
        code: 'TIMEOUT',
        message: expect.stringMatching(/rows.*1 row had/),
      }),
    ])
  })

  test.each([
    ['status-401', 'SOURCE_REFUSED', 'secrets'],
    ['status-403', 'SOURCE_FORBIDDEN', 'secrets'],
    ['status-404', 'SOURCE_UNREACHABLE', 'options.baseUrl'],
  ] as const)('of a source that answers with %s says what to do', async (kind, code, path) => {
    const standin = await playing()
    standin.faults.add({ kind })
    const signs = {
      addressPath: 'options.baseUrl',
      given: ['user', 'password'],
      taken: ['user', 'password'],
    }
    const check = await checkerOf().check(orderOf(standin.url, { signs }))
    expect(check.ok).toBe(false)
    expect(check.problems).toEqual([expect.objectContaining({ code, path })])
    expect(JSON.stringify(check)).not.toContain('127.0.0.1')
    if (code === 'SOURCE_REFUSED') {
      expect(check.problems[0]?.message).toBe(
        'The source refused the credentials; secrets.user or secrets.password is wrong.',
      )
    }
  })

  test('of a source that asks to wait for long says so at once', async () => {
    const standin = await playing()
    standin.faults.add({ kind: 'status-429', retryAfter: 60 })
    const check = await checkerOf().check(orderOf(standin.url))
    expect(codes(check)).toEqual(['SOURCE_RATE_LIMITED'])
    expect(check.took).toBeLessThan(2_000)
  })

  test('of a source without anything says that there is nothing', async () => {
    const check = await checkerOf().check(orderOf((await playing({ books: [] })).url))
    expect(check).toMatchObject({ ok: false, estimatedRecords: 0, completeness: {} })
    expect(codes(check)).toEqual(['NOT_FOUND'])
  })

  test('counts what reading costs, has little to spend, and says what all would cost', async () => {
    let budget: number | undefined
    const check = await checkOf(async function* (context) {
      budget = context.budget
      context.from('p')
      yield { expected: 400 }
      try {
        for (let at = 0; at < 40; at++) yield book(`${at}`)
        await context.http.request('http://127.0.0.1:9/')
      } finally {
        yield { spent: 0.0004 }
      }
    })
    expect(budget).toBe(0.001)
    expect(check).toMatchObject({ ok: true, estimatedRecords: 400, spentDollars: 0.0004 })
    expect(check.estimatedDollars).toBeCloseTo(0.004, 9)
  })

  test('that may spend no more is as good as its sample', async () => {
    const check = await checkOf(async function* ({ from }) {
      from('p')
      yield book('1')
      throw new GatewayError('BUDGET_EXCEEDED')
    })
    expect(check.ok).toBe(true)
    expect(codes(check)).toEqual(['BUDGET_EXCEEDED'])
  })

  test('knows no catalogue, keeps no token, and says where one was used up', async () => {
    const check = await checkOf(async function* (context) {
      expect(await context.known('1')).toBeNull()
      expect(await context.scopes()).toEqual([])
      expect([context.since, context.full, await context.tokens.get()]).toEqual([null, true, null])
      await context.tokens.replace('one', 'swordfish-17')
      context.from('p')
      yield book('1')
      yield { partitionDone: 'p' }
    })
    expect(codes(check)).toEqual(['NEEDS_LOGIN'])
    expect(JSON.stringify(check)).not.toContain('swordfish')
  })

  test('makes other pseudonyms each time, so that nobody is found by them', async () => {
    const names: string[] = []
    const read = () =>
      checkOf(async function* (context) {
        names.push(context.pseudonym('Ann'))
        context.from('p')
        yield book('1')
      })
    await read()
    await read()
    expect(new Set(names).size).toBe(2)
  })

  test('shows a record to those whom rights and registration allow', async () => {
    const check = await checkOf(
      async function* ({ from }) {
        from('p')
        yield { ...book('1'), scope: 's' }
        yield { rights: 's', visibility: { discover: ['lab'], retrieve: ['lab'] } }
        yield { partitionDone: 'p' }
      },
      {},
      { rights: { discover: ['public'], visibility: null } },
    )
    expect(check.sample[0]?.record.visibility).toEqual({ discover: ['lab'], retrieve: ['lab'] })
  })

  test('is one of two at once; others wait, and are told when there is no time left', async () => {
    let running = 0
    let most = 0
    const checker = checkerOf(
      scripted(async function* ({ from }) {
        most = Math.max(most, ++running)
        from('p')
        yield book('1')
        await sleep(300)
        running--
        yield { partitionDone: 'p' }
      }),
    )
    const order = orderOf('http://127.0.0.1:9', { origins: [], allowPrivateAddresses: false })
    const patient = Array.from({ length: 4 }, () => checker.check(order))
    const hasty = await checker.check({ ...order, time: 1_100 })
    expect(codes(hasty)).toEqual(['RATE_LIMITED'])
    expect((await Promise.all(patient)).map(({ ok }) => ok)).toEqual([true, true, true, true])
    expect(most).toBe(2)
  })

  test('of a connector that fails says that it is not the source', async () => {
    const failing = checkOf(async function* () {
      yield* []
      throw new TypeError('swordfish-17')
    })
    const strange = checkOf(async function* () {
      yield { nonsense: 'swordfish-17' }
    })
    for (const check of await Promise.all([failing, strange])) {
      expect(codes(check)).toEqual(['INTERNAL'])
      expect(JSON.stringify(check)).not.toContain('swordfish')
    }
  })
})
