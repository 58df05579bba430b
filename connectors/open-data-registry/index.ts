import { defineConnector, localS3Login, S3Login, s3Origins } from '#sdk'
import { bucketOf } from './bucket.ts'
import { harvest } from './harvest.ts'
import { mapDataset, mapUnreadable } from './map.ts'
import { Options } from './options.ts'
import { Dataset, Unreadable } from './rows.ts'

/**
 * Entries of the Registry of Open Data on AWS: YAML files in a folder, a git checkout or a bucket, one data set each. Reads
 * the entries, never the data that they describe.
 */
export default defineConnector({
  type: 'open-data-registry',
  title: 'Registry of Open Data',
  version: 1,
  options: Options,
  credentials: S3Login,
  local: ({ folder = null }, credentials) => [
    ...(folder === null ? [] : ['options.folder']),
    ...localS3Login(credentials),
  ],
  origins: (options) => (options.bucket === null ? [] : s3Origins(bucketOf(options))),
  http: { concurrency: 8, requestsPerSecond: 50 },
  rows: { dataset: Dataset, unreadable: Unreadable },
  harvest,
  map: { dataset: mapDataset, unreadable: mapUnreadable },
})
