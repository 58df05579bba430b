import { type Credentials, GatewayError, type HttpClient, type HttpHead, type Tokens } from '#sdk'
import { Grant, grantRequest, tokenUrl } from './token-endpoint.ts'

/** Access tokens with which one request is tried. */
const mostAttempts = 3
/** An access token is renewed so long before it runs out, in milliseconds: a request under way is to reach its end. */
const margin = 30_000

/** What a request takes along, and tells of its answer. */
export interface Passage {
  headers: Record<string, string>
  onHead(head: HttpHead): void
}

/** The login of one harvest. */
export interface Session {
  /**
   * Sends what `ask` sends with an access token that is good, renewed where it has run out.
   *
   * @throws {GatewayError} `NEEDS_LOGIN` when there is no login, or it is over; `SOURCE_REFUSED` when the source refuses
   *   it otherwise; `SOURCE_UNREACHABLE` when tokens do not last; `ANSWER_INVALID` on 403 and 404; what `ask` throws.
   */
  read<T>(ask: (passage: Passage) => Promise<T>): Promise<T>
  /** The account's number, as its token tells it; null when it does not. */
  userId(): Promise<number | null>
}

export interface SessionOptions {
  http: HttpClient
  /** Root of the server. */
  root: string
  clientId: string
  credentials: Credentials | null
  tokens: Tokens
  now: () => Date
}

interface Access {
  token: string
  /** Epoch milliseconds until which it is used. */
  until: number
}

export function createSession(options: SessionOptions): Session {
  const { http, root, clientId, credentials, tokens, now } = options
  let current: Promise<Access> | null = null
  let refusal: GatewayError | null = null
  /** Tokens with which something was answered. */
  const worked = new WeakSet<Access>()

  async function renew(): Promise<Access> {
    if (refusal !== null) throw refusal
    // Each time anew: somebody may have logged in since.
    const used = (await tokens.get()) ?? credentials?.refreshToken ?? null
    if (used === null) throw needsLogin('There is no login for this source yet')
    const asked = now().getTime()
    let status: number | null = null
    const fields = { grant_type: 'refresh_token', client_id: clientId, refresh_token: used }
    let grant: Grant
    try {
      grant = await http.json(tokenUrl(root), Grant, {
        ...grantRequest(fields),
        // Unlike a password, a token that is sent twice locks no account.
        idempotent: true,
        onHead: (head) => {
          status = head.status
        },
      })
    } catch (thrown) {
      refusal = refusalOf(thrown, status)
      throw refusal ?? thrown
    }
    const { refresh_token: next = used, access_token: token, expires_in: seconds } = grant
    // Before the access token is used: the old one may be void from now on, and a crash must not lose both.
    if (next !== used) await tokens.replace(used, next)
    const lasts = seconds * 1_000
    return { token, until: asked + Math.max(lasts - margin, lasts / 2) }
  }

  /** One renewal at a time, whoever needs it. */
  async function open(): Promise<Access> {
    const held = current
    if (held !== null) {
      const access = await held
      if (now().getTime() < access.until) return access
      if (current === held) current = null
    }
    if (current === null) {
      const renewing = renew()
      renewing.catch(() => {
        if (current === renewing) current = null
      })
      current = renewing
    }
    return current
  }

  return {
    async read(ask) {
      for (let attempt = 1; ; attempt++) {
        const access = await open()
        let head: HttpHead | null = null
        const onHead = (one: HttpHead) => {
          head = one
        }
        try {
          const answer = await ask({ headers: { authorization: `Bearer ${access.token}` }, onHead })
          worked.add(access)
          return answer
        } catch (thrown) {
          if (!isExpired(thrown, head)) throw told(thrown, head)
          // The login itself went well: it is not what is wrong.
          const isHopeless = attempt >= mostAttempts || (attempt > 1 && !worked.has(access))
          if (isHopeless) throw unlasting()
          access.until = 0
        }
      }
    },
    async userId() {
      return userIdIn((await open()).token)
    },
  }
}

/** What stands in the middle of a token, RFC 7519. */
function userIdIn(token: string): number | null {
  try {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
    const id = Number(claims.userId)
    return Number.isSafeInteger(id) ? id : null
  } catch {
    // A token that is none of these tells nothing.
    return null
  }
}

function isExpired(thrown: unknown, head: HttpHead | null): boolean {
  if (!(thrown instanceof GatewayError) || thrown.code !== 'SOURCE_REFUSED') return false
  // Without a head the client itself held it back: the same token was refused a moment ago.
  return head === null || head.status === 401
}

/** What an answer other than tokens means; null when it says nothing of the login. */
function refusalOf(thrown: unknown, status: number | null): GatewayError | null {
  if (!(thrown instanceof GatewayError) || thrown.code === 'CANCELLED') return null
  // RFC 6749 section 5.2: a grant that ran out, was ended or used up is status 400.
  if (status === 400) return needsLogin('The source takes the login that is kept no longer', thrown)
  if (status !== 401 && status !== 403) return null
  const message = `The source refuses the login that is kept. ${whatToDo}`
  return new GatewayError('SOURCE_REFUSED', { message, cause: thrown.cause })
}

const whatToDo = 'Log in with "atlas login" and the name of the source.'

function needsLogin(why: string, cause?: unknown): GatewayError {
  return new GatewayError('NEEDS_LOGIN', { message: `${why}. ${whatToDo}`, cause })
}

function unlasting(): GatewayError {
  const message = 'The source does not take the tokens that it gives.'
  return new GatewayError('SOURCE_UNREACHABLE', { message })
}

function told(thrown: unknown, head: HttpHead | null): unknown {
  if (head === null || !(thrown instanceof GatewayError)) return thrown
  if (head.status !== 403 && head.status !== 404) return thrown
  const message = `The source does not have this, or does not show it to this account (status ${head.status}).`
  return new GatewayError('ANSWER_INVALID', { message, cause: thrown })
}
