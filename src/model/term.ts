import { z } from 'zod'

/** How a value came about: said by the source, mapped by a rule, assumed by the operator, extracted from text. */
export const Origin = z.enum(['STATED', 'MAPPED', 'ASSUMED', 'EXTRACTED'])
export type Origin = z.infer<typeof Origin>

/** A facet's value on a record: a species, a modality, a structure … */
export const Term = z.strictObject({
  /** Preferred label, e.g. `Mus musculus`. */
  label: z.string().min(1),
  /** CURIE of a vocabulary, e.g. `NCBITaxon:10090`, `MBA:382`; null when the value is in none. */
  termId: z.string().min(1).nullable(),
  origin: Origin,
  /** What the source wrote, where that differs from the label. */
  raw: z.string().nullable(),
})
export type Term = z.infer<typeof Term>

/** The facets whose values are terms of a vocabulary. */
export const TermFacet = z.enum(['species', 'modality', 'structure', 'technique', 'referenceSpace'])
export type TermFacet = z.infer<typeof TermFacet>

/** What terms of a vocabulary may be about: beside those facets, what records hold in words alone. */
export const VocabularyFacet = z.enum([...TermFacet.options, 'format', 'license'])
export type VocabularyFacet = z.infer<typeof VocabularyFacet>

/** An entry of a vocabulary, seeded by us or delivered by a source (a structure graph). */
export const VocabularyTerm = z.strictObject({
  /** CURIE, unique across vocabularies: `MBA:382`. */
  termId: z.string().min(1),
  facet: VocabularyFacet,
  label: z.string().min(1),
  /** Other names and acronyms; never split on spaces, slashes or commas. */
  synonyms: z.array(z.string()),
  /** CURIEs of the next broader terms. */
  parents: z.array(z.string()),
  /** CURIEs of the taxa that have it. Absent: those of the next broader term that tells, else any. */
  species: z.array(z.string()).optional(),
})
export type VocabularyTerm = z.infer<typeof VocabularyTerm>
