import type { Checksum } from '#sdk'
import { checksum } from '../checksums.ts'

type Algorithm = Checksum['algorithm']

/** Codes of the multiformats table. */
const multihashes: ReadonlyMap<number, Algorithm> = new Map([
  [0xd5, 'MD5'],
  [0x11, 'SHA1'],
  [0x12, 'SHA256'],
  [0x20, 'SHA384'],
  [0x13, 'SHA512'],
  [0xb240, 'BLAKE2B'],
])

/**
 * A multihash in hexadecimal, as the file extension of STAC has it: code and length as unsigned varints, then the sum.
 * Null for algorithms that are not in use here, and for what says a wrong length.
 */
export function multihash(text: string | null, source: string): Checksum | null {
  const hex = text?.trim().toLowerCase() ?? ''
  if (!/^(?:[0-9a-f]{2})+$/.test(hex)) return null
  const bytes = Buffer.from(hex, 'hex')
  const code = varint(bytes, 0)
  const length = code === null ? null : varint(bytes, code.next)
  if (code === null || length === null) return null
  const sum = bytes.subarray(length.next)
  const algorithm = multihashes.get(code.value)
  if (algorithm === undefined || sum.length !== length.value) return null
  return algorithm === 'BLAKE2B'
    ? { algorithm, value: sum.toString('hex'), source }
    : checksum(algorithm, sum.toString('hex'), source)
}

function varint(bytes: Uint8Array, start: number): { value: number; next: number } | null {
  let value = 0
  for (let at = start; at < bytes.length && at < start + 4; at += 1) {
    const byte = bytes[at] ?? 0
    value += (byte & 0x7f) * 2 ** (7 * (at - start))
    if (byte < 0x80) return { value, next: at + 1 }
  }
  return null
}

/**
 * A sum in hexadecimal or base64. Null when it has not the length of its algorithm: people paste an MD5 into a field for
 * SHA-256, or a word.
 */
export function sumOf(algorithm: Algorithm, text: string | null, source: string): Checksum | null {
  const value = text?.trim() ?? ''
  const plain = checksum(algorithm, value, source)
  if (plain !== null || !/^[A-Za-z0-9+/]+={0,2}$/.test(value)) return plain
  const bytes = Buffer.from(value, 'base64')
  // Only a base64 text that is written in full: others are words that happen to fit.
  return bytes.toString('base64') === value
    ? checksum(algorithm, bytes.toString('hex'), source)
    : null
}

const names: Readonly<Record<string, Algorithm>> = {
  md5: 'MD5',
  sha1: 'SHA1',
  sha256: 'SHA256',
  sha384: 'SHA384',
  sha512: 'SHA512',
}

/** The algorithm that a text names: `sha-256`, `SHA256`. Null when it is none of ours. */
export function algorithmOf(name: string): Algorithm | null {
  const key = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
  return (Object.hasOwn(names, key) ? names[key] : undefined) ?? null
}

/** `sha256:9f86…`, the algorithm before a colon; without one it is `bare`. */
export function prefixedSum(
  text: string | null,
  bare: Algorithm | null,
  source: string,
): Checksum | null {
  const [, name, value] = /^([A-Za-z0-9-]+):(.+)$/.exec(text?.trim() ?? '') ?? []
  const algorithm = name === undefined ? bare : algorithmOf(name)
  return algorithm === null ? null : sumOf(algorithm, value ?? text, source)
}
