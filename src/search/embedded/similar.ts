import type { Viewer } from '../../model/index.ts'
import { textFields } from '../document.ts'
import { compareIds, firstOf } from '../forward/order.ts'
import { lexiconFor } from '../forward/words.ts'
import { fieldWeights } from '../rank/score.ts'
import type { Generation } from './generation.ts'
import { docsMatching, quoted } from './match.ts'

/** The most telling words of a record, by which others are looked for. */
const tellingWords = 12
/** Words in a larger share of the records tell nothing; where there are few records, so many may hold one. */
const largestShare = 0.05
const fewRecords = 20
/** A shared facet value weighs as much as this much of a word that is as rare. */
const valueWeight = 0.5

/** Ids of the records that share the most telling words and facet values with one, best first. */
export function similar(
  generation: Generation,
  viewer: Viewer,
  id: string,
  first: number,
): string[] {
  const visible = generation.visibleTo(viewer)
  const own = generation.docOf(id)
  if (own === undefined || !generation.isVisible(own, visible)) return []
  const scores = new Map<number, number>()
  const add = (doc: number, score: number) => {
    if (doc !== own && generation.isVisible(doc, visible)) {
      scores.set(doc, (scores.get(doc) ?? 0) + score)
    }
  }
  for (const { word, weight } of telling(generation, visible, own)) {
    for (const doc of docsMatching(generation, quoted([word]))) add(doc, weight)
  }
  addSharedValues(generation, visible, own, scores, first)
  const { ids } = generation.columns
  const compare = (a: number, b: number) =>
    (scores.get(b) ?? 0) - (scores.get(a) ?? 0) || compareIds(ids[a] as string, ids[b] as string)
  return firstOf([...scores.keys()], first, compare).map((doc) => ids[doc] as string)
}

function telling(
  generation: Generation,
  visible: Uint8Array,
  doc: number,
): { word: string; weight: number }[] {
  const lexicon = lexiconFor(generation.words, visible)
  const fields = generation.forward.tokensOf(doc)
  const weights = new Map<string, number>()
  for (const field of textFields) {
    if (field === 'identifiers') continue
    for (const word of new Set(fields[field])) {
      weights.set(word, (weights.get(word) ?? 0) + Math.sqrt(fieldWeights[field]))
    }
  }
  const most = Math.max(fewRecords, largestShare * lexicon.documents)
  return [...weights]
    .map(([word, weight]) => ({ word, weight, frequency: lexicon.frequency(word) }))
    .filter(({ frequency }) => frequency > 1 && frequency <= most)
    .map(({ word, weight, frequency }) => ({
      word,
      weight: weight * rarity(lexicon.documents, frequency),
    }))
    .sort((a, b) => b.weight - a.weight || compareIds(a.word, b.word))
    .slice(0, tellingWords)
}

/** Adds to records that were found by their words; where those are too few, finds more by their values. */
function addSharedValues(
  generation: Generation,
  visible: Uint8Array,
  own: number,
  scores: Map<number, number>,
  wanted: number,
): void {
  const { columns, values, words } = generation
  const documents = lexiconFor(words, visible).documents
  const weights = new Map<number, number>()
  for (const value of columns.valuesOf(own)) {
    const frequency = values.frequency(value, visible)
    if (frequency > 1) weights.set(value, valueWeight * rarity(documents, frequency))
  }
  const shared = (doc: number) => {
    let sum = 0
    for (const value of columns.valuesOf(doc)) sum += weights.get(value) ?? 0
    return sum
  }
  const found = [...scores]
  for (const [doc, score] of found) scores.set(doc, score + shared(doc))
  if (found.length >= wanted) return
  for (let doc = 0; doc < columns.size; doc++) {
    if (doc === own || scores.has(doc) || !generation.isVisible(doc, visible)) continue
    const score = shared(doc)
    if (score > 0) scores.set(doc, score)
  }
}

function rarity(documents: number, frequency: number): number {
  return Math.log(1 + documents / frequency)
}
