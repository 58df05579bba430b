import { closeSync, openSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { GatewayError } from '../../src/model/index.ts'
import { createLog } from '../../src/sdk/log.ts'
import { type Standin, startStandin } from '../../src/sdk/standin/index.ts'
import { tempFolder } from '../support/temp.ts'
import { nobody, readerAs, request, resolverOf } from './house.ts'

let clock = Date.parse('2026-05-01T12:00:00Z')
const now = () => new Date(clock)

/** The house: gives each user a token of its own, which is good for an hour. */
async function startHouse(latency = 0): Promise<Standin> {
  let issued = 0
  const standin = await startStandin({
    latency,
    routes: {
      'GET /token': ({ headers }) => {
        const [user, password] = Buffer.from(headers.authorization?.slice(6) ?? '', 'base64')
          .toString()
          .split(':')
        if (password !== 'secret') return { status: 401, json: {} }
        issued += 1
        const expires = new Date(clock + 3_600_000).toISOString()
        return { json: { token: `${user}-${issued}`, expires } }
      },
    },
  })
  onTestFinished(() => standin.close())
  return standin
}

const books = (source: string, count: number) =>
  Array.from({ length: count }, (_, at) => request(source, `book-${at}.nii`))

describe('links', () => {
  test('come in the order asked for, with one call a source however many assets', async () => {
    const standin = await startHouse()
    const mixed = books('house', 50).flatMap((one, at) => [one, request('shelf', `other-${at}`)])
    const links = await resolverOf(standin.url).links(readerAs('ann'), mixed)
    expect(links.map(({ url }) => url?.split('?')[0])).toEqual(
      mixed.map(({ asset, record }) =>
        record.source === 'house' ? `${standin.url}/files/${asset.name}` : asset.locator,
      ),
    )
    expect(links.every(({ state }) => state === 'READY')).toBe(true)
    expect(standin.requests).toHaveLength(1)
  })

  test('are kept for whoever asked, and made anew shortly before they expire', async () => {
    const standin = await startHouse()
    const resolver = resolverOf(standin.url, { now })
    const first = await resolver.links(readerAs('ann'), books('house', 3))
    expect(await resolver.links(readerAs('ann'), books('house', 3))).toEqual(first)
    expect(standin.requests).toHaveLength(1)
    clock += 3_590_000
    const later = await resolver.links(readerAs('ann'), books('house', 3))
    expect(later[0]?.url).not.toBe(first[0]?.url)
    expect(standin.requests).toHaveLength(2)
  })

  test('of one reader are never given to another, nor to nobody', async () => {
    const standin = await startHouse()
    const resolver = resolverOf(standin.url, { now })
    const readers = ['ann', 'bob', 'cleo'].map((user) => readerAs(user))
    for (const round of [0, 1, 2]) {
      for (const reader of readers) {
        const user = reader.credentials.get('house')?.user
        const links = await resolver.links(reader, books('house', 4 + round))
        for (const { url } of links) expect(url).toMatch(new RegExp(`token=${user}-\\d+$`))
      }
      const [link] = await resolver.links(nobody, books('house', 1))
      expect(link).toMatchObject({ state: 'NEEDS_CREDENTIALS', url: null })
    }
    expect(standin.requests).toHaveLength(3)
  })

  test('that many ask for at the same time cost one token', async () => {
    const standin = await startHouse(20)
    const resolver = resolverOf(standin.url)
    const asked = Array.from({ length: 10 }, (_, at) =>
      resolver.links(readerAs('ann'), [request('house', `book-${at}`)]),
    )
    const urls = (await Promise.all(asked)).map(([link]) => link?.url?.split('token=')[1])
    expect(new Set(urls).size).toBe(1)
    expect(standin.requests).toHaveLength(1)
  })

  test('change with the rights of a record', async () => {
    const resolver = resolverOf('http://127.0.0.1:9')
    const open = request('shelf', 'a')
    expect((await resolver.links(nobody, [open]))[0]?.state).toBe('READY')
    const closed = request('shelf', 'a', {
      record: { visibility: { discover: ['public'], retrieve: ['lab'] } },
    })
    expect((await resolver.links(nobody, [closed]))[0]).toMatchObject({
      state: 'NEEDS_CREDENTIALS',
      url: null,
      requirements: [{ kind: 'LOGIN' }],
    })
    const inLab = { ...nobody, viewer: { ...nobody.viewer, groups: ['public', 'lab'] } }
    expect((await resolver.links(inLab, [closed]))[0]?.state).toBe('READY')
    expect((await resolver.links(nobody, [closed]))[0]?.state).toBe('NEEDS_CREDENTIALS')
  })

  test.each([
    ['ON_REQUEST', 'NEEDS_APPROVAL', 'APPROVAL'],
    ['DATA_USE_AGREEMENT', 'NEEDS_APPROVAL', 'DATA_USE_AGREEMENT'],
    ['REGISTERED', 'NEEDS_CREDENTIALS', 'LOGIN'],
    ['CLOSED', 'NEEDS_APPROVAL', 'APPROVAL'],
  ] as const)('to what is %s say what is missing', async (access, state, kind) => {
    const asked = request('shelf', 'a', {
      record: { access, accessNote: 'Write to the board.', landingPage: 'https://a.example.org/' },
    })
    const [link] = await resolverOf('http://127.0.0.1:9').links(nobody, [asked])
    const requirement = { kind, text: 'Write to the board.', url: 'https://a.example.org/' }
    expect(link).toMatchObject({ state, url: null, requirements: [requirement] })
  })

  test('to what is archived say so', async () => {
    const asked = request('shelf', 'a', { asset: { availability: 'ARCHIVED' } })
    const [link] = await resolverOf('http://127.0.0.1:9').links(nobody, [asked])
    expect(link).toMatchObject({ state: 'ARCHIVED', requirements: [{ kind: 'RESTORE' }] })
  })

  test('of a source that is not configured any more cannot be made', async () => {
    const [link] = await resolverOf('http://127.0.0.1:9').links(nobody, [request('gone', 'a')])
    expect(link).toMatchObject({ state: 'UNREACHABLE', error: 'UNSUPPORTED', url: null })
  })
})

describe('an upstream', () => {
  test('that hangs delays nobody else, and is told within its deadline', async () => {
    const standin = await startHouse()
    standin.faults.add({ kind: 'hang-headers' })
    const resolver = resolverOf(standin.url, { deadline: 1_500 })
    const before = performance.now()
    const [mine, other] = await Promise.all([
      resolver.links(readerAs('ann'), books('house', 2)),
      resolver.links(nobody, books('shelf', 2)).then((links) => {
        expect(performance.now() - before).toBeLessThan(1_400)
        return links
      }),
    ])
    expect(performance.now() - before).toBeLessThan(4_000)
    expect(mine.map(({ state }) => state)).toEqual(['UNREACHABLE', 'UNREACHABLE'])
    expect(['TIMEOUT', 'SOURCE_UNREACHABLE']).toContain(mine[0]?.error)
    expect(other.map(({ state }) => state)).toEqual(['READY', 'READY'])
  })

  test('that does not answer several times is left alone, and tried again after a pause', async () => {
    const standin = await startHouse()
    const fault = standin.faults.add({ kind: 'status-503' })
    const resolver = resolverOf(standin.url, { now })
    for (let round = 0; round < 6; round += 1) {
      const [link] = await resolver.links(readerAs('ann'), books('house', 1))
      expect(link).toMatchObject({ state: 'UNREACHABLE', error: 'SOURCE_UNREACHABLE' })
    }
    expect(standin.requests).toHaveLength(3)
    clock += 31_000
    const again = await resolver.links(readerAs('ann'), books('house', 1))
    expect(again[0]?.state).toBe('UNREACHABLE')
    expect(standin.requests).toHaveLength(4)
    fault.remove()
    await resolver.links(readerAs('ann'), books('house', 1))
    expect(standin.requests).toHaveLength(4)
    clock += 31_000
    expect((await resolver.links(readerAs('ann'), books('house', 1)))[0]?.state).toBe('READY')
  })

  test('that refuses a login costs one request, and the next reader is asked for anew', async () => {
    const standin = await startHouse()
    const resolver = resolverOf(standin.url)
    const [link] = await resolver.links(readerAs('ann', 'wrong'), books('house', 1))
    expect(link).toMatchObject({ state: 'NEEDS_CREDENTIALS', error: 'SOURCE_REFUSED', url: null })
    expect(standin.requests).toHaveLength(1)
    expect((await resolver.links(readerAs('ann'), books('house', 1)))[0]?.state).toBe('READY')
  })
})

test('a reader who goes away ends what is under way', async () => {
  const standin = await startHouse()
  standin.faults.add({ kind: 'hang-headers' })
  const gone = new AbortController()
  const links = resolverOf(standin.url).links(readerAs('ann'), books('house', 1), gone.signal)
  setTimeout(() => gone.abort(), 20)
  await expect(links).rejects.toMatchObject({ code: 'CANCELLED' })
})

test('nothing of a link or a login reaches the log', async () => {
  const standin = await startHouse()
  const file = join(await tempFolder(), 'log')
  const descriptor = openSync(file, 'w')
  onTestFinished(() => closeSync(descriptor))
  const log = createLog({ name: 'test', level: 'debug', descriptor })
  const resolver = resolverOf(standin.url, { log, now })
  const [link] = await resolver.links(readerAs('planted-user'), books('house', 1))
  await resolver.links(readerAs('planted-user', 'planted-password'), books('house', 1))
  expect(link?.url).toContain('planted-user')
  const written = await readFile(file, 'utf8')
  expect(written).toContain('SOURCE_REFUSED')
  expect(written).not.toContain('planted')
})

describe('credentials of a reader', () => {
  const resolver = () => resolverOf('http://127.0.0.1:9')

  test('are taken in the form that the connector says', () => {
    const given = { user: 'ann', password: 'secret' }
    expect(resolver().checkCredentials('house', given)).toEqual(given)
  })

  test.each([
    ['of another form', 'house', { user: 'ann', pin: 'planted' }],
    ['that are no object', 'house', 'planted'],
    ['for a source that takes none', 'shelf', { user: 'planted' }],
    ['for no source', 'never', { user: 'planted' }],
  ])('%s are refused, and none is told', (_, source, given) => {
    try {
      resolver().checkCredentials(source, given)
      expect.unreachable()
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(GatewayError)
      expect(thrown).toMatchObject({ code: 'BAD_INPUT' })
      expect(String(thrown)).not.toContain('planted')
    }
  })
})
