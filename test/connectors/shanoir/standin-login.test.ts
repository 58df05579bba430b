import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { offlineTokens, type ShanoirStandin } from '../../../connectors/shanoir/standin.ts'
import { clientOf, clientWith, grant, password, refresh, startShanoir } from './standin-client.ts'

const wrong = { error: 'invalid_grant', error_description: 'Invalid user credentials' }

describe('shanoir stand-in: passwords', () => {
  test('a right password gives tokens, and an offline one where it was asked for', async () => {
    const shanoir = await startShanoir()
    const { status, body } = await grant(shanoir, password(shanoir.member))
    expect(status).toBe(200)
    expect(body).toMatchObject({
      expires_in: 900,
      refresh_expires_in: 2_592_000,
      token_type: 'Bearer',
      scope: 'email profile offline_access',
    })
    const online = await grant(shanoir, { ...password(shanoir.member), scope: '' })
    expect(online.body.refresh_expires_in).toBe(1800)
    const claims = JSON.parse(
      Buffer.from(body.access_token?.split('.')[1] ?? '', 'base64url').toString(),
    )
    expect(claims).toMatchObject({ userId: 41, preferred_username: 'mharvest' })
    expect(claims.realm_access.roles).toContain('ROLE_USER')
  })

  test('a wrong password, an unknown user and a locked account are told alike', async () => {
    const shanoir = await startShanoir()
    const { member } = shanoir
    shanoir.upstream.lockAccount('sfremd')
    for (const form of [
      { ...password(member), password: 'wrong' },
      { ...password(member), username: 'nobody' },
      password(shanoir.stranger),
    ]) {
      expect(await grant(shanoir, form)).toEqual({ status: 401, body: wrong })
    }
    expect(shanoir.counts).toMatchObject({ passwordLogins: 3, refusedLogins: 3 })
  })

  test('five wrong passwords lock an account for good, and its offline token with it', async () => {
    const shanoir = await startShanoir({ quirks: { quickLoginWait: 0 } })
    const form = password(shanoir.member)
    for (let nth = 0; nth < 4; nth += 1) await grant(shanoir, { ...form, password: 'wrong' })
    expect((await grant(shanoir, form)).status).toBe(200)
    for (let nth = 0; nth < 5; nth += 1) await grant(shanoir, { ...form, password: 'wrong' })
    expect(await grant(shanoir, form)).toEqual({ status: 401, body: wrong })
    shanoir.upstream.skip(86_400)
    expect((await grant(shanoir, form)).status).toBe(401)
    expect(await grant(shanoir, refresh(offlineTokens.member))).toEqual({
      status: 400,
      body: { error: 'invalid_grant', error_description: 'User disabled' },
    })
    shanoir.upstream.unlockAccount('mharvest')
    expect((await grant(shanoir, form)).status).toBe(200)
  })

  test('two wrong passwords at once shut out the right one for a minute, and lock nothing', async () => {
    const shanoir = await startShanoir()
    const form = password(shanoir.member)
    for (let nth = 0; nth < 9; nth += 1) await grant(shanoir, { ...form, password: 'wrong' })
    expect((await grant(shanoir, form)).status).toBe(401)
    shanoir.upstream.skip(61)
    expect((await grant(shanoir, form)).status).toBe(200)
  })

  test('a second factor is asked for by nothing but a refusal, and each code is good once', async () => {
    const shanoir = await startShanoir({ quirks: { quickLoginWait: 0 } })
    const { colleague } = shanoir
    const code = colleague.totp
    expect(await grant(shanoir, password(colleague))).toEqual({ status: 401, body: wrong })
    expect((await grant(shanoir, password(colleague, code))).status).toBe(200)
    expect(await grant(shanoir, password(colleague, code))).toEqual({ status: 401, body: wrong })
    shanoir.upstream.skip(60)
    expect((await grant(shanoir, password(colleague, colleague.totp))).status).toBe(200)
  })

  test('accounts that are closed or have an old password are told so', async () => {
    const shanoir = await startShanoir()
    shanoir.upstream.closeAccount('mharvest')
    shanoir.upstream.expirePassword('sfremd')
    expect((await grant(shanoir, password(shanoir.member))).body.error_description).toBe(
      'Account disabled',
    )
    expect(await grant(shanoir, password(shanoir.stranger))).toEqual({
      status: 400,
      body: { error: 'invalid_grant', error_description: 'Account is not fully set up' },
    })
  })

  test('what is no grant of the client is refused by name', async () => {
    const shanoir = await startShanoir()
    const cases: [Record<string, string>, number, string][] = [
      [{ client_id: 'nobody', grant_type: 'password' }, 401, 'invalid_client'],
      [{ ...password(shanoir.member), client_id: 'shanoir-ng-front' }, 400, 'unauthorized_client'],
      [{ grant_type: 'client_credentials' }, 401, 'unauthorized_client'],
      [{ grant_type: 'urn:ietf:params:oauth:grant-type:device_code' }, 400, 'unauthorized_client'],
      [{ grant_type: 'magic' }, 400, 'unsupported_grant_type'],
      [{}, 400, 'invalid_request'],
    ]
    for (const [form, status, error] of cases) {
      const answer = await grant(shanoir, form)
      expect([answer.status, answer.body.error]).toEqual([status, error])
    }
  })
})

describe('shanoir stand-in: tokens', () => {
  test('the shipped realm lets a refresh token be used again and gives a new one each time', async () => {
    const shanoir = await startShanoir()
    const first = await grant(shanoir, refresh(offlineTokens.member))
    const second = await grant(shanoir, refresh(offlineTokens.member))
    expect([first.status, second.status]).toEqual([200, 200])
    expect(first.body.refresh_token).not.toBe(second.body.refresh_token)
    expect(shanoir.counts).toMatchObject({ refreshes: 2, refusedRefreshes: 0, passwordLogins: 0 })
  })

  test('a realm that voids used tokens ends the session when one comes again', async () => {
    const shanoir = await startShanoir({ quirks: { rotation: 'revoked' } })
    const { refresh_token: next = '' } = (await grant(shanoir, refresh(offlineTokens.member))).body
    expect(await grant(shanoir, refresh(offlineTokens.member))).toEqual({
      status: 400,
      body: {
        error: 'invalid_grant',
        error_description: 'Maximum allowed refresh token reuse exceeded',
      },
    })
    const after = await grant(shanoir, refresh(next))
    expect([after.status, after.body.error_description]).toEqual([
      400,
      'Offline user session not found',
    ])
  })

  test('reuse may also only be refused', async () => {
    const shanoir = await startShanoir({ quirks: { rotation: 'revoked', reuse: 'refused' } })
    const { refresh_token: next = '' } = (await grant(shanoir, refresh(offlineTokens.member))).body
    expect((await grant(shanoir, refresh(offlineTokens.member))).status).toBe(400)
    expect((await grant(shanoir, refresh(next))).status).toBe(200)
  })

  test('an offline token dies of thirty days without use, and of nothing else', async () => {
    const shanoir = await startShanoir()
    for (let month = 0; month < 14; month += 1) {
      shanoir.upstream.skip(29 * 86_400)
      expect((await grant(shanoir, refresh(offlineTokens.member))).status).toBe(200)
    }
    shanoir.upstream.skip(31 * 86_400)
    expect((await grant(shanoir, refresh(offlineTokens.member))).body).toEqual({
      error: 'invalid_grant',
      error_description: 'Token is not active',
    })
  })

  test('tokens of nobody and of another client are refused', async () => {
    const shanoir = await startShanoir()
    expect((await grant(shanoir, refresh('no token'))).body.error_description).toBe(
      'Invalid refresh token',
    )
    const other = { ...refresh(offlineTokens.member), client_id: 'shanoir-swagger' }
    expect((await grant(shanoir, other)).status).toBe(400)
  })

  test('an access token runs out after its time, with an empty body and a word in a header', async () => {
    const shanoir = await startShanoir()
    const client = await clientOf(shanoir, shanoir.member)
    expect((await client.ask('studies/studies/light')).status).toBe(200)
    shanoir.upstream.skip(901)
    const late = await client.ask('studies/studies/light')
    expect([late.status, late.text, late.type]).toEqual([401, '', ''])
    expect(late.headers.get('www-authenticate')).toMatch(/^Bearer error="invalid_token".*expired/)
    expect(shanoir.counts.refusedTokens).toBe(1)
  })

  test('a token can be made to run out after so many requests', async () => {
    const shanoir = await startShanoir({ quirks: { tokenUses: 2 } })
    const client = await clientOf(shanoir, shanoir.member)
    const statuses: number[] = []
    for (let nth = 0; nth < 4; nth += 1) {
      statuses.push((await client.ask('studies/studies/light')).status)
    }
    expect(statuses).toEqual([200, 200, 401, 401])
    const next = await clientOf(shanoir, shanoir.member)
    expect((await next.ask('studies/studies/light')).status).toBe(200)
  })

  test('a revoked session leaves its access tokens good until they run out', async () => {
    const shanoir = await startShanoir()
    const client = await clientOf(shanoir, shanoir.member)
    shanoir.upstream.revokeSessions('mharvest')
    expect((await grant(shanoir, refresh(offlineTokens.member))).status).toBe(400)
    expect((await client.ask('studies/studies/light')).status).toBe(200)
    shanoir.upstream.expireAccessTokens()
    expect((await client.ask('studies/studies/light')).status).toBe(401)
  })

  test('what is open to everybody is closed to a token that is not good', async () => {
    const shanoir = await startShanoir()
    const path = 'studies/studies/public/data'
    expect((await clientWith(shanoir, null).ask(path)).status).toBe(200)
    expect((await clientWith(shanoir, 'x.y.z').ask(path)).status).toBe(401)
  })

  test('a service account has no user behind it, and its calls fail', async () => {
    const shanoir = await startShanoir()
    const { body } = await grant(shanoir, {
      client_id: 'service-account',
      client_secret: 'secret-of-the-service-account',
      grant_type: 'client_credentials',
    })
    const answer = await clientWith(shanoir, body.access_token ?? null).ask('studies/studies/light')
    expect([answer.status, JSON.parse(answer.text).code]).toEqual([500, 500])
  })
})

describe('shanoir stand-in: pages of a login', () => {
  const redirect = 'http://localhost:12345/callback'
  const verifier = 'a verifier that nobody else knows'
  const challenge = createHash('sha256').update(verifier).digest('base64url')

  const start = (shanoir: ShanoirStandin, given: Record<string, string> = {}) => {
    const query = new URLSearchParams({
      client_id: 'shanoir-uploader',
      response_type: 'code',
      redirect_uri: redirect,
      scope: 'openid offline_access',
      state: 'kept',
      code_challenge: challenge,
      code_challenge_method: 'S256',
      ...given,
    })
    const path = '/auth/realms/shanoir-ng/protocol/openid-connect/auth'
    return fetch(`${shanoir.baseUrl}${path}?${query}`)
  }
  async function submit(shanoir: ShanoirStandin, page: Response, form: Record<string, string>) {
    const action = /action="([^"]+)"/.exec(await page.text())?.[1]?.replaceAll('&amp;', '&') ?? ''
    return fetch(new URL(action, shanoir.baseUrl), {
      method: 'POST',
      body: new URLSearchParams(form),
      redirect: 'manual',
    })
  }

  test('name, password and code lead back with a code that is good for one offline token', async () => {
    const shanoir = await startShanoir()
    const { username, password, totp } = shanoir.colleague
    const second = await submit(shanoir, await start(shanoir), { username, password })
    const done = await submit(shanoir, second, { otp: totp ?? '' })
    expect(done.status).toBe(302)
    const back = new URL(done.headers.get('location') ?? '')
    expect([`${back.origin}${back.pathname}`, back.searchParams.get('state')]).toEqual([
      redirect,
      'kept',
    ])
    const form = {
      grant_type: 'authorization_code',
      code: back.searchParams.get('code') ?? '',
      redirect_uri: redirect,
      code_verifier: verifier,
    }
    const { status, body } = await grant(shanoir, form)
    expect([status, body.refresh_expires_in]).toEqual([200, 2_592_000])
    expect((await grant(shanoir, form)).body.error_description).toBe('Code not valid')
    expect((await grant(shanoir, refresh(body.refresh_token ?? ''))).status).toBe(200)
  })

  test('a wrong password shows the page again, a foreign address another one', async () => {
    const shanoir = await startShanoir()
    const again = await submit(shanoir, await start(shanoir), {
      username: 'mharvest',
      password: '',
    })
    expect([again.status, await again.text()]).toEqual([200, expect.stringContaining('Invalid')])
    const foreign = await start(shanoir, { redirect_uri: 'https://evil.invalid/' })
    expect(foreign.status).toBe(400)
  })

  test('a code without its verifier is refused', async () => {
    const shanoir = await startShanoir()
    const { username, password } = shanoir.member
    const done = await submit(shanoir, await start(shanoir), { username, password })
    const code = new URL(done.headers.get('location') ?? '').searchParams.get('code') ?? ''
    const form = { grant_type: 'authorization_code', code, redirect_uri: redirect }
    expect((await grant(shanoir, form)).body.error_description).toMatch(/^PKCE/)
  })
})
