import { z } from 'zod'
import { Place } from '../documents/place.ts'
import { Flag, listOf, Text } from '../documents/rows.ts'

/*
 * What may be kept of a dataset in Croissant 1.0 and 1.1, with its terms by their local names. Record sets, which may
 * quote the data, annotators and e-mail addresses have no place here.
 */

const License = z.object({ name: Text, url: Text })

export const CroissantFile = z.object({
  id: Text,
  /** `FileObject` or `FileSet`. */
  type: Text,
  name: Text,
  contentUrl: Text,
  /** As printed. */
  contentSize: Text,
  encodingFormat: listOf(Text),
  sha256: Text,
  md5: Text,
  /** Globs of a `FileSet`. */
  includes: listOf(Text),
  /** Ids of the archives or repositories that hold it. */
  containedIn: listOf(Text),
})
export type CroissantFile = z.output<typeof CroissantFile>

export const CroissantRow = z.object({
  place: Place,
  name: z.string().trim().min(1),
  id: Text,
  alternateName: listOf(Text),
  description: Text,
  url: Text,
  sameAs: listOf(Text),
  identifier: listOf(Text),
  version: Text,
  license: listOf(License),
  citeAs: listOf(Text),
  /** Names of people and organisations who made it. */
  creators: listOf(Text),
  keywords: listOf(Text),
  datePublished: Text,
  dateModified: Text,
  dateCreated: Text,
  isLiveDataset: Flag,
  distribution: listOf(CroissantFile),
})
export type CroissantRow = z.output<typeof CroissantRow>
