import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createHasher, hashFile } from '../../../src/cli/download/checksum.ts'
import { crc32c, crc64nvme } from '../../../src/cli/download/crc.ts'
import type { ChecksumAlgorithm } from '../../../src/model/index.ts'
import { tempFolder } from '../../support/temp.ts'

const digits = new TextEncoder().encode('123456789')

function of(algorithm: ChecksumAlgorithm, value: string, bytes = digits): string | null {
  const hasher = createHasher({ algorithm, value })
  hasher.update(bytes)
  return hasher.sums().upstream
}

describe('checksums', () => {
  // The check values of the catalogue of parametrised CRC algorithms (CRC-32/ISCSI, CRC-64/NVME).
  test('CRC-32C and CRC-64/NVME of the nine digits are what their catalogue says', () => {
    expect(of('CRC32C', '')).toBe('e3069283')
    expect(of('CRC64NVME', '')).toBe('ae8b14860a799888')
  })

  // RFC 3720, appendix B.4.
  test('CRC-32C of 32 zeros and of 32 ones are those of its RFC, least byte first there', () => {
    expect(of('CRC32C', '', new Uint8Array(32))).toBe('8a9136aa')
    expect(of('CRC32C', '', new Uint8Array(32).fill(0xff))).toBe('62a8ab43')
  })

  test('a CRC does not depend on how the bytes are cut', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(300), (bytes, at) => {
        for (const make of [crc32c, crc64nvme]) {
          const whole = make()
          whole.update(bytes)
          const cut = make()
          cut.update(bytes.subarray(0, at))
          cut.update(bytes.subarray(at))
          expect(cut.digest()).toBe(whole.digest())
        }
      }),
      { numRuns: 100 },
    )
  })

  test('BLAKE2b of another length than 512 bits cannot be compared', () => {
    expect(of('BLAKE2B', 'a'.repeat(128))).toBe(
      createHash('blake2b512').update(digits).digest('hex'),
    )
    expect(of('BLAKE2B', 'a'.repeat(64))).toBeNull()
  })

  test('the first bytes of a file are hashed as if they were all', async () => {
    const path = join(await tempFolder(), 'file')
    await writeFile(path, '123456789abc')
    const { signal } = new AbortController()
    const hasher = createHasher(null)
    await hashFile(path, hasher, signal, 9)
    const sha256 = createHash('sha256').update(digits).digest('hex')
    expect(hasher.sums()).toEqual({ size: 9, sha256, upstream: null })
    const nothing = createHasher(null)
    await hashFile(path, nothing, signal, 0)
    expect(nothing.sums().size).toBe(0)
  })
})
