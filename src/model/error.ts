/**
 * Every code a client can meet, with the one message that is safe to show for it.
 * Messages name no host, path, token or value; the particulars go to the log as `cause`.
 */
export const errorMessages = {
  BAD_INPUT: 'An argument is not valid.',
  NOT_FOUND: 'There is nothing by that id.',
  UNAUTHENTICATED: 'These credentials are not valid here.',
  FORBIDDEN: 'This needs rights that the caller does not have.',
  CONFLICT: 'The thing is in a state that does not allow this.',
  RATE_LIMITED: 'Too many requests; try again later.',
  TIMEOUT: 'The answer took too long.',
  TOO_COSTLY: 'The query asks for too much at once.',
  BUDGET_EXCEEDED: 'The budget does not cover this.',
  CURSOR_EXPIRED: 'This cursor is no longer valid; start from the first page.',
  SOURCE_UNREACHABLE: 'The source did not answer.',
  SOURCE_REFUSED: 'The source refused these credentials.',
  SOURCE_FORBIDDEN: 'The source does not allow this with these credentials.',
  SOURCE_RATE_LIMITED: 'The source asks for fewer requests.',
  NEEDS_LOGIN: 'The source needs a new login.',
  ANSWER_INVALID: 'The source answered something that is not what it documents.',
  ROW_INVALID: 'A row of the source does not have the expected shape.',
  INDEX_UNAVAILABLE: 'The search index is not available.',
  UNSUPPORTED: 'This is not supported.',
  CANCELLED: 'The work was cancelled.',
  CONFIG_INVALID: 'The configuration is not valid.',
  INTERNAL: 'Something went wrong here; it has been logged.',
} as const

export type ErrorCode = keyof typeof errorMessages

export interface GatewayErrorDetails {
  /** The id of the source at fault. */
  source?: string | undefined
  /** The argument or option at fault, as a path: `filter.species`, `first`. */
  argument?: string | undefined
  /** What goes to the log, never to a client. */
  cause?: unknown
  /** Replaces the code's own message; must be as safe: no hosts, paths, tokens or upstream values. */
  message?: string | undefined
}

/** The one error class of the gateway. Callers switch on `code`, never on the message. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError'
  readonly code: ErrorCode
  readonly source: string | undefined
  readonly argument: string | undefined

  constructor(code: ErrorCode, details: GatewayErrorDetails = {}) {
    super(details.message ?? errorMessages[code], { cause: details.cause })
    this.code = code
    this.source = details.source
    this.argument = details.argument
  }
}

/** Any thrown value as a `GatewayError`; what is not one already becomes `INTERNAL`. */
export function toGatewayError(thrown: unknown): GatewayError {
  return thrown instanceof GatewayError ? thrown : new GatewayError('INTERNAL', { cause: thrown })
}
