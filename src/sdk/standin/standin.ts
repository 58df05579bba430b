import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { createFaults, type Faults } from './faults.ts'
import { createMemory } from './memory.ts'
import {
  changedAnswer,
  changedBytes,
  type Pages,
  typeOf,
  type Written,
  write,
} from './misbehave.ts'
import { routed, type StandinAnswer, type StandinHandler, type StandinRequest } from './routes.ts'

export interface StandinOptions {
  /** Handlers by `GET /path/:name`; either these or `handle`. */
  routes?: Record<string, StandinHandler>
  /** Answers everything. */
  handle?: StandinHandler
  /** How the upstream's own envelope looks when it lies; some faults need it. */
  pages?: Pages
  /** Default 0: any that is free. */
  port?: number
  /** Address to listen at. Default `127.0.0.1`. */
  host?: string
  /** Milliseconds before each answer. Default 0. */
  latency?: number
}

/** One request as it is kept in the log of a stand-in. */
export interface StandinVisit {
  method: string
  path: string
  /** With its `?`; empty when there is none. */
  search: string
  headers: Record<string, string>
  /** Epoch milliseconds of its arrival. */
  time: number
  /** The fault that struck it, by kind. */
  fault: string | null
  /** Null until it is answered. */
  status: number | null
}

export interface Standin {
  /** `http://127.0.0.1:<port>`, which is its origin. */
  readonly url: string
  /** Every request since the start, in the order of arrival. */
  readonly requests: readonly StandinVisit[]
  /** The most requests that were under way at once. */
  readonly peak: number
  readonly faults: Faults
  /** Stops at once, whatever hangs. */
  close(): Promise<void>
}

/** Starts a small HTTP server that plays an upstream, well or badly. */
export async function startStandin(options: StandinOptions): Promise<Standin> {
  const { pages = {}, port = 0, host = '127.0.0.1', latency = 0 } = options
  const handle = options.handle ?? routed(options.routes ?? {})
  const requests: StandinVisit[] = []
  const closing = new AbortController()
  const memory = createMemory(pages)
  let underWay = 0
  let peak = 0

  const server = createServer((incoming, response) => {
    underWay += 1
    peak = Math.max(peak, underWay)
    response.once('close', () => {
      underWay -= 1
    })
    response.on('error', () => {})
    serve(incoming, response).catch((error: unknown) => {
      // A handler that throws is the stand-in's own mistake; the client must not wait for it, and the test sees it.
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' })
      response.end(`stand-in: ${String(error)}`)
    })
  })
  server.requestTimeout = 0
  server.headersTimeout = 0
  const faults = createFaults(pages, () => server.closeIdleConnections())
  const sockets = screenConnections(server, () => faults.strikeConnection())

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(incoming, requests.length + 1)
    const fault = faults.strike(request, (one) => memory.isPossible(one, request))
    const visit: StandinVisit = {
      method: request.method,
      path: request.path,
      search: request.search,
      headers: request.headers,
      time: Date.now(),
      fault: fault?.kind ?? null,
      status: null,
    }
    requests.push(visit)
    if (latency > 0) await sleep(latency, undefined, { signal: closing.signal })
    const truth =
      fault?.kind === 'repeated-page' ? memory.answerBefore(request) : await handle(request)
    if (fault === null) memory.keep(request, truth)
    if (fault?.kind === 'token-expired') memory.expire(fault, request)
    const answer = changedAnswer(truth, fault, pages)
    const written = changedBytes(writtenOf(answer), fault)
    if (faults.wantsConnections) written.headers.connection = 'close'
    visit.status = fault?.kind === 'hang-headers' || fault?.kind === 'reset' ? null : written.status
    await write(written, response, fault, closing.signal)
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const address = server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    requests,
    faults,
    get peak() {
      return peak
    },
    async close() {
      closing.abort()
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

/**
 * Keeps the sockets of a server, and keeps those that are to hang from being read at all. Node's own listener is called
 * for the others only.
 */
function screenConnections(server: Server, hangs: () => boolean): ReadonlySet<Socket> {
  const sockets = new Set<Socket>()
  const accepts = server.listeners('connection') as ((socket: Socket) => void)[]
  server.removeAllListeners('connection')
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
    if (hangs()) return
    for (const accept of accepts) accept.call(server, socket)
  })
  return sockets
}

async function readRequest(incoming: IncomingMessage, nth: number): Promise<StandinRequest> {
  const target = incoming.url ?? '/'
  // A path that begins with `//` would be taken for a host.
  const url = new URL(target.startsWith('/') ? `http://stand.in${target}` : target)
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)])
  return {
    method: incoming.method ?? 'GET',
    target,
    path: url.pathname,
    search: url.search,
    query: url.searchParams,
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks),
    params: {},
    nth,
  }
}

function writtenOf(answer: StandinAnswer | null): Written {
  if (answer === null) return writtenOf({ status: 404, json: { error: 'not found' } })
  const body =
    answer.json === undefined
      ? Buffer.from(answer.body ?? '')
      : Buffer.from(JSON.stringify(answer.json))
  const given = Object.fromEntries(
    Object.entries(answer.headers ?? {}).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), value]],
    ),
  )
  return {
    status: answer.status ?? 200,
    headers: {
      ...(body.length > 0 || answer.type !== undefined ? { 'content-type': typeOf(answer) } : {}),
      ...given,
    },
    body,
  }
}
