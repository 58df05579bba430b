import {
  createS3Client,
  GatewayError,
  type HarvestContext,
  type S3Bucket,
  type S3Content,
  type S3Object,
  s3Credentials,
} from '#sdk'
import type { Options } from './options.ts'
import { idOfFile, largestEntry } from './read-entry.ts'

/** Times that an object is read which comes damaged. */
const mostAttempts = 3
/** Bytes that an object may have at least, even if the listing says fewer: it may have grown since. */
const leastAside = 64 * 1024

/** The object of an entry, as the listing tells it. */
export interface EntryObject {
  id: string
  key: string
  /** Empty when the service tells none. */
  etag: string
  /** Bytes. */
  size: number
}

/** The entries of a bucket. */
export interface EntryBucket {
  /** Page by page, in the order of their keys; those after a key, where an interrupted harvest goes on. */
  pages(after: string | null): AsyncIterable<EntryObject[]>
  /**
   * Not read while it still has the etag `unless`.
   *
   * @throws {GatewayError} `ANSWER_INVALID` when something else comes in its place; and what `S3Client` throws.
   */
  read(object: EntryObject, unless: string | null): Promise<S3Content>
  /** US dollars since this was last asked. */
  takeSpent(): number
}

export function bucketOf({ bucket, region, endpoint, requesterPays }: Options): S3Bucket {
  return { name: bucket ?? '', region, endpoint, requesterPays }
}

/** Throws what `s3Credentials` throws; nothing is asked for yet. */
export async function openEntryBucket(context: HarvestContext<Options>): Promise<EntryBucket> {
  const { options, http, signal } = context
  const client = createS3Client({
    http,
    credentials: await s3Credentials(context.credentials),
    renew: () => s3Credentials(context.credentials),
    budget: Math.min(options.maxCost, context.budget ?? Infinity),
    signal,
  })
  const bucket = bucketOf(options)
  const outer = options.prefix
  const inner = `${outer}datasets/`

  async function* pages(after: string | null): AsyncGenerator<EntryObject[]> {
    const startAfter = after ?? undefined
    let hasInner = after?.startsWith(inner) ?? false
    if (after === null || hasInner) {
      const listing = { prefix: inner, delimiter: '/', startAfter }
      for await (const { objects, prefixes } of client.pages(bucket, listing)) {
        hasInner ||= objects.length > 0 || prefixes.length > 0
        yield entriesAmong(objects, inner)
      }
    }
    if (hasInner) return
    const listing = { prefix: outer, delimiter: '/', startAfter }
    for await (const { objects, prefixes } of client.pages(bucket, listing)) {
      if (prefixes.includes(inner)) {
        const message = 'The source listed a folder as empty, and then as one that is there.'
        throw new GatewayError('ANSWER_INVALID', { message })
      }
      yield entriesAmong(objects, outer)
    }
  }

  async function read(object: EntryObject, unless: string | null): Promise<S3Content> {
    // Money is put aside for as many bytes as may come.
    const maxBytes = Math.min(largestEntry, Math.max(leastAside, 2 * object.size))
    const reading = { unless: unless ?? undefined, maxBytes }
    for (let attempt = 1; attempt <= mostAttempts; attempt++) {
      const content = await client.read(bucket, object.key, reading)
      if (!isDamaged(content, object)) return content
    }
    const message = 'The source answered with something else in place of an entry.'
    throw new GatewayError('ANSWER_INVALID', { message })
  }

  return { pages, read, takeSpent: () => client.takeSpent() }
}

/**
 * A web page of something that stands before the bucket, or fewer bytes than the same version of the object has: no
 * entry must be rejected for that.
 */
function isDamaged(content: S3Content, { etag, size }: EntryObject): boolean {
  if (content.state !== 'READ') return false
  if (/^text\/html\b/i.test(content.contentType ?? '')) return true
  const isSameVersion = content.etag === '' || content.etag === etag
  return isSameVersion && content.bytes.length < size
}

function entriesAmong(objects: readonly S3Object[], prefix: string): EntryObject[] {
  return objects.flatMap(({ key, etag, size }) => {
    const id = idOfFile(key.slice(prefix.length))
    return id === null ? [] : [{ id, key, etag, size }]
  })
}
