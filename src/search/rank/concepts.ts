import type { VocabularyTerm } from '../../model/index.ts'
import { bitsIn, editDistance, letterBag } from '../forward/spelling.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'
import { formKey } from './forms.ts'
import type { QueryWord } from './query-parts.ts'
import { isStopWord } from './stop-words.ts'
import { foldText, words as wordsOf } from './words.ts'

/** A name of the vocabulary found in a query. */
export interface FoundConcept {
  /** Position of its first word and number of its words, among the words given. */
  from: number
  length: number
  /**
   * What it may mean, several when it is ambiguous, with the terms of the same facet whose label is one of the
   * others' names: so a common name of ours reaches the terms of every source.
   */
  terms: readonly VocabularyTerm[]
}

/** A term's names, folded and parted, made once a vocabulary. */
interface Names {
  /** Terms by the form keys of a name's words, without stop words: `mice` finds `mouse`. */
  byForms: Map<string, Set<VocabularyTerm>>
  longest: number
  /** Words of names with the letters they hold (`letterBag`), by their length. */
  words: Map<string, number>[]
  narrower: Map<string, readonly (readonly string[])[]>
}

const namesOf = new WeakMap<Vocabulary, Names>()

/** Names of methods that are everyday words when written small. */
const everydayWords: ReadonlySet<string> = new Set(['fish', 'pet', 'bold', 'flair', 'clarity'])

/**
 * Acronyms of structures by which nearly every text means something else: multiple sclerosis, Alzheimer's disease,
 * artificial intelligence.
 */
const otherwiseMeant: ReadonlySet<string> = new Set(['ms', 'ad', 'ai'])

/** More meanings of one name than this say that the name says nothing. Terms with one label are one meaning. */
const mostMeanings = 6
/** Terms that one name reaches, by way of others' names too. */
const mostNamesakes = 16
/** Below a broader term than this, narrower names are not looked at: it means nearly everything. */
const mostNarrower = 400

/**
 * Names of the vocabulary among the words of a query, the longest first and from the left; none overlap. Word
 * forms of a name are the name, a name spelled as typed goes before, and stop words do not count.
 *
 * A short acronym of a structure is an everyday word too often (`act`, `or`, `end`), as some methods are: it is
 * taken only when it is typed with the capitals it is spelled with, or is in no visible record as a word.
 */
export function findConcepts(
  words: readonly QueryWord[],
  vocabulary: Vocabulary,
  isVisible: (word: string) => boolean,
): FoundConcept[] {
  const names = indexNames(vocabulary)
  const keys = words.map(({ word }) => formKey(word))
  const found: FoundConcept[] = []
  for (let from = 0; from < words.length; ) {
    const concept = longestAt(from)
    if (concept !== null) found.push(concept)
    from += concept?.length ?? 1
  }
  return found

  function longestAt(from: number): FoundConcept | null {
    for (let length = Math.min(names.longest, words.length - from); length > 0; length--) {
      const named = names.byForms.get(keys.slice(from, from + length).join(' '))
      if (named === undefined) continue
      const typed = words.slice(from, from + length)
      const terms = meant([...named], typed)
      const meanings = new Set(terms.map(({ label }) => foldText(label))).size
      if (meanings > 0 && meanings <= mostMeanings) {
        return { from, length, terms: withNamesakes(terms, names) }
      }
    }
    return null
  }

  function meant(terms: VocabularyTerm[], typed: readonly QueryWord[]): VocabularyTerm[] {
    const spelled = typed.map(({ word }) => word).join(' ')
    const asTyped = terms.filter((term) => namesIn(term).some((name) => foldText(name) === spelled))
    const close = asTyped.length > 0 ? asTyped : terms
    const [only] = typed
    if (only === undefined || typed.length > 1) return close
    if (!isShortAcronym(only.word) && !everydayWords.has(only.word)) return close
    const likely = close.filter(
      ({ facet }) => facet !== 'structure' || !otherwiseMeant.has(only.word),
    )
    return likely.filter(
      (term) =>
        (term.facet !== 'structure' && !everydayWords.has(only.word)) ||
        foldText(term.label) === only.word ||
        (/\p{Lu}/u.test(only.typed) && term.synonyms.includes(only.typed)) ||
        !isVisible(only.word),
    )
  }
}

/** With every term of the same facet whose label is one of the names of `terms`, word forms aside. */
function withNamesakes(terms: readonly VocabularyTerm[], { byForms }: Names): VocabularyTerm[] {
  const all = new Set(terms)
  for (const term of terms) {
    for (const name of namesIn(term)) {
      const key = keyOf(name)
      for (const other of byForms.get(key) ?? []) {
        if (other.facet === term.facet && keyOf(other.label) === key) all.add(other)
      }
    }
  }
  return [...all].slice(0, mostNamesakes)
}

/**
 * Other names of a term, folded, in words. Short acronyms are left out, since a text may mean anything by them
 * (`TH` is the thalamus and a gene, `CT` a modality and a layer): two letters, three for a structure.
 */
export function synonymsOf(term: VocabularyTerm): (readonly string[])[] {
  return namesIn(term)
    .map((name) => foldText(name))
    .filter((name) => name.length > (term.facet === 'structure' ? 3 : 2) || /\d/.test(name))
    .filter((name) => name.length > 1 && !everydayWords.has(name))
    .map((name) => name.split(' '))
}

/**
 * Labels of all narrower terms, folded, in words, without those that hold another (`field ca1` stands in
 * `field ca1 stratum oriens`); empty when they are too many to tell anything.
 */
export function narrowerOf(
  term: VocabularyTerm,
  vocabulary: Vocabulary,
): readonly (readonly string[])[] {
  const { narrower } = indexNames(vocabulary)
  const known = narrower.get(term.termId)
  if (known !== undefined) return known
  const ids = vocabulary.descendants(term.termId)
  const labels = ids.length > mostNarrower ? [] : outermost(ids, vocabulary)
  narrower.set(term.termId, labels)
  return labels
}

function outermost(ids: readonly string[], vocabulary: Vocabulary): string[][] {
  const labels = new Set(ids.map((id) => foldText(vocabulary.get(id)?.label ?? '')))
  const kept: string[] = []
  for (const label of [...labels].sort((a, b) => a.length - b.length)) {
    const text = ` ${label} `
    if (label !== '' && !kept.some((known) => text.includes(known))) kept.push(text)
  }
  return kept.map((text) => text.trim().split(' '))
}

/** Whether the word stands in a name, in this form. */
export function isInName(word: string, vocabulary: Vocabulary): boolean {
  return indexNames(vocabulary).words[word.length]?.has(word) ?? false
}

/** Whether a word alone, or a form of it, is a name. */
export function isName(word: string, vocabulary: Vocabulary): boolean {
  return indexNames(vocabulary).byForms.has(formKey(word))
}

/** The word of a name that is nearest to one that is in none, within `edits`; null when there is none. */
export function nearestInNames(word: string, edits: 1 | 2, vocabulary: Vocabulary): string | null {
  const { words } = indexNames(vocabulary)
  const letters = letterBag(word)
  let nearest: string | null = null
  let least = edits + 1
  for (let length = word.length - edits; length <= word.length + edits; length++) {
    for (const [known, bag] of words[length] ?? []) {
      if (bitsIn(bag ^ letters) > 2 * edits) continue
      const distance = editDistance(word, known, edits)
      if (distance > 0 && distance < least) [nearest, least] = [known, distance]
    }
  }
  return nearest
}

function isShortAcronym(word: string): boolean {
  return word.length <= 4 && !/\d/.test(word)
}

function namesIn(term: VocabularyTerm): string[] {
  return [term.label, ...term.synonyms]
}

function indexNames(vocabulary: Vocabulary): Names {
  const known = namesOf.get(vocabulary)
  if (known !== undefined) return known
  const names: Names = { byForms: new Map(), longest: 0, words: [], narrower: new Map() }
  const single = new Set<string>()
  for (const term of vocabulary.terms()) {
    // Records' texts hold no licences: as a word, `MIT` is an institute.
    if (term.facet === 'license') continue
    for (const name of namesIn(term)) {
      const words = tellingWords(name)
      // One letter is no name: `P` is the pons to one ontology, and a typing error to everybody else.
      if (words.join('').length < 2) continue
      const key = words.map(formKey).join(' ')
      const terms = names.byForms.get(key)
      if (terms === undefined) names.byForms.set(key, new Set([term]))
      else terms.add(term)
      names.longest = Math.max(names.longest, words.length)
      for (const word of words) single.add(word)
    }
  }
  for (const word of single) {
    names.words[word.length] ??= new Map()
    names.words[word.length]?.set(word, letterBag(word))
  }
  namesOf.set(vocabulary, names)
  return names
}

/** The words of a name, without stop words unless it has no others. */
function tellingWords(name: string): string[] {
  const all = wordsOf(name)
  const telling = all.filter((word) => !isStopWord(word, name))
  return (telling.length > 0 ? telling : all).map(({ word }) => word)
}

function keyOf(name: string): string {
  return tellingWords(name).map(formKey).join(' ')
}
