import type { Options } from './options.ts'
import { type DataSet, isObject, seriesTags, studyTags } from './tags.ts'

/** Whether a modality is among those that the options ask for. */
export function isWanted(modality: string, { modalities }: Options): boolean {
  const { include, exclude } = modalities
  return (include.length === 0 || include.includes(modality)) && !exclude.includes(modality)
}

/**
 * Whether something in a study is wanted; null when it does not say what it holds. One that says it in a wrong form is
 * wanted: its shape is to refuse it, and it must not seem to be gone.
 */
export function holdsWanted(study: DataSet, options: Options): boolean | null {
  const codes = codesOf(study[studyTags.modalities])
  if (codes === null) return true
  return codes.length === 0 ? null : codes.some((code) => isWanted(code, options))
}

/** The same of a series: one that does not say is wanted unless some are asked for by name. */
export function isWantedSeries(series: DataSet, options: Options): boolean {
  const codes = codesOf(series[seriesTags.modality])
  if (codes === null) return true
  const [code] = codes
  return code === undefined ? options.modalities.include.length === 0 : isWanted(code, options)
}

/** Null for an attribute of a wrong form. */
function codesOf(attribute: unknown): string[] | null {
  if (attribute === undefined) return []
  if (!isObject(attribute)) return null
  const { Value: values = [] } = attribute
  if (!Array.isArray(values)) return null
  const present = values.filter((value) => value !== null)
  if (!present.every((value) => typeof value === 'string')) return null
  return present.map((value) => value.trim()).filter((value) => value !== '')
}
