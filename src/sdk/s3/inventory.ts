import { createHash } from 'node:crypto'
import { z } from 'zod'
import { GatewayError } from '../../model/index.ts'
import { inventoryRows } from './inventory-rows.ts'
import { availabilityOf, unquoted, urlDecoded } from './listing.ts'
import type { S3Bucket, S3Client, S3Object, S3Page } from './s3.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html */
const Manifest = z.object({
  sourceBucket: z.string(),
  fileFormat: z.string(),
  fileSchema: z.string(),
  files: z.array(
    z.object({
      key: z.string().min(1),
      size: z.int().nonnegative(),
      MD5checksum: z.string().regex(/^[0-9a-f]{32}$/i),
    }),
  ),
})
type Manifest = z.output<typeof Manifest>

const manifestName = 'manifest.json'
const checksumName = 'manifest.checksum'
/** Bytes: some hundred thousand files. */
const largestManifest = 64 * 1024 * 1024
const dated = /(?:^|\/)\d{4}-\d\d-\d\dT\d\d-\d\dZ\/$/
const pageSize = 1000

/** See `S3Client.inventory`. */
export async function* inventoryPages(
  client: S3Client,
  bucket: S3Bucket,
  place: string,
): AsyncGenerator<S3Page> {
  const manifest = await manifestAt(client, bucket, place)
  const objectOf = columnsOf(manifest)
  let objects: S3Object[] = []
  for (const file of manifest.files) {
    for await (const row of inventoryRows(client, bucket, file)) {
      const object = objectOf(row)
      if (object !== null) objects.push(object)
      if (objects.length < pageSize) continue
      yield { objects, prefixes: [], next: null }
      objects = []
    }
  }
  if (objects.length > 0) yield { objects, prefixes: [], next: null }
}

async function manifestAt(client: S3Client, bucket: S3Bucket, place: string): Promise<Manifest> {
  const folders = place.endsWith(manifestName)
    ? [place.slice(0, -manifestName.length)]
    : await datedFolders(client, bucket, place)
  for (const folder of folders) {
    // Written last: an inventory without it is not complete yet.
    const checksum = await small(client, bucket, folder + checksumName)
    const manifest = checksum && (await small(client, bucket, folder + manifestName))
    if (checksum && manifest) return checked(manifest, Buffer.from(checksum).toString().trim())
  }
  throw new GatewayError('NOT_FOUND', { message: 'There is no complete inventory there.' })
}

/** Newest first. */
async function datedFolders(client: S3Client, bucket: S3Bucket, prefix: string): Promise<string[]> {
  const folders: string[] = []
  const below = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`
  for await (const page of client.pages(bucket, { prefix: below, delimiter: '/' })) {
    folders.push(...page.prefixes.filter((folder) => dated.test(folder)))
  }
  return folders.reverse()
}

async function small(client: S3Client, bucket: S3Bucket, key: string): Promise<Uint8Array | null> {
  const content = await client.read(bucket, key, { maxBytes: largestManifest })
  if (content.state === 'MISSING') return null
  if (content.state === 'READ') return content.bytes
  throw invalid('cannot be read: it is archived, or too large')
}

function checked(bytes: Uint8Array, md5: string): Manifest {
  if (createHash('md5').update(bytes).digest('hex') !== md5.toLowerCase()) {
    throw invalid('is not what its checksum says')
  }
  let manifest: unknown
  try {
    manifest = JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    throw invalid('is no JSON')
  }
  const parsed = Manifest.safeParse(manifest)
  if (!parsed.success) throw invalid('does not have the form that is documented')
  if (parsed.data.fileFormat.toUpperCase() !== 'CSV') {
    throw new GatewayError('UNSUPPORTED', {
      message: 'Only inventories in CSV are read, not those in ORC or Parquet.',
    })
  }
  return parsed.data
}

/** How a row of the CSV becomes an object; null for versions that are not current, and markers of deletion. */
function columnsOf(manifest: Manifest): (row: readonly string[]) => S3Object | null {
  const names = manifest.fileSchema.split(',').map((name) => name.trim().toLowerCase())
  const [bucket, key, size, modified] = ['bucket', 'key', 'size', 'lastmodifieddate'].map((name) =>
    names.indexOf(name),
  ) as [number, number, number, number]
  const [etag, storageClass] = [names.indexOf('etag'), names.indexOf('storageclass')]
  const [isLatest, isMarker] = [names.indexOf('islatest'), names.indexOf('isdeletemarker')]
  if (key < 0 || size < 0 || modified < 0) {
    throw new GatewayError('UNSUPPORTED', {
      message: 'An inventory has to tell sizes and dates: this one does not.',
    })
  }
  return (row) => {
    if (row.length !== names.length) throw invalid('has a row with other columns than it says')
    if (row[isLatest] === 'false' || row[isMarker] === 'true') return null
    if (bucket >= 0 && row[bucket] !== manifest.sourceBucket) {
      throw invalid('has a row about another bucket')
    }
    const bytes = row[size] ?? ''
    const time = new Date(row[modified] ?? '')
    if (!/^\d{1,15}$/.test(bytes) || Number.isNaN(time.getTime())) {
      throw invalid('has a row without a size or date')
    }
    const told = row[storageClass] || null
    return {
      key: keyOf(row[key] ?? ''),
      size: Number(bytes),
      etag: unquoted(row[etag] ?? ''),
      modified: time.toISOString(),
      storageClass: told ?? 'UNKNOWN',
      availability: told === null ? 'UNKNOWN' : availabilityOf(told),
    }
  }
}

function keyOf(text: string): string {
  try {
    if (text !== '') return urlDecoded(text)
  } catch {}
  throw invalid('has a row whose key is none')
}

function invalid(what: string): GatewayError {
  return new GatewayError('ANSWER_INVALID', { message: `The inventory ${what}.` })
}
