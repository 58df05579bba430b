import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib'
import { TooLargeError } from './failure.ts'

/** Content codings that a body may have; what `Accept-Encoding` offers. */
export const codings = ['gzip', 'deflate', 'br'] as const

/** The coding of a body, `identity` when it has none; null when it is one that was not offered. */
export function codingOf(header: string | undefined): (typeof codings)[number] | 'identity' | null {
  const name = (header ?? '').trim().toLowerCase()
  if (name === '' || name === 'identity') return 'identity'
  if (name === 'x-gzip') return 'gzip'
  return codings.find((coding) => coding === name) ?? null
}

export interface BodyOptions {
  coding: (typeof codings)[number] | 'identity'
  /** Bytes, on the wire and decoded. */
  maxBytes: number
  /** Told the size of every chunk as it came over the wire. */
  onBytes(bytes: number): void
}

/**
 * Reads a body to its end and decodes it. Neither form is ever held beyond `maxBytes`, so a small body that
 * unpacks to a huge one costs no more than a large one.
 *
 * @throws {TooLargeError} and whatever the stream or the decoder throws; the stream is destroyed then.
 */
export async function readBody(body: Readable, options: BodyOptions): Promise<Buffer> {
  const { coding, maxBytes, onBytes } = options
  const chunks: Buffer[] = []

  async function* counted(source: AsyncIterable<Buffer>) {
    let received = 0
    for await (const chunk of source) {
      received += chunk.length
      onBytes(chunk.length)
      if (received > maxBytes) throw new TooLargeError('more bytes than allowed')
      yield chunk
    }
  }
  async function collect(source: AsyncIterable<Buffer>) {
    let decoded = 0
    for await (const chunk of source) {
      decoded += chunk.length
      if (decoded > maxBytes) throw new TooLargeError('more bytes than allowed when decompressed')
      chunks.push(chunk)
    }
  }

  if (coding === 'identity') await collect(counted(body))
  else if (coding === 'deflate') await collect(inflated(counted(body)))
  else {
    const decoder = coding === 'gzip' ? createGunzip() : createBrotliDecompress()
    await pipeline(body, counted, decoder, collect)
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)
}

/** `deflate` is zlib's format by the book and the bare one in the wild; the first byte tells. */
async function* inflated(source: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const first = await source.next()
  if (first.done) return
  const decoder = ((first.value[0] ?? 0) & 0x0f) === 8 ? createInflate() : createInflateRaw()
  async function* all() {
    yield first.value as Buffer
    yield* source
  }
  const fed = pipeline(all, decoder)
  // The decoder's reader meets the same error; without this it would also count as unhandled.
  fed.catch(() => {})
  yield* decoder
  await fed
}
