import type { VocabularyTerm } from '../model/index.ts'
import { createVocabulary } from '../search/vocabulary/create-vocabulary.ts'
import type { Vocabulary } from '../search/vocabulary/vocabulary.ts'

/** The vocabulary with the terms that the source delivers on the way: they count for the rows after them. */
export class VocabularyInUse {
  #vocabulary: Vocabulary
  #delivered: VocabularyTerm[] = []

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary
  }

  add(terms: readonly VocabularyTerm[]): void {
    for (const term of terms) {
      if (saysMore(term, this.#vocabulary.get(term.termId))) this.#delivered.push(term)
    }
  }

  get(): Vocabulary {
    if (this.#delivered.length > 0) {
      this.#vocabulary = createVocabulary([...this.#vocabulary.terms(), ...this.#delivered])
      this.#delivered = []
    }
    return this.#vocabulary
  }
}

/** Terms of one id add up in a vocabulary: only what is not in it yet makes it another one. */
function saysMore(term: VocabularyTerm, known: VocabularyTerm | undefined): boolean {
  if (known === undefined) return true
  const names = new Set([known.label, ...known.synonyms])
  const parents = new Set(known.parents)
  const species = new Set(known.species)
  return (
    ![term.label, ...term.synonyms].every((name) => names.has(name)) ||
    !term.parents.every((parent) => parents.has(parent)) ||
    !(term.species ?? []).every((taxon) => species.has(taxon))
  )
}
