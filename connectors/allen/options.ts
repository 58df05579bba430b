import { z } from 'zod'
import { bucketParts } from './s3/buckets.ts'

const mebibyte = 1024 * 1024
const WebRoot = z.url({ protocol: /^https?$/ })

/** What is read of the warehouse, and the curated volumes of the file archive. */
export const parts = [
  'products',
  'atlases',
  'referenceSpaces',
  'sectionDataSets',
  'archiveVolumes',
] as const

export const Options = z.strictObject({
  /** Root of the service to read, without `/api/v2`. */
  baseUrl: WebRoot.default('https://api.brain-map.org'),
  /** Root that links to pages and files of the warehouse are built on. They are meant for readers, so: the public one. */
  publicUrl: WebRoot.default('https://api.brain-map.org'),
  /** Root of the file archive; links are built on it, nothing is read from it. */
  archiveUrl: WebRoot.default('https://download.alleninstitute.org'),
  /** What to harvest. The open buckets are large: they are read when they are named here. */
  include: z
    .array(z.enum([...parts, ...bucketParts]))
    .min(1)
    .default([...parts]),
  /**
   * Products whose section data sets are read, by id (`1`) or abbreviation (`Mouse`). Empty: all. Products
   * themselves are always read in full.
   */
  products: z.array(z.union([z.int().positive(), z.string().regex(/^[\w .-]+$/)])).default([]),
  /** Whether data sets that failed the institute's quality control are read too. */
  includeFailed: z.boolean().default(false),
  /** Ids asked for at a time; the service gives no more than 2,000. */
  pageSize: z.int().min(1).max(2000).default(2000),
  /** Data sets whose particulars are asked for at a time. */
  detailBatch: z.int().min(1).max(400).default(200),
  /** Ids of the structure graphs to read as vocabulary: 1 adult mouse, 10 human, 16 developing human, 17 developing mouse. */
  structureGraphs: z.array(z.int().positive()).default([1, 10, 16, 17]),
  /** Root of a service that holds copies of the open buckets, addressed path-style. Null: AWS. Links lead to AWS. */
  s3Endpoint: WebRoot.nullable().default(null),
  abcAtlas: z
    .strictObject({
      /** Releases to tell, by their dates (`20231215`); an older one tells what a newer one has otherwise. */
      releases: z
        .union([
          z.literal('newest'),
          z
            .array(z.string().regex(/^\d{8}$/))
            .min(1)
            .max(50),
        ])
        .default('newest'),
      /** Bytes of the largest manifest that is read. */
      maxManifestBytes: z
        .int()
        .positive()
        .default(32 * mebibyte),
    })
    .prefault({}),
  aind: z
    .strictObject({
      /** How the names of the assets that are read start: `multiplane-ophys_`. Empty: all. */
      prefixes: z.array(z.string().regex(/^[\w.-]+$/)).default([]),
      /** Assets to read at most; what is left is not taken for removed. Null: all. */
      maxAssets: z.int().positive().nullable().default(null),
      /** Assets read at a time. */
      batch: z.int().min(1).max(16).default(4),
      /** Bytes of the largest file of metadata that is read; a larger one counts as not there. */
      maxMetadataBytes: z
        .int()
        .positive()
        .default(8 * mebibyte),
    })
    .prefault({}),
  visualBehavior: z
    .strictObject({
      /** Projects to read, by their folders (`visual-behavior-ophys`). Empty: all. */
      projects: z.array(z.string().regex(/^[\w.-]+$/)).default([]),
      /** Sessions that are records: none, those with recordings of neurons, or those of training too. */
      sessions: z.enum(['none', 'recorded', 'all']).default('recorded'),
      /** Bytes of the largest manifest or table that is read. */
      maxTableBytes: z
        .int()
        .positive()
        .default(32 * mebibyte),
    })
    .prefault({}),
})
export type Options = z.output<typeof Options>

/** `path` below a root that may or may not end with a slash. */
export function below(root: string, path: string): string {
  return `${root.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`
}
