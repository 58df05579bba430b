import { createHash } from 'node:crypto'
import type { Asset, S3Object, S3Page } from '#sdk'
import type { BucketReader } from '../s3/client.ts'
import { bucketAsset, folderAsset } from '../s3/places.ts'
import { coreFiles } from './compose.ts'

/** Objects and folders of an asset's top folder that are kept while it is read; of a longer list, none. */
const mostKept = 2_000

/** What lies right below the folder of an asset. What is below its folders is theirs. */
export interface AssetListing {
  name: string
  /** Changes when an object of the top folder changes, comes or goes, and when a folder does. */
  state: string
  /** Files of metadata by their names. */
  metadata: ReadonlyMap<string, S3Object>
  objects: number
  /** Null when it is too long to be kept: it is to be listed again. */
  pages: readonly S3Page[] | null
}

const metadataNames = new Set(['metadata.nd.json', ...coreFiles.map((file) => `${file}.json`)])

export async function listAsset(reader: BucketReader, name: string): Promise<AssetListing> {
  const state = createHash('sha256')
  const metadata = new Map<string, S3Object>()
  let pages: S3Page[] | null = []
  let objects = 0
  for await (const page of pagesOf(reader, name)) {
    for (const object of page.objects) {
      const { key, etag, size, storageClass, availability } = object
      state.update(JSON.stringify([key, etag, size, storageClass, availability]))
      const file = key.slice(name.length + 1)
      if (metadataNames.has(file)) metadata.set(file, object)
    }
    for (const prefix of page.prefixes) state.update(JSON.stringify(prefix))
    objects += page.objects.length + page.prefixes.length
    if (objects > mostKept) pages = null
    else pages?.push(page)
  }
  return { name, state: state.digest('base64url').slice(0, 32), metadata, objects, pages }
}

function pagesOf({ s3, bucket }: BucketReader, name: string): AsyncIterable<S3Page> {
  return s3.pages(bucket, { prefix: `${name}/`, delimiter: '/' })
}

/** Assets in chunks: files of metadata, and every file and folder beside them. */
export async function* assetsOf(
  reader: BucketReader,
  { name, pages }: AssetListing,
): AsyncGenerator<Asset[]> {
  for await (const { objects, prefixes } of pages ?? pagesOf(reader, name)) {
    const bucket = reader.bucket.name
    const below = `${name}/`
    const files = objects.flatMap(({ key, size, availability }) => {
      const file = key.slice(below.length)
      // An object of the folder's own name is the mark of a folder that somebody made by hand.
      return file === '' ? [] : [bucketAsset({ bucket, key }, { name: file, size, availability })]
    })
    const folders = prefixes.map((key) => folderAsset({ bucket, key }, key.slice(below.length)))
    const chunk = [...files, ...folders]
    if (chunk.length > 0) yield chunk
  }
}
