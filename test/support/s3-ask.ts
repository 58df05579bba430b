import { createHash, createHmac } from 'node:crypto'
import { Client } from 'undici'
import type { S3Credentials } from '../../src/sdk/s3/s3.ts'

/** One request to a server that speaks S3, signed by hand, so that it can be wrong in any way. */
export interface S3Ask {
  /** Default GET. */
  method?: string
  /** Path as it is to be sent, percent-encoded: `/bucket/key`. */
  path: string
  /** In their order, not encoded. */
  query?: [name: string, value: string][]
  /** By lower-case name; all of them are signed. */
  headers?: Record<string, string>
  /** Sent, but not signed. */
  unsigned?: Record<string, string>
  body?: string | Uint8Array
  /** Null: nobody signs. */
  credentials?: S3Credentials | null
  /** Default `us-east-1`. */
  region?: string
  /** Epoch milliseconds to sign for. Default: now. */
  time?: number
  /** Seconds; makes it a signed link. */
  expires?: number
  /** Changes what is sent after it was signed. */
  tamper?: (sent: Sent) => Sent
}

/** What goes over the wire. */
interface Sent {
  path: string
  headers: Record<string, string>
  body: string | Uint8Array | null
}

export interface S3Told {
  status: number
  headers: Record<string, string>
  body: Buffer
  text: string
  /** Of an `Error` document; null when there is none. */
  code: string | null
}

export const payer = { 'x-amz-request-payer': 'requester' } as const

/** A key as it stands in a path. */
export function pathOf(bucket: string, key = ''): string {
  return `/${bucket}/${key.split('/').map(encodePart).join('/')}`
}

/** Asks and returns what came of it, whatever the status. */
export async function ask(url: string, request: S3Ask): Promise<S3Told> {
  const { method = 'GET', body = null, tamper = (sent: Sent) => sent } = request
  const sent = tamper({ ...signed(url, request), body })
  const client = new Client(url, { pipelining: 0 })
  try {
    const answer = await client.request({
      method: method as 'GET',
      path: sent.path,
      headers: { ...sent.headers, ...request.unsigned },
      body: sent.body,
    })
    const bytes = Buffer.from(await answer.body.arrayBuffer())
    const headers = Object.fromEntries(
      Object.entries(answer.headers).map(([name, value]) => [name, String(value)]),
    )
    const text = bytes.toString()
    const code = /<Error>.*?<Code>([^<]*)<\/Code>/s.exec(text)?.[1] ?? null
    return { status: answer.statusCode, headers, body: bytes, text, code }
  } finally {
    await client.destroy()
  }
}

/** A link that anybody can open; the payer's word is part of it when it stands in the query. */
export function linkTo(url: string, request: S3Ask): string {
  return url + signed(url, { expires: 60, ...request }).path
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html */
function signed(url: string, ask: S3Ask): { path: string; headers: Record<string, string> } {
  const { path, query = [], credentials = null, region = 'us-east-1', expires } = ask
  const headers: Record<string, string> = { host: new URL(url).host, ...ask.headers }
  if (credentials === null) return { path: path + searchOf(query), headers }
  const { accessKeyId, secretAccessKey, sessionToken } = credentials
  const date = new Date(ask.time ?? Date.now()).toISOString().replace(/[-:]|\.\d+/g, '')
  const scope = `${date.slice(0, 8)}/${region}/s3/aws4_request`
  const isLink = expires !== undefined
  const hash = isLink ? 'UNSIGNED-PAYLOAD' : sha256(ask.body ?? '')
  if (!isLink) {
    Object.assign(headers, { 'x-amz-date': date, 'x-amz-content-sha256': hash })
    if (sessionToken !== null) headers['x-amz-security-token'] = sessionToken
  }
  const names = Object.keys(headers).sort()
  const all: [string, string][] = isLink
    ? [
        ...query,
        ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
        ['X-Amz-Credential', `${accessKeyId}/${scope}`],
        ['X-Amz-Date', date],
        ['X-Amz-Expires', String(expires)],
        ['X-Amz-SignedHeaders', names.join(';')],
        ...(sessionToken === null
          ? []
          : ([['X-Amz-Security-Token', sessionToken]] satisfies [string, string][])),
      ]
    : query
  const canonical = [
    ask.method ?? 'GET',
    path,
    all
      .map(([name, value]) => `${encodePart(name)}=${encodePart(value)}`)
      .sort()
      .join('&'),
    ...names.map((name) => `${name}:${headers[name]?.trim()}`),
    '',
    names.join(';'),
    hash,
  ].join('\n')
  const text = `AWS4-HMAC-SHA256\n${date}\n${scope}\n${sha256(canonical)}`
  const key = scope.split('/').reduce<Buffer | string>(hmac, `AWS4${secretAccessKey}`)
  const signature = hmac(key, text).toString('hex')
  if (isLink) return { path: path + searchOf([...all, ['X-Amz-Signature', signature]]), headers }
  headers.authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`
  return { path: path + searchOf(query), headers }
}

function searchOf(query: [string, string][]): string {
  const parts = query.map(([name, value]) => `${encodePart(name)}=${encodePart(value)}`)
  return parts.length === 0 ? '' : `?${parts.join('&')}`
}

function encodePart(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
