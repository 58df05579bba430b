import { GatewayError } from '../../model/index.ts'

/** Meilisearch's code of a body over its limit. */
export const tooLarge = 'payload_too_large'

export interface FaultDetails {
  /** HTTP status; absent when nothing was answered. */
  status?: number
  /** Whether another attempt may fare better. */
  transient?: boolean
  /** Milliseconds that the server asks to be left alone. */
  retryAfterMs?: number | null
}

/**
 * What the server did instead of what it was asked. The one form in which its faults leave this folder: texts of the
 * server, of undici and of its client name addresses, keys and documents.
 */
export class ServerFault extends Error {
  override readonly name: string = 'ServerFault'
  /** A code of Meilisearch (`invalid_api_key`), of the network (`ECONNREFUSED`), or `DEADLINE` or `ANSWER_INVALID`. */
  readonly code: string
  readonly status: number | null
  readonly transient: boolean
  readonly retryAfterMs: number | null

  constructor(code: string, details: FaultDetails = {}) {
    super(`The search server: ${code}.`)
    this.code = code
    this.status = details.status ?? null
    this.transient = details.transient ?? false
    this.retryAfterMs = details.retryAfterMs ?? null
  }
}

/** There is no index by the uid that was asked for. */
export class MissingIndex extends ServerFault {
  override readonly name = 'MissingIndex'

  constructor() {
    // A multi-search says 400.
    super('index_not_found', { status: 404 })
  }
}

/** The index has other embedders than it was thought to have. */
export class WrongEmbedders extends ServerFault {
  override readonly name = 'WrongEmbedders'
}

/** Whether an error of the server's client means that the index has other embedders. */
export function isWrongEmbedders(error: unknown): boolean {
  return error instanceof GatewayError && error.cause instanceof WrongEmbedders
}

/** Whether an error of the server's client means that the index is not there. */
export function isMissingIndex(error: unknown): boolean {
  return error instanceof GatewayError && error.cause instanceof MissingIndex
}

/** What the server says of a request that it did not accept. */
export function faultOfAnswer(
  status: number,
  body: unknown,
  retryAfterMs: number | null,
): ServerFault {
  const code = codeIn(body)
  if (code === 'index_not_found') return new MissingIndex()
  if (code === 'invalid_search_embedder') return new WrongEmbedders(code)
  const transient = status >= 500 || status === 408 || status === 429
  return new ServerFault(code ?? `HTTP_${status}`, { status, transient, retryAfterMs })
}

/** What a fault of the network means; `thrown` itself is dropped, with the addresses that it holds. */
export function faultOfNetwork(thrown: unknown): ServerFault {
  if (thrown instanceof ServerFault) return thrown
  const code = networkCode(thrown)
  if (code === null) return new ServerFault('REQUEST_FAILED')
  // Our own end was closed.
  return new ServerFault(code, { transient: !/^UND_ERR_(DESTROYED|CLOSED)$/.test(code) })
}

/**
 * Refused by a limit on the size of bodies, the server's own or that of a proxy before it. Meilisearch 1.50 answers 413
 * to documents that are too large, and 500 with `internal` to any other JSON that is.
 */
export function isTooLarge({ status, code }: ServerFault): boolean {
  return status === 413 || code === tooLarge || (status === 500 && code === 'internal')
}

/**
 * The fault as callers know it: `INDEX_UNAVAILABLE`, or `INTERNAL` when the server is well and refused what was asked:
 * then the mistake is ours.
 */
export function engineError(fault: ServerFault): GatewayError {
  const { status } = fault
  // Where several queries are asked at once, the want of an index is a bad request.
  const isOurs =
    !(fault instanceof MissingIndex) &&
    status !== null &&
    status >= 400 &&
    status < 500 &&
    ![401, 403, 404, 408, 429].includes(status)
  return new GatewayError(isOurs ? 'INTERNAL' : 'INDEX_UNAVAILABLE', { cause: fault })
}

/** The code in an error of Meilisearch, if it is one: a proxy may answer in its place. */
export function codeIn(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('code' in body)) return null
  return typeof body.code === 'string' && /^[a-z_]{1,80}$/.test(body.code) ? body.code : null
}

/** The innermost code: fetch wraps undici's error, and a host with two addresses gives one error of several. */
function networkCode(thrown: unknown, depth = 0): string | null {
  if (!(thrown instanceof Error) || depth > 4) return null
  if (thrown.name === 'TimeoutError' || thrown.name === 'MeilisearchRequestTimeOutError') {
    return 'DEADLINE'
  }
  if (
    'code' in thrown &&
    typeof thrown.code === 'string' &&
    /^[A-Z0-9_]{1,40}$/.test(thrown.code)
  ) {
    return thrown.code
  }
  return networkCode(thrown.cause, depth + 1)
}
