import type { VocabularyTerm } from '../../model/index.ts'
import { seedTerms } from '../vocabulary/seed.ts'
import { type FoundConcept, narrowerOf } from './concepts.ts'
import type { PlanContext } from './plan.ts'
import type { Draft } from './plan-drafts.ts'
import type { FoundNumber } from './plan-numbers.ts'
import type { QueryWord } from './query-parts.ts'
import { type Reading, reading } from './reading.ts'
import { isStopWord } from './stop-words.ts'
import { foldText } from './words.ts'

const seedIds: ReadonlySet<string> = new Set(seedTerms.map((term) => term.termId))

/** What there is to tell of a query that was read. */
export interface Told {
  query: string
  drafts: readonly Draft[]
  numbers: readonly FoundNumber[]
  concepts: readonly FoundConcept[]
  telling: readonly QueryWord[]
  stopped: readonly QueryWord[]
  /** All words of the query but those of phrases. */
  words: readonly QueryWord[]
  /** Nothing matches: then nothing was dropped for the sake of the rest. */
  impossible: boolean
}

/**
 * How each word of a query was read, once: as part of a phrase, a number or a name, alone, or as dropped. A name that
 * may mean several things is told once a meaning, with the same text.
 */
export function readingsOf(told: Told, context: PlanContext): Reading[] {
  const { drafts, numbers, telling, stopped, impossible } = told
  const asked = drafts.filter(({ alternatives }) => impossible || alternatives.length > 0)
  const wordsAsked = new Set(asked.flatMap(({ words }) => words))
  const names = told.concepts.flatMap((concept) => {
    const words = telling.slice(concept.from, concept.from + concept.length)
    return words.some((word) => wordsAsked.has(word)) ? readConcept(concept, told, context) : []
  })
  const outside = ({ start }: QueryWord) =>
    !names.some((name) => name.start <= start && start < name.end)
  const labels = new Map(
    asked.flatMap(({ words, alternatives: [best] }) =>
      best?.how === 'TYPO' ? words.map((word) => [word, best.words.join(' ')] as const) : [],
    ),
  )
  const phrases = drafts.filter(({ words, kind }) => kind === 'REQUIRED' && words.length === 0)
  return [
    ...names.map(({ end: _, ...name }) => name),
    ...phrases.map(({ start, queried }) => reading(start, queried, 'PHRASE')),
    ...numbers.map(({ start, text, label }) => reading(start, text, 'NUMBER', { label })),
    ...telling
      .filter(outside)
      .map((word) =>
        wordsAsked.has(word)
          ? reading(word.start, word.typed, 'WORD', { label: labels.get(word) ?? word.typed })
          : reading(word.start, word.typed, 'DROPPED'),
      ),
    ...stopped.filter(outside).map(({ start, typed }) => reading(start, typed, 'DROPPED')),
  ]
}

/** One reading a meaning; the text takes in the stop words that belong to the name (`in` situ hybridization). */
function readConcept(
  { from, length, terms }: FoundConcept,
  { telling, words, query }: Told,
  context: PlanContext,
): (Reading & { end: number })[] {
  const first = telling[from]
  const last = telling[from + length - 1]
  if (first === undefined || last === undefined) return []
  const names = terms.flatMap(({ label, synonyms }) => [label, ...synonyms].map(foldText))
  const end = words.indexOf(last) + 1
  let start = words.indexOf(first)
  for (let at = start - 1; at >= 0; at--) {
    const before = words[at]
    if (before === undefined || !isStopWord(before, query)) break
    const spelled = words.slice(at, end).map(({ word }) => word)
    if (names.includes(spelled.join(' '))) start = at
  }
  const startsAt = words[start]?.start ?? first.start
  const text = query.slice(startsAt, last.end)
  return meaningsOf(terms, context).map(({ label, termId }) => ({
    ...reading(startsAt, text, 'CONCEPT', { label, termId }),
    end: last.end,
  }))
}

/**
 * Meanings that may be told: of our own seed, or with a label, their own or a narrower one, that stands in visible
 * records. Where a source's term has the label of ours, it is the one that records and facets carry.
 */
function meaningsOf(
  terms: readonly VocabularyTerm[],
  { lexicon, vocabulary }: PlanContext,
): readonly VocabularyTerm[] {
  const isVisible = (name: readonly string[]) => name.every((word) => lexicon.frequency(word) > 0)
  const fromSources = terms.filter(
    (term) =>
      !seedIds.has(term.termId) &&
      (isVisible(foldText(term.label).split(' ')) || narrowerOf(term, vocabulary).some(isVisible)),
  )
  const labels = new Set(fromSources.map(({ label }) => foldText(label)))
  const ours = terms.filter(
    ({ termId, label }) => seedIds.has(termId) && !labels.has(foldText(label)),
  )
  return [...fromSources, ...ours]
}
