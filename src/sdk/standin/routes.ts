import { URLPattern } from 'node:url'

/** A request as a stand-in sees it. */
export interface StandinRequest {
  method: string
  /** Path and query as they were sent: `.` and `..` in them stand. */
  target: string
  /** Without the query. */
  path: string
  /** The query with its `?`, as it was sent; empty when there is none. */
  search: string
  query: URLSearchParams
  /** By lower-case name. */
  headers: Record<string, string>
  body: Buffer
  /** What the route's pattern captured; empty for `handle`. */
  params: Record<string, string>
  /** Number of this request, counted from 1. */
  nth: number
}

/**
 * `json` is written as JSON; `body` as it stands, with its `type` of content. Neither: no body. A `content-length` among
 * the headers counts: of what HEAD tells, or of a body that breaks off before.
 */
export interface StandinAnswer {
  /** Default 200. */
  status?: number
  /** One that is undefined is left out; a list is sent as several headers of one name. */
  headers?: Record<string, string | string[] | undefined>
  json?: unknown
  body?: string | Uint8Array
  /** Content type. Default `application/json` for `json`, else `application/octet-stream`. */
  type?: string
}

/** Null is 404. */
export type StandinHandler = (
  request: StandinRequest,
) => StandinAnswer | null | Promise<StandinAnswer | null>

/** One handler for many routes; `GET /items/:id` has the syntax of URLPattern, the first that matches answers. */
export function routed(routes: Record<string, StandinHandler>): StandinHandler {
  const table = Object.entries(routes).map(([key, handler]) => {
    const [, method = 'GET', pathname = key] = /^([A-Z]+) +(\S+)$/.exec(key) ?? []
    return { method, pattern: new URLPattern({ pathname }), handler }
  })
  return (request) => {
    for (const { method, pattern, handler } of table) {
      if (method !== request.method && !(method === 'GET' && request.method === 'HEAD')) continue
      const match = pattern.exec({ pathname: request.path })
      if (match === null) continue
      const groups = Object.entries(match.pathname.groups)
      const params = groups.map(([name, value]) => [name, decodeURIComponent(value ?? '')])
      return handler({ ...request, params: Object.fromEntries(params) })
    }
    return null
  }
}
