import { createHash } from 'node:crypto'
import type { Account } from './accounts.ts'
import { type Client, clients } from './clients.ts'
import type { Clock } from './clock.ts'
import type { Counter } from './counts.ts'
import { createLoginRoom, type LoginResult } from './login.ts'
import { createLoginPages, type LoginPages } from './login-pages.ts'
import type { Quirks } from './quirks.ts'
import { nginxPage, type Reply } from './replies.ts'
import type { Session, Sessions } from './sessions.ts'
import type { ShanoirRequest } from './site.ts'

export const realmPath = '/auth/realms/shanoir-ng'
const protocol = `${realmPath}/protocol/openid-connect`

export interface RealmParts {
  accounts: ReadonlyMap<string, Account>
  sessions: Sessions
  clock: Clock
  quirks: Quirks
  counter: Counter
}

/** The realm of a Shanoir, as its export configures it. */
export function createRealm({ accounts, sessions, clock, quirks, counter }: RealmParts) {
  const room = createLoginRoom(accounts, clock, quirks)
  const pages = createLoginPages({ room, sessions, clock })

  function granted(form: URLSearchParams): Reply {
    const grant = form.get('grant_type')
    if (grant === null) return refused('invalid_request', 'Missing form parameter: grant_type')
    const client = clients.get(form.get('client_id') ?? '')
    if (client === undefined || (client.secret !== null && !knows(client, form))) {
      return refused('invalid_client', 'Invalid client or Invalid client credentials', 401)
    }
    switch (grant) {
      case 'password':
        return byPassword(client, form)
      case 'refresh_token':
        return byRefresh(client, form)
      case 'authorization_code':
        return byCode(client, form, pages)
      case 'client_credentials':
        return byClient(client, form)
      case 'urn:ietf:params:oauth:grant-type:device_code':
        return deviceRefused()
      default:
        return refused('unsupported_grant_type', 'Unsupported grant_type')
    }
  }

  function byPassword(client: Client, form: URLSearchParams): Reply {
    if (!client.password) {
      return refused('unauthorized_client', 'Client not allowed for direct access grants')
    }
    const username = form.get('username')
    if (username === null) return refused('invalid_request', 'Missing parameter: username', 401)
    counter.happened('passwordLogins')
    // A code that is due and does not come is a wrong one, and counts.
    const code = form.get('totp') ?? form.get('otp') ?? ''
    const result = room.enter(username, form.get('password') ?? '', code)
    if (typeof result === 'string') counter.happened('refusedLogins')
    if (typeof result === 'string') return refusedLogin(result)
    return opened(result.account, client, form)
  }

  function opened(account: Account, client: Client, form: URLSearchParams): Reply {
    const asked = (form.get('scope') ?? '').split(' ')
    const scope = ['openid', 'email', 'profile', 'offline_access'].filter(
      (one) => asked.includes(one) || one === 'email' || one === 'profile',
    )
    return { json: sessions.tokens(sessions.open(account, client, scope.join(' '))) }
  }

  function byRefresh(client: Client, form: URLSearchParams): Reply {
    counter.happened('refreshes')
    const reply = refreshed(client, form.get('refresh_token'))
    if (reply.status !== undefined) counter.happened('refusedRefreshes')
    return reply
  }

  function refreshed(client: Client, token: string | null): Reply {
    if (token === null) return refused('invalid_request', 'No refresh token')
    const session = sessions.find(token)
    if (session === null) return refused('invalid_grant', 'Invalid refresh token')
    if (session.client !== client) {
      const message = "Invalid refresh token. Token client and authorized client don't match"
      return refused('invalid_grant', message)
    }
    if (sessions.isIdle(session)) return refused('invalid_grant', 'Token is not active')
    if (session.ended) return refused('invalid_grant', overOf(session))
    if (!session.account.enabled) return refused('invalid_grant', 'User disabled')
    if (quirks.rotation === 'revoked' && token !== session.newest) {
      if (quirks.reuse === 'ends-session') session.ended = true
      return refused('invalid_grant', 'Maximum allowed refresh token reuse exceeded')
    }
    return { json: sessions.tokens(session) }
  }

  function byCode(client: Client, form: URLSearchParams, { redeem }: LoginPages): Reply {
    counter.happened('codeLogins')
    const code = redeem(form.get('code') ?? '', client)
    if (code === null) return refused('invalid_grant', 'Code not valid')
    if (code.redirect !== form.get('redirect_uri')) {
      return refused('invalid_grant', 'Incorrect redirect_uri')
    }
    if (code.challenge !== null && code.challenge !== challengeOf(form.get('code_verifier'))) {
      return refused('invalid_grant', 'PKCE verification failed: Code mismatch')
    }
    return { json: sessions.tokens(code.session) }
  }

  function byClient(client: Client, form: URLSearchParams): Reply {
    const robot = [...accounts.values()].find(({ role }) => role === 'ROLE_ADMIN')
    if (!client.serviceAccount || robot === undefined) {
      const message = 'Client not enabled to retrieve service account'
      return refused('unauthorized_client', message, 401)
    }
    return opened(robot, client, form)
  }

  function leave(form: URLSearchParams): Reply {
    const session = sessions.find(form.get('refresh_token') ?? form.get('token') ?? '')
    if (session === null) return refused('invalid_grant', 'Invalid refresh token')
    session.ended = true
    return { status: 204, body: '' }
  }

  /** Everything below `/auth`; null is what the proxy lets nobody reach. */
  function handle(request: ShanoirRequest): Reply {
    const { method, path, headers } = request
    const origin = `http://${headers.host ?? 'localhost'}`
    if (path === `${realmPath}/.well-known/openid-configuration`) return discovery(origin)
    if (path === `${protocol}/token`) {
      counter.reached(`${method} /auth/token`)
      if (method !== 'POST') return { status: 405, json: { error: 'HTTP 405 Method Not Allowed' } }
      return granted(formOf(request))
    }
    if (path === `${protocol}/auth`) return pages.show(request)
    if (path === `${realmPath}/login-actions/authenticate`) {
      counter.happened('pageLogins')
      return pages.submit(request, formOf(request))
    }
    if (path === `${protocol}/auth/device`) return deviceRefused()
    if (path === `${protocol}/logout` || path === `${protocol}/revoke`) {
      return leave(formOf(request))
    }
    if (path === `${protocol}/certs`) return { json: { keys: [] } }
    const isRealm = path.startsWith(`${realmPath}/`)
    return isRealm ? { status: 404, json: { error: 'HTTP 404 Not Found' } } : nginxPage(404)
  }

  return { handle }
}

export const formOf = ({ headers, body }: ShanoirRequest) =>
  new URLSearchParams(
    /^application\/x-www-form-urlencoded\b/.test(headers['content-type'] ?? '')
      ? body.toString()
      : '',
  )

const knows = (client: Client, form: URLSearchParams) => form.get('client_secret') === client.secret

const overOf = ({ offline }: Session) =>
  offline ? 'Offline user session not found' : 'Session not active'

const challengeOf = (verifier: string | null) =>
  createHash('sha256')
    .update(verifier ?? '')
    .digest('base64url')

function refused(error: string, description: string, status = 400): Reply {
  return { status, json: { error, error_description: description } }
}

function refusedLogin(result: Exclude<LoginResult, { account: Account }>): Reply {
  switch (result) {
    case 'disabled':
      return refused('invalid_grant', 'Account disabled')
    case 'not set up':
      return refused('invalid_grant', 'Account is not fully set up')
    default:
      return refused('invalid_grant', 'Invalid user credentials', 401)
  }
}

const deviceRefused = () =>
  refused(
    'unauthorized_client',
    'Client is not allowed to initiate OAuth 2.0 Device Authorization Grant. The flow is disabled for the client.',
  )

function discovery(origin: string): Reply {
  const at = `${origin}${protocol}`
  return {
    json: {
      issuer: `${origin}${realmPath}`,
      authorization_endpoint: `${at}/auth`,
      token_endpoint: `${at}/token`,
      device_authorization_endpoint: `${at}/auth/device`,
      end_session_endpoint: `${at}/logout`,
      revocation_endpoint: `${at}/revoke`,
      jwks_uri: `${at}/certs`,
    },
  }
}
