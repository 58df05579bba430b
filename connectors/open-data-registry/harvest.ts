import { hash } from 'node:crypto'
import { GatewayError, type HarvestContext, type HarvestItem } from '#sdk'
import { type EntryBucket, type EntryObject, openEntryBucket } from './bucket.ts'
import { openEntryFolder } from './folder.ts'
import type { Options } from './options.ts'
import { type EntryItem, entryItem, largestEntry, unreadableItem } from './read-entry.ts'

type Context = HarvestContext<Options>

/** The one partition: all entries, swept as a whole. */
const partition = 'datasets'
/** Files of a folder between two checkpoints. */
const filesAtOnce = 100
/** Objects of a bucket that are read at once, between two checkpoints. */
const objectsAtOnce = 8

/** Every entry that changed since it was last read, in the order of their names. */
export async function* harvest(context: Context): AsyncGenerator<HarvestItem> {
  const left = context.from(partition)
  if (left === null) return
  const after = typeof left === 'string' ? left : null
  if (context.options.bucket === null) yield* harvestFolder(context, after)
  else yield* harvestBucket(context, after)
  yield { partitionDone: partition }
}

/** The checkpoint is the id last read. */
async function* harvestFolder(
  { options, known, full, signal }: Context,
  after: string | null,
): AsyncGenerator<HarvestItem> {
  const folder = await openEntryFolder(options.folder ?? '')
  if (folder.ids.length === 0) throw nothingFound()
  yield { expected: folder.ids.length }
  const ids = after === null ? folder.ids : folder.ids.filter((id) => id > after)
  for (let at = 0; at < ids.length; at += filesAtOnce) {
    const batch = ids.slice(at, at + filesAtOnce)
    for (const id of batch) {
      if (signal.aborted) throw new GatewayError('CANCELLED')
      const read = await folder.read(id)
      if ('problem' in read) {
        yield unreadableItem(id, read.problem)
        continue
      }
      const mark = markOf(hash('sha256', read.bytes), options)
      const isSame = !full && (await known(id))?.etag === mark
      if (isSame) yield { same: id }
      else yield* wanted(entryItem(id, read.bytes, mark), options)
    }
    yield { checkpoint: batch.at(-1) ?? null, partition }
  }
}

/** The checkpoint is the key last read. */
async function* harvestBucket(context: Context, after: string | null): AsyncGenerator<HarvestItem> {
  const bucket = await openEntryBucket(context)
  let count = 0
  try {
    for await (const objects of bucket.pages(after)) {
      count += objects.length
      if (after === null) yield { expected: count }
      for (let at = 0; at < objects.length; at += objectsAtOnce) {
        const batch = objects.slice(at, at + objectsAtOnce)
        // All are waited for, so that none is under way when the first of them is told as failed.
        const reads = await Promise.allSettled(batch.map((one) => readObject(context, bucket, one)))
        for (const read of reads) {
          if (read.status === 'rejected') throw read.reason
          if ('same' in read.value) yield read.value
          else yield* wanted(read.value, context.options)
        }
        yield* spentOn(bucket)
        yield { checkpoint: batch.at(-1)?.key ?? null, partition }
      }
    }
  } catch (thrown) {
    yield* spentOn(bucket)
    throw thrown
  }
  yield* spentOn(bucket)
  if (count === 0 && after === null) throw nothingFound()
}

/** Not asked for again where the listing says that it is as it was. */
async function readObject(
  { options, known, full }: Context,
  bucket: EntryBucket,
  object: EntryObject,
): Promise<EntryItem | { same: string }> {
  const { id, etag, size } = object
  if (size > largestEntry) return unreadableItem(id, 'TOO_LARGE')
  const kept = full ? null : ((await known(id))?.etag ?? null)
  if (kept !== null && etag !== '' && kept === markOf(etag, options)) return { same: id }
  const read = await bucket.read(
    object,
    kept !== null && etag === '' ? etagIn(kept, options) : null,
  )
  switch (read.state) {
    case 'READ':
      return entryItem(id, read.bytes, read.etag === '' ? '' : markOf(read.etag, options))
    case 'UNCHANGED':
      return { same: id }
    case 'MISSING':
      return unreadableItem(id, 'NOT_READABLE')
    default:
      return unreadableItem(id, read.state)
  }
}

function* spentOn(bucket: EntryBucket): Generator<HarvestItem> {
  const spent = bucket.takeSpent()
  if (spent > 0) yield { spent }
}

/** The entry, unless the options leave it out; a file that is no entry has no tags to be judged by. */
function* wanted(item: EntryItem, { tags }: Options): Generator<HarvestItem> {
  const its = (item.row as { Tags?: unknown }).Tags
  const words = Array.isArray(its) ? its.map((tag) => String(tag).trim().toLowerCase()) : []
  const isWanted = tags.length === 0 || tags.some((tag) => words.includes(tag))
  if (isWanted || item.entity === 'unreadable') yield item
}

/** What is kept as etag: with other tags than last time an entry that did not change is looked at again. */
function markOf(etag: string, { tags }: Options): string {
  return tags.length === 0 ? etag : `${etag} ${hash('sha256', JSON.stringify(tags)).slice(0, 12)}`
}

/** Null where it was kept with other tags. */
function etagIn(mark: string, options: Options): string | null {
  const [etag = ''] = mark.split(' ')
  return markOf(etag, options) === mark ? etag : null
}

/** A folder that is not mounted, or a bucket that lies, is as empty as one that really is. */
function nothingFound(): GatewayError {
  const message = 'The source holds no entry of a registry at all, which is not believed.'
  return new GatewayError('ANSWER_INVALID', { message })
}
