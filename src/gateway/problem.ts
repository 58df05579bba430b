import { type ErrorCode, toGatewayError } from '../model/index.ts'
import { statusOf } from './errors.ts'

/** What went wrong, as RFC 9457 says it; `code` is that of the API. */
export function problem(
  status: number,
  { title, code, ...more }: { title: string; code: ErrorCode | null; [name: string]: unknown },
): Response {
  const body = { type: 'about:blank', title, status, code, ...more }
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'Content-Type': 'application/problem+json',
      ...(status === 401 && { 'WWW-Authenticate': 'Bearer' }),
    },
  })
}

/** The same for anything thrown; its message is safe to show. */
export function problemOf(thrown: unknown): Response {
  const { code, message, argument } = toGatewayError(thrown)
  return problem(statusOf(code), {
    title: message,
    code,
    ...(argument !== undefined && { argument }),
  })
}
