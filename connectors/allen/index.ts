import { defineConnector } from '#sdk'
import { harvest } from './harvest.ts'
import {
  mapArchiveVolume,
  mapAtlas,
  mapProduct,
  mapReferenceSpace,
  mapSectionDataSet,
} from './map.ts'
import { Options } from './options.ts'
import { ArchiveVolume, Atlas, Product, ReferenceSpace, SectionDataSet } from './rows.ts'

/**
 * The Allen Brain Map: the warehouse behind brain-map.org, read over RMA (products, reference atlases, reference
 * spaces, section data sets, structure graphs), and the curated volumes of its file archive. Never reads a file.
 */
export default defineConnector({
  type: 'allen',
  title: 'Allen Brain Map',
  version: 1,
  options: Options,
  origins: ({ baseUrl }) => [new URL(baseUrl).origin],
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
  },
  harvest,
  map: {
    product: mapProduct,
    atlas: mapAtlas,
    referenceSpace: mapReferenceSpace,
    sectionDataSet: mapSectionDataSet,
    archiveVolume: mapArchiveVolume,
  },
})
