import type { RangeFacet, Viewer } from '../../model/index.ts'
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

/** What a record may be asked to hold one alternative of. */
export interface TermGroup {
  /** As typed. */
  queried: string
  alternatives: readonly Alternative[]
}

/** A group with what the query says of it. */
export interface PlanGroup extends TermGroup {
  /** How much it tells of a record that it is met, in nats; see `informationOf`. Above 0 where it has alternatives. */
  information: number
  /** Never relaxed away: a phrase between quotation marks, a piece of what looks like an identifier. */
  isRequired: boolean
  /**
   * Takes no part in what matches: a word that says little (`data`, `using`), a number that is a soft range, and what a
   * long query says beyond its twelve most telling groups. Met or not, it ranks. Never true of all groups of a plan.
   */
  ranksOnly: boolean
  /**
   * Ids of the terms that its name may mean, several when it is ambiguous; empty for a mere word. A record that has
   * one of them, or a narrower one, as a facet value is about what was asked, whatever its text says.
   */
  concepts: readonly string[]
}

/** A number that was asked for. It never excludes a record: what lies inside ranks before what does not. */
export interface SoftRange {
  /** As typed, with its unit and what compares it: `> 100 subjects`. */
  text: string
  /** `rangeColumns` says which columns of a record it is compared to. */
  facet: RangeFacet
  /**
   * Both ends count, in the unit of the facet's columns: micrometres, days since 1970-01-01, persons or animals, tesla.
   * The tolerance is in them. Infinite where the range is open.
   */
  min: number
  max: number
  /** As it is told: `resolution 25 µm`. */
  label: string
}

/** How a query was read; the same for every engine. */
export interface QueryPlan {
  /** Folded identifiers that records of the index carry exactly; when there are any, only those records match. */
  identifiers: readonly string[]
  /**
   * What is asked of a record, in the order typed; each has an alternative. How many of those that do not only rank
   * must be met, `matchRule` decides. Empty: the query browses, unless `impossible`.
   */
  groups: readonly PlanGroup[]
  soft: readonly SoftRange[]
  /** Ids of the species that the query states; empty when it states none. */
  species: readonly string[]
  /**
   * `species` with all narrower and broader terms: a record that states species, but none of these, is of another
   * animal. Empty when the query states none.
   */
  allowedSpecies: ReadonlySet<string>
  /** True when nothing that tells is in a visible record, or something required is not: nothing matches. */
  impossible: boolean
  interpretation: readonly Interpretation[]
}

/** The plan of a query that says nothing: it browses. */
export const emptyPlan: QueryPlan = {
  identifiers: [],
  groups: [],
  soft: [],
  species: [],
  allowedSpecies: new Set(),
  impossible: false,
  interpretation: [],
}

export interface PlanContext {
  viewer: Viewer
  lexicon: Lexicon
  vocabulary: Vocabulary
  /** Which of these folded identifiers a visible record carries. */
  knownIdentifiers(candidates: readonly string[]): readonly string[]
}
