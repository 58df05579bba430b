import type { Viewer } from '../../model/index.ts'
import { compareIds, firstOf } from '../forward/order.ts'
import { kinGuard } from '../meanings.ts'
import { nearestTo, tellingWordsOf, valueWeights, withNearness } from '../similar.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'
import { type Test, testOf } from './filter.ts'
import type { Generation } from './generation.ts'
import { docsMatching, quoted } from './match.ts'

/**
 * Ids of the records that share the most telling words and facet values with one and whose vectors are the nearest, best
 * first; of no other species.
 */
export function similar(
  { generation, vocabulary }: { generation: Generation; vocabulary: Vocabulary },
  viewer: Viewer,
  id: string,
  first: number,
): string[] {
  const { forward, columns } = generation
  const visible = generation.visibleTo(viewer)
  const own = generation.docOf(id)
  if (own === undefined || !generation.isVisible(own, visible)) return []
  const guard = kinGuard({ forward, vocabulary }, columns.valuesOf(own))
  const isKin = guard === null ? () => true : testOf(generation, guard)
  const mayBe: Test = (doc) => doc !== own && generation.isVisible(doc, visible) && isKin(doc)
  const scores = new Map<number, number>()
  for (const { word, weight } of tellingWordsOf(forward, visible, own)) {
    for (const doc of docsMatching(generation, quoted([word]))) {
      const before = scores.get(doc)
      if (before !== undefined) scores.set(doc, before + weight)
      else if (mayBe(doc)) scores.set(doc, weight)
    }
  }
  for (const doc of nearestTo(forward, own, mayBe)) if (!scores.has(doc)) scores.set(doc, 0)
  addSharedValues(generation, visible, own, { scores, mayBe, wanted: first })
  const all = withNearness(forward, own, scores)
  const { ids } = columns
  const compare = (a: number, b: number) =>
    (all.get(b) ?? 0) - (all.get(a) ?? 0) || compareIds(ids[a] as string, ids[b] as string)
  return firstOf([...all.keys()], first, compare).map((doc) => ids[doc] as string)
}

/** Adds to records that were found already; where those are too few, finds more by their values. */
function addSharedValues(
  { columns, forward }: Generation,
  visible: Uint8Array,
  own: number,
  { scores, mayBe, wanted }: { scores: Map<number, number>; mayBe: Test; wanted: number },
): void {
  const weights = valueWeights(forward, visible, columns.valuesOf(own))
  const shared = (doc: number) => {
    let sum = 0
    for (const value of columns.valuesOf(doc)) sum += weights.get(value) ?? 0
    return sum
  }
  const found = [...scores]
  for (const [doc, score] of found) scores.set(doc, score + shared(doc))
  if (found.length >= wanted) return
  for (let doc = 0; doc < columns.size; doc++) {
    if (scores.has(doc) || !mayBe(doc)) continue
    const score = shared(doc)
    if (score > 0) scores.set(doc, score)
  }
}
