import type { VocabularyTerm } from '../../model/index.ts'
import { seedTerms } from '../vocabulary/seed.ts'
import { alternativesOf, correctionOf, matchWeights } from './alternatives.ts'
import { type FoundConcept, findConcepts, narrowerOf } from './concepts.ts'
import { formKey } from './forms.ts'
import type { PlanContext, QueryPlan, TermGroup } from './plan.ts'
import { planIdentifiers } from './plan-identifiers.ts'
import {
  type IdentifierCandidate,
  identifierCandidates,
  partQuery,
  type QueryParts,
  type QueryWord,
} from './query-parts.ts'
import { interpretationOf, type Reading, reading, unreadPart } from './reading.ts'
import { stopWords } from './stop-words.ts'
import { foldText } from './words.ts'

/** A group before it is known whether anything matches it. */
interface Draft extends TermGroup {
  start: number
  /** Whether the query may be answered without it. */
  optional: boolean
  /** How it is read when it matches; null when the name that it belongs to tells. */
  read: Reading | null
  concept: FoundConcept | null
}

const seedIds: ReadonlySet<string> = new Set(seedTerms.map((term) => term.termId))

/**
 * Reads a query:
 *
 * - Identifiers that a visible record carries are answered alone; the rest of the query is dropped. Others are
 *   words, matched as they are, and none of them is dropped: one wrong digit finds nothing, not the neighbour.
 * - `"…"` is matched in this order, as typed; when its words are in no record, nothing matches.
 * - Stop words are dropped when anything else was typed.
 * - Every other word is a group: as typed, its forms, the other names of what it means, narrower things.
 *   Where nothing of the word itself is in a record, the last word is completed, unless something follows it; where
 *   that gives nothing either, words one or two edits away are taken.
 * - A name of several words puts its synonyms into the group of each of its words. That is the same as "all of
 *   these words, or the synonym", so a name never finds less than its words do.
 * - Other words that nothing matches are dropped while at least half of the groups remain; else nothing matches.
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
  parts: QueryParts,
  candidates: readonly IdentifierCandidate[],
  query: string,
  context: PlanContext,
): QueryPlan {
  const isVisible = (word: string) => context.lexicon.frequency(word) > 0
  const { telling, stopped } = withoutStopWords(parts, context)
  const literal = literalWords(telling, candidates)
  const typos = correct(telling, literal, query, context)
  const meant = telling.map((word) => ({ ...word, word: typos.get(word) ?? word.word }))
  const concepts = findConcepts(meant, context.vocabulary, isVisible)
  const drafts = [
    ...parts.phrases.map((phrase) => draftPhrase(phrase, isVisible)),
    ...draftWords({ telling, literal, typos, concepts }, query, context),
  ].sort((a, b) => a.start - b.start)

  const live = drafts.filter(({ alternatives }) => alternatives.length > 0)
  const dead = drafts.filter(({ alternatives }) => alternatives.length === 0)
  const impossible =
    dead.length > 0 && (dead.length > live.length || dead.some(({ optional }) => !optional))
  const told = impossible ? drafts : live
  const names = concepts
    .filter((concept) => told.some((draft) => draft.concept === concept))
    .flatMap((concept) => readConcept(concept, telling, parts.words, query, context))
  const signs = drafts.length === 0 && /\S/.test(query) ? [reading(0, query.trim(), 'DROPPED')] : []
  return {
    identifiers: [],
    groups: impossible ? [] : live.map(({ queried, alternatives }) => ({ queried, alternatives })),
    impossible,
    interpretation: interpretationOf([
      ...names,
      ...told.flatMap(({ read }) => read ?? []),
      ...(impossible ? [] : dead.map(({ start, queried }) => reading(start, queried, 'DROPPED'))),
      ...stopped
        .filter(({ start }) => !names.some((name) => isInside(start, name)))
        .map(({ start, typed }) => reading(start, typed, 'DROPPED')),
      ...unreadPart(parts.unread),
      ...signs,
    ]),
  }
}

function withoutStopWords(parts: QueryParts, { vocabulary }: PlanContext) {
  const isStop = ({ word, typed }: QueryWord) => {
    if (!stopWords.has(word)) return false
    // `LA` is the lateral amygdala where it is spelled like that; `AND` and `OR` are habits from elsewhere.
    if (word === 'and' || word === 'or' || !/^\p{Lu}{2,}$/u.test(typed)) return true
    return !vocabulary.find(word).some((term) => term.synonyms.includes(typed))
  }
  const telling = parts.words.filter((word) => !isStop(word))
  if (telling.length === 0 && parts.phrases.length === 0) {
    return { telling: parts.words, stopped: [] }
  }
  return { telling, stopped: parts.words.filter(isStop) }
}

function draftPhrase(
  phrase: QueryParts['phrases'][number],
  isVisible: (word: string) => boolean,
): Draft {
  const start = phrase.words[0]?.start ?? 0
  const sought = phrase.words.map(({ word }) => word)
  return {
    start,
    queried: phrase.typed,
    alternatives: sought.every(isVisible)
      ? [{ words: sought, how: 'EXACT', weight: matchWeights.EXACT }]
      : [],
    optional: false,
    read: reading(start, phrase.typed, 'PHRASE'),
    concept: null,
  }
}

/** Words of what looks like an identifier: they are matched as they are. */
function literalWords(
  telling: readonly QueryWord[],
  candidates: readonly IdentifierCandidate[],
): ReadonlySet<QueryWord> {
  const pieces = candidates.filter(({ typed }) => !/\s/.test(typed))
  return new Set(
    telling.filter(({ start, end }) =>
      pieces.some((piece) => piece.start <= start && end <= piece.end),
    ),
  )
}

/** Words that were mistyped, with what was meant, so that names are found nevertheless. */
function correct(
  telling: readonly QueryWord[],
  literal: ReadonlySet<QueryWord>,
  query: string,
  context: PlanContext,
): ReadonlyMap<QueryWord, string> {
  // What is a name as typed was not mistyped, though no record holds the word.
  const named = findConcepts(telling, context.vocabulary, () => false)
  return new Map(
    telling.flatMap((word, at) => {
      if (literal.has(word)) return []
      if (named.some(({ from, length }) => from <= at && at < from + length)) return []
      const meant = correctionOf(word.word, isOpen(word, query), context)
      return meant === null ? [] : [[word, meant] as const]
    }),
  )
}

/** Only what nothing follows may be unfinished: `mous`, but not `mous?`. */
function isOpen(word: QueryWord, query: string): boolean {
  return word.end === query.length
}

interface ReadWords {
  telling: readonly QueryWord[]
  literal: ReadonlySet<QueryWord>
  typos: ReadonlyMap<QueryWord, string>
  concepts: readonly FoundConcept[]
}

function draftWords(
  { telling, literal, typos, concepts }: ReadWords,
  query: string,
  context: PlanContext,
): Draft[] {
  const seen = new Set<string>()

  return telling.flatMap((queryWord, at) => {
    const { word, typed, start } = queryWord
    const concept = concepts.find(({ from, length }) => from <= at && at < from + length) ?? null
    // The same word again, or another form of it, asks for nothing more.
    const meant = concept?.terms.map(({ termId }) => termId) ?? []
    const key = [formKey(word), ...meant].join(' ')
    if (seen.has(key)) return []
    seen.add(key)

    const alternatives = alternativesOf(
      {
        word,
        terms: concept?.terms ?? [],
        literal: literal.has(queryWord),
        open: isOpen(queryWord, query),
        mistyped: typos.has(queryWord),
      },
      context,
    )
    const [best] = alternatives
    const label = best?.how === 'TYPO' ? best.words.join(' ') : typed
    const isTold = concept !== null && meaningsOf(concept.terms, context).length > 0
    return {
      start,
      queried: typed,
      alternatives,
      // Without one of its pieces it is another identifier.
      optional: !literal.has(queryWord),
      read: isTold ? null : reading(start, typed, 'WORD', { label }),
      concept,
    }
  })
}

/** One reading a meaning; the text takes in the stop words that belong to the name (`in` situ hybridization). */
function readConcept(
  { from, length, terms }: FoundConcept,
  telling: readonly QueryWord[],
  all: readonly QueryWord[],
  query: string,
  context: PlanContext,
): Reading[] {
  const first = telling[from]
  const last = telling[from + length - 1]
  if (first === undefined || last === undefined) return []
  const names = terms.flatMap(({ label, synonyms }) => [label, ...synonyms].map(foldText))
  const end = all.indexOf(last) + 1
  let start = all.indexOf(first)
  for (let at = start - 1; at >= 0 && stopWords.has(all[at]?.word ?? ''); at--) {
    const spelled = all.slice(at, end).map(({ word }) => word)
    if (names.includes(spelled.join(' '))) start = at
  }
  const startsAt = all[start]?.start ?? first.start
  const text = query.slice(startsAt, last.end)
  return meaningsOf(terms, context).map(({ label, termId }) =>
    reading(startsAt, text, 'CONCEPT', { label, termId }),
  )
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

function isInside(start: number, part: Reading): boolean {
  return part.start <= start && start < part.start + part.text.length
}
