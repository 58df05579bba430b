import type { Checksum, S3Bucket, S3Client } from '#sdk'
import { manifestAlgorithm, readManifest, readSidecar, sidecarOf } from './checksums.ts'
import type { Entry } from './listing.ts'
import type { Options } from './options.ts'
import type { Root } from './place.ts'
import type { Reading } from './reading.ts'
import type { TopLevel } from './top-level.ts'

/** Finds the checksums that a dataset's own files tell. */
export interface ChecksumFinder {
  /** By key, for the files of one page; `behind` are listed, too, and told with the next one. */
  of(entries: readonly Entry[], behind: readonly Entry[]): Promise<ReadonlyMap<string, Checksum>>
}

/** A file with one checksum in it is this short. */
const longestSidecar = 1_024
const atOnce = 8

/**
 * @param top Where manifests such as `SHA256SUMS` lie. They are read at once, and kept.
 */
export async function checksumFinder(
  client: S3Client,
  { bucket, prefix }: Root,
  top: TopLevel,
  reading: Reading,
  limits: Options['limits'],
): Promise<ChecksumFinder> {
  const manifests = new Map<string, Checksum>()
  for (const [name, file] of top.files) {
    const algorithm = manifestAlgorithm(name)
    if (algorithm === null) continue
    const text = await reading.text(file)
    if (text === null) continue
    for (const [key, one] of readManifest(text, algorithm, prefix, `manifest ${name}`)) {
      const before = manifests.get(key)
      if (before === undefined || strength(one) > strength(before)) manifests.set(key, one)
    }
  }
  let sidecarsLeft = limits.checksumFiles
  let headsLeft = limits.checksumHeads

  return {
    async of(entries, behind) {
      const found = new Map<string, Checksum>()
      for (const { key } of entries) {
        const one = manifests.get(key)
        if (one !== undefined) found.set(key, one)
      }
      const listed = new Set(entries.map(({ key }) => key))
      const beside = [...entries, ...behind].flatMap((file) => {
        const says = file.size <= longestSidecar ? sidecarOf(file.key) : null
        return says !== null && listed.has(says.of) && !found.has(says.of) && sidecarsLeft-- > 0
          ? [{ file, ...says }]
          : []
      })
      await each(beside, async ({ file, of, algorithm }) => {
        const text = await reading.text(file, 'a checksum file')
        const one = text === null ? null : readSidecar(text, algorithm, of)
        if (one !== null) found.set(of, one)
      })
      const unknown =
        headsLeft <= 0 ? [] : entries.filter(({ key, isFolder }) => !isFolder && !found.has(key))
      const asked = unknown.slice(0, headsLeft)
      headsLeft -= asked.length
      await each(asked, async ({ key }) => {
        const one = await computed(client, bucket, key)
        if (one !== null) found.set(key, one)
      })
      return found
    },
  }
}

async function computed(client: S3Client, bucket: S3Bucket, key: string): Promise<Checksum | null> {
  const head = await client.head(bucket, key)
  return head?.checksum ? { ...head.checksum, source: 'service' } : null
}

function strength({ value }: Checksum): number {
  return value.length
}

async function each<T>(values: readonly T[], work: (value: T) => Promise<void>): Promise<void> {
  for (let at = 0; at < values.length; at += atOnce) {
    await Promise.all(values.slice(at, at + atOnce).map(work))
  }
}
