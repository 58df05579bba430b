import { describe, expect, test } from 'vitest'
import { assetNodeId } from '../../src/gateway/ids.ts'
import { type Asset, anonymous } from '../../src/model/index.ts'
import { createResolver, type PayerAccount } from '../../src/resolve/index.ts'
import { cellar, gigabyte, payer, readerKeys } from '../resolve/cellar.ts'
import { ask, faultsOf } from './ask.ts'
import { file, fill } from './catalogue.ts'
import { openWorld } from './world.ts'

let clock = Date.parse('2026-05-01T12:00:00.300Z')
const now = () => new Date(clock)
const key = 'a-wish-of-mine-0001'

/** In a requester-pays bucket: at the dearest tier, a gigabyte costs 9 cents. */
const paid = (name: string, gigabytes = 10, changes: Partial<Asset> = {}): Asset => ({
  ...file(name, gigabytes * gigabyte),
  locator: `s3://wine-1/${name}`,
  region: 'us-west-2',
  payer: 'CALLER',
  ...changes,
})

interface Wish {
  subject?: string | null
  consent?: boolean
  idempotencyKey?: string
  headers?: Record<string, string>
}

async function open(changes: Partial<PayerAccount> = {}) {
  const world = await openWorld()
  const assets = [
    paid('a'),
    paid('b'),
    paid('large', 100),
    paid('huge', 1_000),
    paid('unsized', 1, { size: null, sizeIsExact: false }),
    paid('folder', 1, { role: 'DIRECTORY' }),
    paid('frozen', 1, { availability: 'ARCHIVED' }),
    file('free'),
  ]
  const record = { nativeId: 'a', title: 'Wine', access: 'REQUESTER_PAYS', assets } as const
  await fill(world.store, 'alpha', [record])
  await fill(world.store, 'beta', [{ ...record, assets: [paid('other')] }])
  await fill(world.store, 'gamma', [{ ...record, assets: [paid('secret')] }])
  const source = { connector: cellar, options: { endpoint: null, origins: [], bottles: [] } }
  const account: PayerAccount = { ...payer, ...changes }
  const resolver = createResolver({
    sources: ['alpha', 'beta', 'gamma'].map((id) => ({
      ...source,
      id,
      allowPrivateAddresses: false,
      payer: id === 'beta' ? null : account,
    })),
    ledger: world.store,
    resolveName: async () => ['93.184.216.34'],
    now,
  })
  const viewerOf = (request: Request) => {
    const subject = request.headers.get('x-subject')
    return { subject, groups: ['public'], roles: [] }
  }
  const gateway = world.gateway({ resolver, now, viewerOf })
  const ids = new Map<string, string>()
  const lab = { ...anonymous, groups: ['public', 'lab'] }
  for (const id of ['alpha:a', 'beta:a', 'gamma:a']) {
    const page = await world.store.assets(lab, id, { first: 100 })
    for (const asset of page.items) ids.set(asset.name, assetNodeId(asset))
  }
  const idsOf = (names: readonly string[]) => names.map((name) => ids.get(name) ?? name)
  const openLinks = async (
    names: readonly string[],
    { subject = 'ann', consent = true, idempotencyKey = key, headers = {} }: Wish = {},
  ) => {
    const answer = await ask(
      gateway,
      `mutation ($ids: [ID!]!, $consent: Boolean!, $key: String!) {
        openLinks(ids: $ids, consent: $consent, idempotencyKey: $key) {
          links { asset { name } state url payer expiresAt requirements { kind } }
          spent { amount currency basis asOf }
          problems { code path message }
        }
      }`,
      { ids: idsOf(names), consent, key: idempotencyKey },
      { ...(subject === null ? {} : { 'x-subject': subject }), ...headers },
    )
    return { ...answer, opened: answer.data?.openLinks }
  }
  return { world, gateway, ids, idsOf, openLinks }
}

describe('openLinks', () => {
  test('gives links for a quarter of an hour that the operator pays for', async () => {
    const { openLinks } = await open()
    const { opened } = await openLinks(['a', 'free', 'b'])
    expect(opened.problems).toEqual([])
    expect(opened.links).toMatchObject([
      { asset: { name: 'a' }, state: 'READY', payer: 'OPERATOR', requirements: [] },
      { asset: { name: 'free' }, state: 'READY', payer: null, expiresAt: null },
      { asset: { name: 'b' }, state: 'READY', payer: 'OPERATOR' },
    ])
    expect(opened.links[0].expiresAt).toBe('2026-05-01T12:15:00.000Z')
    const url = new URL(opened.links[0].url)
    expect(url.origin + url.pathname).toBe('https://wine-1.s3.us-west-2.amazonaws.com/a')
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      'x-amz-request-payer': 'requester',
      'X-Amz-Expires': '900',
      'X-Amz-Credential': 'PAYERKEY/20260501/us-west-2/s3/aws4_request',
    })
    expect(opened.spent).toMatchObject({ currency: 'USD', asOf: '2026-11-01' })
    expect(opened.spent.amount).toBeCloseTo(1.8, 3)
  })

  test.each([
    ['no consent', { consent: false }, ['BAD_INPUT', 'consent']],
    ['a key that can be guessed', { idempotencyKey: '1' }, ['BAD_INPUT', 'idempotencyKey']],
    ['a key with spaces', { idempotencyKey: 'a wish of mine 1' }, ['BAD_INPUT', 'idempotencyKey']],
    ['a reader whom nobody knows', { subject: null }, ['FORBIDDEN', undefined]],
  ])('with %s opens and pays nothing', async (_, changes, fault) => {
    const { openLinks } = await open()
    const answer = await openLinks(['a'], changes)
    expect([answer.opened, ...faultsOf(answer)]).toEqual([null, fault])
    expect((await openLinks(['large'])).opened.spent).not.toBeNull()
  })

  test.each([['secret'], ['ast.YWxwaGE6YQ.never'], ['x']])(
    'of %s, hidden or absent, opens and pays nothing at all',
    async (name) => {
      const { openLinks } = await open()
      const answer = await openLinks(['a', name])
      expect([answer.opened, ...faultsOf(answer)]).toEqual([null, ['NOT_FOUND', 'ids']])
      expect((await openLinks(['large'])).opened.spent).not.toBeNull()
    },
  )

  test('leaves what cannot be paid for as it is, for nothing', async () => {
    const { openLinks } = await open()
    const { opened } = await openLinks(['unsized', 'folder', 'frozen', 'other'])
    expect(opened.links.map(({ state }: { state: string }) => state)).toEqual([
      'NEEDS_CREDENTIALS',
      'NEEDS_CREDENTIALS',
      'ARCHIVED',
      'NEEDS_CREDENTIALS',
    ])
    expect([opened.spent, opened.problems]).toEqual([null, []])
  })

  test('gives the same links for the same key while they last, and pays once', async () => {
    const { openLinks } = await open()
    const first = await openLinks(['a', 'b'])
    clock += 600_000
    const again = await openLinks(['a', 'b'])
    expect(again.opened.links).toEqual(first.opened.links)
    expect(again.opened.spent).toBeNull()
    clock += 600_000
    const { opened } = await openLinks(['a', 'b'])
    expect(opened.problems).toMatchObject([{ code: 'CONFLICT', path: 'idempotencyKey' }])
    expect(opened.links).toEqual([])
  })

  test('with a key that has paid for something else is a conflict, and another’s key is another', async () => {
    const { openLinks } = await open()
    const first = await openLinks(['a'])
    const { opened } = await openLinks(['b'])
    expect(opened).toMatchObject({ links: [], spent: null, problems: [{ code: 'CONFLICT' }] })
    const bob = await openLinks(['a'], { subject: 'bob' })
    expect(bob.opened.spent).not.toBeNull()
    expect(first.opened.spent).not.toBeNull()
  })

  test('many at once with one key pay once', async () => {
    const { openLinks } = await open()
    const answers = await Promise.all(Array.from({ length: 8 }, () => openLinks(['large'])))
    const urls = new Set(answers.map(({ opened }) => opened.links[0].url))
    expect(urls.size).toBe(1)
    expect(answers.filter(({ opened }) => opened.spent !== null)).toHaveLength(1)
  })

  test('ends where the budget does, and says so', async () => {
    const { openLinks } = await open()
    const tooMuch = await openLinks(['a', 'huge'])
    expect(tooMuch.opened).toMatchObject({
      links: [],
      spent: null,
      problems: [{ code: 'BUDGET_EXCEEDED' }],
    })
    const wish = (at: number) => ({ idempotencyKey: `another-wish-of-mine-${at}` })
    expect((await openLinks(['large'], wish(1))).opened.problems).toEqual([])
    expect((await openLinks(['large'], wish(2))).opened.problems).toMatchObject([
      { code: 'BUDGET_EXCEEDED' },
    ])
    expect((await openLinks(['large'], { subject: 'bob' })).opened.problems).toEqual([])
  })

  test('asked for an asset twice pays for it once', async () => {
    const { openLinks } = await open()
    const { opened } = await openLinks(['large', 'large'])
    expect(opened.links).toHaveLength(2)
    expect(opened.links[1]).toEqual(opened.links[0])
    expect(opened.spent.amount).toBeCloseTo(9, 2)
  })

  test('pays for readers whom nobody knows where the operator wants it', async () => {
    const { openLinks } = await open({ anonymous: true })
    expect((await openLinks(['a'], { subject: null })).opened.links[0].state).toBe('READY')
  })

  test('takes the reader’s own keys first', async () => {
    const { openLinks } = await open()
    const headers = { 'x-source-credentials': JSON.stringify({ alpha: readerKeys }) }
    const { opened } = await openLinks(['a'], { headers })
    expect(opened.links[0]).toMatchObject({ state: 'READY', payer: 'CALLER' })
    expect([opened.links[0].url.includes('READERKEY'), opened.spent]).toEqual([true, null])
  })

  test('takes at most 1,000 assets', async () => {
    const { openLinks } = await open()
    const answer = await openLinks(Array.from({ length: 1_001 }, () => 'a'))
    expect(faultsOf(answer)).toEqual([['BAD_INPUT', 'ids']])
  })
})

test('a query or a GET of what the operator would pay for asks for consent, and never spends', async () => {
  const { gateway, idsOf, openLinks } = await open()
  const [id] = idsOf(['large'])
  for (const [subject, kinds] of [
    ['ann', ['CONSENT']],
    [null, ['LOGIN', 'CONSENT']],
  ] as const) {
    const headers: Record<string, string> = subject === null ? {} : { 'x-subject': subject }
    const { data } = await ask(
      gateway,
      'query ($ids: [ID!]!) { links(ids: $ids) { state url payer region command cost { amount } requirements { kind } } }',
      { ids: [id] },
      headers,
    )
    expect(data.links).toMatchObject([
      {
        state: 'NEEDS_CONSENT',
        url: null,
        payer: 'OPERATOR',
        region: 'us-west-2',
        command: expect.stringContaining('--request-payer requester'),
        requirements: kinds.map((kind) => ({ kind })),
      },
    ])
    expect(data.links[0].cost.amount).toBeCloseTo(9, 2)
    const response = await gateway.fetch(
      new Request(`http://gateway.test/assets/${id}`, { headers }),
    )
    expect(response.status).toBe(402)
    expect(response.headers.get('location')).toBeNull()
  }
  // All of the budget is left.
  expect((await openLinks(['large'])).opened.problems).toEqual([])
})
