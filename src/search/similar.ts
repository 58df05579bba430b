import { textFields } from './document.ts'
import type { ForwardIndex } from './forward/forward-index.ts'
import { compareIds } from './forward/order.ts'
import { lexiconFor } from './forward/words.ts'
import { fieldWeights } from './rank/score.ts'

/** The most telling words of a record, by which others are looked for. */
const tellingWords = 12
/** Words in a larger share of the records tell nothing; where there are few records, so many may hold one. */
const largestShare = 0.05
const fewRecords = 20
/** A shared facet value weighs as much as this much of a word that is as rare. */
const valueWeight = 0.5

/** The words by which records like one are found, the most telling first. */
export function tellingWordsOf(
  forward: ForwardIndex,
  visible: Uint8Array,
  doc: number,
): { word: string; weight: number }[] {
  const lexicon = lexiconFor(forward.words, visible)
  const fields = forward.tokensOf(doc)
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

/** What it weighs to share each of these values; those that nobody else holds are left out. */
export function valueWeights(
  { words, values }: ForwardIndex,
  visible: Uint8Array,
  own: Iterable<number>,
): Map<number, number> {
  const { documents } = lexiconFor(words, visible)
  const weights = new Map<number, number>()
  for (const value of own) {
    const frequency = values.frequency(value, visible)
    if (frequency > 1) weights.set(value, valueWeight * rarity(documents, frequency))
  }
  return weights
}

function rarity(documents: number, frequency: number): number {
  return Math.log(1 + documents / frequency)
}
