import { alternativesOf, matchWeights } from './alternatives.ts'
import type { FoundConcept } from './concepts.ts'
import { formKey } from './forms.ts'
import type { PlanContext, TermGroup } from './plan.ts'
import type { GroupKind } from './plan-groups.ts'
import type { FoundNumber } from './plan-numbers.ts'
import type { QueryParts, QueryWord } from './query-parts.ts'
import { isWeakWord } from './stop-words.ts'

/** A group before it is known whether anything matches it. */
export interface Draft extends TermGroup {
  start: number
  kind: GroupKind
  /** The name that it belongs to. */
  concept: FoundConcept | null
  /** Words that ask for the same again, itself first; empty where something else than words was typed. */
  words: QueryWord[]
}

/** The words of a query that are left when stop words are, and what is known of them. */
export interface ReadWords {
  telling: readonly QueryWord[]
  /** Words of what looks like an identifier. */
  literal: ReadonlySet<QueryWord>
  /** What was meant by words that were mistyped. */
  typos: ReadonlyMap<QueryWord, string>
  concepts: readonly FoundConcept[]
  numbers: readonly FoundNumber[]
}

/** Words that say nothing more where a number says it: `0.5 mm isotropic resolution`. */
const besideNumbers = {
  RESOLUTION: ['resolution', 'isotropic', 'iso', 'voxel', 'size', 'spacing', 'auflosung'],
  FIELD_STRENGTH: ['field', 'strength', 'scanner', 'magnet', 'tesla', 'champ'],
  SUBJECTS: ['subject', 'participant', 'individual', 'sujet', 'proband', 'teilnehmer'],
  RELEASED: ['released', 'release', 'year', 'annee', 'jahr'],
} as const
/** What `open` says something general about. */
const opened = /^\s+(?:access|data|datasets?|licen[cs]ed?|licen[cs]es?|science|source)(?!\p{L})/iu

/** Only what nothing follows may be unfinished: `mous`, but not `mous?`. */
export function isOpen(word: QueryWord, query: string): boolean {
  return word.end === query.length
}

export function draftPhrase(
  phrase: QueryParts['phrases'][number],
  isVisible: (word: string) => boolean,
): Draft {
  const sought = phrase.words.map(({ word }) => word)
  return {
    start: phrase.words[0]?.start ?? 0,
    queried: phrase.typed,
    alternatives: sought.every(isVisible)
      ? [{ words: sought, how: 'EXACT', weight: matchWeights.EXACT }]
      : [],
    kind: 'REQUIRED',
    concept: null,
    words: [],
  }
}

/** Spellings of a number that texts may have. */
export function draftNumber(
  { start, text, spellings }: FoundNumber,
  isVisible: (word: string) => boolean,
): Draft {
  return {
    start,
    queried: text,
    alternatives: spellings
      .map((words, at) => ({
        words,
        how: at === 0 ? ('EXACT' as const) : ('FORM' as const),
        weight: at === 0 ? matchWeights.EXACT : matchWeights.FORM,
      }))
      .filter(({ words }) => words.every(isVisible)),
    kind: 'NUMBER',
    concept: null,
    words: [],
  }
}

/** A group a word; the same word again, or another form of it, asks for nothing more. */
export function draftWords(read: ReadWords, query: string, context: PlanContext): Draft[] {
  const { telling, literal, typos, concepts } = read
  const weakHere = new Set(
    read.numbers.flatMap(({ facet }) => besideNumbers[facet].map((word) => formKey(word))),
  )
  const isWeak = ({ word, start, end }: QueryWord) =>
    isWeakWord(word) ||
    // What follows the point of a number that names: `E13.5`.
    (/^\d+$/.test(word) && /[\p{L}\p{N}]\.$/u.test(query.slice(Math.max(0, start - 2), start))) ||
    weakHere.has(formKey(word)) ||
    (word === 'open' && opened.test(query.slice(end, end + 20)))
  const drafts = new Map<string, Draft>()

  telling.forEach((queryWord, at) => {
    const { word, typed, start } = queryWord
    const concept = concepts.find(({ from, length }) => from <= at && at < from + length) ?? null
    const meant = concept?.terms.map(({ termId }) => termId) ?? []
    const isLiteral = literal.has(queryWord)
    const key = [isLiteral ? word : formKey(typos.get(queryWord) ?? word), ...meant].join(' ')
    const same = drafts.get(key)
    if (same !== undefined) {
      same.words.push(queryWord)
      if (isLiteral) same.kind = 'REQUIRED'
      else if (same.kind === 'WEAK' && !isWeak(queryWord)) same.kind = 'WORD'
      return
    }
    const alternatives = alternativesOf(
      {
        word,
        terms: concept?.terms ?? [],
        literal: isLiteral,
        open: isOpen(queryWord, query),
        mistyped: typos.has(queryWord),
      },
      context,
    )
    const kind = isLiteral
      ? 'REQUIRED'
      : concept === null
        ? isWeak(queryWord)
          ? 'WEAK'
          : 'WORD'
        : 'CONCEPT'
    drafts.set(key, { start, queried: typed, alternatives, kind, concept, words: [queryWord] })
  })
  return [...drafts.values()]
}
