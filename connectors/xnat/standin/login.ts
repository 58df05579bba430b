import { randomBytes } from 'node:crypto'
import type { Account, Reader } from './accounts.ts'
import type { Counter } from './counts.ts'
import type { Quirks } from './manners.ts'
import { type Reply, tomcatPage } from './pages.ts'
import { aliasForm, type Tokens } from './tokens.ts'

/** A session of the server, by cookie. */
export interface ServerSession {
  id: string
  account: Account | null
  /** Epoch milliseconds of its last request. */
  used: number
  /** Which of two servers behind a load balancer knows it. */
  node: string
}

export interface Entered {
  reader: Reader
  session: ServerSession
}

/** Who is asking, or the answer that is all they get. */
export type Entry = Entered | { refused: Reply; session: ServerSession | null }

export interface LoginSettings {
  quirks: Quirks
  accounts: Map<string, Account>
  tokens: Tokens
  counter: Counter
  /** Whether nobody gets in without an account. */
  requireLogin: boolean
  /** Milliseconds without a request after which a session is gone. */
  sessionTimeout: number
  /** Milliseconds. */
  lockout: number
  contextPath: string
}

export interface Gate {
  /** Finds out who is asking. `path` is that below the context path, `base` the address of the application. */
  enter(headers: Record<string, string>, path: string, base: string): Entry
  /** `Set-Cookie` headers that go with an answer. */
  cookies(entry: Entry, headers: Record<string, string>): string[]
  leave(session: ServerSession): void
  /** Ends every session. */
  expireAll(): void
}

const realm = 'Basic realm="XNAT Protected Area"'
const interactive = /MSIE|Mozilla|AppleWebKit|Opera/
const dataPath = /^\/(xapi|data|REST|fs)\//
const nodes = ['.node1', '.node2'] as const

export function isInteractive(headers: Record<string, string>): boolean {
  const agent = headers['user-agent'] ?? ''
  return interactive.test(agent) && !agent.includes('XNATDesktopClient')
}

/** The door of an XNAT: sessions by cookie, HTTP Basic with passwords and alias tokens, and locks on both. */
export function createGate(settings: LoginSettings): Gate {
  const { quirks, accounts, tokens, counter, contextPath } = settings
  const sessions = new Map<string, ServerSession>()
  let made = 0

  function opened(account: Account | null): ServerSession {
    counter.happened('sessions')
    made += 1
    const id = randomBytes(16).toString('hex').toUpperCase()
    const session = { id, account, used: Date.now(), node: nodes[made % 2] as string }
    sessions.set(session.id, session)
    return session
  }

  function sessionOf(headers: Record<string, string>): ServerSession | null {
    const jar = cookiesOf(headers.cookie)
    const session = sessions.get(jar.get('JSESSIONID') ?? '')
    if (session === undefined) return null
    if (Date.now() - session.used > settings.sessionTimeout) {
      sessions.delete(session.id)
      return null
    }
    // Without the cookie of the load balancer, the request is at the server that knows nothing of it.
    if (quirks.balanced && jar.get('ROUTEID') !== session.node) return null
    session.used = Date.now()
    return session
  }

  function accountOf(user: string, secret: string): Account | 'refused' | 'dead token' {
    if (aliasForm.test(user)) {
      const token = tokens.find(user)
      const account = token === null ? undefined : accounts.get(token.user)
      if (token === null || account === undefined) return 'dead token'
      return token.secret === secret && account.lockedUntil <= Date.now() ? account : 'refused'
    }
    // `provider/user` names who is to look at the password.
    const account = accounts.get(user.replace(/^.*\//, ''))
    if (account === undefined || account.lockedUntil > Date.now()) return 'refused'
    if (account.password !== secret) {
      account.failures += 1
      if (account.failures >= quirks.lockAfter) account.lockedUntil = Date.now() + settings.lockout
      return 'refused'
    }
    account.failures = 0
    return account
  }

  function login(authorization: string, session: ServerSession | null): Entry {
    counter.happened('logins')
    const [, encoded = ''] = /^Basic +(\S+)$/i.exec(authorization) ?? []
    const text = Buffer.from(encoded, 'base64').toString()
    const colon = text.indexOf(':')
    const account = accountOf(text.slice(0, Math.max(0, colon)), text.slice(colon + 1))
    const mayOpen = [...sessions.values()].filter((one) => one.account === account).length
    if (typeof account === 'string' || mayOpen >= quirks.maxSessions) {
      counter.happened('refusedLogins')
      return { refused: refusal(account === 'dead token' ? quirks.deadToken : 401), session }
    }
    if (account.passwordExpired) {
      const message = 'Your password has expired. Please try again after changing your password.'
      return { refused: tomcatPage(403, 'Forbidden', message), session }
    }
    // Another session than before the login, so that nobody can foist one on a user.
    if (session !== null) sessions.delete(session.id)
    return { reader: account, session: opened(account) }
  }

  return {
    enter(headers, path, base) {
      const session = sessionOf(headers)
      const { authorization } = headers
      if (authorization !== undefined && /^Basic /i.test(authorization)) {
        const already = session?.account
        const user = Buffer.from(authorization.slice(6), 'base64').toString().split(':')[0] ?? ''
        // Who is logged in already is not asked for a password again.
        if (session !== null && already && (tokens.find(user)?.user ?? user) === already.user) {
          return { reader: already, session }
        }
        return login(authorization, session)
      }
      if (session?.account) return { reader: session.account, session }
      const nobody = session ?? opened(null)
      if (!settings.requireLogin) return { reader: null, session: nobody }
      if (dataPath.test(path) && !isInteractive(headers)) {
        return { refused: challenge(), session: nobody }
      }
      const location = `${base}/app/template/Login.vm`
      return { refused: { status: 302, headers: { location }, body: '' }, session: nobody }
    },

    cookies(entry, headers) {
      const path = `Path=${contextPath === '' ? '/' : contextPath}`
      const { session } = entry
      const jar = cookiesOf(headers.cookie)
      const own =
        session === null || jar.get('JSESSIONID') === session.id
          ? []
          : [`JSESSIONID=${session.id}; ${path}; HttpOnly`]
      const node =
        quirks.balanced && session !== null && jar.get('ROUTEID') !== session.node
          ? [`ROUTEID=${session.node}; path=/`]
          : []
      const expiry = `${Date.now()},${settings.sessionTimeout}`
      // Tomcat quotes the comma, as the old standard wants it.
      return [
        ...own,
        ...node,
        `SESSION_EXPIRATION_TIME="${expiry}"; Version=1; ${path}${contextPath === '' ? '' : '/'}`,
      ]
    },

    leave(session) {
      counter.happened('logouts')
      sessions.delete(session.id)
    },

    expireAll: () => sessions.clear(),
  }
}

/** For those who have not said who they are. */
function challenge(): Reply {
  const page = tomcatPage(401, 'Unauthorized', 'Full authentication is required')
  return { ...page, headers: { 'www-authenticate': realm } }
}

/** For those who said it wrong; nothing is said of how to say it right. */
function refusal(status: 401 | 403): Reply {
  if (status === 401) return tomcatPage(401, 'Unauthorized', 'Your login attempt failed')
  const message =
    'Your security token has expired or is invalid. Please try again after updating your session.'
  return tomcatPage(403, 'Forbidden', message)
}

function cookiesOf(header: string | undefined): Map<string, string> {
  const pairs = (header ?? '').split(/; */).flatMap((pair): [string, string][] => {
    const at = pair.indexOf('=')
    return at < 0 ? [] : [[pair.slice(0, at).trim(), pair.slice(at + 1).trim()]]
  })
  return new Map(pairs)
}
