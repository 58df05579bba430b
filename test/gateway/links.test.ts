import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { assetNodeId } from '../../src/gateway/ids.ts'
import { createResolver } from '../../src/resolve/index.ts'
import { defineConnector } from '../../src/sdk/define-connector.ts'
import { noLink, type ResolvedLink } from '../../src/sdk/links.ts'
import { ask, faultsOf } from './ask.ts'
import { file, fill } from './catalogue.ts'
import { asLab, openWorld } from './world.ts'

/** What a link to the asset of that name is. */
const made: Record<string, ResolvedLink> = {
  ready: { ...noLink, state: 'READY', url: 'https://data.example.org/ready?x=1' },
  posted: { ...noLink, state: 'READY', url: 'https://data.example.org/posted', method: 'POST' },
  headed: {
    ...noLink,
    state: 'READY',
    url: 'https://data.example.org/headed',
    headers: [{ name: 'Authorization', value: 'Bearer planted' }],
  },
  login: { ...noLink, state: 'NEEDS_CREDENTIALS' },
  consent: { ...noLink, state: 'NEEDS_CONSENT', payer: 'OPERATOR', region: 'us-west-2' },
  approval: { ...noLink, state: 'NEEDS_APPROVAL' },
  agreement: {
    ...noLink,
    state: 'NEEDS_APPROVAL',
    requirements: [{ kind: 'DATA_USE_AGREEMENT', text: 'Sign.', url: null }],
  },
  archived: { ...noLink, state: 'ARCHIVED' },
  gone: { ...noLink, state: 'GONE' },
  silent: { ...noLink, state: 'UNREACHABLE', error: 'SOURCE_UNREACHABLE' },
  brief: {
    ...noLink,
    state: 'READY',
    url: 'https://data.example.org/brief',
    expiresAt: '2026-05-01T12:02:00Z',
  },
}
const names = Object.keys(made)

/** Calls of its `resolve`: names of the assets, and whose credentials came with them. */
const calls: { names: string[]; user: string | null }[] = []

const connector = defineConnector({
  type: 'made',
  title: 'Made',
  version: 1,
  options: z.strictObject({}),
  readerCredentials: z.strictObject({ user: z.string() }),
  origins: () => [],
  rows: { row: z.object({ id: z.string() }) },
  async *harvest() {},
  map: { row: () => null },
  async resolve(assets, { credentials }) {
    calls.push({ names: assets.map(({ name }) => name), user: credentials?.user ?? null })
    return assets.map(({ name }) => made[name] ?? { ...noLink, state: 'GONE' })
  },
})

async function open() {
  const world = await openWorld()
  const assets = names.map((name) => file(name))
  await fill(world.store, 'alpha', [{ nativeId: 'a', title: 'Open', assets }])
  await fill(world.store, 'gamma', [{ nativeId: 'g', title: 'Secret', assets: [file('ready')] }])
  const source = { connector, options: {}, allowPrivateAddresses: false }
  const now = () => new Date('2026-05-01T12:00:00Z')
  const resolver = createResolver({
    sources: ['alpha', 'gamma'].map((id) => ({ id, ...source })),
    resolveName: async () => ['93.184.216.34'],
    now,
  })
  const viewerOf = (request: Request) => ({
    subject: request.headers.get('x-groups'),
    groups: ['public', request.headers.get('x-groups') ?? 'public'],
    roles: [],
  })
  const gateway = world.gateway({ resolver, now, viewerOf })
  const ids = new Map<string, string>()
  const page = await world.store.assets(
    { subject: null, groups: ['public'], roles: [] },
    'alpha:a',
    { first: 100 },
  )
  for (const asset of page.items) ids.set(asset.name, assetNodeId(asset))
  const [secret] = (
    await world.store.assets({ subject: null, groups: ['lab'], roles: [] }, 'gamma:g', { first: 1 })
  ).items
  if (secret === undefined) throw new Error('no secret asset')
  ids.set('secret', assetNodeId(secret))
  calls.length = 0
  const get = (name: string, headers: Record<string, string> = {}, method = 'GET') =>
    gateway.fetch(
      new Request(`http://gateway.test/assets/${ids.get(name) ?? name}`, { method, headers }),
    )
  return { world, gateway, ids, get }
}

describe('GET /assets/{id}', () => {
  test('sends a browser to the upstream and nothing along', async () => {
    const { get } = await open()
    const response = await get('ready')
    expect([response.status, response.headers.get('location')]).toEqual([302, made.ready?.url])
    expect(response.headers.get('cache-control')).toBe('private, max-age=300')
    expect(response.headers.get('referrer-policy')).toBe('no-referrer')
    expect(await response.text()).toBe('')
  })

  test('answers HEAD alike', async () => {
    const { get } = await open()
    const response = await get('ready', {}, 'HEAD')
    expect([response.status, response.headers.get('location')]).toEqual([302, made.ready?.url])
    const refused = await get('gone', {}, 'HEAD')
    expect([refused.status, await refused.text()]).toEqual([410, ''])
  })

  test('may be kept no longer than the link works', async () => {
    const { get } = await open()
    expect((await get('brief')).headers.get('cache-control')).toBe('private, max-age=60')
  })

  test.each([
    ['login', 401],
    ['headed', 401],
    ['posted', 401],
    ['consent', 402],
    ['approval', 403],
    ['archived', 409],
    ['gone', 410],
    ['agreement', 451],
    ['silent', 503],
  ])('to %s is %d with the next step, and no link', async (name, status) => {
    const { get } = await open()
    const response = await get(name)
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(response.headers.get('location')).toBeNull()
    const { state, requirements, payer, region, error: code } = made[name] as ResolvedLink
    const body = await response.text()
    expect(JSON.parse(body)).toMatchObject({ status, state, requirements, payer, region, code })
    expect(body).not.toContain('planted')
    expect(body).not.toContain('https://data.example.org')
  })

  test.each(['secret', 'ast.YWxwaGE6YQ.never', 'rec.YWxwaGE6YQ', 'x'])(
    'to %s, hidden or absent, is 404 and the same',
    async (name) => {
      const { get } = await open()
      const response = await get(name)
      expect([response.status, await response.json()]).toEqual([
        404,
        {
          type: 'about:blank',
          title: 'There is nothing by that id.',
          status: 404,
          code: 'NOT_FOUND',
        },
      ])
      expect(calls).toEqual([])
    },
  )

  test('opens what is hidden for whoever may see it, and nobody keeps what came of credentials', async () => {
    const { get } = await open()
    expect((await get('secret', asLab)).status).toBe(302)
    const header = { 'x-source-credentials': JSON.stringify({ alpha: { user: 'ann' } }) }
    const response = await get('ready', header)
    expect([response.status, response.headers.get('cache-control')]).toEqual([302, 'no-store'])
    expect(calls.at(-1)).toEqual({ names: ['ready'], user: 'ann' })
  })
})

describe('X-Source-Credentials', () => {
  const query = 'query ($ids: [ID!]!) { links(ids: $ids) { state } }'

  test('go to their own source for one request, as JSON or base64url', async () => {
    const { gateway, ids } = await open()
    const json = JSON.stringify({ alpha: { user: 'ann' } })
    const id = [ids.get('login')]
    for (const header of [json, Buffer.from(json).toString('base64url')]) {
      await ask(gateway, query, { ids: id }, { 'x-source-credentials': header })
    }
    await ask(gateway, query, { ids: [ids.get('gone')] })
    expect(calls.map(({ user }) => user)).toEqual(['ann', null])
  })

  test.each([
    ['no JSON', 'planted{'],
    ['a list', '["planted"]'],
    ['credentials of another form', '{"alpha":{"pin":"planted"}}'],
    ['a source that is not there', '{"planted":{"user":"a"}}'],
    [
      'too many sources',
      JSON.stringify(Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`s${at}`, {}]))),
    ],
    ['too much', JSON.stringify({ alpha: { user: 'planted'.repeat(2_000) } })],
  ])('with %s are refused before anything is asked, and not told', async (_, header) => {
    const { gateway, ids, get } = await open()
    const heads = { 'x-source-credentials': header }
    const answer = await ask(gateway, query, { ids: [ids.get('ready')] }, heads)
    expect(answer.data).toBeNull()
    expect(faultsOf(answer)).toEqual([
      ['BAD_INPUT', expect.stringContaining('X-Source-Credentials')],
    ])
    const response = await get('ready', heads)
    expect(response.status).toBe(400)
    expect(JSON.stringify(answer.errors) + (await response.text())).not.toContain('planted')
    expect(calls).toEqual([])
  })
})

describe('links', () => {
  test('of a request are made in one call a source, in the order asked for', async () => {
    const { gateway, ids } = await open()
    const asked = [...names, 'ready', 'secret', 'never'].map((name) => ids.get(name) ?? name)
    const answer = await ask(
      gateway,
      `query ($ids: [ID!]!, $one: ID!) {
        links(ids: $ids) { state url asset { name } requirements { kind } alternates { state } }
        asset(id: $one) { link { url } }
      }`,
      { ids: asked, one: ids.get('ready') },
    )
    expect(answer.data.links.map((link: { state: string } | null) => link?.state ?? null)).toEqual([
      ...names.map((name) => made[name]?.state),
      'READY',
      null,
      null,
    ])
    expect(answer.data.asset.link.url).toBe(made.ready?.url)
    expect(faultsOf(answer)).toEqual([
      ['NOT_FOUND', undefined],
      ['NOT_FOUND', undefined],
    ])
    expect(calls).toHaveLength(1)
    expect(calls[0]?.names.toSorted()).toEqual(names.toSorted())
  })

  test('to 1,000 assets are one query', async () => {
    const { gateway, ids } = await open()
    const asked = Array.from({ length: 1_000 }, () => ids.get('ready'))
    const { data, errors } = await ask(
      gateway,
      'query ($ids: [ID!]!) { links(ids: $ids) { state url expiresAt payer region requirements { kind text } } }',
      { ids: asked },
    )
    expect([data.links.length, errors]).toEqual([1_000, []])
    const tooMany = await ask(gateway, 'query ($ids: [ID!]!) { links(ids: $ids) { state } }', {
      ids: [...asked, 'x'],
    })
    expect(faultsOf(tooMany)).toEqual([['BAD_INPUT', 'ids']])
  })
})

test('GET /assets/{id} with a token that is not valid here is 401', async () => {
  const { world, ids } = await open()
  const response = await world.gateway().fetch(
    new Request(`http://gateway.test/assets/${ids.get('ready')}`, {
      headers: { authorization: 'Bearer wrong' },
    }),
  )
  expect(response.status).toBe(401)
  expect(response.headers.get('www-authenticate')).toBe('Bearer')
})
