import { createHash } from 'node:crypto'
import { GatewayError } from '../model/index.ts'

/** Headers that say nothing about who is asking. Every other may hold credentials. */
const harmless = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'cache-control',
  'content-type',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'range',
  'user-agent',
])
/** Headers that belong to the client: they decide where a request goes and where it ends. */
const reserved = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/**
 * Headers by lower-case name.
 *
 * @throws {GatewayError} `INTERNAL` for one that a connector must not set.
 */
export function checkedHeaders(headers: Record<string, string> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      if (reserved.has(name.toLowerCase())) {
        throw new GatewayError('INTERNAL', {
          cause: new Error(`a connector must not set the header ${name.toLowerCase()}`),
        })
      }
      return [name.toLowerCase(), value]
    }),
  )
}

/** What may go along to another origin. */
export function withoutCredentials(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => harmless.has(name)))
}

/** A fingerprint of the credentials among the headers; null when there are none. */
export function credentialsKey(headers: Record<string, string>): string | null {
  const secret = Object.entries(headers)
    .filter(([name]) => !harmless.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
  if (secret.length === 0) return null
  return createHash('sha256').update(JSON.stringify(secret)).digest('base64url')
}
