import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

/** What is done to one exchange. All but the first four pass the request on. */
export type Fault =
  /** Nothing is answered, ever. */
  | 'hang'
  /** The connection ends before the request has arrived at the server. */
  | 'reset'
  /** The page of a proxy that does not reach the server. */
  | 'bad gateway'
  /** 503 with `Retry-After`, in seconds. */
  | { overloaded: number }
  /** The server has done what was asked, and nobody hears of it. */
  | 'lose the answer'
  /** Headers and half of the body, then nothing more. */
  | 'hang in the body'
  /** Headers and half of the body, then the connection ends. */
  | 'cut the body'
  /** Half of the body, as if it were all. */
  | 'truncate'
  /** A page with status 200. */
  | 'page'
  /** The answer after so many milliseconds. */
  | { late: number }

export interface Exchange {
  method: string
  /** Path and query. */
  path: string
  /** How many have come before with the same method and the same path. */
  before: number
}

export interface FaultyProxy {
  url: string
  /** Chooses what happens to an exchange; null lets it pass. Asked anew for each. */
  choose(fault: (exchange: Exchange) => Fault | null): void
  /** Every exchange so far, `POST /multi-search`. */
  readonly seen: readonly string[]
  /** Ends all connections and refuses new ones. */
  refuse(): Promise<void>
  /** Listens again, at the same address. */
  accept(): Promise<void>
}

/** A real proxy between a client and the server at `target`, until the test has finished. */
export async function faultyProxy(target: string): Promise<FaultyProxy> {
  const seen: string[] = []
  const sockets = new Set<Socket>()
  let choice: (exchange: Exchange) => Fault | null = () => null
  let port = 0

  const server = createServer((incoming, response) => {
    const { method = '', url: path = '' } = incoming
    const name = `${method} ${path}`
    const before = seen.filter((one) => one === name).length
    seen.push(name)
    handle(choice({ method, path, before }), incoming, response).catch(() => response.destroy())
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })

  async function handle(fault: Fault | null, incoming: IncomingMessage, response: ServerResponse) {
    if (fault === 'hang') return
    if (fault === 'reset') return void incoming.socket.resetAndDestroy()
    const sent = await buffer(incoming)
    if (fault === 'bad gateway') return answer(response, 502, '<html>Bad Gateway</html>')
    if (typeof fault === 'object' && fault !== null && 'overloaded' in fault) {
      const headers = { 'retry-after': String(fault.overloaded) }
      return answer(response, 503, '{"code":"too_many_search_requests"}', headers)
    }
    const { status, headers, body } = await pass(target, incoming, sent)
    const half = body.subarray(0, Math.floor(body.length / 2))
    switch (fault) {
      case 'lose the answer':
        return void incoming.socket.destroy()
      case 'hang in the body':
      case 'cut the body':
        response.writeHead(status, { ...headers, 'content-length': body.length })
        response.write(half)
        if (fault === 'cut the body') setTimeout(() => incoming.socket.destroy(), 20)
        return
      case 'truncate':
        return answer(response, status, half)
      case 'page':
        return answer(response, 200, '<html>Welcome</html>')
      default:
        if (fault !== null) await new Promise((resolve) => setTimeout(resolve, fault.late))
        return answer(response, status, body, headers)
    }
  }

  const accept = async () => {
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
  }
  const refuse = async () => {
    const closed = new Promise((resolve) => server.close(resolve))
    for (const socket of sockets) socket.destroy()
    await closed
  }
  await accept()
  onTestFinished(refuse)
  return {
    url: `http://127.0.0.1:${port}`,
    choose: (fault) => {
      choice = fault
    },
    seen,
    refuse,
    accept,
  }
}

interface Passed {
  status: number
  headers: Record<string, string>
  body: Buffer
}

function pass(target: string, incoming: IncomingMessage, sent: Buffer): Promise<Passed> {
  const { authorization, 'content-type': contentType } = incoming.headers
  return new Promise((resolve, reject) => {
    const outgoing = request(new URL(incoming.url ?? '/', target), {
      method: incoming.method,
      headers: {
        ...(authorization === undefined ? {} : { authorization }),
        ...(contentType === undefined ? {} : { 'content-type': contentType }),
        'content-length': sent.length,
      },
    })
    outgoing.on('error', reject).on('response', (answered) => {
      buffer(answered).then((body) => {
        const type = answered.headers['content-type'] ?? 'application/json'
        resolve({ status: answered.statusCode ?? 0, headers: { 'content-type': type }, body })
      }, reject)
    })
    outgoing.end(sent)
  })
}

function answer(
  response: ServerResponse,
  status: number,
  body: string | Buffer,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, headers).end(body)
}
