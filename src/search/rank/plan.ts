import type { Viewer } from '../../model/index.ts'
import type { Interpretation, MatchKind } from '../search-index.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'

/** What an engine knows of the words in its index, as far as a viewer may know it. */
export interface Lexicon {
  /** Records that the viewer may discover. */
  readonly documents: number
  /** Mean number of words of each text field over those records, in the order of `textFields`. */
  readonly averageLengths: readonly number[]
  /** Visible records that hold the word (folded, see `words`); 0 when it only stands in hidden ones. */
  frequency(word: string): number
  /** Words of visible records that are forms of one another: those with the same `formKey`. */
  forms(formKey: string): readonly string[]
  /** Words of visible records within `edits` of `word` (a transposition is one), nearest and most frequent first. */
  typos(word: string, edits: 1 | 2, limit: number): readonly { word: string; edits: number }[]
  /** Words of visible records that start with `prefix`, most frequent first. */
  completions(prefix: string, limit: number): readonly string[]
}

/** One way to satisfy a group: one word, or several that stand in this order next to each other. */
export interface Alternative {
  words: readonly string[]
  how: MatchKind
  /** 1 for exact, less for what is further from what was typed. */
  weight: number
}

/** What a record must hold one alternative of. */
export interface TermGroup {
  /** As typed. */
  queried: string
  alternatives: readonly Alternative[]
}

/** How a query was read; the same for every engine. */
export interface QueryPlan {
  /** Folded identifiers that records of the index carry exactly; when there are any, only those records match. */
  identifiers: readonly string[]
  /** ANDed. Empty: the query browses, unless `impossible`. */
  groups: readonly TermGroup[]
  /** True when the words that matter are in no visible record: nothing matches. */
  impossible: boolean
  interpretation: readonly Interpretation[]
}

export interface PlanContext {
  viewer: Viewer
  lexicon: Lexicon
  vocabulary: Vocabulary
  /** Which of these folded identifiers a visible record carries. */
  knownIdentifiers(candidates: readonly string[]): readonly string[]
}
