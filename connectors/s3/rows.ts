import { z } from 'zod'

/*
 * Rows of datasets, made of several files each. What stands in these is read leniently: a value of a wrong type counts
 * as unknown.
 */

const text = z.string().min(1)
const texts = z.array(text)

/** Where a dataset was read. */
export const Site = z.object({
  bucket: text,
  prefix: z.string(),
  region: text.nullable(),
  endpoint: text.nullable(),
  requesterPays: z.boolean(),
  /** Whether it was read without credentials. */
  isPublic: z.boolean(),
  /** Native id of the dataset that it lies in. */
  parent: text.nullable(),
  /** What could not be read of it, in words. */
  problems: texts,
})
export type Site = z.output<typeof Site>

const papers = {
  readme: text.nullable(),
  license: text.nullable(),
  version: text.nullable(),
  released: text.nullable(),
}

/** A BIDS dataset. */
export const BidsRow = z.object({
  site: Site,
  name: text.nullable(),
  /** `raw`, `derivative`, `study`. */
  type: text.nullable(),
  description: text.nullable(),
  license: text.nullable(),
  authors: texts,
  /** Without resolver. */
  doi: text.nullable(),
  /** Texts in which publications are named. */
  references: texts,
  keywords: texts,
  generatedBy: z.array(z.object({ name: text, version: text.nullable() })),
  sourceDatasets: texts,
  papers: z.object(papers),
  participants: z
    .object({
      count: z.int().nonnegative(),
      ageMin: z.number().nullable(),
      ageMax: z.number().nullable(),
      ageUnit: text.nullable(),
      species: texts,
    })
    .nullable(),
  /** Folders of subjects. */
  subjectFolders: z.int().nonnegative(),
  survey: z.object({
    /** Whether all files were looked at; else only the first of them. */
    isWhole: z.boolean(),
    series: texts,
    tasks: texts,
    sessions: z.int().nonnegative(),
    spaces: texts,
    atlases: texts,
  }),
  sidecars: z.object({
    /** Tesla, distinct. */
    fieldStrengths: z.array(z.number()),
    /** Of microscopy, as axes in the order of the file. */
    pixelSizes: z.array(z.object({ values: z.array(z.number()), unit: text })),
    tasks: texts,
    bodyParts: texts,
    stainings: texts,
    tracers: texts,
  }),
})
export type BidsRow = z.output<typeof BidsRow>

/** A template of TemplateFlow. */
export const TemplateRow = z.object({
  site: Site,
  identifier: text,
  name: text.nullable(),
  description: text.nullable(),
  license: text.nullable(),
  authors: texts,
  species: texts,
  rrid: text.nullable(),
  version: text.nullable(),
  references: texts,
  /** Sizes of voxels in millimetres. */
  resolutions: z.array(z.object({ label: text, zooms: z.array(z.number()) })),
  cohorts: z.array(z.object({ ages: z.array(z.number()), unit: text })),
  papers: z.object(papers),
  /** Suffixes of its images, `T1w`, and values of entities. */
  suffixes: texts,
  atlases: texts,
  labels: texts,
})
export type TemplateRow = z.output<typeof TemplateRow>

/** A store of OME-Zarr. */
export const ZarrRow = z.object({
  site: Site,
  name: text.nullable(),
  version: text.nullable(),
  axes: z.array(z.object({ name: text, type: text.nullable(), unit: text.nullable() })),
  /** Of the finest level, one an axis. */
  scale: z.array(z.number()).nullable(),
  channels: texts,
  /** Of a plate: wells with images. */
  wells: z.int().nonnegative().nullable(),
  hasLabels: z.boolean(),
})
export type ZarrRow = z.output<typeof ZarrRow>

/** A folder that nothing describes but the names in it. */
export const FolderRow = z.object({
  site: Site,
  papers: z.object(papers),
  formats: texts,
  isWhole: z.boolean(),
})
export type FolderRow = z.output<typeof FolderRow>
