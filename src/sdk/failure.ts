import { type ErrorCode, GatewayError } from '../model/index.ts'

/** Status and headers of an answer. */
export interface Head {
  status: number
  /** By lower-case name. */
  headers: Record<string, string>
}

export interface FailureDetails {
  message?: string
  cause?: unknown
  /** Whether another attempt may fare better. */
  transient?: boolean
  /** Whether a deadline of ours passed before the answer was whole. */
  isLate?: boolean
  /** The answer that failed by its status. */
  head?: Head
}

/** One attempt that failed, and what it means for the next. Never leaves the client: callers get `error`. */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly error: GatewayError
  readonly transient: boolean
  readonly isLate: boolean
  readonly head: Head | null

  constructor(code: ErrorCode, source: string | undefined, details: FailureDetails = {}) {
    const { message, cause, transient = false, isLate = false, head = null } = details
    super(message)
    this.error = new GatewayError(code, { source, message, cause })
    this.transient = transient
    this.isLate = isLate
    this.head = head
  }
}

/** A host that stands for, or answered with, an address that is not on the public internet. */
export class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError'
  readonly code = 'PRIVATE_ADDRESS'
}

/** A deadline of ours that passed. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError'
  readonly code = 'DEADLINE'
}

/** A body larger than allowed. */
export class TooLargeError extends Error {
  override readonly name = 'TooLargeError'
  readonly code = 'TOO_LARGE'
}

const certificateFault = /^(CERT_|ERR_TLS_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH)/
const lateFault = /TIMEOUT|TIMEDOUT|^DEADLINE$/
const nameFault = /^(ENOTFOUND|EAI_)/
/** Before Node's zlib codes: a compressed body that ends early or is not what it says. */
const encodingFault = /^(Z_|ERR__ERROR_|ERR_BROTLI|ERR_PADDING|ERR_ZLIB)/

/** What a network fault, a timeout or a refused address means. */
export function networkFailure(thrown: unknown, source: string | undefined): Failure {
  if (thrown instanceof Failure) return thrown
  const code = codeOf(thrown)
  const cause = withoutWire(thrown)
  const unreachable = (message: string, transient: boolean, isLate = false) =>
    new Failure('SOURCE_UNREACHABLE', source, { message, cause, transient, isLate })

  if (thrown instanceof PrivateAddressError) {
    return unreachable('The source is at a private address, and these are not allowed.', false)
  }
  if (thrown instanceof TooLargeError) {
    return new Failure('ANSWER_INVALID', source, {
      message: 'The source answered with more than the largest size allowed.',
      cause,
    })
  }
  if (code === 'UND_ERR_HEADERS_OVERFLOW') {
    return new Failure('ANSWER_INVALID', source, {
      message: 'The source answered with headers that are too large.',
      cause,
    })
  }
  if (encodingFault.test(code)) {
    return new Failure('ANSWER_INVALID', source, {
      message: 'The source answered with a body that cannot be decompressed.',
      cause,
      transient: true,
    })
  }
  // Whatever the network does to us has a code; the rest is a mistake of ours.
  if (code === '' || code === 'UND_ERR_INVALID_ARG')
    return new Failure('INTERNAL', source, { cause })
  if (certificateFault.test(code)) {
    return unreachable('The certificate of the source is not valid.', false)
  }
  if (lateFault.test(code)) return unreachable('The source did not answer in time.', true, true)
  if (nameFault.test(code)) return unreachable('The name of the source was not found.', true)
  return unreachable('The connection to the source failed.', true)
}

function codeOf(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return ''
  return 'code' in thrown ? String(thrown.code) : ''
}

/**
 * The thrown error's name, code and message in an error of their own: undici's keep bytes from the wire and
 * socket addresses in properties that would end up in the log.
 */
function withoutWire(thrown: unknown): Error {
  if (!(thrown instanceof Error)) return new Error(String(thrown))
  const copy = new Error(thrown.message)
  copy.name = thrown.name
  copy.stack = thrown.stack ?? ''
  return Object.assign(copy, { code: codeOf(thrown) })
}
