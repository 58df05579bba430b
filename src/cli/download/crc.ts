/** A checksum that grows with what is fed to it, as `node:crypto` has it. */
export interface Digest {
  update(chunk: Uint8Array): void
  /** Lower-case hexadecimal. */
  digest(): string
}

/** CRC-32C (Castagnoli): RFC 3720, appendix B.4. */
export function crc32c(): Digest {
  let crc = 0xffffffff
  return {
    update(chunk) {
      for (const byte of chunk) crc = (table32[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8)
    },
    digest: () => ((crc ^ 0xffffffff) >>> 0).toString(16).padStart(8, '0'),
  }
}

/** CRC-64/NVME: NVM Express NVM Command Set Specification 1.0, section 5.2.1.3.4. Kept in two halves: no 64-bit numbers. */
export function crc64nvme(): Digest {
  let high = 0xffffffff
  let low = 0xffffffff
  return {
    update(chunk) {
      for (const byte of chunk) {
        const at = (low ^ byte) & 0xff
        const shifted = ((low >>> 8) | (high << 24)) >>> 0
        low = (shifted ^ (tableLow[at] ?? 0)) >>> 0
        high = ((high >>> 8) ^ (tableHigh[at] ?? 0)) >>> 0
      }
    },
    digest: () => [high, low].map((half) => (~half >>> 0).toString(16).padStart(8, '0')).join(''),
  }
}

/** The polynomials, bits reversed. */
const polynomial32 = 0x82f63b78
const polynomial64 = 0x9a6c9329ac4bc9b5n

const table32 = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ polynomial32 : crc >>> 1
  return crc >>> 0
})

const table64 = Array.from({ length: 256 }, (_, byte) => {
  let crc = BigInt(byte)
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1n ? (crc >> 1n) ^ polynomial64 : crc >> 1n
  return crc
})
const tableLow = Uint32Array.from(table64, (crc) => Number(crc & 0xffffffffn))
const tableHigh = Uint32Array.from(table64, (crc) => Number(crc >> 32n))
