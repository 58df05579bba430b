import { type ErrorCode, type GatewayError, toGatewayError } from '../model/index.ts'

/** What every other part of the source would meet as well, or nobody wants to hear of any more. */
const hopeless: readonly ErrorCode[] = [
  'SOURCE_REFUSED',
  'NEEDS_LOGIN',
  'BUDGET_EXCEEDED',
  'CANCELLED',
  'CONFIG_INVALID',
  'INTERNAL',
]
const silent: readonly ErrorCode[] = ['SOURCE_UNREACHABLE', 'SOURCE_RATE_LIMITED', 'TIMEOUT']

/** Whether nothing could be read for what this says, however many parts of the source are tried: its credentials, say. */
export function isHopeless({ code }: GatewayError): boolean {
  return hopeless.includes(code)
}

/** Whether it says that the source did not answer, rather than that its answer was bad. */
export function isSilence({ code }: GatewayError): boolean {
  return silent.includes(code)
}

/**
 * What went wrong with one part of a source (a project, a bucket) that fails alone, for its `partitionFailed`.
 *
 * @throws {GatewayError} what is hopeless: it stands for all parts.
 */
export function errorOfPart(thrown: unknown): GatewayError {
  const error = toGatewayError(thrown)
  if (isHopeless(error)) throw error
  return error
}
