import { createHash } from 'node:crypto'
import {
  type Availability,
  type Credentials,
  createS3Client,
  GatewayError,
  type HarvestContext,
  type S3Bucket,
  s3Credentials,
} from '#sdk'
import type { Options } from './options.ts'

/** An object, or all of a folder, as a listing has it. */
export interface Listed {
  /** Bytes. */
  size: number
  region: string
  /** ARCHIVED when any of a folder is. */
  availability: Availability
}

/** What the listings of buckets tell. */
export interface BucketSizes {
  /** Null for what lies in no bucket that was listed, or is not there. A key that ends with `/` is a folder's. */
  find(file: { bucket: string | null; key: string | null }): Listed | null
  /** What the listings were at; empty when nothing was listed. */
  mark: string
  /** US dollars. */
  spent: number
}

type Objects = Map<string, { size: number; availability: Availability }>

/** Objects of one bucket that are kept in mind: those of the atlas hold hundreds. */
const mostObjects = 200_000

/**
 * Lists the buckets that the options say, as far as `maxCost` goes, at the cost of whoever the credentials belong to.
 *
 * @throws {GatewayError} `UNSUPPORTED` for a bucket of more objects than can be kept in mind, and what `S3Client` throws.
 */
export async function listBuckets({
  options,
  credentials,
  http,
  source,
  signal,
  budget: most = Infinity,
}: HarvestContext<Options>): Promise<BucketSizes> {
  const listed = new Map<string, { region: string; objects: Objects }>()
  const hash = createHash('sha256')
  const keys = await s3Credentials(keysOf(credentials))
  const budget = Math.min(options.maxCost, most)
  const client = createS3Client({ http, credentials: keys, budget, signal })
  for (const bucket of bucketsOf(options)) {
    const objects: Objects = new Map()
    for await (const page of client.pages(bucket)) {
      for (const { key, size, etag, availability } of page.objects) {
        objects.set(key, { size, availability })
        hash.update(JSON.stringify([bucket.name, key, size, etag, availability]))
      }
      if (objects.size > mostObjects) throw tooMany(source)
    }
    listed.set(bucket.name, { region: await client.region(bucket), objects })
  }
  return {
    find({ bucket, key }) {
      const found = bucket === null ? undefined : listed.get(bucket)
      if (found === undefined || key === null) return null
      const { region, objects } = found
      if (!key.endsWith('/')) {
        const object = objects.get(key)
        return object === undefined ? null : { ...object, region }
      }
      const inside = [...objects].filter(([name]) => name.startsWith(key)).map(([, one]) => one)
      if (inside.length === 0) return null
      return {
        size: inside.reduce((sum, { size }) => sum + size, 0),
        region,
        availability: inside.some((one) => one.availability === 'ARCHIVED') ? 'ARCHIVED' : 'ONLINE',
      }
    },
    mark: listed.size === 0 ? '' : hash.digest('base64url'),
    spent: client.takeSpent(),
  }
}

/** Buckets to be listed. Those of the atlas let everybody pay for himself. */
export function bucketsOf({ buckets }: Options): S3Bucket[] {
  return buckets
    .filter(({ list }) => list)
    .map(({ name, region, endpoint }) => ({ name, region, endpoint, requesterPays: true }))
}

/** The part of a login that is meant for S3; null where there is none. */
function keysOf(credentials: Credentials | null): Credentials | null {
  const { token: _, ...keys } = credentials ?? {}
  return Object.keys(keys).length === 0 ? null : (keys as Credentials)
}

function tooMany(source: string): GatewayError {
  return new GatewayError('UNSUPPORTED', {
    source,
    message: 'A bucket holds more objects than are listed for sizes.',
  })
}
