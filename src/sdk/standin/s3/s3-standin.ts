import { randomBytes } from 'node:crypto'
import { createOrders, type Orders } from '../orders.ts'
import type { StandinAnswer, StandinRequest } from '../routes.ts'
import { type Standin, startStandin } from '../standin.ts'
import { addressOf } from './address.ts'
import { createBucket, type Ledger, type S3Charge, type S3LargeRead } from './bucket.ts'
import type { S3StandinBucket, S3StandinKey, S3StandinObject } from './buckets.ts'
import {
  accessDenied,
  failureAnswer,
  noSuchBucket,
  permanentRedirect,
  S3Failure,
} from './failures.ts'
import { misbehave, type S3Misbehaviour } from './misbehaviour.ts'
import { authenticate } from './sigv4.ts'
import { createTokens } from './tokens.ts'

export interface S3StandinOptions {
  buckets: S3StandinBucket[]
  /** Keys that S3 knows and that get into no bucket but public ones. */
  strangers?: S3StandinKey[]
  /** Milliseconds before each answer. Default 0. */
  latency?: number
  /** Epoch milliseconds. Default `Date.now`. */
  clock?: () => number
  /** Default 0: any that is free. */
  port?: number
}

export interface S3Standin extends Standin {
  /** In their order. */
  readonly charges: readonly S3Charge[]
  readonly largeReads: readonly S3LargeRead[]
  /** Misbehaviour of S3's own; strikes every request that does not say which. */
  readonly orders: Orders<StandinRequest, S3Misbehaviour>
  /** Objects of a bucket from now on, in place of those it has; whoever has keys keeps them. Unknown names throw. */
  replace(name: string, change: (objects: readonly S3StandinObject[]) => S3StandinObject[]): void
}

/**
 * Starts a server that speaks S3 as AWS does, for reading: ListObjectsV2, HeadBucket, GetBucketLocation, HEAD and GET of
 * objects, with signatures checked. Path-style at its own address; a `Host` such as `bucket.s3.localhost` or
 * `bucket.s3.eu-west-1.amazonaws.com` makes it a virtual host.
 */
export async function startS3Standin(options: S3StandinOptions): Promise<S3Standin> {
  const { strangers = [], clock = Date.now } = options
  const ledger: Ledger = { charges: [], largeReads: [] }
  const tokens = createTokens()
  const buckets = new Map(
    options.buckets.map((bucket) => [bucket.name, createBucket(bucket, tokens, ledger)]),
  )
  const everybody = [...strangers, ...options.buckets.flatMap(({ keys = [] }) => keys)]
  const keys = new Map(everybody.map((key) => [key.accessKeyId, key]))
  const orders = createOrders<StandinRequest, S3Misbehaviour>(() => true)

  function handle(request: StandinRequest): StandinAnswer {
    const requestId = randomBytes(8).toString('hex').toUpperCase()
    const answer = answerOrFailure(request, requestId)
    const headers = { 'x-amz-request-id': requestId, server: 'AmazonS3', ...answer.headers }
    return { ...answer, headers }
  }

  function answerOrFailure(request: StandinRequest, requestId: string): StandinAnswer {
    try {
      const how = orders.strike(request)
      return how === null ? answerTo(request) : misbehave(how, requestId)
    } catch (failure) {
      if (!(failure instanceof S3Failure)) throw failure
      return failureAnswer(failure, request.method, requestId)
    }
  }

  function answerTo(request: StandinRequest): StandinAnswer {
    const address = addressOf(request.headers.host ?? '', request.target)
    const bucket = buckets.get(address.bucket ?? '')
    const now = clock()
    if (bucket === undefined) {
      authenticate(request, address, { keys, now, region: address.region })
      throw address.bucket === null ? accessDenied() : noSuchBucket(address.bucket)
    }
    const { name, region, redirects } = bucket
    const moved = permanentRedirect(name, region, address.isHosted)
    if (address.region !== null && address.region !== region) throw moved
    try {
      const caller = authenticate(request, address, { keys, now, region })
      return bucket.answer({ request, address, caller, now })
    } catch (failure) {
      if (!(failure instanceof S3Failure)) throw failure
      if (redirects && failure.details.Region !== undefined) throw moved
      // Where a bucket is may be known to everybody.
      throw address.key === '' ? failure.with({ 'x-amz-bucket-region': region }) : failure
    }
  }

  const standin = await startStandin({
    handle,
    latency: options.latency ?? 0,
    port: options.port ?? 0,
    pages: {
      empty: (body) =>
        String(body)
          .replace(/<(Contents|CommonPrefixes|NextContinuationToken)>.*?<\/\1>/gs, '')
          .replace(/(<IsTruncated>).*?</, '$1false<')
          .replace(/(<KeyCount>).*?</, '$10<'),
      drift: (body) => String(body).replace(/<(\/?)(Key|Size)>/g, '<$1Object$2>'),
      listOf: ({ method, path, query }) => `${method} ${path} ${query.get('prefix') ?? ''}`,
    },
  })
  const served = new Map(options.buckets.map((bucket) => [bucket.name, bucket]))
  function replace(
    name: string,
    change: (objects: readonly S3StandinObject[]) => S3StandinObject[],
  ) {
    const bucket = served.get(name)
    if (!Array.isArray(bucket?.objects))
      throw new TypeError(`no bucket ${name} with a list of objects`)
    const changed = { ...bucket, objects: change(bucket.objects) }
    served.set(name, changed)
    buckets.set(name, createBucket(changed, tokens, ledger))
  }
  return Object.defineProperties(standin, {
    replace: { value: replace },
    charges: { value: ledger.charges },
    largeReads: { value: ledger.largeReads },
    orders: { value: orders },
  }) as S3Standin
}
