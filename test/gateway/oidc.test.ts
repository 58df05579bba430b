import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { groupsIn } from '../../src/gateway/viewer/claims.ts'
import type { IssuerOptions } from '../../src/gateway/viewer/issuer.ts'
import { createViewers, type Viewers } from '../../src/gateway/viewer/viewers.ts'
import { anonymous, GatewayError, isGroupName, type Viewer } from '../../src/model/index.ts'
import { audience, type LocalIssuer, startIssuer } from './local-issuer.ts'

const operatorToken = 'a-token-for-the-operator'

interface Warning {
  message: string
  fields: unknown
}

function viewersOf(
  issuer: string,
  options: Partial<IssuerOptions> = {},
  more: { now?: () => Date; warnings?: Warning[]; installationKey?: string } = {},
): Viewers {
  const viewers = createViewers({
    operatorToken,
    tokens: null,
    oidc: {
      ...{ issuer, audience, groupsClaim: 'groups', ownerGroup: null, operatorGroup: null },
      ...options,
    },
    installationKey: async () => more.installationKey ?? 'one',
    log: { warn: (message, fields) => more.warnings?.push({ message, fields }) },
    now: more.now ?? (() => new Date()),
    readTimeout: 1_000,
  })
  onTestFinished(() => viewers.close())
  return viewers
}

const viewerBy = async (viewers: Viewers, token: string): Promise<Viewer> =>
  viewers.of(new Request('http://gateway.test/', { headers: { authorization: `Bearer ${token}` } }))

/** The code of what is thrown; a viewer where nothing is. */
const outcome = (viewers: Viewers, token: string): Promise<unknown> =>
  viewerBy(viewers, token).catch((thrown: unknown) =>
    thrown instanceof GatewayError ? thrown.code : thrown,
  )

async function openIssuer(): Promise<LocalIssuer> {
  const started = await startIssuer()
  onTestFinished(started.close)
  return started
}

const seconds = () => Math.floor(Date.now() / 1_000)
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

describe('a token of the issuer', () => {
  let issuer: LocalIssuer
  beforeAll(async () => {
    // As most issuers sign; the others below have keys that are quicker to make.
    const started = await startIssuer('RS256')
    issuer = started
    return started.close
  })

  test('makes a reader in the groups of its claim, whom nobody knows by name', async () => {
    const viewer = await viewerBy(viewersOf(issuer.issuer), await issuer.token('lab'))
    expect(viewer).toEqual({
      subject: expect.stringMatching(/^oidc_[\w-]{16}$/),
      // What is no plain name is left out, and nobody is made public once more.
      groups: ['public', 'lab'],
      roles: ['reader'],
    })
    expect(viewer.subject).not.toContain('lab')
  })

  test('names the same subject for one person and another for another', async () => {
    const viewers = viewersOf(issuer.issuer)
    const subjectOf = async (sub: string) =>
      (await viewerBy(viewers, await issuer.sign({ sub, exp: seconds() + 60 }))).subject
    const [first, again, other] = await Promise.all(['ada', 'ada', 'grace'].map(subjectOf))
    expect(first).toBe(again)
    expect(first).not.toBe(other)
  })

  test('has another subject in another installation, so that nobody can guess who it is', async () => {
    const token = await issuer.sign({ sub: 'ada@example.org', exp: seconds() + 60 })
    const [here, there] = await Promise.all(
      ['one', 'other'].map(async (installationKey) => {
        const viewers = viewersOf(issuer.issuer, {}, { installationKey })
        return (await viewerBy(viewers, token)).subject
      }),
    )
    expect(here).toMatch(/^oidc_[\w-]{16}$/)
    expect(here).not.toBe(there)
  })

  test.each([
    ['words', 'groups', ['lab', 'imaging']],
    ['nested', 'realm_access.roles', ['lab']],
    ['nested', 'https://example.org/roles', ['imaging']],
    ['nested', 'realm_access', []],
    ['nested', 'realm_access.roles.length', []],
    ['nobody', 'groups', []],
    ['lab', 'constructor.name', []],
  ])('of %s with the claim %s is in the groups %j', async (client, groupsClaim, groups) => {
    const viewers = viewersOf(issuer.issuer, { groupsClaim })
    const viewer = await viewerBy(viewers, await issuer.token(client))
    expect(viewer.groups).toEqual(['public', ...groups])
    expect(viewer.roles).toEqual(['reader'])
  })

  test('makes an owner or an operator of those in the group that the configuration names, and else nobody', async () => {
    const rolesOf = async (client: string, options: Partial<IssuerOptions>) =>
      (await viewerBy(viewersOf(issuer.issuer, options), await issuer.token(client))).roles
    const named = { ownerGroup: 'stewards', operatorGroup: 'admins' }
    expect(await rolesOf('admin', named)).toEqual(['operator'])
    expect(await rolesOf('steward', named)).toEqual(['owner'])
    expect(await rolesOf('lab', named)).toEqual(['reader'])
    expect(await rolesOf('admin', {})).toEqual(['reader'])
  })

  test.each<[string, () => Promise<string>]>([
    ['for another audience', () => issuer.token('lab', 'https://other.example.org')],
    ['expired', () => issuer.sign({ exp: seconds() - 31 })],
    ['not valid yet', () => issuer.sign({ exp: seconds() + 600, nbf: seconds() + 60 })],
    ['without an end', () => issuer.sign({})],
    ['without a subject', () => issuer.sign({ exp: seconds() + 60, sub: undefined as never })],
    ['with an empty subject', () => issuer.sign({ exp: seconds() + 60, sub: '' })],
    ['without an audience', () => issuer.sign({ exp: seconds() + 60, aud: undefined as never })],
    ['bound to a key', () => issuer.sign({ exp: seconds() + 60, cnf: { jkt: 'a' } })],
    ['for a logout', () => issuer.sign({ exp: seconds() + 60 }, { typ: 'logout+jwt' })],
    [
      'with claims that were changed',
      async () => {
        const [head, body = '', signature] = (await issuer.token('nobody')).split('.')
        const claims = JSON.parse(Buffer.from(body, 'base64url').toString())
        return `${head}.${part({ ...claims, groups: ['admins'] })}.${signature}`
      },
    ],
    [
      'with a signature that was changed',
      async () => (await issuer.token('lab')).replace(/..$/, (end) => (end === 'AA' ? 'BA' : 'AA')),
    ],
    [
      'of a key that the issuer never had',
      () => issuer.sign({ exp: seconds() + 60 }, { kid: 'x' }),
    ],
    ['that is encrypted', async () => `${await issuer.token('lab')}.a.b`],
  ])('that is %s is refused', async (_, make) => {
    const viewers = viewersOf(issuer.issuer, { operatorGroup: 'admins' })
    expect(await outcome(viewers, await make())).toBe('UNAUTHENTICATED')
    // The issuer is there, and the viewers take what is right.
    expect(await outcome(viewers, await issuer.token('lab'))).toMatchObject({ roles: ['reader'] })
  })

  test('that a clock has just let expire is taken, for clocks differ', async () => {
    const token = await issuer.sign({ exp: seconds() - 10, nbf: seconds() + 10 })
    expect(await outcome(viewersOf(issuer.issuer), token)).toMatchObject({ roles: ['reader'] })
    const hours = await issuer.token('lab')
    const later = () => new Date(Date.now() + 7_200_000)
    expect(await outcome(viewersOf(issuer.issuer, {}, { now: later }), hours)).toBe(
      'UNAUTHENTICATED',
    )
  })

  test.each<[string, (claims: object, kid: string) => Promise<string> | string]>([
    ['no signature', (claims) => `${part({ alg: 'none' })}.${part(claims)}.`],
    ['none as algorithm', (claims) => `${part({ alg: 'none' })}.${part(claims)}.c2lnbmF0dXJl`],
    [
      'the public key as a secret',
      (claims, kid) => {
        const signed = `${part({ alg: 'HS256', typ: 'at+jwt', kid })}.${part(claims)}`
        const mac = createHmac('sha256', issuer.publicKey()).update(signed).digest('base64url')
        return `${signed}.${mac}`
      },
    ],
    ['an algorithm that is none', (claims) => `${part({ alg: 'RS1' })}.${part(claims)}.c2lnbg`],
    ['no header', (claims) => `e30.${part(claims)}.c2lnbg`],
    ['nothing that can be read', () => 'a.b.c'],
    [
      'another issuer',
      () => issuer.sign({ iss: 'https://other.example.org', exp: seconds() + 60 }),
    ],
    [
      'the issuer with another end',
      () => issuer.sign({ iss: `${issuer.issuer}/`, exp: seconds() + 60 }),
    ],
  ])('with %s is refused before anybody is asked for keys', async (_, make) => {
    const viewers = viewersOf(issuer.issuer)
    const claims = { iss: issuer.issuer, aud: audience, sub: 'a', exp: seconds() + 60 }
    const token = await make(claims, 'key-1')
    const before = issuer.asked.length
    expect(await outcome(viewers, token)).toBe('UNAUTHENTICATED')
    expect(issuer.asked.length).toBe(before)
  })

  test('of another issuer that says to be this one is refused', async () => {
    const other = await openIssuer()
    const token = await other.sign({ iss: issuer.issuer, exp: seconds() + 60 })
    expect(await outcome(viewersOf(issuer.issuer), token)).toBe('UNAUTHENTICATED')
  })

  test('is taken by nobody where no issuer is configured', async () => {
    const viewers = createViewers({
      ...{ operatorToken, tokens: null, oidc: null, readTimeout: 1_000 },
      installationKey: async () => 'one',
      log: { warn() {} },
      now: () => new Date(),
    })
    expect(await outcome(viewers, await issuer.token('lab'))).toBe('UNAUTHENTICATED')
  })

  test('that is genuine and for others is told to the operator by its claim, without its values', async () => {
    const viewers = viewersOf(issuer.issuer)
    const token = await issuer.token('lab', 'https://other.example.org')
    const fault = await viewerBy(viewers, token).catch((thrown: unknown) => thrown)
    expect(String((fault as Error).cause)).toContain('aud')
    expect(JSON.stringify((fault as Error).cause)).not.toContain('example.org')
  })
})

describe('keys of the issuer', () => {
  const quick = { deadline: 400, cooldown: 0, pause: 0 }

  test('are asked for with the first token and then kept', async () => {
    const issuer = await openIssuer()
    const viewers = viewersOf(issuer.issuer)
    expect(issuer.asked).toEqual([])
    const tokens = await Promise.all(
      ['lab', 'words', 'nobody'].map((client) => issuer.token(client)),
    )
    issuer.asked.length = 0
    await Promise.all(tokens.map((token) => viewerBy(viewers, token)))
    await viewerBy(viewers, tokens[0] as string)
    expect(issuer.asked).toEqual(['/.well-known/openid-configuration', '/jwks'])
  })

  test('are read again when they have changed: the new ones open, the old ones no more', async () => {
    const issuer = await openIssuer()
    const viewers = viewersOf(issuer.issuer, { times: quick })
    const old = await issuer.token('lab')
    expect(await outcome(viewers, old)).toMatchObject({ roles: ['reader'] })
    await issuer.rotate()
    expect(await outcome(viewers, await issuer.token('lab'))).toMatchObject({ roles: ['reader'] })
    expect(await outcome(viewers, old)).toBe('UNAUTHENTICATED')
  })

  test('that changed are noticed by their age too, without a token that names a new one', async () => {
    const issuer = await openIssuer()
    const viewers = viewersOf(issuer.issuer, { times: { maxAge: 1, cooldown: 60_000 } })
    const old = await issuer.token('lab')
    await viewerBy(viewers, old)
    await issuer.rotate()
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(await outcome(viewers, old)).toBe('UNAUTHENTICATED')
  })

  test('are not read again and again for tokens that name keys nobody has', async () => {
    const issuer = await openIssuer()
    const viewers = viewersOf(issuer.issuer, { times: { cooldown: 60_000 } })
    await viewerBy(viewers, await issuer.token('lab'))
    issuer.asked.length = 0
    for (let count = 0; count < 20; count += 1) {
      const token = await issuer.sign({ exp: seconds() + 60 }, { kid: `key-${count + 100}` })
      expect(await outcome(viewers, token)).toBe('UNAUTHENTICATED')
    }
    expect(issuer.asked).toEqual([])
  })

  test('that cannot be had at first are an outage, never a stranger; they are read once the issuer is up', async () => {
    const issuer = await openIssuer()
    const token = await issuer.token('lab')
    await issuer.stop()
    const viewers = viewersOf(issuer.issuer, { times: quick })
    const fault = await viewerBy(viewers, token).catch((thrown: unknown) => thrown)
    // The log has heard of it once; a request more is no news.
    expect(fault).toMatchObject({ code: 'SOURCE_UNREACHABLE', cause: undefined })
    expect((fault as Error).message).not.toContain('127.0.0.1')
    await issuer.start()
    expect(await outcome(viewers, token)).toMatchObject({ groups: ['public', 'lab'] })
  })

  test('are asked for at most once in a pause while the issuer is down', async () => {
    const issuer = await openIssuer()
    const token = await issuer.token('lab')
    issuer.behave('page')
    issuer.asked.length = 0
    const warnings: Warning[] = []
    const times = { deadline: 400, pause: 60_000 }
    const viewers = viewersOf(issuer.issuer, { times }, { warnings })
    for (let count = 0; count < 20; count += 1) {
      expect(await outcome(viewers, token)).toBe('SOURCE_UNREACHABLE')
    }
    expect(issuer.asked).toHaveLength(1)
    expect(warnings).toHaveLength(1)
  })

  test.each(['hang', 'page', 'drip', 'endless'] as const)(
    'of an issuer that answers with a %s are given up within the deadline, by all who wait at once',
    async (manner) => {
      const issuer = await openIssuer()
      const token = await issuer.token('lab')
      issuer.behave(manner)
      issuer.asked.length = 0
      const viewers = viewersOf(issuer.issuer, { times: quick })
      const start = performance.now()
      const ends = await Promise.all(Array.from({ length: 10 }, () => outcome(viewers, token)))
      expect(new Set(ends)).toEqual(new Set(['SOURCE_UNREACHABLE']))
      expect(performance.now() - start).toBeLessThan(2_000)
      expect(issuer.asked).toHaveLength(1)
    },
  )

  test('that are waited for keep nobody waiting who has no such token', async () => {
    const issuer = await openIssuer()
    const token = await issuer.token('lab')
    issuer.behave('hang')
    const viewers = viewersOf(issuer.issuer, { times: { deadline: 1_500 } })
    let isOver = false
    const waiting = outcome(viewers, token).finally(() => {
      isOver = true
    })
    expect(await viewers.of(new Request('http://gateway.test/'))).toEqual(anonymous)
    expect(await outcome(viewers, operatorToken)).toMatchObject({ roles: ['operator'] })
    expect(await outcome(viewers, 'a.b.c')).toBe('UNAUTHENTICATED')
    expect(isOver).toBe(false)
    expect(await waiting).toBe('SOURCE_UNREACHABLE')
  })

  test('serve on while the issuer is down, and one request at most waits for it', async () => {
    const issuer = await openIssuer()
    const token = await issuer.token('lab')
    const warnings: Warning[] = []
    const times = { deadline: 1_500, pause: 0, cooldown: 0, maxAge: 1 }
    const viewers = viewersOf(issuer.issuer, { times }, { warnings })
    await viewerBy(viewers, token)
    issuer.behave('hang')
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(await outcome(viewers, token)).toMatchObject({ groups: ['public', 'lab'] })
    const start = performance.now()
    for (let count = 0; count < 5; count += 1) {
      expect(await outcome(viewers, token)).toMatchObject({ groups: ['public', 'lab'] })
    }
    expect(performance.now() - start).toBeLessThan(1_400)
    expect(warnings.length).toBeGreaterThan(0)
    // What names a key that they do not hold is neither taken nor said to be wrong.
    const other = await issuer.sign({ exp: seconds() + 60 }, { kid: 'key-2' })
    expect(await outcome(viewers, other)).toBe('SOURCE_UNREACHABLE')
  })

  test('that are too old open nothing', async () => {
    const issuer = await openIssuer()
    const token = await issuer.token('lab')
    const viewers = viewersOf(issuer.issuer, { times: { ...quick, maxAge: 1, longest: 1 } })
    await viewerBy(viewers, token)
    await issuer.stop()
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(await outcome(viewers, token)).toBe('SOURCE_UNREACHABLE')
    await issuer.start()
    expect(await outcome(viewers, token)).toMatchObject({ groups: ['public', 'lab'] })
  })
})

describe('what the issuer says of itself', () => {
  /** A server that says `document` of itself, and shows keys of another. */
  async function server(
    document: (own: string) => unknown,
  ): Promise<{ url: string; asked: string[]; connections: () => number }> {
    const asked: string[] = []
    let connections = 0
    const answering = createServer((request, response) => {
      asked.push(request.url ?? '')
      response.setHeader('content-type', 'application/json')
      const own = `http://127.0.0.1:${(answering.address() as AddressInfo).port}`
      response.end(JSON.stringify(request.url?.startsWith('/.well') ? document(own) : { keys: [] }))
    })
    answering.on('connection', () => {
      connections += 1
    })
    await new Promise<void>((resolve) => answering.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      answering.closeAllConnections()
      answering.close()
    })
    return {
      url: `http://127.0.0.1:${(answering.address() as AddressInfo).port}`,
      asked,
      connections: () => connections,
    }
  }
  const tokenOf = (iss: string) =>
    `${part({ alg: 'RS256', kid: 'a' })}.${part({ iss, aud: audience, sub: 'a', exp: seconds() + 60 })}.c2ln`

  test.each<[string, (own: string) => unknown]>([
    ['another name', (own) => ({ issuer: 'https://other.example.org', jwks_uri: `${own}/jwks` })],
    ['no name', (own) => ({ jwks_uri: `${own}/jwks` })],
    ['no keys', (own) => ({ issuer: own })],
    ['keys at no address', (own) => ({ issuer: own, jwks_uri: 'file:///etc/passwd' })],
  ])('with %s is an outage, and no key is asked for', async (_, document) => {
    const { url, asked } = await server(document)
    expect(await outcome(viewersOf(url), tokenOf(url))).toBe('SOURCE_UNREACHABLE')
    expect(asked).toEqual(['/.well-known/openid-configuration'])
  })

  test.each(['http', 'https'])('sends nobody to another private address by %s', async (scheme) => {
    const inner = await server(() => ({}))
    const { url } = await server((own) => ({
      issuer: own,
      jwks_uri: `${inner.url.replace('http', scheme)}/jwks`,
    }))
    expect(await outcome(viewersOf(url), tokenOf(url))).toBe('SOURCE_UNREACHABLE')
    expect(inner.connections()).toBe(0)
  })

  test('with keys elsewhere that anybody on the way could change is an outage, and nobody is asked', async () => {
    const { url } = await server((own) => ({ issuer: own, jwks_uri: 'http://keys.example.org/' }))
    const warnings: Warning[] = []
    expect(await outcome(viewersOf(url, {}, { warnings }), tokenOf(url))).toBe('SOURCE_UNREACHABLE')
    const [{ cause }] = warnings.map(({ fields }) => fields as { cause: Error }) as [
      { cause: Error },
    ]
    expect(String(cause.cause)).toContain('its keys lie open to anybody')
  })

  test('without the key of a token is no outage: the token is refused', async () => {
    const { url, asked } = await server((own) => ({ issuer: own, jwks_uri: `${own}/keys` }))
    expect(await outcome(viewersOf(url), tokenOf(url))).toBe('UNAUTHENTICATED')
    expect(asked).toContain('/keys')
  })
})

test('groups: whatever a claim holds, only names of groups come of it, each once, and never public', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.anything(), fc.array(fc.string()), fc.string()),
      fc.constantFrom('groups', 'a.b', '', '__proto__', 'toString.name'),
      (value, path) => {
        for (const claims of [{ groups: value }, { a: { b: value } }, { '': value }]) {
          const groups = groupsIn(claims, path)
          expect(groups.every(isGroupName)).toBe(true)
          expect(new Set(groups).size).toBe(groups.length)
          expect(groups).not.toContain('public')
        }
      },
    ),
    { numRuns: 200 },
  )
})
