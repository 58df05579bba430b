import type { VocabularyFacet, VocabularyTerm } from '../../model/index.ts'

/** Terms by id, name and hierarchy: our seed and what sources delivered. Immutable. */
export interface Vocabulary {
  /** Changes with its content: an index built with another one is out of date. */
  readonly version: string
  get(termId: string): VocabularyTerm | undefined
  /**
   * Terms whose label, synonym or acronym is `name`, case and accents aside; several when it is ambiguous.
   * `facet` narrows.
   */
  find(name: string, facet?: VocabularyFacet): readonly VocabularyTerm[]
  /** A term's label, synonyms and acronyms, folded, each once; empty for an unknown id. */
  names(termId: string): readonly string[]
  /** Ids of all broader terms, nearest first, without the term itself; cycles are cut. */
  ancestors(termId: string): readonly string[]
  /** Ids of all narrower terms, without the term itself. */
  descendants(termId: string): readonly string[]
  /** Ids of the taxa that have a term, told by it or by the next broader term that tells; null when none does. */
  taxa(termId: string): readonly string[] | null
  /**
   * False where the taxa that have a term are told, by it or by the next broader term that tells, and a species (or
   * larger group) is neither inside of one nor around one. What nobody tells, and what is unknown here, may be.
   */
  mayOccurIn(termId: string, species: string): boolean
  terms(): Iterable<VocabularyTerm>
  /** Longest name in words, for a longest-first scan of a query. */
  readonly longestName: number
}
