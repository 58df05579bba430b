import { createHash } from 'node:crypto'

/** SHA-1 that git gives a file, hexadecimal: of a header with its length, and its bytes. */
export function blobSha(bytes: Uint8Array): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
}
