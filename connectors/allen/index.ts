import { defineConnector, S3ReaderKeys, s3Origins } from '#sdk'
import { mapAbcDirectory, mapAbcRelease } from './abc/map.ts'
import { AbcDirectory, AbcRelease } from './abc/rows.ts'
import { mapAindAsset } from './aind/map.ts'
import { AindAsset } from './aind/rows.ts'
import { harvest } from './harvest.ts'
import {
  mapArchiveVolume,
  mapAtlas,
  mapProduct,
  mapReferenceSpace,
  mapSectionDataSet,
} from './map.ts'
import { below, Options } from './options.ts'
import { resolve } from './resolve.ts'
import { ArchiveVolume, Atlas, Product, ReferenceSpace, SectionDataSet } from './rows.ts'
import { openBuckets } from './s3/buckets.ts'
import { s3Bucket } from './s3/client.ts'
import { mapBucket } from './s3/map.ts'
import { Bucket } from './s3/rows.ts'
import { version } from './version.ts'
import { mapVisualProject, mapVisualSession } from './visual-behavior/map.ts'
import { VisualProject, VisualSession } from './visual-behavior/rows.ts'

/**
 * The Allen Brain Map: the warehouse behind brain-map.org, read over RMA (products, reference atlases, reference
 * spaces, section data sets, structure graphs), the curated volumes of its file archive, and its open buckets (Brain
 * Cell Atlas, Neural Dynamics, Visual Behavior). Reads manifests, tables and metadata, never the data.
 */
export default defineConnector({
  type: 'allen',
  title: 'Allen Brain Map',
  version,
  options: Options,
  readerCredentials: S3ReaderKeys,
  resolve,
  linkOptions: ({ publicUrl, archiveUrl }) => ({ publicUrl, archiveUrl }),
  origins: (options) => [new URL(options.baseUrl).origin, ...bucketOrigins(options)],
  // What lies in the file archive. Grids and images are made as they are asked for.
  mayCheck: ({ locator, role }, { archiveUrl }) =>
    role !== 'DIRECTORY' && locator.startsWith(below(archiveUrl, '/informatics-archive/')),
  // No rate limit is published; the service is slow, and its users are asked to be gentle.
  http: {
    concurrency: 3,
    requestsPerSecond: 30,
    headersTimeout: 60_000,
    bodyTimeout: 60_000,
    totalTimeout: 300_000,
  },
  rows: {
    product: Product,
    atlas: Atlas,
    referenceSpace: ReferenceSpace,
    sectionDataSet: SectionDataSet,
    archiveVolume: ArchiveVolume,
    bucket: Bucket,
    abcDirectory: AbcDirectory,
    abcRelease: AbcRelease,
    aindAsset: AindAsset,
    visualProject: VisualProject,
    visualSession: VisualSession,
  },
  harvest,
  map: {
    product: mapProduct,
    atlas: mapAtlas,
    referenceSpace: mapReferenceSpace,
    sectionDataSet: mapSectionDataSet,
    archiveVolume: mapArchiveVolume,
    bucket: mapBucket,
    abcDirectory: mapAbcDirectory,
    abcRelease: mapAbcRelease,
    aindAsset: mapAindAsset,
    visualProject: mapVisualProject,
    visualSession: mapVisualSession,
  },
})

/** Those of the buckets that are read; of the others only their being there is told. */
function bucketOrigins(options: Options): string[] {
  const read = openBuckets.filter(
    ({ part }) => part !== 'buckets' && options.include.includes(part),
  )
  return [...new Set(read.flatMap(({ name }) => s3Origins(s3Bucket(name, options))))]
}
