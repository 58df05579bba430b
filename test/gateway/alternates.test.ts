import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { assetNodeId } from '../../src/gateway/ids.ts'
import { type Asset, GatewayError, operator, type Viewer } from '../../src/model/index.ts'
import { CircuitBreaker, createResolver } from '../../src/resolve/index.ts'
import { defineConnector } from '../../src/sdk/define-connector.ts'
import { noLink } from '../../src/sdk/links.ts'
import { ask, faultsOf } from './ask.ts'
import { file, fill } from './catalogue.ts'
import { asLab, groupsOf, openWorld } from './world.ts'

/** Assets that links were made to, call by call. */
const calls: string[][] = []

/** The last part of a locator says what its link costs. */
const connector = defineConnector({
  type: 'priced',
  title: 'Priced',
  version: 1,
  options: z.strictObject({}),
  origins: () => [],
  // Of one bucket alone: of the others, nothing else is known than that they are AWS's.
  s3Endpoint: (bucket) => (bucket === 'of-another' ? 'https://s3.example.org' : null),
  rows: { row: z.object({ id: z.string() }) },
  async *harvest() {},
  map: { row: () => null },
  async resolve(assets) {
    calls.push(assets.map(({ name }) => name))
    return assets.map(({ locator, region }) => {
      const cents = Number(locator.split('/').at(-1))
      const cost = { amount: cents / 100, currency: 'USD', basis: 'a test', asOf: '2026' } as const
      const link = { ...noLink, state: 'READY', url: locator, region } as const
      return cents > 0 ? { ...link, payer: 'CALLER', cost } : link
    })
  },
})

const query = `query ($id: ID!, $region: String) { asset(id: $id) {
  name health checkedAt
  link { state alternates(region: $region) { state url asset { name } alternates { state } } }
} }`
const bytes = (value: string) => ({ algorithm: 'SHA256', value, source: 'manifest' }) as const
const copy = (host: string, cents: number, changes: Partial<Asset> = {}): Asset => ({
  ...file(`at ${host}`),
  locator: `https://${host}.example.org/${cents}`,
  checksum: bytes('aa'),
  ...changes,
})

async function open(copies: Asset[], secret: Asset[] = []) {
  const world = await openWorld()
  const breaker = new CircuitBreaker({ now: () => new Date(), failures: 1 })
  const resolver = createResolver({
    sources: ['alpha', 'beta', 'gamma'].map((id) => ({
      id,
      connector,
      options: {},
      allowPrivateAddresses: false,
    })),
    resolveName: async () => ['93.184.216.34'],
    breaker,
  })
  const { store } = world
  const gateway = world.gateway({ resolver, viewerOf: groupsOf })
  await fill(store, 'alpha', [{ nativeId: 'a', title: 'A', assets: [copy('own', 0)] }])
  await fill(store, 'beta', [
    ...copies.map((one, at) => ({ nativeId: `b${at}`, title: `B${at}`, assets: [one] })),
    ...secret.map((one, at) => ({ nativeId: `s${at}`, title: 'S', assets: [one], hidden: true })),
  ])
  calls.length = 0
  const assetOf = async (viewer: Viewer, record: string) => {
    const [found] = (await store.assets(viewer, record, { first: 1 })).items
    if (found === undefined) throw new Error('no asset')
    return found
  }
  const id = assetNodeId(await assetOf(operator, 'alpha:a'))
  const check = async (record: string, verdict: 'OK' | 'GONE' | 'UNREACHABLE', at: string) => {
    const { key } = await assetOf(operator, record)
    await store.saveLinkChecks([{ record, key, at, verdict }])
  }
  const alternates = async (variables = {}, headers = {}) => {
    const answer = await ask(gateway, query, { id, ...variables }, headers)
    expect(answer.errors).toEqual([])
    const found: { asset: { name: string }; alternates: unknown[] }[] =
      answer.data.asset.link.alternates
    for (const one of found) expect(one.alternates).toEqual([])
    return found.map(({ asset: { name } }) => name)
  }
  return { gateway, id, store, breaker, check, alternates }
}

describe('alternates', () => {
  test('are the same bytes elsewhere, the cheapest first, and have none of their own', async () => {
    const { alternates } = await open([copy('dear', 9), copy('free', 0), copy('cheap', 1)])
    expect(await alternates()).toEqual(['at free', 'at cheap', 'at dear'])
  })

  test('are not buckets of the same name at another service, unless their checksum is the same', async () => {
    const object = { checksum: null, locator: 's3://of-another/0' }
    const { gateway, store } = await open([
      copy('aws', 0, { ...object, locator: 'https://of-another.s3.us-east-1.amazonaws.com/0' }),
      copy('same sum', 0, { locator: 'https://of-another.s3.us-east-1.amazonaws.com/0' }),
      copy('same service', 0, object),
    ])
    const names = async (changes: Partial<Asset>) => {
      const asset = copy('bucket', 0, { ...object, ...changes })
      await fill(store, 'alpha', [{ nativeId: 'a', title: 'A', assets: [asset] }])
      const [found] = (await store.assets(operator, 'alpha:a', { first: 1 })).items
      const id = found && assetNodeId(found)
      const { data } = await ask(gateway, query, { id })
      const { alternates } = data.asset.link
      return alternates.map(({ asset: { name } }: { asset: { name: string } }) => name).sort()
    }
    expect(await names({})).toEqual(['at same service'])
    expect(await names({ checksum: bytes('aa') })).toEqual(['at same service', 'at same sum'])
  })

  test('are looked for only where they are asked for', async () => {
    const { gateway, id } = await open([copy('free', 0)])
    const answer = await ask(gateway, 'query ($id: ID!) { asset(id: $id) { link { state } } }', {
      id,
    })
    expect(answer.data.asset.link).toEqual({ state: 'READY' })
    expect(calls).toEqual([['at own']])
  })

  test('of hidden records are absent: from lists, order and number', async () => {
    const secret = Array.from({ length: 30 }, (_, at) => copy(`secret${at}`, 0))
    const { alternates } = await open([copy('open', 5)], secret)
    expect(await alternates()).toEqual(['at open'])
    const inLab = await alternates({}, asLab)
    expect(inLab).toHaveLength(10)
    expect(inLab.every((name) => name.startsWith('at secret'))).toBe(true)
    expect(calls.flat().filter((name) => name === 'at open').length).toBeGreaterThan(0)
  })

  test('whose origin does not answer, or that are gone, fall behind those that live', async () => {
    const { alternates, breaker, check } = await open([
      copy('dead', 0),
      copy('gone', 0),
      copy('live', 9),
      copy('well', 9),
      copy('silent', 0),
    ])
    const silent = () => Promise.reject(new GatewayError('SOURCE_UNREACHABLE'))
    await breaker
      .guard({
        json: silent,
        text: silent,
        request: silent,
        stats: { requests: 1, retries: 0, bytes: 0 },
      })
      .request('https://silent.example.org/')
      .catch(() => {})
    await check('beta:b0', 'UNREACHABLE', '2026-05-01T00:00:00Z')
    await check('beta:b1', 'GONE', '2026-05-01T00:00:00Z')
    await check('beta:b3', 'OK', '2026-05-01T00:00:00Z')
    expect(await alternates()).toEqual([
      ...['at well', 'at live', 'at dead', 'at gone', 'at silent'],
    ])
  })

  test('in the region asked for come first among those that are alike', async () => {
    const { alternates } = await open([
      copy('far', 2, { region: 'us-east-1' }),
      copy('near', 2, { region: 'eu-west-1' }),
    ])
    expect(await alternates({ region: 'us-east-1' })).toEqual(['at far', 'at near'])
    expect(await alternates({ region: 'eu-west-1' })).toEqual(['at near', 'at far'])
  })

  test('of a thousand assets are asked of the catalogue at once', async () => {
    const { gateway, id } = await open([copy('free', 0), copy('dear', 9)])
    const asked = Array.from({ length: 1_000 }, () => id)
    const answer = await ask(
      gateway,
      'query ($ids: [ID!]!) { links(ids: $ids) { alternates { url } } }',
      { ids: asked },
    )
    expect(faultsOf(answer)).toEqual([])
    expect(answer.data.links[999].alternates).toHaveLength(2)
    expect(calls).toHaveLength(2)
  })
})

describe('health', () => {
  test('of an asset tells the last look; it is null before, and makes the link GONE at the third', async () => {
    const { gateway, id, check } = await open([copy('free', 0)])
    const shown = async () => {
      const { data } = await ask(gateway, query, { id })
      const { health, checkedAt, link } = data.asset
      return [health, checkedAt, link.state, link.alternates.length]
    }
    expect(await shown()).toEqual([null, null, 'READY', 1])
    const days = ['2026-05-01', '2026-05-02', '2026-05-03'].map((day) => `${day}T00:00:00.000Z`)
    const seen = []
    for (const day of days) {
      await check('alpha:a', 'GONE', day)
      seen.push(await shown())
    }
    expect(seen).toEqual([
      ['MISSING', days[0], 'READY', 1],
      ['MISSING', days[1], 'READY', 1],
      ['GONE', days[2], 'GONE', 1],
    ])
    const response = await gateway.fetch(new Request(`http://gateway.test/assets/${id}`))
    expect(response.status).toBe(410)
  })
})
