import {
  type AllenBuckets,
  type AllenBucketsOptions,
  startAllenBuckets,
} from '../../../connectors/allen/standin.ts'
import type { Asset } from '../../../src/sdk/index.ts'
import type { S3StandinBucket, S3StandinObject } from '../../../src/sdk/standin/index.ts'
import { whileUp } from '../read-source.ts'
import type { Reading } from './read-allen.ts'

export { recordAt as recordIn } from '../read-source.ts'

/** Starts the buckets for as long as `use` takes. */
export function withBuckets<T>(
  options: AllenBucketsOptions,
  use: (buckets: AllenBuckets) => Promise<T>,
): Promise<T> {
  return whileUp(startAllenBuckets(options), use)
}

export const names = {
  abc: 'allen-brain-cell-atlas',
  aind: 'aind-open-data',
  ophys: 'visual-behavior-ophys-data',
  neuropixels: 'visual-behavior-neuropixels-data',
} as const

/** All assets of a record, those of its row and those that were streamed. */
export function assetsOf(reading: Reading, id: string): Asset[] {
  const streamed = reading.items.flatMap((item) =>
    'assets' in item && item.assets === id ? item.chunk : [],
  )
  return [...(reading.records.get(id)?.assets ?? []), ...streamed]
}

/** What a catalogue would hold of a reading, by native id. */
export function etagsOf(reading: Reading): Map<string, string> {
  return new Map(
    reading.items.flatMap((item) =>
      'row' in item && item.nativeId !== null && item.etag !== undefined
        ? [[item.nativeId, item.etag] as const]
        : [],
    ),
  )
}

/** The buckets with one object put in the place of another, or added. */
export function withObject(bucket: string, object: S3StandinObject) {
  return changed(bucket, (objects) => [...objects.filter(({ key }) => key !== object.key), object])
}

export function changed(name: string, change: (objects: S3StandinObject[]) => S3StandinObject[]) {
  return (buckets: S3StandinBucket[]): S3StandinBucket[] =>
    buckets.map((bucket) =>
      bucket.name === name && Array.isArray(bucket.objects)
        ? { ...bucket, objects: change(bucket.objects) }
        : bucket,
    )
}

/** Requests that read an object; others list. */
export function readsOf(standin: Pick<AllenBuckets, 'requests'>): string[] {
  return standin.requests.filter(({ search }) => search === '').map(({ path }) => path)
}
