import type { VocabularyTerm } from '../../model/index.ts'
import { createVocabulary } from './create-vocabulary.ts'
import { format } from './seed/format.ts'
import { license } from './seed/license.ts'
import { modality } from './seed/modality.ts'
import { termsOf } from './seed/outline.ts'
import { referenceSpace } from './seed/reference-space.ts'
import { species } from './seed/species.ts'
import { structure } from './seed/structure.ts'
import { technique } from './seed/technique.ts'

/**
 * The terms that the gateway brings along, before any source delivers its own. One outline a facet, under `seed/`.
 */
export const seedTerms: readonly VocabularyTerm[] = [
  ...termsOf('species', species),
  ...termsOf('modality', modality),
  ...termsOf('structure', structure),
  ...termsOf('technique', technique),
  ...termsOf('referenceSpace', referenceSpace),
  ...termsOf('format', format),
  ...termsOf('license', license),
]

let version: string | null = null

/** Changes with the seed. */
export function seedVersion(): string {
  version ??= createVocabulary(seedTerms).version
  return version
}
