import { describe, expect, onTestFinished, test } from 'vitest'
import shanoir from '../../../connectors/shanoir/index.ts'
import { type ShanoirStandin, startShanoirStandin } from '../../../connectors/shanoir/standin.ts'
import { createHttpClient, GatewayError } from '../../../src/sdk/index.ts'

const { login } = shanoir
if (login === undefined) throw new Error('nobody can log in')

async function started(): Promise<ShanoirStandin> {
  const site = await startShanoirStandin()
  onTestFinished(() => site.close())
  return site
}

/** Logs in with these answers; gives the token, or what went wrong. */
async function loggedIn(
  site: ShanoirStandin,
  answers: Record<string, string>,
  options: object = {},
) {
  const checked = shanoir.options.parse({ baseUrl: site.baseUrl, account: true, ...options })
  const http = createHttpClient({
    origins: shanoir.origins(checked),
    policy: { ...shanoir.http, backoff: 1 },
    allowPrivateAddresses: true,
  })
  const { signal } = new AbortController()
  try {
    return await login?.run({ options: checked, credentials: null, answers, http, signal })
  } catch (thrown) {
    if (thrown instanceof GatewayError) return thrown
    throw thrown
  } finally {
    await http.close()
  }
}

describe('shanoir: a login by hand', () => {
  test('asks for name, password and code, and is none of a source that is read without an account', () => {
    const options = (account: boolean) =>
      shanoir.options.parse({ baseUrl: 'https://shanoir.example.org', account })
    const asked = login.questions(options(true))
    expect(asked.map(({ name, isSecret }) => [name, isSecret])).toEqual([
      ['username', false],
      ['password', true],
      ['totp', true],
    ])
    expect(() => login.questions(options(false))).toThrow(/account: true/)
  })

  test('gives a token that is renewed offline', async () => {
    const site = await started()
    const { username, password } = site.member
    const token = await loggedIn(site, { username, password })
    expect(token).toBeTypeOf('string')
    expect(site.counts.passwordLogins).toBe(1)
    const body = String(site.requests.at(-1)?.path)
    expect(body).not.toContain(password)
  })

  test('takes the code of a second factor', async () => {
    const site = await started()
    const { username, password, totp } = site.colleague
    expect(await loggedIn(site, { username, password, totp: totp ?? '' })).toBeTypeOf('string')
  })

  test.each([
    ['a wrong password', { password: 'wrong' }, 'wrong'],
    ['a code that is missing', { totp: '' }, 'second factor'],
    ['a wrong code', { totp: '000000' }, 'second factor'],
  ])('with %s is sent once and not again, and says what to do', async (_, wrong, said) => {
    const site = await started()
    const { username, password, totp } = site.colleague
    const all: Record<string, string> = { username, password, totp: totp ?? '', ...wrong }
    const answers = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''))
    const error = await loggedIn(site, answers)
    expect(error).toMatchObject({ code: 'SOURCE_REFUSED' })
    expect((error as GatewayError).message).toContain(said)
    expect(site.requests).toHaveLength(1)
    // And once it is right, it is let in: nothing was locked.
    site.upstream.skip(120)
    const right = { username, password, totp: site.colleague.totp ?? '' }
    expect(await loggedIn(site, right)).toBeTypeOf('string')
  })

  test.each([
    ['disabled', (site: ShanoirStandin) => site.upstream.setEnabled('mharvest', false)],
    ['not set up', (site: ShanoirStandin) => site.upstream.expirePassword('mharvest')],
  ])('to an account that is %s says so', async (said, spoil) => {
    const site = await started()
    spoil(site)
    const { username, password } = site.member
    const error = (await loggedIn(site, { username, password })) as GatewayError
    expect(error.code).toBe('SOURCE_REFUSED')
    expect(error.message).toContain(said)
    expect(error.message).not.toContain(username)
  })

  test('by a client that may not log in by password names the option', async () => {
    const site = await started()
    const { username, password } = site.member
    const error = await loggedIn(site, { username, password }, { clientId: 'shanoir-ng-front' })
    expect((error as GatewayError).message).toContain('clientId')
  })

  test.each(['status-503', 'html', 'truncated-json', 'reset'] as const)(
    'is sent once, whatever the server does: %s',
    async (kind) => {
      const site = await started()
      site.faults.add({ kind, ...(kind === 'status-503' ? { retryAfter: 0 } : {}) } as never)
      const { username, password } = site.member
      expect(await loggedIn(site, { username, password })).toBeInstanceOf(GatewayError)
      expect(site.requests).toHaveLength(1)
    },
  )
})
