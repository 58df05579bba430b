import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { Pool } from 'undici'

/** A request as it was sent. */
export interface Recorded {
  method: string
  /** Path and query. */
  path: string
  headers: Record<string, string>
  body: Buffer
  /** Whether another one, sent before, was still under way. */
  isBeside: boolean
}

export interface Recorder {
  url: string
  /** What was sent since the last time, in the order of arriving. */
  take(): Recorded[]
  close(): Promise<void>
}

/** Passes every request on to the server at `target`, and keeps those with a body. */
export async function startRecorder(target: string): Promise<Recorder> {
  const pool = new Pool(target, { connections: 16, headersTimeout: 0, bodyTimeout: 0 })
  let recorded: Recorded[] = []
  let underWay = 0
  const server = createServer(async (incoming, response) => {
    try {
      const { method = 'GET', url: path = '/' } = incoming
      const headers = endToEnd(incoming.headers)
      const isBeside = underWay > 0
      underWay++
      response.once('close', () => underWay--)
      const body = await buffer(incoming)
      if (body.length > 0) recorded.push({ method, path, headers, body, isBeside })
      const answer = await pool.request({ method, path, headers, body: body.length ? body : null })
      response.writeHead(answer.statusCode, endToEnd(answer.headers))
      response.end(await buffer(answer.body))
    } catch {
      // Whoever asked sees a connection that ended, as without a server.
      response.destroy()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take: () => {
      const taken = recorded
      recorded = []
      return taken
    },
    close: async () => {
      server.close()
      server.closeAllConnections()
      await pool.destroy()
    },
  }
}

/** Those that say nothing about one connection. */
function endToEnd(headers: IncomingHttpHeaders): Record<string, string> {
  const hopByHop = ['host', 'connection', 'keep-alive', 'transfer-encoding', 'content-length']
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || hopByHop.includes(name) ? [] : [[name, String(value)]],
    ),
  )
}
