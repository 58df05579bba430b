import { createHash } from 'node:crypto'
import type { S3StandinObject } from './buckets.ts'

/** Bytes. */
export function sizeOf({ body, size }: S3StandinObject): number {
  if (size !== undefined) return size
  return typeof body === 'string' ? Buffer.byteLength(body) : (body?.length ?? 0)
}

/** Of objects with a body, which is hashed once. */
const hashes = new WeakMap<S3StandinObject, string>()

/** Without quotes. */
export function etagOf(object: S3StandinObject): string {
  if (object.etag !== undefined) return object.etag
  if (object.body === undefined) return likeMd5(object.key, object.size ?? 0)
  const known = hashes.get(object)
  if (known !== undefined) return known
  const hash = createHash('md5').update(object.body).digest('hex')
  hashes.set(object, hash)
  return hash
}

/** A million of these have to be cheap. */
function likeMd5(key: string, size: number): string {
  let [a, b] = [0x811c9dc5 ^ size, 0x9e3779b9 ^ size]
  for (let at = 0; at < key.length; at += 1) {
    const unit = key.charCodeAt(at)
    a = Math.imul(a ^ unit, 0x01000193)
    b = Math.imul(b ^ unit, 0x5bd1e995)
  }
  words[0] = a
  words[1] = b
  words[2] = a ^ (b >>> 7)
  words[3] = b ^ (a >>> 9)
  return bytes.toString('hex')
}

const words = new Int32Array(4)
const bytes = Buffer.from(words.buffer)

const usual = '2024-05-06T07:08:09.000Z'

/** As listings have it: `2024-05-06T07:08:09.000Z`. */
export function modifiedOf({ modified }: S3StandinObject): string {
  if (modified === undefined) return usual
  return new Date(modified).toISOString().replace(/\.\d+/, '.000')
}

/** Whether it can be read as it is. */
export function isArchived(object: S3StandinObject, now: number): boolean {
  const { storageClass, archiveStatus, restore } = object
  const inArchive =
    storageClass === 'GLACIER' || storageClass === 'DEEP_ARCHIVE' || archiveStatus !== undefined
  if (!inArchive) return false
  if (restore === undefined || restore.ongoing) return true
  return restore.expires !== undefined && Date.parse(restore.expires) <= now
}
