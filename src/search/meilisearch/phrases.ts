import { textFields } from '../document.ts'
import type { ForwardIndex } from '../forward/forward-index.ts'
import type { QueryPlan } from '../rank/plan.ts'
import type { TokenisedText } from '../rank/score.ts'
import { isPhrase } from './filter.ts'

/** Meilisearch reads no more parts of a text that is asked for. */
const mostRead = 10
/** Of the records that it finds for a phrase so many are looked into. */
export const mostChecked = 1_000

/** Phrases that were typed. */
export function phrasesIn({ groups }: QueryPlan): (readonly string[])[] {
  return groups
    .filter(isPhrase)
    .flatMap(({ alternatives }) => alternatives.map(({ words }) => words))
}

/**
 * Phrases that Meilisearch finds in some records that do not hold them. It knows how near two words come to each other
 * somewhere in a record, so it is sure of two words only: `a b c` it finds in `a b, b c, a d c`.
 */
export function doubtfulPhrases(plan: QueryPlan): (readonly string[])[] {
  const phrases = phrasesIn(plan)
  return phrases.length > mostRead ? phrases : phrases.filter((words) => words.length > 2)
}

/** Ids of those records that do not hold all of the phrases. */
export function withoutPhrases(
  forward: ForwardIndex,
  visible: Uint8Array,
  ids: readonly string[],
  phrases: readonly (readonly string[])[],
): string[] {
  return forward
    .candidatesOf(ids, visible)
    .filter(({ tokens }) => !phrases.every((phrase) => holds(tokens, phrase)))
    .map(({ id }) => id)
}

function holds(tokens: TokenisedText, phrase: readonly string[]): boolean {
  return textFields.some((field) =>
    tokens[field].some((_, at, list) => phrase.every((word, next) => list[at + next] === word)),
  )
}
