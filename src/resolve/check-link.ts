import type { Asset } from '../model/index.ts'
import { toGatewayError } from '../model/index.ts'
import type { HttpClient, HttpHead, HttpRequest } from '../sdk/http.ts'
import { retryAfter } from '../sdk/retry.ts'
import type { Verdict } from '../store/record-store.ts'

/** What one look at a link has shown. */
export interface Look {
  /** Null: nothing is learned of it. */
  verdict: Verdict | null
  /** Milliseconds for which the origin asks to be left alone; null: it does not. */
  pause: number | null
}

/** Milliseconds for which an origin that says no more than that it is asked too often is left alone. */
const usualPause = 3_600_000
const longestPause = 24 * 3_600_000

/** Answers of a working upstream, which say nothing against its origin. */
const told = [206, 400, 401, 403, 404, 405, 406, 410, 416, 451, 501]

/**
 * Looks at a link by HEAD, and by its first byte where HEAD is not answered well: some servers know GET alone. No byte
 * is kept.
 *
 * @param http Tries once. Its allow-list is where redirects may lead.
 */
export async function checkLink(
  http: HttpClient,
  url: string,
  asset: Pick<Asset, 'size' | 'sizeIsExact'>,
  now: () => Date,
): Promise<Look> {
  const { head, isSilent } = await look(http, url, { method: 'HEAD' })
  const first = verdictOf(head, isSilent, asset, now)
  if (head === null || !isDoubtful(head)) return first
  const range = { headers: { range: 'bytes=0-0' }, maxBytes: 1 }
  const answer = await look(http, url, range)
  return verdictOf(answer.head, answer.isSilent, asset, now)
}

/** The last head that came, whatever was made of it; `isSilent`: no other came after it although one was due. */
async function look(
  http: HttpClient,
  url: string,
  request: HttpRequest,
): Promise<{ head: HttpHead | null; isSilent: boolean }> {
  let head: HttpHead | null = null
  const onHead = (one: HttpHead) => {
    head = one
  }
  try {
    await http.request(url, { ...request, statuses: told, onHead })
    return { head, isSilent: false }
  } catch (thrown) {
    const { code } = toGatewayError(thrown)
    if (code === 'CANCELLED' || code === 'INTERNAL') throw thrown
    return { head, isSilent: code === 'SOURCE_UNREACHABLE' }
  }
}

/** Whether another method may fare better. */
const isDoubtful = ({ status }: HttpHead) => status >= 400 && status < 502 && status !== 429

function verdictOf(
  head: HttpHead | null,
  isSilent: boolean,
  { size, sizeIsExact }: Pick<Asset, 'size' | 'sizeIsExact'>,
  now: () => Date,
): Look {
  // Not answered, or not asked, since the origin is left alone.
  if (head === null) return { verdict: isSilent ? 'UNREACHABLE' : null, pause: null }
  const { status, headers } = head
  if (status === 429 || (status === 503 && headers['retry-after'] !== undefined)) {
    const asked = retryAfter(headers, now) ?? usualPause
    return { verdict: null, pause: Math.min(Math.max(asked, usualPause), longestPause) }
  }
  if (status === 404 || status === 410) return { verdict: 'GONE', pause: null }
  // To a place that must not be called, or nowhere in the end: readers may fare better.
  if (status >= 300 && status < 400) return { verdict: null, pause: null }
  if (status >= 400 && status !== 416) return { verdict: 'UNREACHABLE', pause: null }
  const found = status === 416 ? null : sizeOf(head)
  const differs = found !== null && size !== null && sizeIsExact && found !== size
  return { verdict: differs ? 'CHANGED' : 'OK', pause: null }
}

/** Bytes of the whole; null when it is not told. */
function sizeOf({ status, headers }: HttpHead): number | null {
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') return null
  const text =
    status === 206
      ? /\/(\d+)$/.exec(headers['content-range'] ?? '')?.[1]
      : /^\d+$/.exec(headers['content-length'] ?? '')?.[0]
  // What makes its answers as it goes says 0 to HEAD.
  return text === undefined || Number(text) === 0 ? null : Number(text)
}
