import type { Availability } from '../../model/index.ts'
import { availabilityOf, unquoted } from './listing.ts'
import type { S3Head } from './s3.ts'

interface Headed {
  readonly headers: Readonly<Record<string, string>>
}

/** Best first. */
const algorithms = ['SHA256', 'SHA1', 'CRC64NVME', 'CRC32C'] as const
/** Bytes of their values. */
const lengths = { SHA256: 32, SHA1: 20, CRC64NVME: 8, CRC32C: 4 }

/** What the headers of an object say of it, those of a part of it too. */
export function headOf({ headers }: Headed): S3Head {
  const storageClass = headers['x-amz-storage-class'] ?? 'STANDARD'
  const whole = /\/(\d+)$/.exec(headers['content-range'] ?? '')?.[1]
  const modified = Date.parse(headers['last-modified'] ?? '')
  return {
    size: Number(whole ?? headers['content-length'] ?? 0),
    etag: unquoted(headers.etag ?? ''),
    modified: Number.isNaN(modified) ? null : new Date(modified).toISOString(),
    contentType: headers['content-type'] ?? null,
    storageClass,
    availability: availabilityHeaded(storageClass, headers),
    versionId: headers['x-amz-version-id'] ?? null,
    checksum: checksumOf(headers),
  }
}

function availabilityHeaded(storageClass: string, headers: Headed['headers']): Availability {
  const restore = headers['x-amz-restore'] ?? ''
  if (/ongoing-request="false"/.test(restore) && /expiry-date=/.test(restore)) return 'ONLINE'
  if (headers['x-amz-archive-status'] !== undefined) return 'ARCHIVED'
  return storageClass === 'INTELLIGENT_TIERING' ? 'ONLINE' : availabilityOf(storageClass)
}

/** A hash of the hashes of parts is none of the object: its type says so, or a count of parts at its end. */
function checksumOf(headers: Headed['headers']): S3Head['checksum'] {
  if ((headers['x-amz-checksum-type'] ?? 'FULL_OBJECT').toUpperCase() !== 'FULL_OBJECT') return null
  for (const algorithm of algorithms) {
    const told = headers[`x-amz-checksum-${algorithm.toLowerCase()}`] ?? ''
    if (!/^[A-Za-z0-9+/]+={0,2}$/.test(told)) continue
    const bytes = Buffer.from(told, 'base64')
    if (bytes.length === lengths[algorithm]) return { algorithm, value: bytes.toString('hex') }
  }
  return null
}
