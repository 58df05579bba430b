import type { Account } from './accounts.ts'
import type { Client } from './clients.ts'
import type { Clock } from './clock.ts'
import { planted } from './planted.ts'
import type { Quirks } from './quirks.ts'

export interface Session {
  id: string
  account: Account
  client: Client
  offline: boolean
  scope: string
  /** Epoch milliseconds. */
  started: number
  used: number
  ended: boolean
  /** The refresh token given out last. */
  newest: string
}

/** What a bearer token stands for. It is looked at by itself: that its session is over makes no difference. */
export interface Bearer {
  account: Account
  /** False for clients without the claim that rights hang on. */
  hasUserId: boolean
  /** Epoch milliseconds. */
  expires: number
  /** Requests that it came with. */
  uses: number
}

export interface Sessions {
  open(account: Account, client: Client, scope: string): Session
  /** New tokens of a session, as the token endpoint sends them. */
  tokens(session: Session): Record<string, unknown>
  /** By refresh token, also one that is void by now. */
  find(refreshToken: string): Session | null
  /** Whether it has stayed unused for too long. */
  isIdle(session: Session): boolean
  bearer(token: string): Bearer | null
  /** Every access token runs out. */
  expireAccess(): void
  /** Ends the sessions of an account: their refresh tokens are void, their access tokens are not. */
  end(account: Account): void
}

/** An offline token that is good from the start, and the same in every run. */
export function givenToken(username: string): string {
  return jwt({ typ: 'Offline', azp: 'shanoir-uploader', sid: `given-${username}` }, 'given')
}

function jwt(claims: Record<string, unknown>, signature: string): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const header = { alg: 'RS256', typ: 'JWT', kid: 'stand-in' }
  return `${part(header)}.${part(claims)}.${Buffer.from(`signature ${signature}`).toString('base64url')}`
}

export function createSessions(clock: Clock, quirks: Quirks): Sessions {
  const byRefresh = new Map<string, Session>()
  const byAccess = new Map<string, Bearer>()
  let made = 0

  const idleOf = ({ offline }: Session) => (offline ? quirks.offlineIdle : quirks.onlineIdle)

  function claimsOf(account: Account, client: Client, expires: number) {
    const personal = quirks.plants
      ? {
          name: `${planted.firstName} ${planted.lastName}`,
          given_name: planted.firstName,
          family_name: planted.lastName,
          email: planted.memberEmail,
        }
      : {}
    return {
      exp: Math.floor(expires / 1000),
      jti: `access-${made}`,
      azp: client.id,
      preferred_username: account.username,
      realm_access: { roles: [account.role, 'offline_access'] },
      ...(client.tellsUserId ? { userId: account.userId } : {}),
      ...personal,
    }
  }

  return {
    open(account, client, scope) {
      made += 1
      const now = clock.now()
      const session = {
        id: `session-${made}`,
        account,
        client,
        offline: scope.split(' ').includes('offline_access'),
        scope,
        started: now,
        used: now,
        ended: false,
        newest: givenToken(account.username),
      }
      // The first of an account is the one that is known beforehand.
      if (!byRefresh.has(session.newest)) byRefresh.set(session.newest, session)
      return session
    },

    tokens(session) {
      made += 1
      const now = clock.now()
      session.used = now
      const { account, client, offline } = session
      const expires = now + quirks.accessLifespan * 1000
      const access = jwt(claimsOf(account, client, expires), `${made}`)
      byAccess.set(access, { account, hasUserId: client.tellsUserId, expires, uses: 0 })
      const typ = offline ? 'Offline' : 'Refresh'
      const refresh = jwt({ typ, azp: client.id, sid: session.id, jti: `refresh-${made}` }, '')
      session.newest = refresh
      byRefresh.set(refresh, session)
      const idle = offline && quirks.offlineExpiry === 'zero' ? 0 : idleOf(session)
      return {
        access_token: access,
        expires_in: quirks.accessLifespan,
        refresh_expires_in: idle,
        refresh_token: refresh,
        token_type: 'Bearer',
        'not-before-policy': 0,
        session_state: session.id,
        scope: session.scope,
      }
    },

    find: (token) => byRefresh.get(token) ?? null,
    isIdle(session) {
      const age = clock.now() - session.used
      const tooOld = !session.offline && clock.now() - session.started > 36_000_000
      return age > idleOf(session) * 1000 || tooOld
    },
    bearer: (token) => byAccess.get(token) ?? null,
    expireAccess() {
      for (const bearer of byAccess.values()) bearer.expires = 0
    },
    end(account) {
      for (const session of byRefresh.values())
        if (session.account === account) session.ended = true
    },
  }
}
