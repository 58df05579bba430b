import { type FieldOrigin, type Fit, fitOrigin, originBy, type Term } from '#sdk'
import { aroundBrain, bodyParts, neural } from './body-parts.ts'
import { type ContrastRules, contrastOf } from './contrast.ts'
import { isMeasurement, modalityLabel } from './modalities.ts'
import { numberOf, type Series, texts } from './rows.ts'
import { seriesTags } from './tags.ts'

/** One term a modality; its code where there is no surer word; none for what is no measurement. */
export function modalityTerms(codes: readonly string[]): Term[] {
  return codes.filter(isMeasurement).map((code) => {
    const label = modalityLabel(code)
    return label === null
      ? { label: code, termId: null, origin: 'STATED', raw: null }
      : { label, termId: null, origin: 'MAPPED', raw: code }
  })
}

/** What a series says of itself in words. */
export interface SeriesWords {
  modality: string | null
  bodyPart: string | null
  description: string | null
}

export interface SeriesFacts extends SeriesWords {
  /** What the words of the description say of the contrast, as a label of the vocabulary. */
  contrast: Fit<string> | null
  /** Tesla. */
  fieldStrength: number | null
  /** As the console wrote it, where that was not tesla. */
  rawFieldStrength: number | null
}

export function wordsOf(series: Series): SeriesWords {
  const [modality = null] = texts(series[seriesTags.modality])
  const [bodyPart = null] = texts(series[seriesTags.bodyPart])
  const [description = null] = texts(series[seriesTags.description])
  return { modality, bodyPart, description }
}

export function factsOf(series: Series, rules: ContrastRules): SeriesFacts {
  const words = wordsOf(series)
  const written = numberOf(series[seriesTags.fieldStrength])
  const fieldStrength = tesla(written)
  return {
    ...words,
    contrast: contrastOf(rules, words.modality, words.description),
    fieldStrength,
    rawFieldStrength: fieldStrength === null || fieldStrength === written ? null : written,
  }
}

/** Older scanners wrote gauss into Magnetic Field Strength (0018,0087), whose unit is tesla. */
export function tesla(value: number | null): number | null {
  if (value === null || value <= 0) return null
  if (value >= 100 && value <= 250_000) return value / 10_000
  return value <= 25 ? value : null
}

/** The contrasts that the descriptions say. */
export function contrastTerms(facts: readonly SeriesFacts[]): Term[] {
  return facts.flatMap(({ contrast, description }) =>
    contrast === null
      ? []
      : [{ label: contrast.value, termId: null, origin: 'EXTRACTED' as const, raw: description }],
  )
}

export function structureTerms(facts: readonly SeriesFacts[]): Term[] {
  return facts.flatMap(({ bodyPart }) => (bodyPart === null ? [] : [structureTerm(bodyPart)]))
}

function structureTerm(raw: string): Term {
  const known = Object.hasOwn(bodyParts, raw) ? bodyParts[raw] : undefined
  return known === undefined
    ? { label: raw.toLowerCase(), termId: null, origin: 'STATED', raw }
    : { label: known[0], termId: known[1], origin: 'MAPPED', raw }
}

/** True when the brain is said, and nothing that is not around it. */
export function isNeural(facts: readonly SeriesFacts[]): boolean {
  const parts = facts.flatMap(({ bodyPart }) => bodyPart ?? [])
  const others = parts.filter((part) => !neural.includes(part))
  return parts.length > others.length && others.every((part) => aroundBrain.includes(part))
}

/** How the values of these series came about, each way once. */
export function originsOf(facts: readonly SeriesFacts[]): FieldOrigin[] {
  return distinctOrigins(
    facts.flatMap(({ modality, bodyPart, contrast, rawFieldStrength }) => [
      ...(modality !== null && modalityLabel(modality) !== null
        ? [origin('modality', 'modality', modality)]
        : []),
      ...(bodyPart !== null && Object.hasOwn(bodyParts, bodyPart)
        ? [origin('structure', 'body-part', bodyPart)]
        : []),
      ...contrastOrigin(contrast),
      ...(rawFieldStrength === null
        ? []
        : [origin('fieldStrength', 'gauss', String(rawFieldStrength))]),
    ]),
  )
}

function contrastOrigin(contrast: Fit<string> | null): FieldOrigin[] {
  if (contrast === null) return []
  const rule = `dicomweb:contrast/${contrast.rule}`
  return [fitOrigin('modality', contrast, { rule, how: 'EXTRACTED' })]
}

export const origin = originBy('dicomweb')

export function assumed(field: string): FieldOrigin {
  return { field, raw: null, rule: null, origin: 'ASSUMED' }
}

function distinctOrigins(origins: readonly FieldOrigin[]): FieldOrigin[] {
  return [...new Map(origins.map((one) => [`${one.field} ${one.rule} ${one.raw}`, one])).values()]
}

/** Each concept once. */
export function distinctTerms(terms: readonly Term[]): Term[] {
  const byLabel = new Map<string, Term>()
  for (const term of terms) {
    const key = term.label.toLowerCase()
    if (!byLabel.has(key)) byLabel.set(key, term)
  }
  return [...byLabel.values()]
}
