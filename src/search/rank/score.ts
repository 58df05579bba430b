import { type TextField, textFields } from '../document.ts'
import { type CompiledPlan, compilePlan, type Sought } from './compile-plan.ts'
import type { Lexicon, QueryPlan } from './plan.ts'
import { words } from './words.ts'

/** How much a match in a field says; the same table for this ranker and for FTS5's `bm25()`. */
export const fieldWeights: Readonly<Record<TextField, number>> = {
  title: 10,
  identifiers: 10,
  keywords: 5,
  terms: 6,
  creators: 2,
  description: 1,
}

/**
 * How much a field's length counts (BM25's b), 0 to 1: a long description says a word by chance, a long list of
 * identifiers does not.
 */
export const fieldLengthWeights: Readonly<Record<TextField, number>> = {
  title: 0.5,
  identifiers: 0,
  keywords: 0.4,
  terms: 0.4,
  creators: 0.3,
  description: 0.75,
}

/** BM25's k1: how soon more of the same word says no more. */
const saturation = 1.2
/** What words that stand together as typed add to a score, and a title that is the query; shares of the score. */
const bonus = { adjacent: 0.1, title: 0.15 }
/** A facet value that is what a group asks for counts like a match in the field of terms, of this weight. */
const heldWeight = 0.8
/** Folded words of each field, in order. May be kept by the caller: it depends on the text alone. */
export type TokenisedText = Readonly<Record<TextField, readonly string[]>>

/** What text and facet values say of a record. */
export interface TextScore {
  /** Not negative; of the same scale for all records of one scorer. */
  score: number
  /** Occurrences by slot of the compiled plan, weighted; good until the next call. */
  counts: Float64Array
}

/** The words of a document's text. Text that is folded already gives the same words, sooner. */
export function tokenise(text: Readonly<Record<TextField, string>>): TokenisedText {
  const of = (field: TextField) => words(text[field]).map(({ word }) => word)
  return {
    title: of('title'),
    identifiers: of('identifiers'),
    keywords: of('keywords'),
    terms: of('terms'),
    creators: of('creators'),
    description: of('description'),
  }
}

/**
 * Scores texts against a plan.
 *
 * A group's score is BM25 over all fields at once (BM25F): each occurrence counts by its field's weight and
 * length, their sum is saturated, and weighed with the information of the group. What a match is
 * from (form, typo, synonym …) weighs the saturated score, so many typos never pass for the word itself. Scores of
 * groups add up.
 */
export class TextScorer {
  readonly compiled: CompiledPlan
  readonly #plan: QueryPlan
  readonly #lexicon: Lexicon
  readonly #counts: Float64Array

  constructor(plan: QueryPlan, lexicon: Lexicon) {
    this.compiled = compilePlan(plan)
    this.#plan = plan
    this.#lexicon = lexicon
    this.#counts = new Float64Array(this.compiled.alternatives.length)
  }

  /** @param holds Whether the record has a facet value that is what a group asks for. Default: it has none. */
  score(tokens: TokenisedText, holds: (group: number) => boolean = () => false): TextScore {
    const counts = this.#counts.fill(0)
    const found = countMatches(tokens, this.compiled, counts, this.#lexicon)
    let score = 0
    this.compiled.groups.forEach((alternatives, group) => {
      // Alternatives come heaviest first: what was mistyped is as uncertain as a value as it is as a word.
      const sure = alternatives[0]?.weight ?? 1
      const held = holds(group) ? sure * heldWeight * saturated(fieldWeights.terms) : 0
      score +=
        (this.#plan.groups[group]?.information ?? 0) *
        Math.max(held, groupScore(alternatives, counts))
    })
    const asked = this.#plan.groups.length
    const adjacent = asked < 2 ? 0 : found.pairs / (asked - 1)
    const isTitle = found.titleHits === asked
    score *= 1 + adjacent * bonus.adjacent + (isTitle ? bonus.title : 0)
    return { score, counts }
  }
}

function saturated(count: number): number {
  return (count * (saturation + 1)) / (saturation + count)
}

/** The best of: matches of at least some weight, saturated, times that weight. */
function groupScore(alternatives: readonly Sought[], counts: Float64Array): number {
  let best = 0
  let count = 0
  // Alternatives come heaviest first.
  for (const { slot, weight } of alternatives) {
    const more = counts[slot] ?? 0
    if (more === 0) continue
    count += more
    best = Math.max(best, weight * saturated(count))
  }
  return best
}

/**
 * Adds up weighted occurrences in `counts`, by slot, and says what the words' places tell: how many pairs of groups stand
 * together as typed, and of how many matches a title consists that holds nothing else (0 where it does).
 */
function countMatches(
  tokens: TokenisedText,
  plan: CompiledPlan,
  counts: Float64Array,
  lexicon: Lexicon,
): { pairs: number; titleHits: number } {
  const pairs = new Set<number>()
  let titleHits = 0
  textFields.forEach((field, at) => {
    const list = tokens[field]
    if (list.length === 0) return
    const length = relativeLength(list.length, lexicon.averageLengths[at] ?? 0)
    const b = fieldLengthWeights[field]
    const worth = fieldWeights[field] / (1 - b + b * length)
    let before: readonly Sought[] | undefined
    let hits = 0
    for (let position = 0; position < list.length; position++) {
      const sought = plan.byWord.get(list[position] ?? '')
      if (sought !== undefined) {
        let hit = false
        for (const alternative of sought) {
          if (!standsAt(list, position, alternative.words)) continue
          counts[alternative.slot] = (counts[alternative.slot] ?? 0) + worth
          hit = true
          if (before === undefined) continue
          for (const { group } of before) if (group === alternative.group - 1) pairs.add(group)
        }
        if (hit) hits++
      }
      before = sought
    }
    if (field === 'title' && hits === list.length) titleHits = hits
  })
  return { pairs: pairs.size, titleHits }
}

/**
 * How long a field is against the average, 1/4 to 4: where most records lack a field its average is next to
 * nothing, and any length would look immense.
 */
function relativeLength(length: number, average: number): number {
  return average <= 0 ? 1 : Math.min(4, Math.max(0.25, length / average))
}

function standsAt(list: readonly string[], position: number, words: readonly string[]): boolean {
  for (let at = 1; at < words.length; at++) {
    if (list[position + at] !== words[at]) return false
  }
  return true
}
