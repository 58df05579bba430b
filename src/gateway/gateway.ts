import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { DocumentNode } from 'graphql'
import { createYoga } from 'graphql-yoga'
import { LRUCache } from 'lru-cache'
import type { Reader, Resolver } from '../resolve/index.ts'
import type { Log } from '../sdk/log.ts'
import type { EngineName } from '../search/engine.ts'
import type { ConnectorType } from './connector-type.ts'
import { createContext, type GatewayIndex, type GatewayStore, type Services } from './context.ts'
import { createErrorMask } from './errors.ts'
import { createExport, totalHeader } from './export-route.ts'
import { firstQuery } from './graphiql.ts'
import type { HarvestControl } from './harvest-control.ts'
import { HarvestPace } from './harvest-pace.ts'
import { useHeaders } from './headers.ts'
import { limits } from './limits.ts'
import { readerCredentials } from './reader-credentials.ts'
import { useRequestGuard } from './request-guard.ts'
import { endpoint, useRoutes } from './routes.ts'
import { createSchema } from './schema.ts'
import { noRegistrar, type SourceControl } from './source-control.ts'
import { UnansweredSearches } from './unanswered.ts'
import type { IssuerOptions } from './viewer/issuer.ts'
import { createViewers, type TokenLookup, type ViewerOf } from './viewer/viewers.ts'

export interface GatewayOptions {
  store: GatewayStore
  index: GatewayIndex
  /** What `index` searches with; `/ready` tells it. Default `embedded`. */
  engine?: EngineName
  harvests: HarvestControl
  /** Keeps sources. Left out: they are what the catalogue has, and nobody changes them. */
  registrar?: SourceControl
  /** Makes links; closed by its owner. */
  resolver: Resolver
  connectorTypes: readonly ConnectorType[]
  /** What opens mutations and rejections as a bearer token; null: nobody may. */
  operatorToken: string | null
  /** The catalogue's tokens of operators, owners and readers. Default: there are none. */
  tokens?: TokenLookup | null
  /** Whose bearer tokens are taken besides. Default: nobody's. */
  oidc?: IssuerOptions | null
  /** Closes GraphiQL and hides suggestions in error messages. */
  production: boolean
  /** Web origins that may read answers in a browser; `*` is all. */
  corsOrigins: readonly string[]
  log: Pick<Log, 'info' | 'warn' | 'error'> & Partial<Pick<Log, 'debug'>>
  now?: () => Date
  /** Milliseconds that one read of store or index may take before it is TIMEOUT. Default 10,000. */
  readTimeout?: number
  /** Milliseconds between looks at whether those who follow a stream may still have it. Default 5,000. */
  lookEvery?: number
  /** Exports at the same time; more are RATE_LIMITED. Default 4. */
  exportsAtOnce?: number
  /** Milliseconds that a client may take for 64 KiB of an export before it is left. Default 60,000. */
  exportPatience?: number
  /** Milliseconds that running requests have to finish when the gateway closes. Default 10,000. */
  closeTimeout?: number
  /**
   * Makes the viewer in place of tokens and issuer; for callers that know their users otherwise. Asked again while a
   * stream of the request goes on.
   */
  viewerOf?: ViewerOf
}

export interface Gateway {
  /** Answers one request, as over HTTP. */
  fetch(request: Request): Promise<Response>
  /** Listens on `port`, 0 for any free one, and gives the address without a trailing slash. Default host 127.0.0.1. */
  listen(port: number, host?: string): Promise<string>
  /** Stops listening, ends streams, and lets running requests finish within `closeTimeout`. */
  close(): Promise<void>
}

export function createGateway(options: GatewayOptions): Gateway {
  const closing = new AbortController()
  const now = options.now ?? (() => new Date())
  const { store, index, log } = options
  const services: Services = {
    store,
    index,
    engine: options.engine ?? 'embedded',
    harvests: options.harvests,
    pace: new HarvestPace(),
    registrar: options.registrar ?? noRegistrar,
    unanswered: new UnansweredSearches({ store, index, log, now }),
    resolver: options.resolver,
    connectorTypes: options.connectorTypes,
    readTimeout: options.readTimeout ?? 10_000,
    lookEvery: options.lookEvery ?? 5_000,
    now,
    closing: closing.signal,
  }
  const viewers = createViewers({
    operatorToken: options.operatorToken,
    tokens: options.tokens ?? null,
    oidc: options.oidc ?? null,
    installationKey: () => options.store.installationKey(),
    log: options.log,
    now: services.now,
    readTimeout: services.readTimeout,
  })
  const viewerOf = options.viewerOf ?? viewers.of
  const readers = new WeakMap<Request, Reader>()
  const readerOf = async (request: Request): Promise<Reader> => ({
    viewer: await viewerOf(request),
    credentials: readerCredentials(request, options.resolver),
  })
  const contextFor = (reader: Reader, request: Request) =>
    createContext(reader, services, request.signal, async () => viewerOf(request))
  const mask = createErrorMask(options.log)
  const schema = createSchema()
  const yoga = createYoga({
    schema,
    graphqlEndpoint: endpoint,
    parserAndValidationCache: boundedCaches(),
    // Errors are logged where they are masked.
    logging: false,
    maskedErrors: { maskError: mask },
    maxRequestBodySize: limits.body,
    batching: false,
    multipart: false,
    landingPage: false,
    // Yoga's own answers any URL that ends like this; ours is among the routes. No URL ends with a space.
    healthCheckEndpoint: ' ',
    cors: (request) => corsFor(request.headers.get('origin'), options.corsOrigins),
    // Loaded when somebody asks for it: the page holds all of its 9 MB, so that it works without network.
    renderGraphiQL: async (page) =>
      (await import('@graphql-yoga/render-graphiql')).renderGraphiQL(page),
    graphiql: options.production ? false : { title: 'Atlas Gateway', defaultQuery: firstQuery },
    plugins: [
      useRoutes({
        services,
        production: options.production,
        exportRecords: createExport({
          schema,
          hideSuggestions: options.production,
          atOnce: options.exportsAtOnce ?? 4,
          patience: options.exportPatience ?? 60_000,
          log: options.log,
        }),
        contextOf: async (request) => contextFor(await readerOf(request), request),
        log: options.log,
      }),
      useHeaders(),
      {
        // Before anything is parsed: whoever is refused learns nothing else.
        async onRequestParse({ request, setRequestParser }) {
          readers.set(request, await readerOf(request))
          // Forms can be sent by any page without asking CORS first.
          const type = request.headers.get('content-type') ?? ''
          if (type.startsWith('application/x-www-form-urlencoded')) {
            setRequestParser(() => new Response(null, { status: 415 }))
          }
        },
      },
      useRequestGuard({ hideSuggestions: options.production, mask }),
    ],
    context: ({ request }) => contextFor(readers.get(request) as Reader, request),
  })

  const servers = new Set<Server>()
  return {
    fetch: async (request) => yoga.fetch(request),
    async listen(port, host = '127.0.0.1') {
      const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, yoga)
      servers.add(server)
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, host, resolve)
      })
      const { address, family, port: bound } = server.address() as AddressInfo
      return `http://${family === 'IPv6' ? `[${address}]` : address}:${bound}`
    },
    async close() {
      closing.abort()
      viewers.close()
      await Promise.all([...servers].map((server) => closeServer(server, options.closeTimeout)))
      servers.clear()
      await yoga.dispose()
    },
  }
}

/**
 * Queries that were parsed and checked before, up to so many characters in all: a syntax tree is about a hundred times
 * as large as its text, and anybody may send texts that differ.
 */
function boundedCaches() {
  const cache = <Kept extends object>() =>
    new LRUCache<string, Kept>({
      maxSize: 500_000,
      sizeCalculation: (_, query) => query.length + 1,
    })
  return { documentCache: cache<DocumentNode>(), errorCache: cache<Error>() }
}

function corsFor(origin: string | null, allowed: readonly string[]) {
  if (!allowed.includes('*') && !(origin !== null && allowed.includes(origin))) return false
  return {
    origin: allowed.includes('*') ? '*' : (origin ?? ''),
    // Tokens are sent by scripts that know them, never by the browser itself.
    credentials: false,
    methods: ['GET', 'POST', 'OPTIONS'],
    allowedHeaders: ['Content-Type', 'Authorization', 'Accept', 'X-Source-Credentials'],
    exposedHeaders: [totalHeader, 'Retry-After'],
    maxAge: 86_400,
  }
}

async function closeServer(server: Server, milliseconds = 10_000): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  // A connection that was busy when the server closed is kept alive by its client afterwards.
  const idle = setInterval(() => server.closeIdleConnections(), 50)
  const deadline = setTimeout(() => server.closeAllConnections(), milliseconds)
  await closed
  clearInterval(idle)
  clearTimeout(deadline)
}
