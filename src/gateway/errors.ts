import { GraphQLError } from 'graphql'
import { type ErrorCode, errorMessages, GatewayError } from '../model/index.ts'
import type { Log } from '../sdk/log.ts'

/** HTTP status of a request that failed as a whole. A field that failed leaves the status at 200. */
const statuses: Partial<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  RATE_LIMITED: 429,
  INTERNAL: 500,
  SOURCE_UNREACHABLE: 503,
  INDEX_UNAVAILABLE: 503,
  TIMEOUT: 504,
}

/** HTTP status of an answer that says nothing but this. */
export function statusOf(code: ErrorCode): number {
  return statuses[code] ?? 400
}

/** An error of the request itself: nothing was executed. */
export function requestError(
  code: ErrorCode,
  message: string,
  from: { error?: GraphQLError | undefined; argument?: string | null | undefined } = {},
): GraphQLError {
  return new GraphQLError(message, {
    ...(from.error?.nodes && { nodes: from.error.nodes }),
    ...(from.error?.source && { source: from.error.source }),
    ...(from.error?.positions && { positions: from.error.positions }),
    extensions: {
      code,
      ...(code === 'BAD_INPUT' && { argument: from.argument ?? null }),
      // `spec`: whether that is 400 or 200 is for the media type that the client accepts.
      http: { status: 400, spec: true },
    },
  })
}

/** What any thrown value is to a client. Made once for each error; an error made here comes back as it is. */
export function createErrorMask(log: Pick<Log, 'warn' | 'error'>) {
  return (thrown: unknown): GraphQLError => {
    const graphql = thrown instanceof GraphQLError ? thrown : null
    if (graphql && isOurs(graphql)) return graphql
    const gateway = gatewayErrorIn(thrown)
    if (gateway) {
      if (gateway.cause !== undefined) {
        log.warn('a read failed', { err: gateway.cause, code: gateway.code, path: graphql?.path })
      }
      return toClient(gateway, graphql)
    }
    // Without a path it was never executed: a fault of the request that Yoga or graphql-js found.
    if (graphql && graphql.path === undefined && graphql.originalError === undefined) {
      return ofRequest(graphql)
    }
    log.error('a request failed', { err: graphql?.originalError ?? thrown, path: graphql?.path })
    return toClient(new GatewayError('INTERNAL'), graphql)
  }
}

function isOurs(error: GraphQLError): boolean {
  return (
    error.originalError === undefined &&
    typeof error.extensions.code === 'string' &&
    error.extensions.code in errorMessages
  )
}

/** The executor wraps what a field resolver throws, perhaps more than once. */
function gatewayErrorIn(thrown: unknown): GatewayError | null {
  if (thrown instanceof GatewayError) return thrown
  return thrown instanceof GraphQLError && thrown.originalError !== undefined
    ? gatewayErrorIn(thrown.originalError)
    : null
}

function toClient(error: GatewayError, at: GraphQLError | null): GraphQLError {
  const status = statuses[error.code]
  return new GraphQLError(error.message, {
    ...(at?.nodes && { nodes: at.nodes }),
    ...(at?.path && { path: at.path }),
    extensions: {
      code: error.code,
      ...((error.code === 'BAD_INPUT' || error.argument !== undefined) && {
        argument: error.argument ?? null,
      }),
      ...(at?.path === undefined && {
        http: {
          ...(status === undefined ? { status: 400, spec: true } : { status }),
          ...(status === 401 && { headers: { 'WWW-Authenticate': 'Bearer' } }),
        },
      }),
    },
  })
}

/** Yoga's own errors keep their HTTP status and headers and get a code of ours. */
function ofRequest(error: GraphQLError): GraphQLError {
  const http = error.extensions.http as { status?: number } | undefined
  const code = http?.status === 413 ? 'TOO_COSTLY' : 'BAD_INPUT'
  const masked = requestError(code, error.message, { error })
  if (http) masked.extensions.http = http
  return masked
}
