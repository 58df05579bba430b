import type { Dispatcher } from 'undici'
import { checkBody, checkHead, type Expectation } from './answer.ts'
import { codingOf, readBody } from './body.ts'
import { type Deadlines, startDeadlines } from './deadlines.ts'
import { type Head, networkFailure } from './failure.ts'
import type { HttpAnswer, HttpPolicy, HttpStats } from './http.ts'

/** One request to one address, redirects not followed. */
export interface Exchange {
  url: URL
  method: 'GET' | 'HEAD' | 'POST' | 'DELETE'
  headers: Record<string, string>
  body: string | Uint8Array | undefined
  /** Milliseconds for all of it. */
  deadline: number
  signal: AbortSignal
  expected: Expectation
}

export interface ExchangeParts {
  dispatcher: Dispatcher
  policy: HttpPolicy
  stats: HttpStats
  /** Told of every head that came, whatever becomes of it. */
  onHead(head: Head): void
}

/** An answer, or the address that the upstream points to instead. */
export type ExchangeResult = { answer: HttpAnswer } | { redirect: string; status: number }

export const redirects: readonly number[] = [301, 302, 303, 307, 308]
/** Bytes of an answer nobody wants that are read, so that its socket can be used again. */
const drainLimit = 64 * 1024
/** Milliseconds for that. */
const drainTime = 1_000

/**
 * Sends one request and reads its answer within its deadlines.
 *
 * @throws {Failure}, also when `signal` aborts: the caller knows its own signal.
 */
export async function exchange(
  { url, method, headers, body, deadline, signal, expected }: Exchange,
  { dispatcher, policy, stats, onHead }: ExchangeParts,
): Promise<ExchangeResult> {
  const deadlines = startDeadlines(policy, deadline)
  try {
    stats.requests += 1
    const response = await send(dispatcher, { url, method, headers, body, signal }, deadlines)
    const { head } = response
    onHead(head)
    const location = head.headers.location
    if (
      redirects.includes(head.status) &&
      location !== undefined &&
      !expected.statuses.includes(head.status)
    ) {
      await drain(response.body)
      return { redirect: location, status: head.status }
    }
    try {
      checkHead(head, expected)
    } catch (failure) {
      await drain(response.body)
      throw failure
    }
    const bytes =
      method === 'HEAD'
        ? Buffer.alloc(0)
        : await readBody(response.body, {
            coding: codingOfBody(head),
            maxBytes: expected.maxBytes,
            onBytes: (size) => {
              stats.bytes += size
              deadlines.onProgress()
            },
          })
    if (method === 'HEAD') await drain(response.body)
    const answer = { ...head, body: bytes, url: url.href }
    checkBody(answer, expected)
    return { answer }
  } catch (thrown) {
    throw networkFailure(
      deadlines.signal.aborted ? deadlines.signal.reason : thrown,
      expected.source,
    )
  } finally {
    deadlines.stop()
  }
}

/** What a request consists of. */
type Sent = Pick<Exchange, 'url' | 'method' | 'headers' | 'body' | 'signal'>

/** Sends a request: the head of its answer, and the body to be read or destroyed by the caller. */
export async function send(
  dispatcher: Dispatcher,
  { url, method, headers, body, signal }: Sent,
  deadlines: Deadlines,
): Promise<{ head: Head; body: Dispatcher.ResponseData['body'] }> {
  const response = await dispatcher.request({
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    method,
    headers,
    body: body ?? null,
    opaque: deadlines,
    signal: AbortSignal.any([signal, deadlines.signal]),
  })
  // Only a reader that sees the error keeps it from ending the process.
  response.body.on('error', () => {})
  deadlines.onProgress()
  return {
    head: { status: response.statusCode, headers: flat(response.headers) },
    body: response.body,
  }
}

/** A part of an encoded body cannot be decoded by itself: it stays as it is (RFC 9110, section 14). */
function codingOfBody({ status, headers }: Head): ReturnType<typeof codingOf> & string {
  return status === 206 ? 'identity' : (codingOf(headers['content-encoding']) ?? 'identity')
}

/** Reads a short rest and drops it; a long or slow one costs the connection instead. */
async function drain(body: Dispatcher.ResponseData['body']): Promise<void> {
  try {
    await body.dump({ limit: drainLimit, signal: AbortSignal.timeout(drainTime) })
  } catch {
    body.destroy()
  }
}

function flat(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const entries = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined
      ? []
      : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]],
  )
  return Object.fromEntries(entries)
}
