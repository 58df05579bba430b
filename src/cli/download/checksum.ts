import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { Checksum, ChecksumAlgorithm } from '../../model/index.ts'
import { crc32c, crc64nvme, type Digest } from './crc.ts'

/** What the bytes of a file come to. */
export interface Sums {
  /** Bytes. */
  size: number
  /** Lower-case hexadecimal. */
  sha256: string
  /** By the upstream's algorithm; null when it names none, or one that is not known here. */
  upstream: string | null
}

/** Counts and hashes a file as it comes. SHA-256 always, since it is noted in the manifest. */
export interface Hasher {
  update(chunk: Uint8Array): void
  sums(): Sums
}

const nodeNames: Partial<Record<ChecksumAlgorithm, string>> = {
  MD5: 'md5',
  SHA1: 'sha1',
  SHA384: 'sha384',
  SHA512: 'sha512',
}

export function createHasher(checksum: Pick<Checksum, 'algorithm' | 'value'> | null): Hasher {
  const sha256 = digestFor('SHA256', '') as Digest
  const other =
    checksum === null || checksum.algorithm === 'SHA256'
      ? null
      : digestFor(checksum.algorithm, checksum.value)
  let size = 0
  return {
    update(chunk) {
      size += chunk.length
      sha256.update(chunk)
      other?.update(chunk)
    },
    sums() {
      const hex = sha256.digest()
      const upstream = checksum?.algorithm === 'SHA256' ? hex : (other?.digest() ?? null)
      return { size, sha256: hex, upstream }
    },
  }
}

/** Null for what cannot be computed here: BLAKE2b of another length than 512 bits. */
function digestFor(algorithm: ChecksumAlgorithm, value: string): Digest | null {
  if (algorithm === 'CRC32C') return crc32c()
  if (algorithm === 'CRC64NVME') return crc64nvme()
  if (algorithm === 'BLAKE2B') return value.length === 128 ? nodeDigest('blake2b512') : null
  return nodeDigest(nodeNames[algorithm] ?? 'sha256')
}

function nodeDigest(name: string): Digest {
  const hash = createHash(name)
  return { update: (chunk) => void hash.update(chunk), digest: () => hash.digest('hex') }
}

/**
 * Feeds the first bytes of a file, all of them unless `end` says less.
 *
 * @throws what the file system throws, and the signal's reason.
 */
export async function hashFile(
  path: string,
  hasher: Hasher,
  signal: AbortSignal,
  end = Number.POSITIVE_INFINITY,
): Promise<void> {
  if (end === 0) return
  const options = { signal, highWaterMark: 1024 * 1024 }
  const last = Number.isFinite(end) ? { end: end - 1 } : {}
  for await (const chunk of createReadStream(path, { ...options, ...last })) hasher.update(chunk)
}
