import { z } from 'zod'
import { Place } from '../documents/place.ts'
import { Flag, listOf, Numeric, Text } from '../documents/rows.ts'

/*
 * What may be kept of the tables of the Human Tumor Atlas Network: of files, atlases and publications. Participants,
 * samples, diagnoses, corresponding authors and whoever uploaded something have no place here. An id of a file begins with
 * the pseudonym that HTAN publishes in it.
 */

/** Of an atlas, `HTA7`. */
const Center = z.string().regex(/^HTA\d{1,4}$/)
/** Of a data file: atlas, donor or sample, number. */
const FileId = z.string().regex(/^HTA\d{1,4}_\w{1,60}$/)

export const HtanAtlasRow = z.object({
  place: Place,
  center: Center,
  title: z.string().trim().min(1),
  description: Text,
  institutions: Text,
})
export type HtanAtlasRow = z.output<typeof HtanAtlasRow>

export const HtanDatasetRow = z.object({
  place: Place,
  center: Center,
  /** As HTAN names the template of its table: `ImagingLevel2`; null for a table that does not say. */
  component: Text,
  /** Files that its manifests list; null when they were not counted. */
  files: Numeric,
  /** Whether its files lie in the bucket of the table; null when that is not said. */
  isHere: Flag,
  /** Ids of Synapse of the manifests. */
  manifests: listOf(Text),
})
export type HtanDatasetRow = z.output<typeof HtanDatasetRow>

export const HtanFileRow = z.object({
  place: Place,
  id: FileId,
  center: Center,
  /** What of the table it belongs to; null as with a dataset. */
  component: Text,
  assay: Text,
  level: Text,
  organ: Text,
  filename: Text,
  fileFormat: Text,
  synapse: Text,
  url: Text,
  /** As printed. */
  size: Text,
  md5: Text,
  sha256: Text,
  isControlled: Flag,
  release: Text,
  /** Of a pixel. */
  x: Text,
  y: Text,
  z: Text,
  xUnit: Text,
})
export type HtanFileRow = z.output<typeof HtanFileRow>

export const HtanPublicationRow = z.object({
  place: Place,
  center: Center,
  title: z.string().trim().min(1),
  doi: Text,
  pubmed: Text,
  authors: Text,
  year: Text,
  date: Text,
  /** Of the article, not of the data. */
  license: Text,
  dataTypes: listOf(Text),
  viewers: listOf(Text),
  /** Data files that it is about. */
  files: Numeric,
})
export type HtanPublicationRow = z.output<typeof HtanPublicationRow>

export const HtaFileListRow = z.object({
  place: Place,
  name: z.string().trim().min(1),
  /** Where the files lie; null when the list does not say. */
  bucket: Text,
  sections: listOf(Text),
})
export type HtaFileListRow = z.output<typeof HtaFileListRow>
