import type { Viewer } from '../../model/index.ts'
import { compareIds, firstOf } from '../forward/order.ts'
import { tellingWordsOf, valueWeights } from '../similar.ts'
import type { Generation } from './generation.ts'
import { docsMatching, quoted } from './match.ts'

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
  for (const { word, weight } of tellingWordsOf(generation.forward, visible, own)) {
    for (const doc of docsMatching(generation, quoted([word]))) add(doc, weight)
  }
  addSharedValues(generation, visible, own, scores, first)
  const { ids } = generation.columns
  const compare = (a: number, b: number) =>
    (scores.get(b) ?? 0) - (scores.get(a) ?? 0) || compareIds(ids[a] as string, ids[b] as string)
  return firstOf([...scores.keys()], first, compare).map((doc) => ids[doc] as string)
}

/** Adds to records that were found by their words; where those are too few, finds more by their values. */
function addSharedValues(
  generation: Generation,
  visible: Uint8Array,
  own: number,
  scores: Map<number, number>,
  wanted: number,
): void {
  const { columns } = generation
  const weights = valueWeights(generation.forward, visible, columns.valuesOf(own))
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
