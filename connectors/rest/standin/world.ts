/*
 * What a stand-in of this connector is made of: one small engine, and a world for each upstream. A world is written after the
 * source and the documentation of its upstream, never after the manifest that reads it.
 */

export interface WorldRequest {
  method: string
  path: string
  search: string
  query: URLSearchParams
  headers: Record<string, string>
  body: Buffer
}

export interface WorldAnswer {
  status?: number
  headers?: Record<string, string | string[] | undefined>
  json?: unknown
  body?: string
  type?: string
}

export interface World {
  /** Below the host: `/api`. */
  readonly basePath: string
  /** What it takes for a login; null where it is read without. */
  readonly credentials: Readonly<Record<string, string>> | null
  /** Options that its source needs besides the address, in the words of the connector; `host` with its scheme. */
  options?(host: string): Readonly<Record<string, unknown>>
  /** Native ids of all records, as a reader with these credentials sees them. */
  readonly ids: readonly string[]
  /** Words about people that it sends and that nobody may keep. */
  readonly planted: readonly string[]
  /** Parameters that page a list: without them two requests are for the same list. */
  readonly paging: readonly string[]
  /** Whether a request is for a login, or for a list whose rows are asked about one by one. */
  isListOfIds(visit: { method: string; path: string }): boolean
  /** The same answer saying that there is nothing. */
  empty(body: unknown): unknown
  /** Lets it change as it would between two harvests: one record says something else, one is new, one is gone. */
  evolve(): void
  answer(request: WorldRequest, host: string): WorldAnswer | null | Promise<WorldAnswer | null>
}

/** A sample so many times, all but the first under ids of their own. */
export function repeated<One>(
  sample: readonly One[],
  times: number,
  again: (one: One, nth: number) => One,
): One[] {
  return Array.from({ length: times }, (_, nth) =>
    sample.map((one) => (nth === 0 ? structuredClone(one) : again(structuredClone(one), nth))),
  ).flat()
}

export function json(body: unknown, status = 200): WorldAnswer {
  return { status, json: body }
}

/** Every text of an answer in an object of its own, as after an upstream's bad day. */
export function drifted(body: unknown): unknown {
  if (typeof body === 'string') return { value: body }
  if (Array.isArray(body)) return body.map(drifted)
  if (typeof body !== 'object' || body === null) return body
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, drifted(value)]))
}

/** A whole number of a query; what is none is `fallback`. */
export function numberIn(query: URLSearchParams, name: string, fallback: number): number {
  const text = query.get(name)
  return text !== null && /^-?\d+$/.test(text) ? Number(text) : fallback
}
