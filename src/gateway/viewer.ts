import { createHash, timingSafeEqual } from 'node:crypto'
import { anonymous, GatewayError, operator, type Viewer } from '../model/index.ts'

/** On whose behalf a request is made. May throw `UNAUTHENTICATED`. */
export type ViewerOf = (request: Request) => Viewer | Promise<Viewer>

const digest = (text: string) => createHash('sha256').update(text).digest()

/**
 * The one place where requests become viewers: anonymous without credentials, the operator with
 * `Authorization: Bearer <token>`.
 *
 * Credentials that are not the operator's are refused, never read as anonymous: a caller who sends some expects to
 * be somebody. With `operatorToken` null nobody is the operator.
 */
export function viewerByToken(operatorToken: string | null): ViewerOf {
  const expected = operatorToken === null ? null : digest(operatorToken)
  return (request) => {
    const header = request.headers.get('authorization')
    if (header === null) return anonymous
    const token = /^Bearer +([^\s]+) *$/i.exec(header)?.[1]
    // Digests have one length, so that the comparison takes the same time whatever was sent.
    if (token === undefined || expected === null || !timingSafeEqual(digest(token), expected)) {
      throw new GatewayError('UNAUTHENTICATED')
    }
    return operator
  }
}
