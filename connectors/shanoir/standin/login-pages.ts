import { randomBytes } from 'node:crypto'
import type { Account } from './accounts.ts'
import { type Client, clients } from './clients.ts'
import type { Clock } from './clock.ts'
import type { LoginRoom } from './login.ts'
import type { Reply } from './replies.ts'
import type { Session, Sessions } from './sessions.ts'
import type { ShanoirRequest } from './site.ts'

/** A login that somebody has begun at the pages. */
interface Visit {
  client: Client
  redirect: string
  scope: string
  state: string | null
  challenge: string | null
  /** Who has passed the first page, when a code is still due. */
  account: Account | null
}

export interface Code {
  session: Session
  redirect: string
  /** SHA-256 of the verifier, where the client sent one. */
  challenge: string | null
}

export interface LoginPages {
  /** The page that a login starts with. */
  show(request: ShanoirRequest): Reply
  /** A page that was filled in. */
  submit(request: ShanoirRequest, form: URLSearchParams): Reply
  /** What a code stands for; it is good for one time, and for a minute. */
  redeem(code: string, client: Client): Code | null
}

const lifespan = 60_000

/** Authorization code with or without PKCE, as the uploader and the front log in. */
export function createLoginPages(parts: {
  room: LoginRoom
  sessions: Sessions
  clock: Clock
}): LoginPages {
  const { room, sessions, clock } = parts
  const visits = new Map<string, Visit>()
  const codes = new Map<string, Code & { client: Client; expires: number }>()

  function done(visit: Visit, account: Account): Reply {
    const session = sessions.open(account, visit.client, visit.scope)
    const code = randomBytes(16).toString('hex')
    const { client, redirect, challenge, state } = visit
    codes.set(code, { session, redirect, challenge, client, expires: clock.now() + lifespan })
    const back = new URL(redirect)
    if (state !== null) back.searchParams.set('state', state)
    back.searchParams.set('session_state', session.id)
    back.searchParams.set('code', code)
    return { status: 302, headers: { location: back.href }, body: '' }
  }

  return {
    show({ query, headers }) {
      const client = clients.get(query.get('client_id') ?? '')
      const redirect = query.get('redirect_uri') ?? ''
      const own = `http://${headers.host}/`
      const isHome = client?.redirects.some((one) => redirect.startsWith(one === 'own' ? own : one))
      if (client === undefined || !client.code) return errorPage('Client not found.')
      if (!isHome || !URL.canParse(redirect)) {
        return errorPage('Invalid parameter: redirect_uri')
      }
      const visit = randomBytes(8).toString('hex')
      visits.set(visit, {
        client,
        redirect,
        scope: query.get('scope') ?? 'openid',
        state: query.get('state'),
        challenge: query.get('code_challenge'),
        account: null,
      })
      return page(loginForm(visit, null), visit)
    },

    submit({ query }, form) {
      const key = query.get('session_code') ?? ''
      const visit = visits.get(key)
      if (visit === undefined) return errorPage('Your login attempt timed out.')
      const { account } = visit
      const result =
        account === null
          ? room.enter(form.get('username') ?? '', form.get('password') ?? '', null)
          : room.enterCode(account, form.get('otp') ?? '')
      if (typeof result !== 'string') {
        visits.delete(key)
        return done(visit, result.account)
      }
      if (result === 'code due') {
        visit.account = room.named(form.get('username') ?? '')
        return page(codeForm(key, null), key)
      }
      if (account !== null) return page(codeForm(key, 'Invalid authenticator code.'), key)
      return page(loginForm(key, 'Invalid username or password.'), key)
    },

    redeem(key, client) {
      const code = codes.get(key)
      codes.delete(key)
      return code?.client === client && code.expires > clock.now() ? code : null
    },
  }
}

const html = 'text/html;charset=utf-8'

function page(body: string, visit: string): Reply {
  const headers = { 'set-cookie': `AUTH_SESSION_ID=${visit}; Path=/auth/realms/shanoir-ng/` }
  return { body, type: html, headers }
}

function errorPage(message: string): Reply {
  const body = `<!DOCTYPE html><html><head><title>Sign in to Shanoir-NG</title></head><body><div id="kc-error-message"><p class="instruction">${message}</p></div></body></html>`
  return { status: 400, body, type: html }
}

function form(id: string, visit: string, message: string | null, fields: string): string {
  const action = `/auth/realms/shanoir-ng/login-actions/authenticate?session_code=${visit}&amp;tab_id=t`
  const alert = message === null ? '' : `<span id="input-error">${message}</span>`
  return `<!DOCTYPE html><html><head><title>Sign in to Shanoir-NG</title></head><body>${alert}<form id="${id}" action="${action}" method="post">${fields}</form></body></html>`
}

const loginForm = (visit: string, message: string | null) =>
  form(
    'kc-form-login',
    visit,
    message,
    '<input name="username"><input name="password" type="password">',
  )

const codeForm = (visit: string, message: string | null) =>
  form('kc-otp-login-form', visit, message, '<input name="otp" inputmode="numeric">')
