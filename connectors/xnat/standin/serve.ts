import { createOrders, type Orders } from '#sdk/standin'
import { type Account, newAccount, readsProject, readsSession, seesProject } from './accounts.ts'
import { createCounter, type XnatCounts } from './counts.ts'
import { createGate, type Entered, isInteractive } from './login.ts'
import { makeWorld } from './make-world.ts'
import { type Quirks, quirksOf, type Version } from './manners.ts'
import type { Misbehaviour } from './misbehaviour.ts'
import { misbehaved } from './misbehaviour.ts'
import { loginPage, type Reply, restletPage, tomcatPage } from './pages.ts'
import { findRoute } from './routes.ts'
import { serviceReply, xapiReply } from './services.ts'
import type { Asked, Site } from './site.ts'
import { createTokens } from './tokens.ts'
import { createUpstream, type Upstream } from './upstream.ts'
import type { World } from './world.ts'

/** A request, as far as an XNAT looks at it. */
export interface XnatRequest {
  method: string
  path: string
  query: URLSearchParams
  headers: Record<string, string>
  nth: number
}

export interface XnatOptions {
  /** Which XNAT to play. Default `1.8.11`. */
  version?: Version
  /** Path below which it is mounted, `/xnat` say. Default: none. */
  contextPath?: string
  /** Whether nobody gets in without an account. Default true, as at most sites; else public projects are for all. */
  requireLogin?: boolean
  /** Seconds without a request after which a session is gone. Default 900. */
  sessionTimeout?: number
  /** Seconds for which an account stays locked. Default 3600. */
  lockout?: number
  /** Invented sessions to add to the sample, in projects of their own. Default 0. */
  sessions?: number
  quirks?: Partial<Quirks>
}

/** Ids that somebody reads, sorted. */
export interface Readable {
  /** Projects with what they hold. */
  projects: string[]
  /** Projects of which no more than title and description are readable. */
  protected: string[]
  /** Sessions and visits, in readable projects or shared into them. */
  sessions: string[]
}

export interface XnatServer<Request extends XnatRequest> {
  handle(request: Request): Reply
  accounts: { harvester: Account; visitor: Account; admin: Account }
  quirks: Quirks
  world: World
  counts: XnatCounts
  upstream: Upstream
  orders: Orders<Request, Misbehaviour>
  readable(user: string | null): Readable
}

const nowhere = () => tomcatPage(404, 'Not Found', 'The requested resource is not available')

/** An XNAT without a socket. */
export function createXnat<Request extends XnatRequest>({
  version = '1.8.11',
  contextPath = '',
  requireLogin = true,
  sessionTimeout = 900,
  lockout = 3600,
  sessions = 0,
  quirks: given = {},
}: XnatOptions): XnatServer<Request> {
  const quirks: Quirks = { ...quirksOf(version), ...given }
  const world = makeWorld(sessions)
  const site: Site = { world, quirks, version, contextPath }
  const harvester = newAccount('harvester', 7, ['PET_TRACERS', 'TUMOUR'])
  const visitor = newAccount('visitor', 8, [])
  const admin = newAccount('admin', 1, [], true)
  const accounts = new Map([harvester, visitor, admin].map((account) => [account.user, account]))
  const tokens = createTokens()
  const counter = createCounter()
  const times = { sessionTimeout: sessionTimeout * 1000, lockout: lockout * 1000 }
  const gate = createGate({
    quirks,
    accounts,
    tokens,
    counter,
    requireLogin,
    contextPath,
    ...times,
  })
  const local = (path: string) => path.slice(contextPath.length)
  const orders = createOrders<Request, Misbehaviour>(({ path }) => {
    return /^\/(data|REST)\//.test(local(path)) && !path.endsWith('/JSESSION')
  })

  function handle(request: Request): Reply {
    const { path, headers } = request
    if (contextPath !== '' && path !== contextPath && !path.startsWith(`${contextPath}/`)) {
      return nowhere()
    }
    if (local(path) === '/app/template/Login.vm') return loginPage(contextPath)
    const base = `http://${headers.host ?? 'localhost'}${contextPath}`
    const entry = gate.enter(headers, local(path), base)
    const truth = 'refused' in entry ? entry.refused : within(request, entry)
    const struck = orders.strike(request)
    const reply = struck === null ? truth : misbehaved(struck, truth, base)
    return { ...reply, headers: { ...reply.headers, 'set-cookie': gate.cookies(entry, headers) } }
  }

  function within(request: Request, { reader, session }: Entered): Reply {
    const path = local(request.path)
    if (path.startsWith('/xapi/')) {
      counter.reached('xapi')
      return xapiReply(version, path.slice('/xapi/'.length))
    }
    const below = /^\/(?:data|REST)(?:\/archive)?\/(.+?)\/?$/.exec(path)?.[1]
    if (below === undefined) return nowhere()
    const method = request.method === 'HEAD' ? 'GET' : request.method
    const forged = method !== 'GET' && isInteractive(request.headers) && session.account !== null
    // Who looks like a browser must show that its own pages asked; the exception becomes a page.
    if (forged && !request.query.has('XNAT_CSRF')) return restletPage(500)
    const asked: Asked = { site, reader, query: request.query, params: {}, turn: request.nth }
    const service = serviceReply(asked, method, below, {
      tokens,
      accounts,
      sessionId: session.id,
      leave: () => gate.leave(session),
      count: counter.reached,
    })
    if (service !== null) return service
    const found = findRoute(below)
    if (found === null) return restletPage(404)
    if (method !== 'GET') return restletPage(405)
    counter.reached(found.route)
    return found.handler({ ...asked, params: found.params })
  }

  function readable(user: string | null): Readable {
    const reader = user === null ? null : (accounts.get(user) ?? null)
    const all = [...world.projects.values()].filter((project) => seesProject(reader, project))
    const own = all.filter((project) => readsProject(reader, project))
    const held = [...world.sessions.values()].filter((one) => readsSession(world, reader, one))
    const ids = (list: { id: string }[]) => list.map(({ id }) => id).sort()
    return {
      projects: ids(own),
      protected: ids(all.filter((project) => !own.includes(project))),
      sessions: ids(held),
    }
  }

  return {
    handle,
    accounts: { harvester, visitor, admin },
    quirks,
    world,
    counts: counter,
    upstream: createUpstream({ world, accounts, tokens, expireSessions: gate.expireAll }),
    orders,
    readable,
  }
}
