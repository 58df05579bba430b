import { GatewayError } from '../model/index.ts'
import type { LogFields } from '../sdk/log.ts'

/**
 * What may be logged of something thrown while a source was read: codes, classes and places in our code. Messages of
 * other errors are left out: a parser's message quotes what it could not parse.
 */
export function particulars(thrown: unknown): LogFields {
  if (!(thrown instanceof Error)) return { thrown: typeof thrown }
  const at = (thrown.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return {
    name: thrown.name,
    ...(thrown instanceof GatewayError ? { code: thrown.code, message: thrown.message } : {}),
    ...(thrown instanceof GatewayError && thrown.code !== 'INTERNAL' ? {} : { at: at.slice(0, 8) }),
    ...(thrown.cause === undefined ? {} : { cause: particulars(thrown.cause) }),
  }
}
