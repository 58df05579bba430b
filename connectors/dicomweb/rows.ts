import { z } from 'zod'
import { seriesTags, studyTags } from './tags.ts'

/*
 * What may be kept of a study and of a series: the attributes of `tags.ts` in the DICOM JSON model, without `vr`. Names,
 * ids, birth dates, ages and sex of patients, names of physicians and operators, institutions, stations, accession
 * numbers and private attributes have no place here. Shapes give the same for their own output.
 */

/** An attribute without a value has no `Value`; a value that is not known is null in its place. */
function attribute<Shape extends z.ZodType>(value: Shape) {
  return z.object({ Value: z.array(value.nullable()).optional() }).optional()
}

const Text = attribute(z.string())
/** IS and DS arrive as numbers or as their text, as the server likes. */
const Numeric = attribute(z.union([z.number(), z.string().regex(/^\s*[-+\d.eE]*\s*\0?$/)]))
const Uid = z.object({ Value: z.tuple([z.string().regex(/^\d+(\.\d+)*$/)]) })

export const Study = z.object({
  [studyTags.date]: Text,
  [studyTags.availability]: Text,
  [studyTags.modalities]: Text,
  [studyTags.description]: Text,
  [studyTags.species]: Text,
  [studyTags.uid]: Uid,
  [studyTags.seriesCount]: Numeric,
  [studyTags.instanceCount]: Numeric,
})
export type Study = z.output<typeof Study>

export const Series = z.object({
  [seriesTags.availability]: Text,
  [seriesTags.modality]: Text,
  [seriesTags.description]: Text,
  [seriesTags.bodyPart]: Text,
  [seriesTags.fieldStrength]: Numeric,
  [seriesTags.uid]: Uid,
  [seriesTags.number]: Numeric,
  [seriesTags.instanceCount]: Numeric,
})
export type Series = z.output<typeof Series>

/** A study with its series; null where they are not read. */
export const StudyRow = z.object({ study: Study, series: z.array(Series).nullable() })
export type StudyRow = z.output<typeof StudyRow>

/** A series with the study that it is of. */
export const SeriesRow = z.object({ study: Study, series: Series })
export type SeriesRow = z.output<typeof SeriesRow>

type TextAttribute = z.output<typeof Text>
type NumericAttribute = z.output<typeof Numeric>

/** The values that say something, each once. */
export function texts(attribute: TextAttribute): string[] {
  const values = (attribute?.Value ?? []).map((value) => value?.trim() ?? '')
  return [...new Set(values.filter((value) => value !== ''))]
}

/** Null when absent, empty or no number. */
export function numberOf(attribute: NumericAttribute): number | null {
  const value = attribute?.Value?.[0] ?? null
  if (value === null || value === '') return null
  const number = typeof value === 'number' ? value : Number(value.replace('\0', ''))
  return Number.isFinite(number) ? number : null
}

/** A number of things: null when it is not said, or cannot be one. */
export function countOf(attribute: NumericAttribute): number | null {
  const count = numberOf(attribute)
  return count !== null && Number.isInteger(count) && count >= 0 ? count : null
}
