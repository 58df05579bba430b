import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { onTestFinished } from 'vitest'

/** A file, and how its upstream hands it out. */
export interface ServedFile {
  bytes: Buffer
  /** With its quotes; null: none. Default: one of the bytes. */
  etag?: string | null
  /** An HTTP date. Default: none. */
  lastModified?: string
  /** Whether `Range` is understood. Default true. */
  ranges?: boolean
  /** Whether `If-Range` is. Default true. */
  ifRange?: boolean
  /** Bytes after which the connection ends, in each answer. */
  cutAfter?: number
  /** Bytes a second. Default: as fast as it goes. */
  rate?: number
  type?: string
  /** Whether its length is told. Default true. */
  length?: boolean
}

export interface SeenRequest {
  path: string
  range: string | null
  headers: IncomingMessage['headers']
  /** Bytes of bodies that were handed to the socket. */
  sent: number
}

export interface FileServer {
  url: string
  /** By path. */
  files: Map<string, ServedFile>
  /** Answers in place of files, tried first: true when it has answered. */
  answer: (request: IncomingMessage, response: ServerResponse) => boolean
  readonly seen: SeenRequest[]
}

/** A web server with files, until the test has finished. */
export async function fileServer(): Promise<FileServer> {
  const served: FileServer = { url: '', files: new Map(), answer: () => false, seen: [] }
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://any').pathname)
    const { headers } = request
    const seen: SeenRequest = { path, range: headers.range ?? null, headers, sent: 0 }
    served.seen.push(seen)
    if (served.answer(request, response)) return
    const file = served.files.get(path)
    if (file === undefined) return void response.writeHead(404).end()
    hand(file, request, response, seen).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  served.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  onTestFinished(async () => {
    const closed = new Promise((resolve) => server.close(resolve))
    server.closeAllConnections()
    await closed
  })
  return served
}

async function hand(
  file: ServedFile,
  { headers }: IncomingMessage,
  response: ServerResponse,
  seen: SeenRequest,
): Promise<void> {
  const { bytes, ranges = true, ifRange = true, lastModified, cutAfter, rate } = file
  const etag = file.etag === undefined ? `"${sha256(bytes).slice(0, 16)}"` : file.etag
  const first = ranges ? Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0) : 0
  const condition = headers['if-range']
  const isOther =
    ifRange && condition !== undefined && condition !== etag && condition !== lastModified
  const from = isOther ? 0 : first
  const common = {
    'content-type': file.type ?? 'application/octet-stream',
    ...(etag === null ? {} : { etag }),
    ...(lastModified === undefined ? {} : { 'last-modified': lastModified }),
    ...(ranges ? { 'accept-ranges': 'bytes' } : {}),
  }
  if (from > 0 && from >= bytes.length) {
    response.writeHead(416, { ...common, 'content-range': `bytes */${bytes.length}` }).end()
    return
  }
  const body = bytes.subarray(from)
  response.writeHead(from > 0 ? 206 : 200, {
    ...common,
    ...(file.length === false ? {} : { 'content-length': body.length }),
    ...(from > 0 ? { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` } : {}),
  })
  const part = body.subarray(0, cutAfter)
  const step = rate === undefined ? 256 * 1024 : Math.max(1, Math.floor(rate / 50))
  for (let at = 0; at < part.length && !response.destroyed; at += step) {
    const chunk = part.subarray(at, at + step)
    const isRoom = response.write(chunk)
    seen.sent += chunk.length
    if (!isRoom)
      await new Promise((resolve) => response.once('drain', resolve).once('close', resolve))
    if (rate !== undefined) await sleep(20)
  }
  // What was written is on its way before the end is.
  if (part.length < body.length) setTimeout(() => response.destroy(), 20)
  else response.end()
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Bytes that differ from place to place, the same for the same seed. */
export function someBytes(length: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(length)
  let state = seed >>> 0
  for (let at = 0; at < length; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    bytes[at] = state >>> 24
  }
  return bytes
}
