import { hash } from 'node:crypto'
import {
  createS3Client,
  GatewayError,
  type HttpClient,
  type S3Bucket,
  type S3Client,
  type S3Object,
} from '#sdk'
import type { Options } from '../options.ts'
import { version } from '../version.ts'
import { openBucket } from './buckets.ts'

/** An open bucket, read anonymously. */
export interface BucketReader {
  readonly bucket: S3Bucket
  readonly s3: S3Client
}

export function s3Bucket(name: string, { s3Endpoint }: Pick<Options, 's3Endpoint'>): S3Bucket {
  const region = openBucket(name)?.region ?? null
  return { name, region, endpoint: s3Endpoint, requesterPays: false }
}

export function bucketReader(name: string, options: Options, http: HttpClient): BucketReader {
  return { bucket: s3Bucket(name, options), s3: createS3Client({ http, credentials: null }) }
}

/**
 * An object that a listing told of, as JSON; undefined for one that is no JSON at its source.
 *
 * @throws {GatewayError} `ANSWER_INVALID` when what comes is not what the listing told of; and what reading throws.
 */
export async function readJson(
  { s3, bucket }: BucketReader,
  object: Pick<S3Object, 'key' | 'size'>,
  maxBytes: number,
): Promise<unknown> {
  const read = () => readBytes({ s3, bucket }, object.key, maxBytes)
  let bytes = await read()
  // A body that was cut short or replaced on its way says nothing of the object: asked for once more.
  if (bytes.length !== object.size) bytes = await read()
  if (bytes.length !== object.size) {
    throw invalid('The source gave an object of another size than it lists.')
  }
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}

/**
 * An object as text, checked against the BLAKE2b hash that a manifest tells of it.
 *
 * @throws {GatewayError} `ANSWER_INVALID` when it is not what the manifest says; and what reading throws.
 */
export async function readHashed(
  reader: BucketReader,
  object: { key: string; blake2b: string },
  maxBytes: number,
): Promise<string> {
  for (let isLast = false; ; isLast = true) {
    const bytes = await readBytes(reader, object.key, maxBytes)
    if (hash('blake2b512', bytes) === object.blake2b) return new TextDecoder().decode(bytes)
    if (isLast) throw invalid('The source gave a table that is not what its manifest says.')
  }
}

async function readBytes(
  { s3, bucket }: BucketReader,
  key: string,
  maxBytes: number,
): Promise<Uint8Array> {
  const content = await s3.read(bucket, key, { maxBytes })
  if (content.state === 'READ') return content.bytes
  throw invalid(
    content.state === 'TOO_LARGE'
      ? 'An object of the source is larger than it may be.'
      : 'The source told of an object that it then did not give.',
  )
}

/** What a folder's own objects and folders are, of one that has few of them. */
export async function* objectsBelow(
  { s3, bucket }: BucketReader,
  prefix: string,
): AsyncGenerator<S3Object> {
  for await (const page of s3.pages(bucket, { prefix, delimiter: '/' })) yield* page.objects
}

/** Folders right below a prefix, each ending with a slash. */
export async function* foldersBelow(
  { s3, bucket }: BucketReader,
  prefix: string,
): AsyncGenerator<string> {
  for await (const page of s3.pages(bucket, { prefix, delimiter: '/' })) yield* page.prefixes
}

export function invalid(message: string): GatewayError {
  return new GatewayError('ANSWER_INVALID', { message })
}

/**
 * What a record is kept with to know it again: changes with all that it is made of beside itself, the connector's
 * version and the options included.
 */
export function markOf(options: unknown, ...parts: unknown[]): string {
  return hash('sha256', JSON.stringify([version, options, ...parts]), 'base64url').slice(0, 32)
}
