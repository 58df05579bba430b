import type { z } from 'zod'

/** The manners of one source's HTTP client. Times in milliseconds, sizes in bytes. */
export interface HttpPolicy {
  /** To a connected socket. Default 5,000. */
  connectTimeout: number
  /** From the request sent to the headers of the answer. Default 30,000. */
  headersTimeout: number
  /** Between two chunks of the body. Default 30,000. */
  bodyTimeout: number
  /** One attempt as a whole, drips included. Default 120,000. */
  totalTimeout: number
  /** Largest body. Default 64 MiB. */
  maxBytes: number
  /** Requests at once to one origin. Default 4. */
  concurrency: number
  /** Requests a second to one origin, on average; bursts up to `concurrency`. Default 20. */
  requestsPerSecond: number
  /**
   * Attempts in all for what may pass: network faults, 408, 425, 429, 5xx, a body that is empty, an HTML page or
   * no JSON, and what `retryInvalid` says. Default 4. An origin that was late with all
   * attempts of a request gets one attempt a request until it has answered.
   */
  attempts: number
  /** First pause before another attempt; doubles, with full jitter. Default 500. */
  backoff: number
  /** Longest pause that a `Retry-After` may ask for before the read counts as failed. Default 120,000. */
  maxRetryAfter: number
  /** Redirects followed, each checked like the first address. Default 3. */
  redirects: number
}

export interface HttpRequest {
  method?: 'GET' | 'HEAD' | 'POST' | 'DELETE'
  headers?: Record<string, string>
  body?: string | Uint8Array
  /**
   * Content types that count as an answer, without parameters; `image/*` and `application/*` are understood, and `+json` means
   * any type that ends so. Default of `json`: `application/json`, `text/json` and `+json`.
   */
  accept?: readonly string[]
  /** Status codes besides 200 that count as an answer. */
  statuses?: readonly number[]
  signal?: AbortSignal
  /** Whether sending it twice does no harm. Default: true for GET and HEAD, false for POST and DELETE. */
  idempotent?: boolean
  /**
   * For `json`: whether a body that is JSON but not `shape` may pass with another attempt (a failure envelope
   * with status 200, say). Default: it never does.
   */
  retryInvalid?: (body: unknown) => boolean
  /** For `json`: the body that status 204 stands for, `[]` say. Default: a 204 is no answer. */
  whenNoContent?: unknown
  /**
   * Whether an answer that failed by its status hardly passes by itself, although its status says so: it is sent once
   * more and no oftener. Default: it never is.
   */
  isLasting?: (head: HttpHead) => boolean
  /**
   * Told status and headers of every answer as they come, whatever is made of it: of each attempt and each redirect,
   * also of those that fail by them. For sessions kept in cookies.
   */
  onHead?: (head: HttpHead) => void
  /** Bytes of the largest body that counts as an answer, where less than the policy allows. */
  maxBytes?: number
  /** Called before each attempt, the first too; what it throws ends the request unsent. For what costs money. */
  onAttempt?: () => void
}

export interface HttpHead {
  status: number
  /** By lower-case name; several of one name are joined by `, `. */
  headers: Readonly<Record<string, string>>
}

export interface HttpAnswer {
  status: number
  /** By lower-case name; several of one name are joined by `, `. */
  headers: Record<string, string>
  /** Decoded: without gzip, deflate or brotli. */
  body: Uint8Array
  /** Where it came from, after redirects. */
  url: string
}

export interface HttpStats {
  /** Requests sent, attempts and redirects included. */
  requests: number
  /** Attempts after the first. */
  retries: number
  /** Bytes of bodies as they came over the wire. */
  bytes: number
}

/** The only way in which a connector reaches its upstream. */
export interface HttpClient {
  /**
   * GETs `url` (or what `request` says) and returns its JSON body, checked against `shape`.
   *
   * A header that names credentials stays with the origin of `url`: a redirect elsewhere goes without it. After a
   * 401 the same credentials are not sent to that origin again: some upstreams lock the account.
   *
   * @throws {GatewayError} `SOURCE_REFUSED` on 401 and `SOURCE_FORBIDDEN` on 403, never retried; `SOURCE_RATE_LIMITED` on 429 past the last
   *   attempt; `SOURCE_UNREACHABLE` on any other status but 200, a network fault or a timeout; `ANSWER_INVALID`
   *   when the body is empty (204 too), no JSON (an HTML page, say), too large, or not `shape`, and when `url` or a
   *   redirect points outside the allowed origins; `CANCELLED`.
   */
  json<T>(url: string, shape: z.ZodType<T>, request?: HttpRequest): Promise<T>
  /** Like `json`, for text; `accept` must be given. */
  text(url: string, request: HttpRequest & { accept: readonly string[] }): Promise<string>
  /** Like `json`, with status, headers and bytes; any content type unless `accept` is given. */
  request(url: string, request?: HttpRequest): Promise<HttpAnswer>
  readonly stats: HttpStats
}
