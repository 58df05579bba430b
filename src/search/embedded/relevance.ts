import { nearestInWindow, rankDocs, type WindowDoc, windowSize } from '../answer.ts'
import { compareIds, firstOf } from '../forward/order.ts'
import type { Generation } from './generation.ts'
import { lexicalScores } from './lexical.ts'
import type { Matches } from './search.ts'

/** Records in the order of relevance, as they were at one position of the outbox. */
export class RelevanceOrder {
  /** The window in order, then the others: in order after `sortAll`. */
  readonly docs: Uint32Array
  readonly scores: Float64Array
  /** What the ranker looked at. */
  readonly window: readonly WindowDoc[]
  #sorted: boolean

  constructor(docs: Uint32Array, scores: Float64Array, window: readonly WindowDoc[]) {
    this.docs = docs
    this.scores = scores
    this.window = window
    this.#sorted = docs.length <= window.length
  }

  get bytes(): number {
    return this.docs.byteLength + this.scores.byteLength + 100 * this.window.length + 200
  }

  /** Puts what lies outside of the window in order, which most searches never read. */
  sortAll(generation: Generation): void {
    if (this.#sorted) return
    const { ids } = generation.columns
    const { docs, scores } = this
    const ranked = this.window.length
    const places = Array.from({ length: docs.length - ranked }, (_, index) => index + ranked)
    places.sort(
      (a, b) =>
        (scores[b] as number) - (scores[a] as number) ||
        compareIds(ids[docs[a] as number] ?? '', ids[docs[b] as number] ?? ''),
    )
    docs.set(
      Uint32Array.from(places, (place) => docs[place] as number),
      ranked,
    )
    scores.set(
      Float64Array.from(places, (place) => scores[place] as number),
      ranked,
    )
    this.#sorted = true
  }
}

/** Orders what matches: the window by the one ranker, the rest behind it by a rough score. */
export function orderByRelevance(generation: Generation, matches: Matches): RelevanceOrder {
  const { ids } = generation.columns
  const { docs } = matches.scan
  const { column } = generation.forward.vectors
  const { vector } = matches
  const isWide = docs.length > windowSize + nearestInWindow
  const lexical = isWide ? lexicalScores(generation, matches) : new Float64Array(docs.length)
  const window = isWide ? placesInWindow(generation, matches, lexical) : [...numbersTo(docs.length)]
  const query = vector === null || column === null ? null : column.query(vector)
  const inWindow = window.map((place): WindowDoc => {
    const doc = docs[place] as number
    return { id: ids[doc] as string, cosine: (query && column?.cosine(doc, query)) ?? null }
  })
  const ranked = rankDocs(generation.forward, matches, inWindow)
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
  let best = 0
  for (let place = 0; place < docs.length; place++) {
    best = Math.max(best, lexical[place] as number)
  }
  let at = ranked.length
  for (let place = 0; place < docs.length; place++) {
    if (inside[place] === 1) continue
    ordered[at] = docs[place] as number
    scores[at++] = (last * (lexical[place] as number)) / (best || 1)
  }
  return new RelevanceOrder(ordered, scores, inWindow)
}

/** Places in `docs` of the best by their words and of the nearest by their vectors. */
function placesInWindow(
  generation: Generation,
  { scan: { docs }, vector }: Matches,
  lexical: Float64Array,
): number[] {
  const { ids } = generation.columns
  const byScore = (a: number, b: number) =>
    (lexical[b] as number) - (lexical[a] as number) ||
    compareIds(ids[docs[a] as number] as string, ids[docs[b] as number] as string)
  const places = new Set(firstOf(numbersTo(docs.length), windowSize, byScore))
  const { column } = generation.forward.vectors
  if (vector === null || column === null) return [...places]
  const nearest = column.nearest(column.query(vector), {
    among: docs,
    most: nearestInWindow,
    floor: 0,
  })
  for (const { doc } of nearest) places.add(sortedPlaceOf(docs, doc))
  return [...places]
}

/** Where a number stands among ascending ones. */
function sortedPlaceOf(docs: Uint32Array, doc: number): number {
  let from = 0
  let to = docs.length
  while (from < to) {
    const middle = (from + to) >>> 1
    if ((docs[middle] as number) < doc) from = middle + 1
    else to = middle
  }
  return from
}

function numbersTo(end: number): Uint32Array {
  const numbers = new Uint32Array(end)
  for (let number = 0; number < end; number++) numbers[number] = number
  return numbers
}
