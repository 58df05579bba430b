import { describe, expect, test } from 'vitest'
import { basic, clientOf, startXnat } from './standin-client.ts'

const browser = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36'

describe('xnat stand-in: refusals', () => {
  test('nobody meets 401 with a challenge, and somebody like a browser the login page', async () => {
    const xnat = await startXnat({ contextPath: '/xnat' })
    const nobody = await clientOf(xnat, null)
    const plain = await nobody.ask('/data/projects')
    expect(plain).toMatchObject({ status: 401, type: 'text/html;charset=utf-8' })
    expect(plain.headers.get('www-authenticate')).toBe('Basic realm="XNAT Protected Area"')
    const redirect = await nobody.ask('/data/projects', { headers: { 'user-agent': browser } })
    expect(redirect.status).toBe(302)
    expect(redirect.headers.get('location')).toBe(`${xnat.baseUrl}/app/template/Login.vm`)
    const page = await nobody.ask('/app/template/Login.vm')
    expect(page).toMatchObject({ status: 200, type: 'text/html;charset=utf-8' })
  })

  test('a wrong password is 401 for everybody, and says nothing of a realm', async () => {
    const xnat = await startXnat()
    const nobody = await clientOf(xnat, null)
    for (const agent of [browser, 'metadata-gateway/1.0']) {
      const authorization = basic({ user: 'harvester', password: 'wrong' })
      const answer = await nobody.ask('/data/JSESSION', {
        method: 'POST',
        headers: { authorization, 'user-agent': agent },
      })
      expect(answer.status).toBe(401)
      expect(answer.headers.get('www-authenticate')).toBeNull()
    }
    expect(xnat.counts).toMatchObject({ logins: 2, refusedLogins: 2 })
    expect(xnat.counts.of('POST JSESSION')).toBe(0)
  })

  test('wrong passwords lock the account, and the right one is refused until it is unlocked', async () => {
    const xnat = await startXnat()
    const nobody = await clientOf(xnat, null)
    const login = async (password: string) => {
      const authorization = basic({ user: 'harvester', password })
      return (await nobody.ask('/data/JSESSION', { headers: { authorization } })).status
    }
    for (let round = 0; round < 2; round += 1) {
      for (let count = 0; count < 19; count += 1) expect(await login('wrong')).toBe(401)
      expect(await login(xnat.account.password)).toBe(200)
      nobody.jar.clear()
    }
    for (let count = 0; count < 20; count += 1) expect(await login('wrong')).toBe(401)
    expect(await login(xnat.account.password)).toBe(401)
    xnat.upstream.unlock('harvester')
    expect(await login(xnat.account.password)).toBe(200)
  })

  test('a lock opens by itself', async () => {
    const xnat = await startXnat({ lockout: 0, quirks: { lockAfter: 1 } })
    const nobody = await clientOf(xnat, null)
    const authorization = basic({ user: 'harvester', password: 'wrong' })
    await nobody.ask('/data/JSESSION', { headers: { authorization } })
    await expect(clientOf(xnat, xnat.account)).resolves.toBeDefined()
  })

  test('an expired password is 403', async () => {
    const xnat = await startXnat()
    xnat.upstream.expirePassword('harvester')
    const nobody = await clientOf(xnat, null)
    const answer = await nobody.ask('/data/projects', {
      headers: { authorization: basic(xnat.account) },
    })
    expect([answer.status, answer.text.includes('password has expired')]).toEqual([403, true])
  })

  test('who looks like a browser must show a token to write', async () => {
    const xnat = await startXnat()
    const client = await clientOf(xnat, xnat.account)
    const leave = (query: string) =>
      client.ask(`/data/JSESSION${query}`, { method: 'DELETE', headers: { 'user-agent': browser } })
    expect((await leave('')).status).toBe(500)
    expect((await leave('?XNAT_CSRF=token')).status).toBe(200)
  })
})

describe('xnat stand-in: sessions', () => {
  test('a login gives a session by cookie and by body, and logging out ends it', async () => {
    const xnat = await startXnat()
    const client = await clientOf(xnat, xnat.account)
    expect((await client.ask('/data/JSESSION')).text).toBe(client.jar.get('JSESSIONID'))
    expect((await client.ask('/data/JSESSION?CSRF=true')).text).toMatch(/; XNAT_CSRF=[\da-f-]{36}$/)
    expect((await client.ask('/data/auth')).text).toBe("User 'harvester' is logged in")
    expect((await client.ask('/data/JSESSION', { method: 'DELETE' })).status).toBe(200)
    expect((await client.ask('/data/projects')).status).toBe(401)
    expect(xnat.counts).toMatchObject({ logins: 1, refusedLogins: 0, logouts: 1 })
  })

  test('every answer says anew when the session expires, with a comma in quotes', async () => {
    const xnat = await startXnat({ sessionTimeout: 60 })
    const client = await clientOf(xnat, xnat.account)
    const { headers } = await client.ask('/data/projects')
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(/^SESSION_EXPIRATION_TIME="\d{13},60000"; Version=1; Path=\/$/),
    ])
  })

  test('each call with a password and without a cookie opens a session, until there are too many', async () => {
    const xnat = await startXnat({ quirks: { maxSessions: 3 } })
    const authorization = basic(xnat.account)
    const call = async () =>
      (await fetch(`${xnat.baseUrl}/data/projects`, { headers: { authorization } })).status
    expect([await call(), await call(), await call(), await call()]).toEqual([200, 200, 200, 401])
    expect(xnat.counts).toMatchObject({ sessions: 3, logins: 4, refusedLogins: 1 })
  })

  test('whoever is logged in is not asked for the password again', async () => {
    const xnat = await startXnat()
    const client = await clientOf(xnat, xnat.account)
    const authorization = basic(xnat.account)
    xnat.upstream.setPassword('harvester', 'another')
    expect((await client.ask('/data/projects', { headers: { authorization } })).status).toBe(200)
    expect(xnat.counts.logins).toBe(1)
  })

  test('a session that was not used for long is gone, and so are all when the server starts again', async () => {
    const xnat = await startXnat({ sessionTimeout: 0.05 })
    const client = await clientOf(xnat, xnat.account)
    await new Promise((resolve) => setTimeout(resolve, 80))
    expect((await client.ask('/data/projects')).status).toBe(401)
    const other = await startXnat()
    const stays = await clientOf(other, other.account)
    expect((await stays.ask('/data/projects')).status).toBe(200)
    other.upstream.expireSessions()
    expect((await stays.ask('/data/projects')).status).toBe(401)
  })

  test('on an open site an expired session silently becomes one of nobody', async () => {
    const xnat = await startXnat({ requireLogin: false })
    const client = await clientOf(xnat, xnat.account)
    const before = await client.ids('/data/projects')
    xnat.upstream.expireSessions()
    const after = await client.ids('/data/projects')
    expect(before.filter((id) => !after.includes(id))).toEqual(['TUMOUR'])
    expect((await client.ask('/data/auth')).text).toBe("User 'guest' is logged in")
  })

  test('behind a load balancer the session is only known with all the cookies', async () => {
    const xnat = await startXnat({ quirks: { balanced: true } })
    const client = await clientOf(xnat, xnat.account)
    expect((await client.ask('/data/projects')).status).toBe(200)
    const cookie = `JSESSIONID=${client.jar.get('JSESSIONID')}`
    expect((await client.ask('/data/projects', { headers: { cookie } })).status).toBe(401)
  })
})

describe('xnat stand-in: alias tokens', () => {
  test('a token logs in as its user, is valid until it is invalidated, and never locks', async () => {
    const xnat = await startXnat()
    const client = await clientOf(xnat, xnat.account)
    const token = JSON.parse((await client.ask('/data/services/tokens/issue')).text)
    expect(token).toMatchObject({ xdatUserId: 'harvester', singleUse: false, enabled: true })
    const login = { user: token.alias, password: token.secret }
    await expect(clientOf(xnat, { ...login, password: 'wrong' })).rejects.toThrow('401')
    const other = await clientOf(xnat, login)
    expect(await other.ids('/data/projects')).toEqual(await client.ids('/data/projects'))
    const tokens = '/data/services/tokens'
    const validate = `${tokens}/validate/${token.alias}`
    expect(JSON.parse((await client.ask(`${validate}/${token.secret}`)).text)).toEqual({
      valid: 'harvester',
    })
    expect(JSON.parse((await client.ask(`${validate}/wrong`)).text)).toEqual({})
    expect((await client.ask(`${tokens}/invalidate/${token.alias}`)).status).toBe(200)
    for (let count = 0; count < 25; count += 1) {
      await expect(clientOf(xnat, login)).rejects.toThrow('401')
    }
    await expect(clientOf(xnat, xnat.account)).resolves.toBeDefined()
  })

  test('older servers answer 403 to a token that is none any more', async () => {
    const xnat = await startXnat({ version: '1.7.6' })
    const { alias, secret } = xnat.upstream.issueToken('harvester')
    xnat.upstream.revokeToken(alias)
    await expect(clientOf(xnat, { user: alias, password: secret })).rejects.toThrow('403')
  })

  test('nobody gets a token, and nobody else gets one of a user', async () => {
    const xnat = await startXnat({ requireLogin: false })
    const nobody = await clientOf(xnat, null)
    expect((await nobody.ask('/data/services/tokens/issue')).status).toBe(403)
    const visitor = await clientOf(xnat, xnat.visitor)
    const { alias } = xnat.upstream.issueToken('harvester')
    expect((await visitor.ask(`/data/services/tokens/invalidate/${alias}`)).status).toBe(403)
  })
})
