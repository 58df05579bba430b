import {
  type S3Standin,
  type S3StandinBucket,
  type S3StandinKey,
  startS3Standin,
} from '#sdk/standin'
import { archived, broken, faces, planted, rhymes } from './sample/bids.ts'
import { objectsOf } from './sample/objects.ts'
import { blastocyst, reads, templates } from './sample/others.ts'

export { planted }

/** Keys that every bucket of the stand-in knows, as credentials of a source. */
export const sampleLogin = {
  accessKeyId: 'AKIASAMPLEKEY0000001',
  secretAccessKey: 'planted-secret/of+the+sample+key',
} as const satisfies S3StandinKey

export interface SampleOptions {
  /** In place of the sample. */
  buckets?: S3StandinBucket[]
  /** Milliseconds before each answer. */
  latency?: number
}

/** The buckets of the sample: one that is public, one whose readers pay, one of templates, one of images, one of reads. */
export function sampleBuckets(): S3StandinBucket[] {
  const keys = [sampleLogin]
  return [
    {
      name: 'openneuro.sample',
      isPublic: true,
      keys,
      objects: [
        ...objectsOf('ds000003/', rhymes),
        ...objectsOf('ds000117/', faces),
        ...objectsOf('ds999999/', broken),
      ],
    },
    {
      name: 'scans-for-payers',
      region: 'us-west-2',
      requesterPays: true,
      keys,
      objects: [
        ...objectsOf('nerve/', archived).map((object) =>
          object.body === undefined ? { ...object, storageClass: 'DEEP_ARCHIVE' } : object,
        ),
      ],
    },
    { name: 'templateflow', isPublic: true, keys, objects: objectsOf('', templates) },
    {
      name: 'idr',
      region: 'eu-west-2',
      isPublic: true,
      keys,
      objects: objectsOf('zarr/v0.4/idr0062A/6001240.zarr/', blastocyst),
    },
    { name: 'reads', isPublic: true, keys, objects: objectsOf('run-7/', reads) },
  ]
}

/** Options that read the whole sample. */
export function sampleOptions(endpoint: string): Record<string, unknown> {
  return {
    places: [
      { endpoint, bucket: 'openneuro.sample', datasets: 'folders' },
      {
        endpoint,
        bucket: 'scans-for-payers',
        region: 'us-west-2',
        prefix: 'nerve',
        requesterPays: true,
      },
      { endpoint, bucket: 'templateflow', convention: 'templateflow', datasets: 'folders' },
      { endpoint, bucket: 'idr', region: 'eu-west-2', prefix: 'zarr', convention: 'ome-zarr' },
      {
        endpoint,
        bucket: 'reads',
        prefix: 'run-7/',
        assumed: { license: 'CC-BY-4.0', species: 'Mus musculus' },
      },
    ],
    limits: { pageSize: 10, keysAhead: 1_000 },
  }
}

/** Native ids of all records of the sample. */
export const sampleIds: readonly string[] = [
  's3://openneuro.sample/ds000003/',
  's3://openneuro.sample/ds000117/',
  's3://openneuro.sample/ds000117/derivatives/meg_derivatives/',
  's3://openneuro.sample/ds999999/',
  's3://scans-for-payers/nerve/',
  's3://templateflow/tpl-MNI152NLin2009cAsym/',
  's3://templateflow/tpl-WHS/',
  's3://idr/zarr/v0.4/idr0062A/6001240.zarr/',
  's3://reads/run-7/',
]

/** Starts a service with the buckets of the sample. */
export function startSample({
  buckets = sampleBuckets(),
  latency = 0,
}: SampleOptions = {}): Promise<S3Standin> {
  return startS3Standin({ buckets, latency })
}
