import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import {
  assetNodeId,
  type Gateway,
  type GatewayOptions,
  recordNodeId,
  sourceNodeId,
} from '../../src/gateway/index.ts'
import { newAccessToken } from '../../src/gateway/viewer/access-token.ts'
import type { TokenLookup } from '../../src/gateway/viewer/viewers.ts'
import { operator, type Role } from '../../src/model/index.ts'
import { createResolver } from '../../src/resolve/index.ts'
import { defineConnector } from '../../src/sdk/define-connector.ts'
import { noLink } from '../../src/sdk/links.ts'
import type { AccessToken } from '../../src/store/registry.ts'
import { until } from '../support/until.ts'
import { type Answer, ask, faultsOf } from './ask.ts'
import { audience, type LocalIssuer, startIssuer } from './local-issuer.ts'
import { asOperator, furnish, openWorld, startWorld, type World } from './world.ts'

type Heads = Record<string, string>

const bearer = (token: string): Heads => ({ authorization: `Bearer ${token}` })

async function given(
  world: World,
  role: Role,
  groups: readonly string[],
  expiresAt: string | null = null,
): Promise<{ heads: Heads; token: string } & AccessToken> {
  const { token, id, hash } = newAccessToken(role)
  const subject = `some-${role}`
  const wanted = { id, hash, subject, role, groups, note: null, expiresAt }
  return { ...(await world.store.addAccessToken(wanted, 'operator')), token, heads: bearer(token) }
}

const connector = defineConnector({
  type: 'example',
  title: 'Example',
  version: 1,
  options: z.strictObject({}),
  origins: () => [],
  rows: { row: z.object({ id: z.string() }) },
  async *harvest() {},
  map: { row: () => null },
  resolve: async (assets) =>
    assets.map(({ locator }) => ({ ...noLink, state: 'READY', url: locator })),
})

describe('the groups of a reader', () => {
  let world: World
  let gateway: Gateway
  let issuer: LocalIssuer
  let outside: Record<string, Heads>
  let inside: Record<string, Heads>
  let secret: { record: string; asset: string }

  beforeAll(async () => {
    const [started, login] = await Promise.all([startWorld(), startIssuer()])
    world = started
    issuer = login
    await furnish(world)
    const source = { connector, options: {}, allowPrivateAddresses: false }
    const resolver = createResolver({
      sources: ['alpha', 'beta', 'gamma'].map((id) => ({ id, ...source })),
      resolveName: async () => ['93.184.216.34'],
    })
    gateway = world.gateway({
      resolver,
      tokens: world.store,
      oidc: {
        ...{ issuer: issuer.issuer, audience, groupsClaim: 'groups' },
        ...{ ownerGroup: 'stewards', operatorGroup: null },
      },
    })
    const { heads: other } = await given(world, 'reader', ['elsewhere', 'la', 'Lab'])
    const { heads: owner } = await given(world, 'owner', ['elsewhere'])
    outside = { anonymous: {}, other, owner, jwt: bearer(await issuer.token('nobody')) }
    const { heads: lab } = await given(world, 'reader', ['elsewhere', 'lab'])
    inside = {
      lab,
      jwt: bearer(await issuer.token('lab')),
      steward: bearer(await issuer.token('steward')),
    }
    const [asset] = (await world.store.assets(operator, 'gamma:secret', { first: 1 })).items
    if (asset === undefined) throw new Error('there is no secret')
    secret = { record: recordNodeId('gamma:secret'), asset: assetNodeId(asset) }
    return async () => {
      await started.close()
      await login.close()
    }
  })

  const query = `query ($record: ID!, $asset: ID!, $source: ID!, $open: ID!) {
    search(query: "hippocampus", facets: [{ facet: SPECIES }, { facet: KIND }, { facet: SOURCE }]) {
      totalCount
      facets { facet missing distinct buckets { value label count } }
      edges { node { title } }
      sources { source { name records } total }
    }
    collapsed: search(query: "", collapse: true) { totalCount }
    of: search(filter: { source: ["gamma"] }) { totalCount }
    under: search(filter: { parent: "${recordNodeId('beta:study')}" }) { totalCount }
    suggest(prefix: "quok") { text count record { title } }
    striped: suggest(prefix: "zebr") { text record { title } }
    facetValues(facet: SPECIES) { label count }
    sources { name records }
    harvests { edges { node { source { name } seen } } }
    near: record(id: $open) { similar { title } sameRecords { title } }
    child: record(id: "${recordNodeId('beta:session')}") { parents { title } isVersionOf { title } }
    record(id: $record) { title assets { edges { node { name } } } }
    node(id: $record) { id }
    asset(id: $asset) { name }
    source(id: $source) { name records }
    links(ids: [$asset]) { state url }
    estimateCost(ids: [$record]) { assets }
  }`

  const asked = (heads: Heads): Promise<Answer> => {
    const ids = { ...secret, source: sourceNodeId('gamma'), open: recordNodeId('alpha:atlas') }
    return ask(gateway, query, ids, heads)
  }
  const got = async (path: string, heads: Heads) => {
    const response = await gateway.fetch(
      new Request(`http://gateway.test${path}`, { headers: heads }),
    )
    return { status: response.status, headers: response.headers, text: await response.text() }
  }
  const traces = /quokka|setonix|30645|gamma|zebra|secret/i

  test('open what its source granted to them: in hits, counts, facets, suggestions, links, likewise', async () => {
    for (const [name, heads] of Object.entries(inside)) {
      const { data, errors } = await asked(heads)
      expect(errors, name).toEqual([])
      expect(data.search.totalCount, name).toBe(5)
      expect(data.search.edges).toHaveLength(5)
      const facet = (wanted: string) =>
        data.search.facets.find((one: { facet: string }) => one.facet === wanted)
      expect(facet('SPECIES').buckets).toContainEqual({
        ...{ value: 'NCBITaxon:30645', label: 'Setonix brachyurus', count: 1 },
      })
      expect(facet('KIND').buckets).toContainEqual(
        expect.objectContaining({ value: 'STUDY', count: 1 }),
      )
      expect(data.search.sources).toContainEqual({
        ...{ source: { name: 'gamma', records: 1 }, total: 1 },
      })
      expect([data.collapsed, data.of, data.under].map((one) => one.totalCount)).toEqual([6, 1, 1])
      expect(JSON.stringify(data.suggest)).toContain('Quokka')
      expect(JSON.stringify(data.striped)).toContain('Zebra')
      expect(data.facetValues).toContainEqual({ label: 'Setonix brachyurus', count: 1 })
      expect(data.sources.map((one: { records: number }) => one.records)).toEqual([2, 3, 1])
      expect(data.harvests.edges).toHaveLength(3)
      expect(JSON.stringify(data.near.similar)).toContain('Quokka')
      expect(data.child.isVersionOf.title).toContain('Zebra')
      expect(data.record).toEqual({
        title: 'Quokka hippocampus',
        assets: { edges: [{ node: { name: 'secret.nrrd' } }] },
      })
      expect(data.links).toEqual([{ state: 'READY', url: 'https://data.example.org/secret.nrrd' }])
      expect(data.estimateCost.assets).toBe(1)
    }
  })

  test('open nothing else: outsiders with a token, and owners of others, get what the anonymous get, to the letter', async () => {
    const { anonymous: nobody = {}, ...others } = outside
    const { data, errors } = await asked(nobody)
    expect(data.search.totalCount).toBe(3)
    expect([data.collapsed, data.of, data.under].map((one) => one.totalCount)).toEqual([4, 0, 0])
    expect(data.sources.map((one: { records: number }) => one.records)).toEqual([2, 2])
    expect(data.estimateCost).toBeNull()
    expect(data.links).toEqual([null])
    expect(JSON.stringify(data)).not.toMatch(traces)
    expect(new Set(errors.map(({ extensions }) => extensions.code))).toEqual(new Set(['NOT_FOUND']))
    for (const [name, heads] of Object.entries(others)) {
      const answer = await asked(heads)
      expect({ data: answer.data, errors: answer.errors }, name).toEqual({ data, errors })
    }
  })

  test('open the export, the page of the record and the way to the file', async () => {
    for (const [name, heads] of Object.entries(inside)) {
      const exported = await got('/export?format=csv', heads)
      expect([exported.status, exported.headers.get('atlas-total')], name).toEqual([200, '6'])
      expect(exported.text).toMatch(/Quokka/)
      expect((await got(`/records/${secret.record}`, heads)).text).toContain('Quokka')
      const way = await got(`/assets/${secret.asset}`, heads)
      expect([way.status, way.headers.get('location')]).toEqual([
        ...[302, 'https://data.example.org/secret.nrrd'],
      ])
      expect(way.headers.get('cache-control')).toBe('no-store')
    }
    for (const [name, heads] of Object.entries(outside)) {
      const exported = await got('/export?format=csv', heads)
      expect([exported.status, exported.headers.get('atlas-total')], name).toEqual([200, '4'])
      expect(exported.text).not.toMatch(traces)
      for (const path of [`/records/${secret.record}`, `/assets/${secret.asset}`]) {
        const answer = await got(path, heads)
        expect(answer.status, name).toBe(404)
        expect(answer.text).not.toMatch(traces)
      }
    }
  })

  test('change nothing: mutations and what only operators see stay closed to readers', async () => {
    for (const heads of [inside.lab, inside.jwt]) {
      const answer = await ask(gateway, 'mutation { rebuildIndex { generation } }', {}, heads)
      expect(answer.errors[0]?.extensions.code).toBe('FORBIDDEN')
    }
  })

  test('are those of the issuer only while it can be asked: an outage answers 503 and reads nothing', async () => {
    const down = await startIssuer()
    onTestFinished(down.close)
    const token = await down.token('lab')
    await down.stop()
    const options = {
      ...{ issuer: down.issuer, audience, groupsClaim: 'groups' },
      ...{ ownerGroup: null, operatorGroup: null },
    }
    const other = world.gateway({ tokens: world.store, oidc: options })
    const answer = await ask(other, '{ sources { name } }', {}, bearer(token))
    expect(answer.status).toBe(503)
    expect(faultsOf(answer)).toEqual([['SOURCE_UNREACHABLE', undefined]])
    expect(answer.data).toBeNull()
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const asset = await other.fetch(
      new Request(`http://gateway.test/assets/${secret.asset}`, { headers: bearer(token) }),
    )
    expect(asset.status).toBe(503)
    for (const heads of [{}, inside.lab, asOperator]) {
      expect((await ask(other, '{ sources { name } }', {}, heads)).status).toBe(200)
    }
    await down.start()
  })
})

describe('a token of the catalogue', () => {
  const sources = '{ sources { name } }'

  async function open(options: Partial<GatewayOptions> = {}) {
    const world = await openWorld()
    await furnish(world)
    return { world, gateway: world.gateway({ tokens: world.store, ...options }) }
  }

  test('of an operator opens everything, of an owner what only owners may ask', async () => {
    const { world, gateway } = await open()
    const chief = await given(world, 'operator', [])
    const owner = await given(world, 'owner', ['lab'])
    const reader = await given(world, 'reader', ['lab'])
    expect((await ask(gateway, sources, {}, chief.heads)).data.sources).toHaveLength(3)
    const rebuild = 'mutation { rebuildIndex { generation } }'
    expect((await ask(gateway, rebuild, {}, chief.heads)).errors).toEqual([])
    expect(faultsOf(await ask(gateway, rebuild, {}, owner.heads))[0]?.[0]).toBe('FORBIDDEN')
    const why = `{ whyNot(query: "zebra", id: "${recordNodeId('beta:study')}") { state } }`
    expect(faultsOf(await ask(gateway, why, {}, reader.heads))[0]?.[0]).toBe('FORBIDDEN')
    expect((await ask(gateway, why, {}, owner.heads)).errors).toEqual([])
  })

  test('that was revoked, has expired, never was or belongs to nobody is refused alike', async () => {
    let now = new Date('2026-05-01T12:00:00Z')
    const { world, gateway } = await open({ now: () => now })
    const brief = await given(world, 'reader', ['lab'], '2026-05-01T12:00:10Z')
    const revoked = await given(world, 'reader', ['lab'])
    for (const { heads } of [brief, revoked]) {
      expect((await ask(gateway, sources, {}, heads)).data.sources).toHaveLength(3)
    }
    await world.store.revokeAccessToken(revoked.id, 'operator')
    now = new Date('2026-05-01T12:00:10Z')
    const { token } = newAccessToken('operator')
    const promoted = brief.token.replace('atlas_reader', 'atlas_operator')
    const all = [brief.token, revoked.token, token, promoted, brief.token.slice(0, -1), 'wrong']
    const answers = await Promise.all(
      all.map(async (one) => {
        const { status, data, errors, headers } = await ask(gateway, sources, {}, bearer(one))
        headers.delete('date')
        return { status, data, errors, headers: [...headers] }
      }),
    )
    expect(answers[0]).toMatchObject({ status: 401, data: null })
    for (const answer of answers) expect(answer).toEqual(answers[0])
  })

  test('opens nothing by its hash, its id, or another role written before it', async () => {
    const { world, gateway } = await open()
    const reader = await given(world, 'reader', ['lab'])
    const other = reader.token.replace('atlas_reader', 'atlas_owner')
    for (const one of [reader.id, other, `${reader.token} ${reader.token}`]) {
      expect((await ask(gateway, sources, {}, bearer(one))).status, one).toBe(401)
    }
  })

  test('is noted on the day of its use, once, and nobody waits for that', async () => {
    let now = new Date('2026-05-01T12:00:00Z')
    const noted: string[] = []
    const world = await openWorld()
    await furnish(world)
    const tokens: TokenLookup = {
      accessTokenByHash: (hash, at) => world.store.accessTokenByHash(hash, at),
      noteTokenUse(id, day) {
        noted.push(day)
        // The store is busy: it never comes to write this.
        return noted.length > 2 ? new Promise(() => {}) : world.store.noteTokenUse(id, day)
      },
    }
    const gateway = world.gateway({ tokens, now: () => now })
    const reader = await given(world, 'reader', ['lab'])
    const lastUsed = async () => (await world.store.accessTokens())[0]?.lastUsed
    expect(await lastUsed()).toBeNull()
    await Promise.all([1, 2, 3].map(() => ask(gateway, sources, {}, reader.heads)))
    await until('the use is noted', async () => (await lastUsed()) === '2026-05-01')
    now = new Date('2026-05-02T00:00:00Z')
    await ask(gateway, sources, {}, reader.heads)
    await until('the next day is noted', async () => (await lastUsed()) === '2026-05-02')
    now = new Date('2026-05-03T00:00:00Z')
    expect((await ask(gateway, sources, {}, reader.heads)).status).toBe(200)
    expect((await ask(gateway, sources, {}, reader.heads)).status).toBe(200)
    expect(noted).toEqual(['2026-05-01', '2026-05-02', '2026-05-03'])
  })

  test('is waited for within the deadline of reads, and is nobody meanwhile', async () => {
    const tokens: TokenLookup = {
      accessTokenByHash: () => new Promise(() => {}),
      noteTokenUse: async () => {},
    }
    const world = await openWorld()
    const gateway = world.gateway({ tokens, readTimeout: 50 })
    const answer = await ask(gateway, sources, {}, bearer(newAccessToken('reader').token))
    expect([answer.status, answer.data]).toEqual([504, null])
  })
})
