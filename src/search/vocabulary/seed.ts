import type { TermFacet, VocabularyTerm } from '../../model/index.ts'
import type { SeedEntry } from './seed/entry.ts'
import { modality } from './seed/modality.ts'
import { referenceSpace } from './seed/reference-space.ts'
import { species } from './seed/species.ts'
import { structure } from './seed/structure.ts'
import { technique } from './seed/technique.ts'

/**
 * The terms that the gateway brings along, before any source delivers its own. One file a facet, under `seed/`.
 */
export const seedTerms: readonly VocabularyTerm[] = [
  ...termsOf('species', species),
  ...termsOf('modality', modality),
  ...termsOf('structure', structure),
  ...termsOf('technique', technique),
  ...termsOf('referenceSpace', referenceSpace),
]

function termsOf(facet: TermFacet, entries: readonly SeedEntry[]): VocabularyTerm[] {
  return entries.map(([termId, label, synonyms = [], parents = []]) => ({
    termId,
    facet,
    label,
    synonyms: [...synonyms],
    parents: [...parents],
  }))
}
