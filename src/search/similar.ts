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
/** Records that are looked at because their vectors are the nearest. */
const mostNear = 100
/** How much the nearness of vectors says against words and values, 0 to 1. */
const nearShare = 0.5

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

/**
 * The records whose vectors are nearest to one's own; none where it has no vector.
 *
 * @param isEligible Asked of few of them.
 */
export function nearestTo(
  { vectors: { column } }: ForwardIndex,
  own: number,
  isEligible: (doc: number) => boolean,
): number[] {
  const vector = column?.quantised(own) ?? null
  if (column === null || vector === null) return []
  return column
    .nearest(column.query(vector.row), { most: mostNear, floor: 0, isEligible })
    .map(({ doc }) => doc)
}

/**
 * Scores by what records share with one, joined with how near their vectors are to its own, both on the scale of their best.
 * Without vectors they stay what they are.
 */
export function withNearness(
  { vectors: { column } }: ForwardIndex,
  own: number,
  shared: ReadonlyMap<number, number>,
): ReadonlyMap<number, number> {
  const vector = column?.quantised(own) ?? null
  if (column === null || vector === null || shared.size === 0) return shared
  const docs = [...shared.keys()]
  const nearness = column
    .cosines(column.query(vector.row), docs)
    .map((cosine) => (cosine > 0 ? cosine : 0))
  const most = (numbers: Iterable<number>) => {
    let best = Number.MIN_VALUE
    for (const number of numbers) if (number > best) best = number
    return best
  }
  const [bestShared, bestNear] = [most(shared.values()), most(nearness)]
  return new Map(
    docs.map((doc, at) => {
      const words = (shared.get(doc) as number) / bestShared
      const near = (nearness[at] as number) / bestNear
      return [doc, (1 - nearShare) * words + nearShare * near]
    }),
  )
}

function rarity(documents: number, frequency: number): number {
  return Math.log(1 + documents / frequency)
}
