import { Pool } from 'undici'
import { retryAfter } from '../../sdk/retry.ts'
import { faultOfAnswer, faultOfNetwork, ServerFault } from './fault.ts'

export interface WireRequest {
  method: 'GET' | 'POST' | 'PUT'
  /** Below the server's root, with the query: `/multi-search`. */
  path: string
  key: string | null
  body?: string | Buffer
  /** Default `application/json`. */
  contentType?: string
  /** Milliseconds for all of it: connection, request, answer. */
  deadlineMs: number
  /** Whether it changes nothing. Default false. */
  isRead?: boolean
  signal?: AbortSignal | undefined
}

const lostConnection = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'])

/** Requests that come often or carry much, over connections that are kept. */
export class Wire {
  readonly #pool: Pool
  readonly #base: string

  /** @param url The server's root; may have a path, as behind a proxy. */
  constructor(url: string) {
    const { origin, pathname } = new URL(url)
    this.#base = pathname.replace(/\/+$/, '')
    // The deadline of each request covers what undici's own would.
    this.#pool = new Pool(origin, { connections: 64, headersTimeout: 0, bodyTimeout: 0 })
  }

  /**
   * Sends one request and reads its answer as JSON. A read whose connection is lost is sent again: the server may have
   * ended an idle one just then, or have been started anew.
   *
   * @throws {ServerFault} for anything but a 2xx with JSON; whatever `signal` was aborted with.
   */
  async send(request: WireRequest): Promise<unknown> {
    const late = AbortSignal.timeout(request.deadlineMs)
    const signal = request.signal === undefined ? late : AbortSignal.any([request.signal, late])
    for (let left = request.isRead === true ? 2 : 0; ; left -= 1) {
      try {
        return await this.#exchange(request, signal)
      } catch (thrown) {
        request.signal?.throwIfAborted()
        if (late.aborted) throw new ServerFault('DEADLINE', { transient: true })
        const fault = faultOfNetwork(thrown)
        if (left === 0 || !lostConnection.has(fault.code)) throw fault
      }
    }
  }

  async #exchange(request: WireRequest, signal: AbortSignal): Promise<unknown> {
    const { method, path, key, body, contentType = 'application/json' } = request
    const answer = await this.#pool.request({
      method,
      path: this.#base + path,
      headers: {
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { 'content-type': contentType }),
      },
      body: body ?? null,
      signal,
    })
    const parsed = parse(await answer.body.text())
    if (answer.statusCode < 200 || answer.statusCode > 299) {
      const wait = retryAfter(oneEach(answer.headers), () => new Date())
      throw faultOfAnswer(answer.statusCode, parsed, wait)
    }
    if (parsed === undefined) {
      throw new ServerFault('ANSWER_INVALID', { status: answer.statusCode, transient: true })
    }
    return parsed
  }

  /** Drops connections; requests under way fail. */
  close(): Promise<void> {
    return this.#pool.destroy()
  }
}

/** Undefined when it is no JSON: the page of a proxy, or an answer that was cut. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function oneEach(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? (value[0] ?? '') : value]],
    ),
  )
}
