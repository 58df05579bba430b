import type { Checksum } from '#sdk'

type Algorithm = Checksum['algorithm']

const lengths: Readonly<Partial<Record<Algorithm, number>>> = {
  MD5: 32,
  SHA1: 40,
  SHA256: 64,
  SHA384: 96,
  SHA512: 128,
}
const hexadecimal = /^[0-9a-f]+$/i

/** Names of files that hold the checksums of others, as `sha256sum` and BagIt (RFC 8493) write them. */
const manifestName =
  /^(?:(MD5|SHA1|SHA256|SHA384|SHA512)SUMS?(?:\.txt)?|(?:tag)?manifest-(md5|sha1|sha256|sha384|sha512)\.txt|checksums?\.(md5|sha1|sha256|sha384|sha512))$/i
const sidecarName = /^(.+)\.(md5|sha1|sha256|sha384|sha512)(?:sum)?$/i
/** A key of git-annex with its size and the hash of its content: `SHA256E-s1048576--9f86….nii.gz`. */
const annexKey = /^(MD5|SHA1|SHA256|SHA384|SHA512)E?-s\d+--([0-9a-f]+)(?:\.[^/]*)?$/

/** A checksum, if it is as long as its algorithm makes them. */
export function checksum(algorithm: string, value: string, source: string): Checksum | null {
  const known = algorithm.toUpperCase() as Algorithm
  const length = lengths[known]
  if (length === undefined || value.length !== length || !hexadecimal.test(value)) return null
  return { algorithm: known, value: value.toLowerCase(), source }
}

/** The algorithm of a file that holds checksums of several others; null when it is no such file. */
export function manifestAlgorithm(name: string): string | null {
  const match = manifestName.exec(name)
  return match?.[1] ?? match?.[2] ?? match?.[3] ?? null
}

/** The key whose checksum alone a file holds, with its algorithm; null when it is no such file. */
export function sidecarOf(key: string): { of: string; algorithm: string } | null {
  const name = key.slice(key.lastIndexOf('/') + 1)
  const match = manifestAlgorithm(name) === null ? sidecarName.exec(name) : null
  if (match?.[1] === undefined || match[2] === undefined) return null
  return { of: key.slice(0, key.length - name.length) + match[1], algorithm: match[2] }
}

/** From the name that git-annex gives to a content. */
export function annexChecksum(key: string): Checksum | null {
  const match = annexKey.exec(key.slice(key.lastIndexOf('/') + 1))
  return match?.[1] === undefined || match[2] === undefined
    ? null
    : checksum(match[1], match[2], 'git-annex key')
}

/**
 * The checksums of a file such as `SHA256SUMS`, by key.
 *
 * @param folder that the paths in it start from, with its slash.
 * @param source what is said of where they were read.
 */
export function readManifest(
  text: string,
  algorithm: string,
  folder: string,
  source: string,
): Map<string, Checksum> {
  const found = new Map<string, Checksum>()
  for (const line of text.split(/\r?\n/)) {
    const match = /^\\?([0-9a-f]+)\s+\*?(?:\.\/)?(.+)$/i.exec(line)
    const one = match?.[1] === undefined ? null : checksum(algorithm, match[1], source)
    const path = match?.[2]
    if (one !== null && path !== undefined && !path.split('/').includes('..')) {
      found.set(folder + path, one)
    }
  }
  return found
}

/**
 * The checksum that a file such as `scan.nii.gz.sha256` holds: alone, before a name as `sha256sum` writes it, or behind
 * it as `openssl` does. Null when it names another file.
 */
export function readSidecar(text: string, algorithm: string, of: string): Checksum | null {
  const line = text.trim()
  if (/[\r\n]/.test(line)) return null
  const name = of.slice(of.lastIndexOf('/') + 1)
  const plain = /^([0-9a-f]+)(?:\s+\*?(.+))?$/i.exec(line)
  const tagged = /^[A-Z0-9-]+\s?\((.+)\)\s?=\s?([0-9a-f]+)$/i.exec(line)
  const [value, named] = plain ? [plain[1], plain[2]] : [tagged?.[2], tagged?.[1]]
  if (value === undefined || (named !== undefined && named.split('/').at(-1) !== name)) return null
  return checksum(algorithm, value, 'sidecar')
}
