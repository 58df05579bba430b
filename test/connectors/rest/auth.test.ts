import { describe, expect, test } from 'vitest'
import { read, readManifestOf, withRest } from './read-rest.ts'
import { manifestOf, readSmall } from './small.ts'

const rows = { json: { rows: [{ id: 'a' }] } }

describe('rest: a login', () => {
  test.each(['girder', 'loris', 'ebrains'])(
    'of %s that runs out in mid-harvest is invisible in the result',
    async (name) => {
      const whole = await readManifestOf(name)
      const reading = await withRest(name, async (standin) => {
        const { options, world } = standin
        standin.faults.add({
          kind: 'status-401',
          after: 3,
          times: 1,
          match: ({ path }) => !/token|login|authentication/.test(path),
        })
        const reading = await read({ ...options, pageSize: 3 }, { credentials: world.credentials })
        expect(standin.requests.filter(({ status }) => status === 401).length).toBe(
          name === 'ebrains' ? 0 : 1,
        )
        return reading
      })
      expect(reading.error).toBeNull()
      expect(reading.order.sort()).toEqual(whole.order.sort())
    },
  )

  test.each([
    ['girder', { user: 'harvester', password: 'wrong' }],
    ['loris', { user: 'harvester', password: 'wrong' }],
    ['scitran', { key: 'wrong' }],
    ['ebrains', { clientId: 'atlas-gateway', clientSecret: 'wrong' }],
  ])('of %s that is refused costs one request, and none is told', async (name, credentials) => {
    const reading = await withRest(name, ({ options }) =>
      read(options, { credentials, attempts: 4 }),
    )
    expect(reading.error?.code).toBe('SOURCE_REFUSED')
    expect(reading.requests).toBe(1)
    expect(JSON.stringify([reading.error, reading.error?.message])).not.toMatch(/wrong|harvester/)
  })

  test.each(['loris', 'ebrains'])(
    'that %s wants and nobody gave is told without a request',
    async (name) => {
      const reading = await readManifestOf(name, { credentials: null })
      expect(reading.error).toMatchObject({ code: 'NEEDS_LOGIN' })
      expect(reading.requests).toBe(0)
    },
  )

  test.each(['girder', 'scitran', 'dandi'])(
    'is not needed for what %s shows to everybody',
    async (name) => {
      const open = await readManifestOf(name, { credentials: null })
      expect(open.error).toBeNull()
      expect(open.done).toHaveLength(1)
      expect([...open.records.values()].every(({ visibility }) => visibility === null)).toBe(true)
    },
  )

  test.each(['girder', 'loris'])(
    'of %s that is taken back on the way is asked for once more, not for each list',
    async (name) => {
      await withRest(name, async (standin) => {
        const { options, world } = standin
        const isLogin = ({ path }: { path: string }) => /login|authentication/.test(path)
        standin.faults.add({ kind: 'status-401', after: 3 })
        const reading = await read(
          { ...options, pageSize: 3 },
          { credentials: world.credentials, attempts: 4 },
        )
        expect((reading.error ?? Object.values(reading.failed)[0])?.code).toBe('SOURCE_REFUSED')
        expect(reading.done).toEqual([])
        expect(standin.requests.filter(isLogin).map(({ status }) => status)).toEqual([200, 401])
      })
    },
  )

  test('that gives no token is no login', async () => {
    const auth = { type: 'session', path: '/login', form: { u: '{user}' }, token: 'token' }
    const manifest = manifestOf({ root: { auth } })
    for (const json of [{}, { token: null }, { token: 'two words' }, { token: { a: 1 } }]) {
      const reading = await readSmall(manifest, () => ({ json }), { credentials: { user: 'u' } })
      expect(reading.error).toMatchObject({ code: 'ANSWER_INVALID' })
    }
  })

  test('by cookies sends those that the login set, and takes new ones on the way', async () => {
    const auth = { type: 'cookie', path: '/login', form: { u: '{user}', p: '{password}' } }
    const pager = { type: 'offset', offset: 'skip', limit: 'n', size: 2 }
    const seen: (string | undefined)[] = []
    const reading = await readSmall(
      manifestOf({ root: { auth }, list: { pager } }),
      ({ path, body, headers, query }) => {
        if (path === '/login') {
          expect(body.toString()).toBe('u=me&p=a+b%26c')
          return { status: 204, headers: { 'set-cookie': ['sid=1; Path=/; HttpOnly', 'lb=x'] } }
        }
        seen.push(headers.cookie)
        const skip = Number(query.get('skip'))
        const page = ['a', 'b', 'c'].slice(skip, skip + 2).map((id) => ({ id }))
        return { json: { rows: page }, headers: { 'set-cookie': 'lb=y' } }
      },
      { credentials: { user: 'me', password: 'a b&c' } },
    )
    expect(reading.order).toEqual(['thing:a', 'thing:b', 'thing:c'])
    expect(seen).toEqual(['sid=1; lb=x', 'sid=1; lb=y', 'sid=1; lb=y'])
  })

  test('by refresh token uses the newest one, and keeps the one that comes of it', async () => {
    const kept: string[] = ['kept']
    const tokens = {
      get: async () => kept.at(-1) ?? null,
      replace: async (used: string, next: string) => {
        expect(used).toBe(kept.at(-1))
        kept.push(next)
        return true
      },
    }
    const used: (string | null)[] = []
    let good = ''
    const auth = { type: 'oauth', url: 'http://127.0.0.1:1/token', grant: 'refresh_token' }
    const pager = { type: 'offset', offset: 'skip', limit: 'n', size: 2 }
    let answers = 0
    const { standin: _, ...reading } = await readSmallWithLogin(
      manifestOf({ root: { auth }, list: { pager } }),
      ({ path, body, headers, query }) => {
        if (path === '/token') {
          const form = new URLSearchParams(body.toString())
          used.push(form.get('refresh_token'))
          good = `access${used.length}`
          return {
            json: { access_token: good, refresh_token: `next${used.length}`, expires_in: 1 },
          }
        }
        if (headers.authorization !== `Bearer ${good}`) return { status: 401 }
        // Each token is good for two requests.
        if (++answers % 2 === 0) good = 'void'
        const skip = Number(query.get('skip'))
        const page = ['a', 'b', 'c', 'd'].slice(skip, skip + 2).map((id) => ({ id }))
        return { json: { rows: page } }
      },
      { credentials: { clientId: 'c', refreshToken: 'first' }, tokens },
    )
    expect(reading.error).toBeNull()
    expect(reading.order).toEqual(['thing:a', 'thing:b', 'thing:c', 'thing:d'])
    expect(used).toEqual(['kept', 'next1'])
    expect(kept).toEqual(['kept', 'next1', 'next2'])
  })

  test('by a refresh token that is used up needs a new login', async () => {
    const auth = { type: 'oauth', url: 'http://127.0.0.1:1/token', grant: 'refresh_token' }
    const reading = await readSmallWithLogin(
      manifestOf({ root: { auth } }),
      ({ path }) => (path === '/token' ? { status: 400, json: { error: 'invalid_grant' } } : rows),
      { credentials: { clientId: 'c', refreshToken: 'old' }, attempts: 3 },
    )
    expect(reading.error).toMatchObject({ code: 'NEEDS_LOGIN' })
    expect(reading.requests).toBe(1)
  })

  test('is never sent again by itself, even where the source stumbles', async () => {
    const auth = { type: 'session', path: '/login', json: { u: '{user}' }, token: 'token' }
    const reading = await readSmall(manifestOf({ root: { auth } }), () => ({ status: 503 }), {
      credentials: { user: 'u' },
      attempts: 4,
    })
    expect(reading.error).toMatchObject({ code: 'SOURCE_UNREACHABLE' })
    expect(reading.requests).toBe(1)
  })
})

/** With the login at the stand-in itself. */
function readSmallWithLogin(...[manifest, handle, request]: Parameters<typeof readSmall>) {
  return readSmall(manifest, handle, { ...request, loginPath: '/token' })
}
