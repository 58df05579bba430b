import { rankDocs, windowSize } from '../answer.ts'
import { compareIds, firstOf } from '../forward/order.ts'
import type { Lexicon, QueryPlan } from '../rank/plan.ts'
import type { Generation } from './generation.ts'
import { lexicalScores } from './lexical.ts'

/** Records in the order of relevance, as they were at one position of the outbox. */
export class RelevanceOrder {
  /** The window in order, then the others: in order after `sortAll`. */
  readonly docs: Uint32Array
  readonly scores: Float64Array
  #sorted: boolean

  constructor(docs: Uint32Array, scores: Float64Array, sorted: boolean) {
    this.docs = docs
    this.scores = scores
    this.#sorted = sorted
  }

  get bytes(): number {
    return this.docs.byteLength + this.scores.byteLength + 200
  }

  /** Puts what lies outside of the window in order, which most searches never read. */
  sortAll(generation: Generation): void {
    if (this.#sorted) return
    const { ids } = generation.columns
    const { docs, scores } = this
    const places = Array.from(
      { length: docs.length - windowSize },
      (_, index) => index + windowSize,
    )
    places.sort(
      (a, b) =>
        (scores[b] as number) - (scores[a] as number) ||
        compareIds(ids[docs[a] as number] ?? '', ids[docs[b] as number] ?? ''),
    )
    docs.set(
      Uint32Array.from(places, (place) => docs[place] as number),
      windowSize,
    )
    scores.set(
      Float64Array.from(places, (place) => scores[place] as number),
      windowSize,
    )
    this.#sorted = true
  }
}

/** Orders `docs` (ascending), all of which match the plan. `marks` are those of `matchPlan`. */
export function orderByRelevance(
  generation: Generation,
  plan: QueryPlan,
  marks: readonly Uint8Array[],
  docs: Uint32Array,
  lexicon: Lexicon,
): RelevanceOrder {
  const { ids } = generation.columns
  const lexical =
    docs.length > windowSize
      ? lexicalScores(generation, plan, marks, docs, lexicon)
      : new Float64Array(docs.length)
  const byScore = (a: number, b: number) =>
    (lexical[b] as number) - (lexical[a] as number) ||
    compareIds(ids[docs[a] as number] as string, ids[docs[b] as number] as string)
  const window = firstOf(numbersTo(docs.length), windowSize, byScore)
  const inWindow = window.map((place) => {
    const doc = docs[place] as number
    return { doc, id: ids[doc] as string, lexical: lexical[place] as number }
  })
  const ranked = rankDocs(generation.forward, plan, inWindow, lexicon)
  const ordered = new Uint32Array(docs.length)
  const scores = new Float64Array(docs.length)
  ranked.forEach(({ doc, score }, at) => {
    ordered[at] = doc
    scores[at] = score
  })
  const inside = new Uint8Array(docs.length)
  for (const place of window) inside[place] = 1
  // Scores outside continue below the window's: one scale, falling all the way.
  const last = ranked.at(-1)?.score ?? 0
  const best = Math.max(...window.map((place) => lexical[place] as number))
  let at = ranked.length
  for (let place = 0; place < docs.length; place++) {
    if (inside[place] === 1) continue
    ordered[at] = docs[place] as number
    scores[at++] = (last * (lexical[place] as number)) / (best || 1)
  }
  return new RelevanceOrder(ordered, scores, docs.length <= windowSize)
}

function numbersTo(end: number): Uint32Array {
  const numbers = new Uint32Array(end)
  for (let number = 0; number < end; number++) numbers[number] = number
  return numbers
}
