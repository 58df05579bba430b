import {
  type CookieJar,
  type Credentials,
  createCookieJar,
  GatewayError,
  type HttpClient,
  type HttpHead,
} from '#sdk'

/** Milliseconds that a logout may take: nothing waits for it gladly. */
const patience = 3_000
/** Sessions in which one request is tried. */
const mostAttempts = 4
const cookieName = 'JSESSIONID'

/** What a request takes along, and tells of its answer. */
export interface Passage {
  headers: Record<string, string>
  onHead(head: HttpHead): void
}

/** One session at a site, for all requests of a harvest; or none, where the site is read anonymously. */
export interface Session {
  /**
   * Sends what `ask` sends within the session. Logs in first where that was not done, and once more when the session
   * turns out to be lost. Refused credentials are not sent again.
   *
   * @throws {GatewayError} `SOURCE_REFUSED` when the login is refused, or wanted of an anonymous reader;
   *   `SOURCE_UNREACHABLE` when sessions do not last; `ANSWER_INVALID` when the answer is a redirect, 403 or 404; what
   *   `ask` throws.
   */
  read<T>(ask: (passage: Passage) => Promise<T>): Promise<T>
  /** Ends it at the site. Never throws: what is left open there ends by itself in minutes. */
  end(): Promise<void>
}

export interface SessionOptions {
  http: HttpClient
  /** Root of the site. */
  root: string
  credentials: Credentials | null
  now: () => Date
}

export function createSession({ http, root, credentials, now }: SessionOptions): Session {
  const address = `${root}/data/JSESSION`
  let current: Promise<CookieJar> | null = null
  let refusal: GatewayError | null = null
  /** Sessions in which something was answered. */
  const worked = new WeakSet<CookieJar>()

  async function login({ user, password }: Credentials): Promise<CookieJar> {
    if (refusal !== null) throw refusal
    const jar = createCookieJar()
    let head: HttpHead | null = null
    const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
    try {
      const text = await http.text(address, {
        accept: ['text/plain'],
        headers: { authorization },
        onHead: (one) => {
          head = one
        },
      })
      const id = text.trim()
      if (!/^[\w.!-]{8,256}$/.test(id)) throw noSession()
      if (head !== null) jar.take((head as HttpHead).headers, now())
      jar.set(cookieName, id)
      return jar
    } catch (thrown) {
      const error = toldLogin(thrown, head)
      if (error.code === 'SOURCE_REFUSED') refusal = error
      throw error
    }
  }

  /** One login at a time, whoever needs it. */
  function open(): Promise<CookieJar> {
    if (current === null) {
      const opening = credentials === null ? Promise.resolve(createCookieJar()) : login(credentials)
      opening.catch(() => {
        if (current === opening) current = null
      })
      current = opening
    }
    return current
  }

  return {
    async read(ask) {
      for (let attempt = 1; ; attempt++) {
        const opened = open()
        const jar = await opened
        const cookie = jar.header()
        let head: HttpHead | null = null
        const passage: Passage = {
          headers: cookie === null ? {} : { cookie },
          onHead(one) {
            head = one
          },
        }
        let outcome: { answer: Awaited<ReturnType<typeof ask>> } | { thrown: unknown }
        try {
          outcome = { answer: await ask(passage) }
        } catch (thrown) {
          outcome = { thrown }
        }
        const isLost =
          'thrown' in outcome
            ? isRefused(outcome.thrown, head)
            : credentials !== null && isSomebodyElse(jar, head, now())
        if (!isLost) {
          if (head !== null) keepCookies(jar, head, now(), credentials !== null)
          if ('thrown' in outcome) throw told(outcome.thrown, head)
          worked.add(jar)
          return outcome.answer
        }
        // A session that worked has run out, as often as it may; a new one that never works is a refusal.
        const isHopeless = attempt >= mostAttempts || (attempt > 1 && !worked.has(jar))
        if (credentials === null || isHopeless) throw lost(credentials === null)
        // Others may have logged in again since.
        if (current === opened) current = null
      }
    },
    async end() {
      if (credentials === null || current === null || refusal !== null) return
      try {
        const cookie = (await current).header() ?? ''
        const signal = AbortSignal.timeout(patience)
        await http.request(address, { method: 'DELETE', headers: { cookie }, signal })
      } catch {
        // It was lost already, or the harvest is being stopped: the site ends it when nobody uses it.
      }
    },
  }
}

/** Whether the session is no more: 401, or the way to the login page. */
function isRefused(thrown: unknown, head: HttpHead | null): boolean {
  if (!(thrown instanceof GatewayError)) return false
  // Without a head the client itself held it back: the same cookies were refused a moment ago.
  if (head === null) return thrown.code === 'SOURCE_REFUSED'
  return head.status === 401 || (isRedirect(head) && /login/i.test(head.headers.location ?? ''))
}

/**
 * Whether the answer opens another session than the one that was asked in: the site took the question for a guest's,
 * and what a guest may not see is missing from a list without a word.
 */
function isSomebodyElse(jar: CookieJar, head: HttpHead | null, now: Date): boolean {
  if (head === null) return false
  const set = createCookieJar()
  set.take(head.headers, now)
  const id = set.get(cookieName)
  return id !== null && id !== jar.get(cookieName)
}

function keepCookies(jar: CookieJar, head: HttpHead, now: Date, isLoggedIn: boolean): void {
  const id = jar.get(cookieName)
  jar.take(head.headers, now)
  if (isLoggedIn && id !== null) jar.set(cookieName, id)
}

function isRedirect({ status }: HttpHead): boolean {
  return status >= 300 && status < 400
}

function told(thrown: unknown, head: HttpHead | null): unknown {
  if (head === null || !(thrown instanceof GatewayError)) return thrown
  if (isRedirect(head)) {
    const message = 'The source sent the reader to another page instead of answering.'
    return new GatewayError('ANSWER_INVALID', { message, cause: thrown })
  }
  if (head.status === 403 || head.status === 404) {
    // XNAT says either of what is not there and of what this account may not see.
    const message = `The source does not have this, or does not show it to this account (status ${head.status}).`
    return new GatewayError('ANSWER_INVALID', { message, cause: thrown })
  }
  return thrown
}

function toldLogin(thrown: unknown, head: HttpHead | null): GatewayError {
  const error =
    thrown instanceof GatewayError ? thrown : new GatewayError('INTERNAL', { cause: thrown })
  if (head === null || error.code === 'CANCELLED') return error
  if (head.status === 401) return new GatewayError('SOURCE_REFUSED', { cause: error.cause })
  if (head.status === 403) {
    const message =
      'The source does not let this account in; its password or token may have expired.'
    return new GatewayError('SOURCE_REFUSED', { message, cause: error.cause })
  }
  if (isRedirect(head)) {
    const message = 'The source answers a login with another address; baseUrl may not be its own.'
    return new GatewayError('SOURCE_UNREACHABLE', { message })
  }
  return error
}

function noSession(): GatewayError {
  const message = 'The source answered a login with something that is no session.'
  return new GatewayError('ANSWER_INVALID', { message })
}

function lost(isAnonymous: boolean): GatewayError {
  if (isAnonymous) {
    const message = 'The source is not open to everybody: it wants a login.'
    return new GatewayError('SOURCE_REFUSED', { message })
  }
  // The login itself went well: these credentials are not what is wrong.
  const message = 'The source does not keep the session that it opened.'
  return new GatewayError('SOURCE_UNREACHABLE', { message })
}
