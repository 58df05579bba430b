import type { StandinAnswer, StandinRequest } from '../routes.ts'
import type { S3StandinObject } from './buckets.ts'
import { isWanted, rangeOf } from './conditions.ts'
import { etagOf, isArchived, modifiedOf, sizeOf } from './facts.ts'
import { S3Failure } from './failures.ts'

/** Bytes that are sent at most; of a longer body the connection ends after them. */
const mostSent = 16 * 1024 * 1024

/**
 * The answer to HEAD or GET of an object.
 *
 * @param wants Whether its checksums are asked for.
 * @throws {S3Failure} `InvalidObjectState`, `PreconditionFailed`, `InvalidRange`
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export function objectAnswer(
  object: S3StandinObject,
  { method, headers }: StandinRequest,
  wants: { checksums: boolean; now: number },
): StandinAnswer {
  const size = sizeOf(object)
  const etag = etagOf(object)
  const modified = new Date(modifiedOf(object))
  if (method === 'GET' && isArchived(object, wants.now)) throw archived(object)
  const version = { 'x-amz-version-id': object.versionId }
  const marks = { etag: `"${etag}"`, 'last-modified': modified.toUTCString(), ...version }
  if (!isWanted(headers, etag, modified.getTime())) return { status: 304, headers: marks }
  const range = rangeOf(headers.range, size)
  const [first, last] = range ?? [0, size - 1]
  const length = last - first + 1
  return {
    status: range === null ? 200 : 206,
    type: object.contentType ?? 'binary/octet-stream',
    headers: {
      'accept-ranges': 'bytes',
      ...marks,
      ...stateOf(object),
      ...Object.fromEntries(
        Object.entries(object.metadata ?? {}).map(([name, value]) => [`x-amz-meta-${name}`, value]),
      ),
      ...(wants.checksums && range === null ? checksumsOf(object) : {}),
      'content-range': range === null ? undefined : `bytes ${first}-${last}/${size}`,
      // Else it follows from the body, which a fault may change.
      'content-length': method === 'HEAD' || length > mostSent ? String(length) : undefined,
    },
    body: method === 'HEAD' ? '' : bytesOf(object, first, Math.min(length, mostSent)),
  }
}

/** Bytes of an object that an answer promises. */
export function promisedBytes({ headers = {}, body = '' }: StandinAnswer): number {
  return Number(headers['content-length'] ?? Buffer.byteLength(body))
}

function stateOf({ storageClass = 'STANDARD', archiveStatus, restore }: S3StandinObject) {
  return {
    'x-amz-server-side-encryption': 'AES256',
    'x-amz-storage-class': storageClass === 'STANDARD' ? undefined : storageClass,
    'x-amz-archive-status': archiveStatus,
    'x-amz-restore':
      restore &&
      `ongoing-request="${restore.ongoing}"${
        restore.expires === undefined
          ? ''
          : `, expiry-date="${new Date(restore.expires).toUTCString()}"`
      }`,
  }
}

function checksumsOf({ checksums }: S3StandinObject): Record<string, string | undefined> {
  if (checksums === undefined) return {}
  const { type = 'FULL_OBJECT', ...values } = checksums
  const named = Object.entries(values).map(([name, value]) => [`x-amz-checksum-${name}`, value])
  return { ...Object.fromEntries(named), 'x-amz-checksum-type': type }
}

function bytesOf({ body }: S3StandinObject, first: number, length: number): Uint8Array {
  if (body === undefined) return Buffer.alloc(length)
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  return bytes.subarray(first, first + length)
}

function archived({ storageClass = '', archiveStatus }: S3StandinObject): S3Failure {
  return new S3Failure(
    403,
    'InvalidObjectState',
    "The operation is not valid for the object's storage class",
    { StorageClass: storageClass, ...(archiveStatus && { AccessTier: archiveStatus }) },
  )
}
