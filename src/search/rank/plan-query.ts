import { correctionOf } from './alternatives.ts'
import { partCompounds } from './compounds.ts'
import { type FoundConcept, findConcepts, isName } from './concepts.ts'
import type { PlanContext, QueryPlan } from './plan.ts'
import { draftNumber, draftPhrase, draftWords, isOpen } from './plan-drafts.ts'
import { decideGroups } from './plan-groups.ts'
import { planIdentifiers } from './plan-identifiers.ts'
import { type FoundNumber, findNumbers } from './plan-numbers.ts'
import { readingsOf } from './plan-readings.ts'
import { inSpecies, statedSpecies } from './plan-species.ts'
import {
  type IdentifierCandidate,
  identifierCandidates,
  partQuery,
  type QueryParts,
  type QueryWord,
} from './query-parts.ts'
import { interpretationOf, reading, unreadPart } from './reading.ts'
import { isStopWord } from './stop-words.ts'

/**
 * Reads a query:
 *
 * - Identifiers that a visible record carries are answered alone; the rest of the query is dropped. Others are
 *   words, matched as they are, and all of them are required: one wrong digit finds nothing, not the neighbour.
 * - `"…"` is matched in this order, as typed, and is required; when its words are in no record, nothing matches.
 * - Numbers with a unit, of subjects, and years are soft ranges. They rank, and so does their text.
 * - Stop words are dropped when anything else was typed.
 * - Every other word is a group: as typed, its forms, the other names of what it means, narrower things.
 *   Where nothing of the word itself is in a record, the last word is completed, unless something follows it; where
 *   that gives nothing either, words one or two edits away are taken.
 * - A name of several words puts its synonyms into the group of each of its words. That is the same as "all of
 *   these words, or the synonym", so a name never finds less than its words do.
 * - Words that say little (`data`, `looking`) only rank beside others, and so does what a long query says beyond its
 *   twelve most informative groups. They are told as words: a record that holds them comes first.
 * - Words that nothing matches are dropped while any that tells remains; else nothing matches.
 * - A structure is one that the species of the query have, where the query states any.
 *
 * Everything offered stands in a record that the viewer may discover. A query without a word, of signs alone,
 * browses.
 */
export function planQuery(query: string, context: PlanContext): QueryPlan {
  const candidates = identifierCandidates(query)
  return (
    planIdentifiers(query, candidates, context) ??
    planText(partQuery(query), candidates, query, context)
  )
}

function planText(
  read: QueryParts,
  candidates: readonly IdentifierCandidate[],
  query: string,
  context: PlanContext,
): QueryPlan {
  const { lexicon, vocabulary } = context
  const isVisible = (word: string) => lexicon.frequency(word) > 0
  const parts = { ...read, words: partCompounds(read.words, candidates, context) }
  const numbers = numbersIn(query, parts, candidates, context)
  const isNumber = ({ start, end }: QueryWord) =>
    numbers.some((number) => number.start <= start && end <= number.end)
  const { telling, stopped } = withoutStopWords(
    { ...parts, words: parts.words.filter((word) => !isNumber(word)) },
    numbers,
    query,
    context,
  )
  const literal = literalWords(telling, candidates, context)
  const borders = bordersOf(parts, numbers, literal)
  const typos = correct(telling, literal, borders, query, context)
  const meant = telling.map((word) => ({ ...word, word: typos.get(word) ?? word.word }))
  const found = findApart(meant, borders, context, isVisible)
  const { negated, ...stated } = statedSpecies(found, telling, query, vocabulary)
  const concepts = inSpecies(
    found.filter((concept) => !negated.includes(concept)),
    stated.species,
    vocabulary,
  )
  const drafts = [
    ...parts.phrases.map((phrase) => draftPhrase(phrase, isVisible)),
    ...numbers.map((number) => draftNumber(number, isVisible)),
    ...draftWords({ telling, literal, typos, concepts, numbers }, query, context),
  ].sort((a, b) => a.start - b.start)

  const groups = decideGroups(drafts, lexicon)
  const impossible = groups === null
  const signs = drafts.length === 0 && /\S/.test(query) ? [reading(0, query.trim(), 'DROPPED')] : []
  return {
    identifiers: [],
    groups: groups ?? [],
    soft: numbers.map(({ text, facet, min, max, label }) => ({ text, facet, min, max, label })),
    ...stated,
    impossible,
    interpretation: interpretationOf([
      ...readingsOf(
        { query, drafts, numbers, concepts, telling, stopped, words: parts.words, impossible },
        context,
      ),
      ...unreadPart(parts.unread),
      ...signs,
    ]),
  }
}

/** Numbers outside of phrases, identifiers and names that hold a number (`JPEG 2000`). */
function numbersIn(
  query: string,
  { phrases, words }: QueryParts,
  candidates: readonly IdentifierCandidate[],
  { vocabulary }: PlanContext,
): FoundNumber[] {
  if (!/\d/.test(query)) return []
  let read = query.slice(0, words.at(-1)?.end ?? 0)
  for (const phrase of phrases) {
    const [from, to] = [phrase.words[0]?.start ?? 0, phrase.words.at(-1)?.end ?? 0]
    read =
      read.slice(0, from) +
      ' '.repeat(Math.max(0, Math.min(to, read.length) - from)) +
      read.slice(to)
  }
  const telling = words.filter((word) => !isStopWord(word, query))
  const names = findConcepts(telling, vocabulary, () => false)
    .map(({ from, length }) => telling.slice(from, from + length))
    .filter((name) => name.some(({ word }) => /^\d/.test(word)))
    .map((name) => ({ start: name[0]?.start ?? 0, end: name.at(-1)?.end ?? 0 }))
  const pieces = candidates.filter(({ typed }) => !/\s/.test(typed) && !/^\d+$/.test(typed))
  return findNumbers(read).filter(
    (number) =>
      !names.some(({ start, end }) => start < number.end && number.start < end) &&
      !pieces.some(
        ({ start, end }) =>
          start < number.end && number.start < end && !(number.start <= start && end <= number.end),
      ),
  )
}

/** What stands before an identifier and is no part of it. */
const resolver = /https?:\/\/(?:(?:dx\.|www\.)?doi\.org\/)?|(?<![\p{L}\p{N}])doi:/giu

function withoutStopWords(
  parts: QueryParts,
  numbers: readonly FoundNumber[],
  query: string,
  { vocabulary }: PlanContext,
) {
  const addresses = [...query.matchAll(resolver)].map(({ 0: text, index }) => ({
    start: index,
    end: index + text.length,
  }))
  const isStop = (queryWord: QueryWord) => {
    const { word, typed, start, end } = queryWord
    if (addresses.some((address) => address.start <= start && end <= address.end)) return true
    if (!isStopWord(queryWord, query)) return false
    // `LA` is the lateral amygdala where it is spelled like that; `AND` and `OR` are habits from elsewhere.
    if (word === 'and' || word === 'or' || !/^\p{Lu}{2,}$/u.test(typed)) return true
    return !vocabulary.find(word).some((term) => term.synonyms.includes(typed))
  }
  const telling = parts.words.filter((word) => !isStop(word))
  if (telling.length === 0 && parts.phrases.length === 0 && numbers.length === 0) {
    return { telling: parts.words, stopped: [] }
  }
  return { telling, stopped: parts.words.filter(isStop) }
}

/** Words of what looks like an identifier: they are matched as they are. */
function literalWords(
  telling: readonly QueryWord[],
  candidates: readonly IdentifierCandidate[],
  { vocabulary }: PlanContext,
): ReadonlySet<QueryWord> {
  const pieces = candidates.filter(({ typed }) => !/\s/.test(typed))
  return new Set(
    pieces.flatMap((piece) => {
      const words = telling.filter(({ start, end }) => piece.start <= start && end <= piece.end)
      // `T1w/T2w` are two names, not an address.
      return words.every(({ word }) => isName(word, vocabulary)) ? [] : words
    }),
  )
}

/** Where no name goes across, and what is part of none. */
interface Borders {
  isApart(word: QueryWord, next: QueryWord): boolean
  isNoName(word: QueryWord): boolean
}

/** A phrase or a number between two words parts them; what looks like an identifier names nothing else. */
function bordersOf(
  { phrases }: QueryParts,
  numbers: readonly FoundNumber[],
  literal: ReadonlySet<QueryWord>,
): Borders {
  const starts = [
    ...phrases.map(({ words }) => words[0]?.start ?? 0),
    ...numbers.map(({ start }) => start),
  ]
  const literals = new Set([...literal].map(({ start }) => start))
  return {
    isApart: (word, next) =>
      literals.has(next.start) || starts.some((start) => word.end <= start && start < next.start),
    isNoName: ({ start }) => literals.has(start),
  }
}

/** The names among words that stand together. */
function findApart(
  words: readonly QueryWord[],
  borders: Borders,
  { vocabulary }: PlanContext,
  isVisible: (word: string) => boolean,
): FoundConcept[] {
  const found: FoundConcept[] = []
  for (let from = 0; from < words.length; ) {
    let to = from + 1
    const first = words[from] as QueryWord
    for (; to < words.length && !borders.isNoName(first); to++) {
      if (borders.isApart(words[to - 1] as QueryWord, words[to] as QueryWord)) break
    }
    const together = borders.isNoName(first) ? [] : words.slice(from, to)
    for (const concept of findConcepts(together, vocabulary, isVisible)) {
      found.push({ ...concept, from: concept.from + from })
    }
    from = to
  }
  return found
}

/** Words that were mistyped, with what was meant, so that names are found nevertheless. */
function correct(
  telling: readonly QueryWord[],
  literal: ReadonlySet<QueryWord>,
  borders: Borders,
  query: string,
  context: PlanContext,
): ReadonlyMap<QueryWord, string> {
  // What is a name as typed was not mistyped, though no record holds the word.
  const named = findApart(telling, borders, context, () => false)
  return new Map(
    telling.flatMap((word, at) => {
      if (literal.has(word)) return []
      if (named.some(({ from, length }) => from <= at && at < from + length)) return []
      const meant = correctionOf(word.word, isOpen(word, query), context)
      return meant === null ? [] : [[word, meant] as const]
    }),
  )
}
