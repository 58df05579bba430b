import { GatewayError } from '../model/index.ts'
import type { Resolver } from '../resolve/index.ts'
import type { Credentials } from '../sdk/connector.ts'

/** The one request header that carries a reader's own credentials for upstreams. Never logged. */
export const credentialsHeader = 'x-source-credentials'

/** Longest header that is read, in characters; a server takes 16 KiB of headers in all. */
const longest = 8_192
const mostSources = 20

/**
 * The credentials that a request carries, by source id: a JSON object, or the same as base64url. They live as long as
 * the request.
 *
 * @throws {GatewayError} `BAD_INPUT` that names header and source, and never a value.
 */
export function readerCredentials(
  request: Request,
  resolver: Pick<Resolver, 'checkCredentials'>,
): ReadonlyMap<string, Credentials> {
  const header = request.headers.get(credentialsHeader)
  if (header === null || header.trim() === '') return new Map()
  const entries = Object.entries(parsed(header.trim()))
  if (entries.length > mostSources) throw bad(`names at most ${mostSources} sources`)
  return new Map(
    entries.map(([source, given]) => [source, resolver.checkCredentials(source, given)]),
  )
}

function parsed(header: string): Record<string, unknown> {
  if (header.length > longest) throw bad(`has at most ${longest} characters`)
  let value: unknown
  try {
    value = JSON.parse(header.startsWith('{') ? header : fromBase64(header))
  } catch {
    // The parser's message quotes what it read.
    throw bad('is a JSON object by source id, or the same as base64url')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw bad('is a JSON object by source id, or the same as base64url')
  }
  return value as Record<string, unknown>
}

const fromBase64 = (text: string) => Buffer.from(text, 'base64url').toString('utf8')

function bad(what: string): GatewayError {
  return new GatewayError('BAD_INPUT', {
    argument: 'X-Source-Credentials',
    message: `The header X-Source-Credentials ${what}.`,
  })
}
