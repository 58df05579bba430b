import { createOrders, type Orders } from '#sdk/standin'
import type { Account } from './accounts.ts'
import { clients } from './clients.ts'
import { type Clock, createClock } from './clock.ts'
import { type Counter, createCounter, type ShanoirCounts } from './counts.ts'
import { datasetRoutes } from './datasets.ts'
import { createRealm } from './keycloak.ts'
import { type Members, makeMembers, makeMemberships } from './make-members.ts'
import { makeWorld } from './make-world.ts'
import type { Misbehaviour } from './misbehaviour.ts'
import { misbehaved } from './misbehaviour.ts'
import { eventCount, preclinicalRoutes, userCount, userRoutes } from './other-services.ts'
import { type Quirks, shipped } from './quirks.ts'
import { type Readable, readableBy } from './readable.ts'
import { angularPage, failure, nginxPage, type Reply, unauthorized } from './replies.ts'
import { createSessions, type Sessions } from './sessions.ts'
import type { Asked, Handler, ShanoirRequest, Site } from './site.ts'
import { counted, overallStatistics } from './statistics.ts'
import { publicData, studyRoutes } from './studies.ts'
import { createUpstream, type Upstream } from './upstream.ts'
import type { World } from './world.ts'

export interface ShanoirOptions {
  /** Invented data sets to add to the sample, in a study of their own that `member` reads. Default 0. */
  synthetic?: number
  quirks?: Partial<Quirks>
}

export interface ShanoirServer<Request extends ShanoirRequest> {
  handle(request: Request): Reply
  members: Members
  quirks: Quirks
  world: World
  clock: Clock
  counts: ShanoirCounts
  upstream: Upstream
  orders: Orders<Request, Misbehaviour>
  readable(username: string | null): Readable
}

/** Services by prefix. Whatever they do not know, they fail on. */
const services: Record<string, Record<string, Handler<Reply>>> = {
  studies: studyRoutes,
  datasets: datasetRoutes,
  preclinical: preclinicalRoutes,
  users: userRoutes,
  import: {},
  dicomweb: {},
}

/** The whole list of what is open to everybody. */
const open: Record<string, (asked: Asked) => Reply> = {
  'GET studies/studies/public/data': publicData,
  'GET datasets/datasets/overallStatistics': overallStatistics,
  'GET users/users/count': userCount,
  'GET users/events/count': eventCount,
}

const servicePath = /^\/shanoir-ng\/(studies|datasets|preclinical|users|import|dicomweb)\/(.*)$/

/** A Shanoir without a socket: what stands behind its proxy. */
export function createShanoir<Request extends ShanoirRequest>({
  synthetic = 0,
  quirks: given = {},
}: ShanoirOptions): ShanoirServer<Request> {
  const quirks: Quirks = { ...shipped, ...given }
  const world = makeWorld(synthetic)
  const members = makeMembers()
  world.memberships = makeMemberships(members, world)
  const all = Object.values(members) as Account[]
  const accounts = new Map(all.map((account) => [account.username, account]))
  const clock = createClock()
  const statistics = counted(world, clock.now())
  const site: Site = { world, quirks, accounts: all, statistics }
  const counter = createCounter()
  const sessions = createSessions(clock, quirks)
  const uploader = clients.get('shanoir-uploader')
  if (uploader !== undefined) {
    for (const account of all) sessions.open(account, uploader, 'email profile offline_access')
  }
  const realm = createRealm({ accounts, sessions, clock, quirks, counter })
  const orders = createOrders<Request, Misbehaviour>(({ path }) => servicePath.test(path))

  function handle(request: Request): Reply {
    const { path } = request
    if (path.startsWith('/auth/')) return struckOr(request, realm.handle(request))
    const found = servicePath.exec(path)
    if (found === null) return outside(request)
    const [, service = '', rest = ''] = found
    if (service === 'users' && rest === 'last_login_date') return nginxPage(404)
    const truth = served({ request, service, rest, site, clock, sessions, counter })
    return struckOr(request, truth)
  }

  function struckOr(request: Request, truth: Reply): Reply {
    const struck = orders.strike(request)
    return struck === null ? truth : misbehaved(struck, truth)
  }

  return {
    handle,
    members,
    quirks,
    world,
    clock,
    counts: counter,
    upstream: createUpstream({ site, accounts, sessions, clock }),
    orders,
    readable: (username) => readableBy(world, username === null ? null : accounts.get(username)),
  }
}

/** What the proxy does with addresses of no service. */
function outside({ method, path, headers }: ShanoirRequest): Reply {
  const origin = `http://${headers.host ?? 'localhost'}`
  if (path === '/') return nginxPage(301, { location: `${origin}/shanoir-ng/welcome` })
  if (servicePath.test(`${path}/`)) return nginxPage(301, { location: `${origin}${path}/` })
  if (!path.startsWith('/shanoir-ng/')) return nginxPage(404)
  return method === 'GET' || method === 'HEAD' ? angularPage() : nginxPage(405)
}

interface Served {
  request: ShanoirRequest
  service: string
  rest: string
  site: Site
  clock: Clock
  sessions: Sessions
  counter: Counter
}

function served({ request, service, rest, site, clock, sessions, counter }: Served): Reply {
  const method = request.method === 'HEAD' ? 'GET' : request.method
  const now = clock.now()
  const name = `${method} ${service}/${rest}`
  const forAll = open[name]
  const documented = rest.startsWith('api-docs') && service !== 'users'
  const { authorization } = request.headers
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? null
  const bearer = token === null ? null : sessions.bearer(token)
  if (bearer !== null) {
    bearer.uses += 1
    if (bearer.uses > (site.quirks.tokenUses ?? bearer.uses))
      bearer.expires = Math.min(bearer.expires, now)
  }
  // Looked at before anybody asks whether it is needed.
  if (token !== null && (bearer === null || bearer.expires <= now)) {
    counter.happened('refusedTokens')
    return unauthorized(
      bearer === null
        ? 'An error occurred while attempting to decode the Jwt: Signed JWT rejected: Invalid signature'
        : `Jwt expired at ${new Date(bearer.expires).toISOString()}`,
    )
  }
  const asked = { site, request, account: bearer?.account ?? null, params: {}, now }
  if (forAll !== undefined) {
    counter.reached(name)
    return forAll(asked)
  }
  if (documented) return { json: { openapi: '3.0.1', info: { title: service }, paths: {} } }
  if (bearer === null) return unauthorized(null)
  const found = findRoute(services[service] ?? {}, method, rest)
  if (found === null) return failure(`No static resource ${rest}.`)
  counter.reached(`${method} ${service}/${found.route}`)
  if (!bearer.hasUserId) return failure('Cannot invoke "java.lang.Long.longValue()"')
  const reply = found.handler({ ...asked, params: found.params }, bearer.account)
  if (reply.type === 'application/zip') counter.happened('downloads')
  if (found.route === 'studies/dua/:id' && reply.status === 200) {
    counter.happened('acceptedAgreements')
  }
  return reply
}

/** The first route of a service that fits. */
function findRoute(routes: Record<string, Handler<Reply>>, method: string, path: string) {
  const parts = path.split('/')
  for (const [key, handler] of Object.entries(routes)) {
    const [verb, route = ''] = key.split(' ')
    const names = route.split('/')
    if (verb !== method || names.length !== parts.length) continue
    if (!names.every((name, at) => name.startsWith(':') || name === parts[at])) continue
    const pairs = names.flatMap((name, at) =>
      name.startsWith(':') ? [[name.slice(1), decoded(parts[at] ?? '')]] : [],
    )
    return { route, handler, params: Object.fromEntries(pairs) as Record<string, string> }
  }
  return null
}

function decoded(part: string): string {
  return /%(?![\da-f]{2})/i.test(part) ? part : decodeURIComponent(part)
}
