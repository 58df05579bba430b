import { z } from 'zod'

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
  /** What to harvest. */
  include: z
    .array(z.enum(parts))
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
})
export type Options = z.output<typeof Options>

/** `path` below a root that may or may not end with a slash. */
export function below(root: string, path: string): string {
  return `${root.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`
}
