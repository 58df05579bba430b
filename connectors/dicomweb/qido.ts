import { z } from 'zod'
import { type Credentials, GatewayError, type HttpClient } from '#sdk'
import { below, type Options } from './options.ts'

/** Any JSON type: several servers say plain `application/json`. */
const accept = ['application/dicom+json', 'application/json', '+json'] as const
const Rows = z.array(z.unknown())

export interface Search {
  /** Below the root: `studies`, `studies/1.2.3/series`. */
  path: string
  /** Attributes to be answered beyond those that the standard has every server answer. */
  include: readonly string[]
  /** Matching keys, by tag. */
  match?: Readonly<Record<string, string>>
}

export interface SearchPage {
  rows: unknown[]
  /** How many there are in all, where the server says so in `X-Total-Count`; null where it does not. */
  total: number | null
}

/** QIDO-RS, PS3.18 section 10.6. */
export interface Qido {
  /**
   * One page. `mayBeEmpty`: whether "nothing" (`204`, or an empty list) can be true here; elsewhere `204` is a failed
   * read, and is asked again.
   *
   * @throws {GatewayError} as `HttpClient.json`.
   */
  search(
    search: Search,
    page: { offset: number; limit: number; mayBeEmpty: boolean },
  ): Promise<SearchPage>
}

export function createQido(
  http: HttpClient,
  { baseUrl }: Options,
  credentials: Credentials | null,
): Qido {
  const headers: Record<string, string> =
    credentials === null ? {} : { authorization: authorization(credentials) }

  return {
    async search({ path, include, match = {} }, { offset, limit, mayBeEmpty }) {
      const query = new URLSearchParams({
        ...match,
        limit: String(limit),
        offset: String(offset),
      })
      for (const tag of include) query.append('includefield', tag)
      const url = below(baseUrl, `${path}?${query}`)
      if (!mayBeEmpty) {
        return { rows: await http.json(url, Rows, { accept, headers }), total: null }
      }
      const answer = await http.request(url, { accept, headers, statuses: [204] })
      if (answer.status === 204) return { rows: [], total: null }
      const total = totalOf(answer.headers['x-total-count'])
      const rows = rowsOf(answer.body)
      // What is no list is asked for once more in the way that tells what is wrong with it.
      return { rows: rows ?? (await http.json(url, Rows, { accept, headers })), total }
    },
  }
}

/** In the form of `Login`. */
function authorization({ token, user, password }: Credentials): string {
  if (token !== undefined) return `Bearer ${token}`
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}

function totalOf(header: string | undefined): number | null {
  return header !== undefined && /^\d{1,12}$/.test(header) ? Number(header) : null
}

function rowsOf(body: Uint8Array): unknown[] | null {
  try {
    return Rows.safeParse(JSON.parse(new TextDecoder().decode(body))).data ?? null
  } catch {
    return null
  }
}

export function invalid(message: string): GatewayError {
  return new GatewayError('ANSWER_INVALID', { message })
}
