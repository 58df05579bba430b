import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FaultKind } from './fault-kinds.ts'
import type { Fault, FaultOf } from './faults.ts'
import type { StandinAnswer, StandinRequest } from './routes.ts'

/** An answer ready to be written. */
export interface Written {
  status: number
  headers: Record<string, string | string[]>
  body: Buffer
}

export interface Pages {
  /** The same answer saying that there is nothing: given what `json` or a text `body` was, returns its like. */
  empty?: (body: unknown) => unknown
  /** The same answer with fields renamed or retyped. */
  drift?: (body: unknown) => unknown
  /** Which list a request reads a page of, for `repeated-page`. Default: its method and path. */
  listOf?: (request: StandinRequest) => string
}

/** How a fault changes what the stand-in would have answered, before any of it is written. */
export function changedAnswer(
  answer: StandinAnswer | null,
  fault: Fault | null,
  pages: Pages,
): StandinAnswer | null {
  switch (fault?.kind) {
    case 'empty-page':
      return answer && changed(answer, pages.empty)
    case 'drift':
      return answer && changed(answer, pages.drift)
    case 'status-401':
    case 'status-403':
    case 'status-404':
    case 'status-429':
    case 'status-500':
    case 'status-503':
      return statusAnswer(fault)
    case 'token-expired':
      return { status: 401, json: { error: 'token expired' } }
    case 'html':
      return { body: '<!doctype html><title>Sign in</title><p>Please sign in.', type: 'text/html' }
    case 'empty':
      return { ...answer, status: 200, json: undefined, body: '', type: typeOf(answer) }
    case 'no-content':
      return { status: 204 }
    case 'wrong-type':
      return answer && { ...answer, type: 'image/png' }
    default:
      return answer
  }
}

function statusAnswer(fault: FaultOf<Extract<FaultKind, `status-${string}`>>): StandinAnswer {
  const status = Number(fault.kind.slice('status-'.length))
  const wait = 'retryAfter' in fault ? fault.retryAfter : undefined
  const retryAfter = wait === undefined && status === 429 ? 1 : (wait ?? null)
  return {
    status,
    headers: retryAfter === null ? {} : { 'retry-after': String(retryAfter) },
    json: { error: `status ${status}` },
  }
}

function changed(
  answer: StandinAnswer,
  change: ((body: unknown) => unknown) | undefined,
): StandinAnswer {
  if (change === undefined) return answer
  if (answer.json !== undefined) {
    return { ...answer, json: change(structuredClone(answer.json)) }
  }
  const text =
    typeof answer.body === 'string' ? answer.body : Buffer.from(answer.body ?? []).toString()
  return { ...answer, body: String(change(text)) }
}

export function typeOf(answer: StandinAnswer | null): string {
  const json = answer?.body === undefined
  return answer?.type ?? (json ? 'application/json; charset=utf-8' : 'application/octet-stream')
}

/** How a fault changes the bytes, after the answer is known in full. */
export function changedBytes(written: Written, fault: Fault | null): Written {
  switch (fault?.kind) {
    case 'truncated-json':
      return { ...written, body: written.body.subarray(0, Math.floor(written.body.length / 2)) }
    case 'oversized': {
      const size = Math.max((fault.factor ?? 10) * written.body.length, fault.bytes ?? 0)
      // Spaces after a document mean nothing in JSON, XML, CSV and HTML alike.
      const padding = Buffer.alloc(Math.max(0, Math.ceil(size) - written.body.length), ' ')
      return { ...written, body: Buffer.concat([written.body, padding]) }
    }
    case 'clock-skew':
      return { ...written, headers: skewed(written.headers, fault.seconds ?? 86_400) }
    default:
      return written
  }
}

function skewed(headers: Written['headers'], seconds: number): Written['headers'] {
  const shift = (time: number) => new Date(time + seconds * 1000).toUTCString()
  const shifted = ['retry-after', 'last-modified', 'expires'].flatMap((name) => {
    const value = headers[name]
    // A number of seconds is the same by every clock.
    const isDate = typeof value === 'string' && Number.isNaN(Number(value))
    const time = isDate ? Date.parse(value) : Number.NaN
    return Number.isNaN(time) ? [] : [[name, shift(time)]]
  })
  return { ...headers, date: shift(Date.now()), ...Object.fromEntries(shifted) }
}

/** Writes an answer, or as much of it as the fault lets through. Ends when there is nothing left to do. */
export async function write(
  { status, headers, body }: Written,
  response: ServerResponse,
  fault: Fault | null,
  closing: AbortSignal,
): Promise<void> {
  const socket = response.socket
  if (fault?.kind === 'hang-headers') return
  if (fault?.kind === 'reset') {
    socket?.resetAndDestroy()
    return
  }
  response.writeHead(status, {
    ...headers,
    ...(status === 204 || status === 304 || saysItsLength(headers)
      ? {}
      : { 'content-length': String(body.length) }),
  })
  switch (fault?.kind) {
    case 'hang-body':
      response.write(body.subarray(0, fault.bytes ?? Math.floor(body.length / 2)))
      return
    case 'truncate-body':
      response.write(body.subarray(0, fault.bytes ?? Math.floor(body.length / 2)), () =>
        // The bytes written so far are to arrive, and then nothing more.
        socket?.destroySoon(),
      )
      return
    case 'slow-drip': {
      const { bytes = 1, every = 20 } = fault
      for (let at = 0; at < body.length && !response.destroyed; at += bytes) {
        response.write(body.subarray(at, at + bytes))
        await sleep(every, undefined, { signal: closing }).catch(() => {})
        if (closing.aborted) return
      }
      response.end()
      return
    }
    default:
      if (Number(headers['content-length'] ?? 0) > body.length && response.req.method !== 'HEAD') {
        // More was promised than there is: what there is arrives, and then the connection ends.
        response.write(body, () => socket?.destroySoon())
        return
      }
      response.end(body)
  }
}

function saysItsLength(headers: Written['headers']): boolean {
  return headers['transfer-encoding'] !== undefined || headers['content-length'] !== undefined
}
