import { z } from 'zod'
import {
  type CookieJar,
  type Credentials,
  createCookieJar,
  GatewayError,
  type HttpClient,
  type HttpHead,
  type HttpRequest,
  type Tokens,
} from '#sdk'
import type { Auth } from './manifest-requests.ts'
import { pathOf, valueAt } from './paths.ts'
import { belowRoot, invalid, type Sender } from './requests.ts'
import { filled, parseTemplate, templateOf } from './templates.ts'

/** Logins in which one request is tried. */
const mostAttempts = 3

export interface AuthOptions {
  http: HttpClient
  auth: Auth
  /** Root of the API. */
  root: string
  /** Where the login goes instead of below the root; null: as `auth` says. */
  loginUrl: string | null
  credentials: Credentials | null
  /** Where the newest refresh token is kept. */
  tokens: Tokens
  now: () => Date
}

/** What goes along with every request while a login lasts. */
interface Pass {
  headers: Record<string, string>
  jar: CookieJar | null
}

export interface LoginSender extends Sender {
  /** What the login adds to a request, for somebody else to send it. Throws as sending does. */
  headers(): Promise<Record<string, string>>
}

const noPass: Pass = { headers: {}, jar: null }

/**
 * Sends requests within the login that a manifest describes. Logs in first where that was not done, and again when a login
 * that worked has run out: that is invisible in the result. Credentials that are refused are sent once.
 */
export function createSender({
  http,
  auth,
  root,
  loginUrl,
  credentials,
  tokens,
  now,
}: AuthOptions): LoginSender {
  let current: Promise<Pass> | null = null
  let refusal: GatewayError | null = null
  /** Newer than the one of the credentials, where the source hands out another with each use. */
  let refreshToken: string | null = null
  const worked = new WeakSet<Pass>()
  const logsIn = auth.type !== 'none' && auth.type !== 'header'

  function open(): Promise<Pass> {
    if (refusal !== null) return Promise.reject(refusal)
    if (current === null) {
      const opening = login().catch((thrown: unknown) => {
        throw isForbidden(thrown) ? refused(thrown) : thrown
      })
      opening.catch((thrown: unknown) => {
        if (current === opening) current = null
        if (isAboutLogin(thrown)) refusal = thrown
      })
      current = opening
    }
    return current
  }

  async function login(): Promise<Pass> {
    if (auth.type === 'none') return noPass
    if (credentials === null) {
      if (auth.optional) return noPass
      throw needed()
    }
    if (auth.type === 'header') return headerPass(auth.header, auth.value, credentials)
    if (auth.type === 'oauth' && auth.grant === 'refresh_token') {
      refreshToken ??= (await tokens.get()) ?? credentials.refreshToken ?? null
    }
    const jar = createCookieJar()
    const { url, request } = loginRequest(auth, credentials)
    const onHead = (head: HttpHead) => jar.take(head.headers, now())
    if (auth.type === 'cookie') {
      await http.request(url, { ...request, onHead, statuses: [201, 204] })
      if (jar.header() === null) throw invalid('The source answered a login without a cookie.')
      return { headers: {}, jar }
    }
    let status: number | null = null
    const answer = await http
      .json(url, z.unknown(), {
        ...request,
        onHead: (head) => {
          status = head.status
          onHead(head)
        },
      })
      .catch((thrown: unknown) => {
        // RFC 6749 section 5.2: a grant that is void or used up is status 400.
        throw auth.type === 'oauth' && status === 400 ? expired(thrown) : thrown
      })
    if (auth.type === 'session') {
      const token = tokenOf(valueAt(pathOf(auth.token), answer))
      return headerPass(auth.header, auth.value, { ...credentials, token })
    }
    const { access_token, refresh_token } = Object(answer) as Record<string, unknown>
    // Some servers take back the token that was used; the newest one is the one that is good.
    if (refreshToken !== null && typeof refresh_token === 'string' && refresh_token !== '') {
      if (refresh_token !== refreshToken) await tokens.replace(refreshToken, refresh_token)
      refreshToken = refresh_token
    }
    return { headers: { authorization: `Bearer ${tokenOf(access_token)}` }, jar: null }
  }

  function loginRequest(
    spec: Exclude<Auth, { type: 'none' | 'header' }>,
    given: Credentials,
  ): { url: string; request: HttpRequest } {
    if (spec.type === 'oauth') {
      const fields: Record<string, string | null | undefined> = {
        grant_type: spec.grant,
        client_id: given.clientId,
        client_secret: given.clientSecret,
        ...(spec.grant === 'refresh_token' ? { refresh_token: refreshToken } : {}),
        ...(spec.scope === undefined ? {} : { scope: spec.scope }),
      }
      if (spec.grant === 'refresh_token' && refreshToken === null) throw needed()
      if (given.clientId === undefined) throw needed()
      return { url: loginUrl ?? spec.url, request: posted('form', stated(fields)) }
    }
    const url = loginUrl ?? spec.url ?? belowRoot(root, spec.path ?? '')
    if (spec.basic) {
      if (given.user === undefined || given.password === undefined) throw needed()
      const pair = Buffer.from(`${given.user}:${given.password}`).toString('base64')
      return { url, request: { headers: { authorization: `Basic ${pair}` } } }
    }
    const part = spec.json === undefined ? 'form' : 'json'
    const fields = Object.entries(spec.json ?? spec.form ?? {}).map(([name, text]) => [
      name,
      withCredentials(text, given),
    ])
    return { url, request: posted(part, Object.fromEntries(fields)) }
  }

  /** Sends what `send` sends, with a login that is good. */
  async function within<T>(
    request: HttpRequest,
    send: (request: HttpRequest) => Promise<T>,
  ): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const opened = open()
      const pass = await opened
      const cookie = pass.jar?.header() ?? null
      let head: HttpHead | null = null
      try {
        const answer = await send({
          ...request,
          headers: {
            ...request.headers,
            ...pass.headers,
            ...(cookie === null ? {} : { cookie }),
          },
          onHead: (one) => {
            head = one
            request.onHead?.(one)
          },
        })
        if (head !== null) pass.jar?.take((head as HttpHead).headers, now())
        worked.add(pass)
        return answer
      } catch (thrown) {
        // Without a head the client itself held it back: the same login was refused a moment ago.
        const isOver = isRefused(thrown) && (head === null || (head as HttpHead).status === 401)
        const isAboutThis = isRefused(thrown) || isForbidden(thrown)
        if (isAboutThis && worked.has(pass) && isOfThisOnly(head, pass)) {
          throw withheldFrom(thrown)
        }
        const isHopeless = attempt >= mostAttempts || (attempt > 1 && !worked.has(pass))
        if (!isOver || !logsIn || credentials === null || isHopeless) throw thrown
        // Others may have logged in again since.
        if (current === opened) current = null
      }
    }
  }

  return {
    json: (url, shape, request) => within(request, (full) => http.json(url, shape, full)),
    request: (url, request) => within(request, (full) => http.request(url, full)),
    async headers() {
      const { headers, jar } = await open()
      const cookie = jar?.header() ?? null
      return { ...headers, ...(cookie === null ? {} : { cookie }) }
    },
  }
}

const withheld = new WeakSet<GatewayError>()

/** Whether the source showed other things to this account, but not what was asked for. */
export function isWithheld(error: GatewayError): boolean {
  return withheld.has(error)
}

/** Where other requests were answered: 403, and 401 to somebody without a login, say nothing about the login. */
function isOfThisOnly(head: HttpHead | null, { headers, jar }: Pass): boolean {
  const isAnonymous = Object.keys(headers).length === 0 && jar === null
  return head?.status === 403 || (head?.status === 401 && isAnonymous)
}

function withheldFrom(cause: unknown): GatewayError {
  const message = 'The source does not show this to this account.'
  const error = new GatewayError('ANSWER_INVALID', { message, cause })
  withheld.add(error)
  return error
}

function headerPass(header: string, value: string, given: Credentials): Pass {
  return { headers: { [header.toLowerCase()]: withCredentials(value, given) }, jar: null }
}

function withCredentials(text: string, given: Credentials): string {
  const template = parseTemplate(text) ?? templateOf(text)
  const [value] = filled(template, (name) => (given[name] === undefined ? [] : [given[name]]))
  if (value === undefined) throw needed()
  return String(value)
}

function posted(part: 'json' | 'form', fields: Record<string, string>): HttpRequest {
  const type = part === 'json' ? 'application/json' : 'application/x-www-form-urlencoded'
  const body = part === 'json' ? JSON.stringify(fields) : new URLSearchParams(fields).toString()
  // Not idempotent: a login that fails is never sent again by itself, some sources count them.
  return { method: 'POST', headers: { 'content-type': type }, body }
}

function stated(fields: Record<string, string | null | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value == null ? [] : [[name, value]])),
  )
}

function tokenOf(value: unknown): string {
  if (typeof value === 'string' && /^[\x21-\x7e]{1,8192}$/.test(value)) return value
  throw invalid('The source answered a login with something that is no token.')
}

function needed(): GatewayError {
  const message = 'The source wants credentials that it was not given.'
  return new GatewayError('NEEDS_LOGIN', { message })
}

function expired(cause: unknown): GatewayError {
  const message = 'The source takes this token no longer: it needs a new login.'
  return new GatewayError('NEEDS_LOGIN', { message, cause })
}

function isRefused(thrown: unknown): boolean {
  return thrown instanceof GatewayError && thrown.code === 'SOURCE_REFUSED'
}

/** A login that is not let in was refused, whichever status says so. */
function refused(cause: unknown): GatewayError {
  return new GatewayError('SOURCE_REFUSED', { cause })
}

function isForbidden(thrown: unknown): boolean {
  return thrown instanceof GatewayError && thrown.code === 'SOURCE_FORBIDDEN'
}

function isAboutLogin(thrown: unknown): thrown is GatewayError {
  return thrown instanceof GatewayError && ['SOURCE_REFUSED', 'NEEDS_LOGIN'].includes(thrown.code)
}
