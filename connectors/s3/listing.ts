import { hash } from 'node:crypto'
import type { S3Client, S3Object } from '#sdk'
import { ahead } from './ahead.ts'
import { formatOf } from './formats.ts'
import { endOf, type Root } from './place.ts'

/** A file of a dataset, or a folder of it that is one thing: a Zarr store, with its first object's ETag and no size. */
export type Entry = S3Object & { isFolder: boolean }

export interface ListedPage {
  entries: Entry[]
  /** Key after which the listing goes on; null at its end. */
  after: string | null
}

export interface ListingRequest {
  client: S3Client
  root: Root
  /** Prefixes that are passed over: datasets of their own. */
  without: readonly string[]
  pageSize: number
  /** Where an earlier listing stood. */
  after: string | undefined
}

const folderLike = /\.(?:zarr|n5|mefd|ds)\//i
/** Files that lie in the folder of a Zarr store or of one of its arrays (Zarr 2 and 3). */
const storeFile = /(?:^|\/)(?:\.zgroup|\.zattrs|\.zarray|\.zmetadata|zarr\.json)$/

/**
 * Everything below a prefix, page by page, in the order of keys. A folder that is one thing comes once; what lies in it
 * and in `without` is passed over, and not even listed where it goes on past its page.
 */
export async function* listed(request: ListingRequest): AsyncGenerator<ListedPage> {
  const { client, root, pageSize } = request
  const { bucket, prefix } = root
  let startAfter: string | undefined = request.after
  for (;;) {
    let jump: string | null = null
    for await (const page of ahead(client.pages(bucket, { prefix, pageSize, startAfter }))) {
      const { entries, inside } = entriesOf(page.objects, prefix, request.without)
      jump = inside === null || page.next === null ? null : endOf(inside)
      yield { entries, after: jump ?? page.next }
      if (jump !== null) break
    }
    if (jump === null) return
    startAfter = jump
  }
}

/** `inside`: the folder that the last object lies in, where that is passed over. */
export function entriesOf(
  objects: readonly S3Object[],
  prefix: string,
  without: readonly string[],
): { entries: Entry[]; inside: string | null } {
  const entries: Entry[] = []
  let inside: string | null = null
  for (const object of objects) {
    const { key } = object
    if (inside !== null && key.startsWith(inside)) continue
    inside = without.find((one) => key.startsWith(one)) ?? null
    if (inside !== null) continue
    inside = folderAround(key, prefix)
    if (inside !== null) entries.push({ ...object, key: inside, size: 0, isFolder: true })
    // Consoles make an empty object of that name for an empty folder.
    else if (!(key.endsWith('/') && object.size === 0)) entries.push({ ...object, isFolder: false })
  }
  return { entries, inside }
}

/** The outermost folder below `prefix` that is one thing and holds this key, with its slash. */
function folderAround(key: string, prefix: string): string | null {
  const named = folderLike.exec(key.slice(prefix.length))
  if (named !== null) {
    const folder = key.slice(0, prefix.length + named.index + named[0].length)
    if (formatOf(folder).role === 'DIRECTORY') return folder
  }
  if (!storeFile.test(key)) return null
  const folder = key.slice(0, key.lastIndexOf('/') + 1)
  return folder.length > prefix.length ? folder : null
}

/** A digest of a listing, taken entry by entry, so that it can be gone on with. */
export function digested(digest: string, entries: readonly Entry[]): string {
  let now = digest
  for (const { key, size, etag, storageClass } of entries) {
    now = hash('sha256', `${now} ${size} ${etag} ${storageClass} ${key}`, 'base64url')
  }
  return now
}
