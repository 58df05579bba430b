import { type S3Standin, type S3StandinBucket, startS3Standin } from '#sdk/standin'
import { abcAtlasBucket } from './s3-abc.ts'
import { aindBucket } from './s3-aind.ts'
import { visualBehaviorBuckets } from './s3-visual.ts'

export interface AllenBucketsOptions {
  /** Default 0: any that is free. */
  port?: number
  /** How many invented assets of Neural Dynamics to add to the real ones. Default 0. */
  synthetic?: number
  /** Milliseconds before each answer. Default 0. */
  latency?: number
  /** The buckets as they are to be served instead. */
  change?: (buckets: S3StandinBucket[]) => S3StandinBucket[]
}

export interface AllenBuckets extends S3Standin {
  /** Options of a source that reads these buckets instead of the real ones. Links stay the real ones. */
  readonly options: { s3Endpoint: string; include: string[] }
}

/** Starts a service that speaks S3 over the sample of the open buckets. */
export async function startAllenBuckets({
  port = 0,
  synthetic = 0,
  latency = 0,
  change = (buckets) => buckets,
}: AllenBucketsOptions = {}): Promise<AllenBuckets> {
  const buckets = [abcAtlasBucket(), aindBucket(synthetic), ...visualBehaviorBuckets()]
  const standin = await startS3Standin({ buckets: change(buckets), port, latency })
  const include = ['abcAtlas', 'aind', 'visualBehavior', 'buckets']
  // Not `Object.assign` to a copy: what it counts is behind getters.
  return Object.defineProperty(standin, 'options', {
    value: { s3Endpoint: standin.url, include },
  }) as AllenBuckets
}
