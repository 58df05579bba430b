import { createHash, createHmac } from 'node:crypto'
import type { S3Address } from './address.ts'

/** What a signature covers. */
export interface Signed {
  method: string
  address: S3Address
  headers: Record<string, string>
  /** Lower-case names in their order. */
  signedHeaders: readonly string[]
  /** SHA-256 of the body in hexadecimal, or the word in its place. */
  payload: string
  /** `20261121T120000Z`. */
  date: string
  /** `20261121/us-east-1/s3/aws4_request`. */
  scope: string
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
export function canonicalRequest(signed: Signed): string {
  const { method, address, headers, signedHeaders, payload } = signed
  const path = address.path.split('/').map((part) => encodePart(decodeURIComponent(part)))
  const query = address.query
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encodePart(name), encodePart(value)] as const)
    .sort(([a, x], [b, y]) => order(a, b) || order(x, y))
    .map(([name, value]) => `${name}=${value}`)
  const lines = signedHeaders.map((name) => {
    // One that was announced and is not there counts as empty, as S3 has it.
    return `${name}:${(headers[name] ?? '').trim().replace(/ +/g, ' ')}\n`
  })
  return [
    method,
    path.join('/'),
    query.join('&'),
    lines.join(''),
    signedHeaders.join(';'),
    payload,
  ].join('\n')
}

export function stringToSign(canonical: string, { date, scope }: Signed): string {
  return ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n')
}

export function signatureOf(text: string, secret: string, scope: string): string {
  return hmac(signingKey(secret, scope), text).toString('hex')
}

const keys = new Map<string, Buffer>()

function signingKey(secret: string, scope: string): Buffer {
  const name = `${scope} ${secret}`
  const known = keys.get(name)
  if (known !== undefined) return known
  const key = scope.split('/').reduce(hmac, Buffer.from(`AWS4${secret}`))
  if (keys.size > 100) keys.clear()
  keys.set(name, key)
  return key
}

export function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

/** RFC 3986: all but letters, digits and `-._~`. */
function encodePart(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
