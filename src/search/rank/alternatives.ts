import type { VocabularyTerm } from '../../model/index.ts'
import type { MatchKind } from '../search-index.ts'
import { isInName, narrowerOf, nearestInNames, synonymsOf } from './concepts.ts'
import { formKey } from './forms.ts'
import type { Alternative, PlanContext } from './plan.ts'
import { stopWords } from './stop-words.ts'

/** How much a match says, by how far it is from what was typed. */
export const matchWeights = {
  EXACT: 1,
  FORM: 0.95,
  PREFIX: 0.8,
  TYPO: 0.7,
  /** A typo of two edits. */
  FAR_TYPO: 0.5,
  SYNONYM: 0.6,
  NARROWER: 0.4,
} as const

/** Most completions of a last word: more cost each engine, and say that there is little typed yet. */
const mostCompletions = 100
const mostTypos = 10
/** Letters of a word that is corrected to one that no record holds: short ones are near to too many. */
const shortestUnheld = 7
/** Of this many corrections the word forms are matched, too. */
const correctionsWithForms = 3
const mostSynonyms = 24
/**
 * Narrower names are all matched or none: `hippocampus` that finds CA1 but not CA3 would be a riddle.
 */
const mostNarrower = 24

/** A word to look for, and what is known about it. */
export interface SoughtWord {
  word: string
  /** What the name that it belongs to means; empty when it belongs to none. */
  terms: readonly VocabularyTerm[]
  /** Part of something that looks like an identifier: matched as it is or not at all. */
  literal: boolean
  /** Being typed still: may be the beginning of a word. */
  open: boolean
  /** The name was only found after the word was corrected. */
  mistyped: boolean
}

/** Ways to match a word that visible records hold, best first; empty when there is none. */
export function alternativesOf(sought: SoughtWord, context: PlanContext): Alternative[] {
  const { word, terms, literal, open, mistyped } = sought
  const { lexicon } = context
  const exact = lexicon.frequency(word) > 0 ? [single(word, 'EXACT', matchWeights.EXACT)] : []
  if (literal) return exact

  const forms = formsOf(word, context).filter((form) => form !== word)
  const same = [...exact, ...forms.map((form) => single(form, 'FORM', matchWeights.FORM))]
  const related = [...same, ...fromTerms(same, terms, context)]
  if (same.length > 0) return related

  const completed = open
    ? lexicon
        .completions(word, mostCompletions)
        // `th` is the beginning of something, not of `the`, which every record holds.
        .filter((completion) => !stopWords.has(completion))
        .map((completion) => single(completion, 'PREFIX', matchWeights.PREFIX))
    : []
  if (completed.length > 0) return tidied([...completed, ...related])
  if (mistyped) {
    const weaker = related.map((one) => ({ ...one, weight: one.weight * matchWeights.TYPO }))
    return tidied([...corrected(word, context), ...weaker])
  }
  return related.length > 0 ? related : corrected(word, context)
}

/**
 * The word that was likeliest meant by one of which visible records hold neither it nor a form, nor, when it is
 * `open`, a longer one; null when there is none. Of those equally near, a word of a name goes first; where records hold
 * none at all, a long word may be one of a name whose other names they hold.
 */
export function correctionOf(
  word: string,
  open: boolean,
  { lexicon, vocabulary }: Pick<PlanContext, 'lexicon' | 'vocabulary'>,
): string | null {
  const edits = editsAllowed(word)
  if (edits === 0 || lexicon.frequency(word) > 0 || formsOf(word, { lexicon }).length > 0) {
    return null
  }
  if (open && lexicon.completions(word, 1).length > 0) return null
  const found = lexicon.typos(word, edits, mostTypos)
  const [first] = found
  if (first === undefined) {
    return word.length < shortestUnheld ? null : nearestInNames(word, edits, vocabulary)
  }
  const nearest = found.filter((typo) => typo.edits === first.edits)
  return (nearest.find((typo) => isInName(typo.word, vocabulary)) ?? first).word
}

/** Names of the same things, then names of narrower things. */
function fromTerms(
  same: readonly Alternative[],
  terms: readonly VocabularyTerm[],
  context: PlanContext,
): Alternative[] {
  if (terms.length === 0) return []
  const { lexicon, vocabulary } = context
  const isVisible = (name: readonly string[]) => name.every((word) => lexicon.frequency(word) > 0)
  const names = terms.flatMap(synonymsOf).flatMap((name) => {
    const [only] = name
    return only !== undefined && name.length === 1
      ? [name, ...formsOf(only, context).map((form) => [form])]
      : [name]
  })
  const synonyms = tidied([
    ...same,
    ...names.filter(isVisible).map((words) => ({
      words,
      how: 'SYNONYM' as const,
      weight: matchWeights.SYNONYM,
    })),
  ]).slice(0, same.length + mostSynonyms)

  const below = new Map(
    terms
      .flatMap((term) => narrowerOf(term, vocabulary))
      .filter(isVisible)
      .map((words) => [words.join(' '), words]),
  )
  // Far too many stay too many, and comparing each with each would cost more than the search.
  if (below.size > 4 * mostNarrower) return without(same, synonyms)
  const all = tidied([
    ...synonyms,
    ...[...below.values()].map((words) => ({
      words,
      how: 'NARROWER' as const,
      weight: matchWeights.NARROWER,
    })),
  ])
  const known = all.length - synonyms.length <= mostNarrower ? all : synonyms
  return without(same, known)
}

function without(same: readonly Alternative[], all: readonly Alternative[]): Alternative[] {
  return all.filter((alternative) => !same.includes(alternative))
}

/** Words of visible records that may have been meant, with the forms of the likeliest. */
function corrected(word: string, { lexicon, ...context }: PlanContext): Alternative[] {
  const edits = editsAllowed(word)
  if (edits === 0) return []
  const found = lexicon.typos(word, edits, mostTypos)
  const nearest = Math.min(...found.map((typo) => typo.edits))
  const weight = nearest > 1 ? matchWeights.FAR_TYPO : matchWeights.TYPO
  const meant = found.filter((typo) => typo.edits === nearest).map((typo) => typo.word)
  const forms = meant
    .slice(0, correctionsWithForms)
    .flatMap((correction) => formsOf(correction, { lexicon, ...context }))
  return tidied([
    ...meant.map((correction) => single(correction, 'TYPO', weight)),
    ...forms.map((form) => single(form, 'TYPO', weight * matchWeights.FORM)),
  ])
}

/** From five letters one edit, from nine two; a word with digits is a name, and another name is another thing. */
function editsAllowed(word: string): 0 | 1 | 2 {
  if (/\p{N}/u.test(word)) return 0
  const letters = [...word].length
  return letters >= 9 ? 2 : letters >= 5 ? 1 : 0
}

function formsOf(word: string, { lexicon }: Pick<PlanContext, 'lexicon'>): readonly string[] {
  return lexicon.forms(formKey(word))
}

function single(word: string, how: MatchKind, weight: number): Alternative {
  return { words: [word], how, weight }
}

/**
 * Without what an earlier one already matches: the same words, or words that stand inside (`mouse` is in
 * `house mouse`).
 */
function tidied(alternatives: readonly Alternative[]): Alternative[] {
  const kept: Alternative[] = []
  const texts: string[] = []
  // Short ones first, or `field ca1` would not be seen to stand in `field ca1 pyramidal layer`.
  const order = alternatives
    .map((alternative, at) => ({ alternative, at }))
    .sort(
      (a, b) =>
        b.alternative.weight - a.alternative.weight ||
        a.alternative.words.length - b.alternative.words.length ||
        a.at - b.at,
    )
  for (const { alternative } of order) {
    const text = ` ${alternative.words.join(' ')} `
    if (texts.some((known) => text.includes(known))) continue
    kept.push(alternative)
    texts.push(text)
  }
  return kept
}
