import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { ModelParts } from './lsa-model.ts'

/**
 * Raised whenever the same words would make another vector: other weights of fields or terms, other forms, or
 * another way to write a model down.
 */
const version = 1
const magic = 0x41534c41
/** Numbers of 32 bits: magic, version, checksum of all behind it, dimensions, records, terms, bytes of the text. */
const headerBytes = 7 * 4
const checkedFrom = 3 * 4

/** `lsa-1-` and a hash of all that decides what vectors a model makes. */
export function modelId({ terms, weights, rows }: Omit<ModelParts, 'id'>): string {
  const hash = createHash('sha256').update(terms.join('\n'))
  hash.update(bytesOf(weights)).update(bytesOf(rows))
  return `lsa-${version}-${hash.digest('hex').slice(0, 16)}`
}

/** Header, weights, vectors, and as text the id and the terms, a line each. Little-endian. */
export function encodeModel(model: ModelParts): Uint8Array<ArrayBuffer> {
  const { id, dimensions, records, terms, weights, rows } = model
  // Neither holds a line break: terms are runs of letters and digits.
  const text = new TextEncoder().encode([id, ...terms].join('\n'))
  const bytes = new Uint8Array(headerBytes + weights.byteLength + rows.byteLength + text.length)
  bytes.set(bytesOf(weights), headerBytes)
  const rowsAt = headerBytes + weights.byteLength
  bytes.set(bytesOf(rows), rowsAt)
  bytes.set(text, rowsAt + rows.byteLength)
  const view = new DataView(bytes.buffer)
  const header = [magic, version, 0, dimensions, records, terms.length, text.length]
  header.forEach((value, at) => {
    view.setUint32(at * 4, value, true)
  })
  view.setUint32(8, crc32(bytes.subarray(checkedFrom)), true)
  return bytes
}

/** @throws When the bytes are damaged or not of this version. */
export function decodeModel(bytes: Uint8Array): ModelParts {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < headerBytes || view.getUint32(0, true) !== magic) {
    throw new Error('not an embedding model')
  }
  if (view.getUint32(4, true) !== version) {
    throw new Error(`not an embedding model of version ${version}`)
  }
  if (view.getUint32(8, true) !== crc32(bytes.subarray(checkedFrom))) {
    throw new Error('the embedding model is damaged')
  }
  const [dimensions, records, count, textLength] = [3, 4, 5, 6].map((at) =>
    view.getUint32(at * 4, true),
  ) as [number, number, number, number]
  const rowsAt = headerBytes + count * 4
  const textAt = rowsAt + count * dimensions
  const weights = new Float32Array(bytes.slice(headerBytes, rowsAt).buffer)
  const rows = new Int8Array(bytes.slice(rowsAt, textAt).buffer)
  const text = new TextDecoder().decode(bytes.subarray(textAt, textAt + textLength))
  const [id = '', ...terms] = text.split('\n')
  return { id, dimensions, records, terms, weights, rows }
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array | Int8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}
