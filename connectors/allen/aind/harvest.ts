import type { HarvestContext, HarvestItem } from '#sdk'
import type { Options } from '../options.ts'
import { bucketId, openBuckets } from '../s3/buckets.ts'
import { type BucketReader, bucketReader, invalid, markOf } from '../s3/client.ts'
import { bucketRows } from '../s3/map.ts'
import { compose } from './compose.ts'
import { readDocuments } from './documents.ts'
import { type AssetListing, assetsOf, listAsset } from './listing.ts'
import { assetId } from './map.ts'
import type { AindAsset } from './rows.ts'

const bucketName = openBuckets.find(({ part }) => part === 'aind')?.name ?? ''

/** Where an earlier run left off: the last folder dealt with, and how many assets there were up to it. */
interface Position {
  last: string
  count: number
}

/**
 * The assets of the bucket, folder by folder in the order of their names. An asset whose listing says what it said
 * before is not read again.
 */
export async function* harvestAind(
  context: HarvestContext<Options>,
  partition: string,
): AsyncGenerator<HarvestItem> {
  const { options, http, from } = context
  const { batch, maxAssets } = options.aind
  const reader = bucketReader(bucketName, options, http)
  const left = from(partition)
  const start = positionOf(left)
  let { last, count } = start
  if (left === undefined) {
    for (const row of bucketRows(({ name }) => name === bucketName)) {
      yield { row, entity: 'bucket', nativeId: bucketId(row.name), partition }
    }
  }
  for await (const names of inBatches(foldersOf(reader, options, start.last), batch)) {
    const wanted = maxAssets === null ? names : names.slice(0, maxAssets - count)
    const found = await Promise.all(wanted.map((name) => readAsset(context, reader, name)))
    for (const asset of found) {
      if (asset === null) continue
      const nativeId = assetId(asset.listing.name)
      count += 1
      if (asset.row === null) {
        yield { same: nativeId, partition }
        continue
      }
      yield { row: asset.row, entity: 'aindAsset', nativeId, etag: asset.mark, partition }
      for await (const chunk of assetsOf(reader, asset.listing)) yield { assets: nativeId, chunk }
    }
    last = wanted.at(-1) ?? last
    yield { checkpoint: { last, count }, partition }
    // What was not asked for is not gone.
    if (maxAssets !== null && count >= maxAssets) return
  }
  if (count === 0 && options.aind.prefixes.length === 0) {
    throw invalid('The source says that it holds nothing.')
  }
  yield { partitionDone: partition }
}

interface Found {
  listing: AssetListing
  mark: string
  /** Null: as it was. */
  row: AindAsset | null
}

/** Null for a folder that is no asset: without metadata, and not named like one. */
async function readAsset(
  { options, known, full, pseudonym }: HarvestContext<Options>,
  reader: BucketReader,
  name: string,
): Promise<Found | null> {
  const listing = await listAsset(reader, name)
  if (listing.objects === 0) return null
  if (listing.metadata.size === 0 && !assetName.test(name)) return null
  const mark = markOf(options.aind.maxMetadataBytes, listing.state)
  if (!full && (await known(assetId(name)))?.etag === mark) return { listing, mark, row: null }
  const documents = await readDocuments(reader, listing, options.aind.maxMetadataBytes)
  return { listing, mark, row: compose(documents, { bucket: bucketName, name, pseudonym }) }
}

/** `multiplane-ophys_721291_2024-05-21_08-40-35`, perhaps with what was made of it behind. */
const assetName = /^[A-Za-z0-9-]+_[A-Za-z0-9.-]+_\d{4}-\d{2}-\d{2}(?:_|$)/

/** Names of folders after `last`, in the order of their bytes. */
async function* foldersOf(
  { s3, bucket }: BucketReader,
  { aind }: Options,
  last: string,
): AsyncGenerator<string> {
  const prefixes = aind.prefixes.length > 0 ? [...new Set(aind.prefixes)].sort() : ['']
  let before = last
  for (const prefix of prefixes) {
    // Past all that is in the folder: services differ in whether a folder comes again that begins before its keys.
    const startAfter = before === '' ? undefined : `${before}/\u{10FFFF}`
    for await (const page of s3.pages(bucket, { prefix, delimiter: '/', startAfter })) {
      for (const folder of page.prefixes) {
        const name = folder.replace(/\/$/, '')
        if (!/^[\w.-]+$/.test(name)) continue
        before = name
        yield name
      }
    }
  }
}

async function* inBatches<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let batch: T[] = []
  for await (const item of items) {
    batch.push(item)
    if (batch.length < size) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

function positionOf(left: unknown): Position {
  const { last, count } = (left ?? {}) as Partial<Position>
  const isPosition = typeof last === 'string' && Number.isInteger(count)
  return isPosition ? ({ last, count } as Position) : { last: '', count: 0 }
}
