import type { S3Bucket, S3Client, S3Object } from '#sdk'
import type { Root } from './place.ts'

/** What lies right in the folder of a dataset. */
export interface TopLevel {
  /** By name. Of a folder with thousands of files only those of the first pages, and the wanted ones. */
  files: ReadonlyMap<string, S3Object>
  /** Names without the slash, in order. */
  folders: readonly string[]
  /** False when there are more than were listed. */
  isWhole: boolean
}

/** Pages of one folder that are listed in search of its markers. */
const mostPages = 6

/**
 * Lists one folder, others in it rolled up.
 *
 * @param wanted Names that are asked for one by one when the list is too long to be read to its end.
 */
export async function topLevel(
  client: S3Client,
  { bucket, prefix }: Root,
  pageSize: number,
  wanted: readonly string[] = [],
): Promise<TopLevel> {
  const files = new Map<string, S3Object>()
  const folders: string[] = []
  let pages = 0
  for await (const page of client.pages(bucket, { prefix, delimiter: '/', pageSize })) {
    for (const object of page.objects) add(object)
    for (const folder of page.prefixes) {
      const name = folder.slice(prefix.length, -1)
      if (name !== '') folders.push(name)
    }
    if (page.next === null) return { files, folders, isWhole: true }
    if (++pages === mostPages) break
  }
  for (const name of wanted.filter((one) => !files.has(one))) {
    const object = await objectAt(client, bucket, prefix + name)
    if (object !== null) add(object)
  }
  return { files, folders, isWhole: false }

  function add(object: S3Object): void {
    const name = object.key.slice(prefix.length)
    if (name !== '') files.set(name, object)
  }
}

/** An object as a listing of its own key tells it; null when there is none. */
export async function objectAt(
  client: S3Client,
  bucket: S3Bucket,
  key: string,
): Promise<S3Object | null> {
  for await (const page of client.pages(bucket, { prefix: key, pageSize: 2 })) {
    return page.objects.find((object) => object.key === key) ?? null
  }
  return null
}
