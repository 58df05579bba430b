import { type TextField, textFields } from '../document.ts'
import type { Explanation } from '../search-index.ts'
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
/** Matches of one group that an explanation lists, best first. */
const mostExplained = 3

/** Folded words of each field, in order. May be kept by the caller: it depends on the text alone. */
export type TokenisedText = Readonly<Record<TextField, readonly string[]>>

export interface Candidate {
  id: string
  tokens: TokenisedText
  /** The engine's own score, for the fusion with other legs; does not order the window. */
  lexical: number
}

export interface Ranked {
  id: string
  /** Not negative; comparable inside one call only. */
  score: number
  explain(): Explanation
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
 * Orders candidates, best first; equal scores by id.
 *
 * A group's score is BM25 over all fields at once (BM25F): each occurrence counts by its field's weight and
 * length, their sum is saturated, and weighed with how rare the group is among visible records. What a match is
 * from (form, typo, synonym …) weighs the saturated score, so many typos never pass for the word itself. Scores of
 * groups add up. A candidate that the plan names by identifier scores 1.
 */
export function rankWindow(
  plan: QueryPlan,
  candidates: readonly Candidate[],
  lexicon: Lexicon,
): Ranked[] {
  const compiled = compilePlan(plan)
  const rarities = compiled.groups.map((alternatives) => rarityOf(alternatives, lexicon))
  const counts = new Float64Array(compiled.alternatives.length)
  const base = plan.identifiers.length > 0 ? 1 : 0

  const scored = candidates.map((candidate) => {
    counts.fill(0)
    const found = countMatches(candidate.tokens, compiled, counts, lexicon)
    let score = base
    compiled.groups.forEach((alternatives, group) => {
      score += (rarities[group] ?? 0) * groupScore(alternatives, counts)
    })
    score *= 1 + found.adjacent * bonus.adjacent + (found.isTitle ? bonus.title : 0)
    return { id: candidate.id, score, tokens: candidate.tokens }
  })
  scored.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))

  return scored.map(({ id, score, tokens }, at) => ({
    id,
    score,
    explain: () => {
      const counts = new Float64Array(compiled.alternatives.length)
      countMatches(tokens, compiled, counts, lexicon)
      return {
        legs: [{ leg: 'LEXICAL', rank: at + 1, score }],
        terms: compiled.groups.flatMap((alternatives, group) =>
          alternatives
            .filter(({ slot }) => (counts[slot] ?? 0) > 0)
            .sort((a, b) => b.weight - a.weight)
            .slice(0, mostExplained)
            .map(({ words, how }) => ({
              queried: plan.groups[group]?.queried ?? '',
              matched: words.join(' '),
              how,
            })),
        ),
      }
    },
  }))
}

/**
 * BM25's idf. Of the records that match a group only a lower bound is known, its most frequent alternative, and of
 * a phrase an upper one, its rarest word.
 */
function rarityOf(alternatives: readonly Sought[], lexicon: Lexicon): number {
  let matching = 0
  for (const { words } of alternatives) {
    const frequency = Math.min(...words.map((word) => lexicon.frequency(word)))
    matching = Math.max(matching, Math.min(frequency, lexicon.documents))
  }
  return Math.log(1 + (lexicon.documents - matching + 0.5) / (matching + 0.5))
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
    best = Math.max(best, (weight * count * (saturation + 1)) / (saturation + count))
  }
  return best
}

/** Adds up weighted occurrences in `counts`, by slot, and says what the words' places tell. */
function countMatches(
  tokens: TokenisedText,
  plan: CompiledPlan,
  counts: Float64Array,
  lexicon: Lexicon,
): { adjacent: number; isTitle: boolean } {
  const pairs = new Set<number>()
  let isTitle = false
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
    if (field === 'title') isTitle = hits === list.length && hits === plan.groups.length
  })
  return { adjacent: plan.groups.length < 2 ? 0 : pairs.size / (plan.groups.length - 1), isTitle }
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
