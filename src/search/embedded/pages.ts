import { LRUCache } from 'lru-cache'
import { windowSize } from '../answer.ts'
import { firstOf } from '../forward/order.ts'
import type { HitPage, PageEntry, PageRequest } from '../pages.ts'
import type { Generation } from './generation.ts'
import { type KeyOrder, sortedPlace } from './order.ts'
import type { RelevanceOrder } from './relevance.ts'

/**
 * The page after a key and id; keys of its cursors: revision, sort key. Records that did not change are met
 * once, whatever was written meanwhile.
 */
export function keyedPage(
  { columns }: Generation,
  { first, after, revision }: PageRequest,
  docs: Uint32Array,
  order: KeyOrder,
): HitPage {
  const rest =
    after === null
      ? docs
      : docs.filter((doc) => order.isAfter(doc, after.keys[1] ?? null, after.id))
  const page = firstOf(rest, first + 1, order.compare)
  return {
    entries: page.slice(0, first).map((doc) => ({
      doc,
      id: columns.ids[doc] as string,
      score: null,
      keys: [revision, order.keyOf(doc)],
    })),
    hasNext: page.length > first,
    hasPrevious: rest.length < docs.length,
  }
}

/**
 * Orders by relevance of recent searches. Scores change with every write, so the pages of one search are cut
 * from the order that its first page was cut from, as long as that is remembered.
 */
export class RememberedOrders {
  readonly #orders = new LRUCache<string, RelevanceOrder>({
    maxSize: 64 * 1024 * 1024,
    sizeCalculation: (order) => order.bytes,
  })

  get(request: string, revision: number): RelevanceOrder | undefined {
    return this.#orders.get(`${request} ${revision}`)
  }

  set(request: string, revision: number, order: RelevanceOrder): void {
    this.#orders.set(`${request} ${revision}`, order)
  }

  clear(): void {
    this.#orders.clear()
  }
}

/**
 * The page after a place in an order by relevance; keys of its cursors: revision, revision of the order, place,
 * score. `makeOrder` gives the order as it is now.
 */
export function relevancePage(
  generation: Generation,
  asked: PageRequest,
  orders: RememberedOrders,
  makeOrder: () => RelevanceOrder,
): HitPage {
  const { visible, request, first, after, revision } = asked
  let made = after === null ? revision : Number(after.keys[1])
  let order = after === null ? undefined : orders.get(request, made)
  let start = after === null ? 0 : Number(after.keys[2]) + 1
  if (order === undefined) {
    order = makeOrder()
    if (after !== null && made !== revision) {
      // Forgotten, and written since: go on behind the same record, or else behind its score.
      order.sortAll(generation)
      start = placeAfter(generation, order, after.id, Number(after.keys[3]))
    }
    made = revision
    if (order.docs.length > first) orders.set(request, made, order)
  }
  const { docs, scores } = order
  if (start + first > windowSize) order.sortAll(generation)
  const there = (place: number) => generation.isVisible(docs[place] as number, visible)
  const entries: PageEntry[] = []
  let place = start
  for (; place < docs.length && entries.length < first; place++) {
    // Gone since, or hidden.
    if (!there(place)) continue
    const score = scores[place] as number
    const doc = docs[place] as number
    const id = generation.columns.ids[doc] as string
    entries.push({ doc, id, score, keys: [revision, made, place, score] })
    // Pages that start beyond the window need the order of what is there.
    if (place === windowSize - 1) order.sortAll(generation)
  }
  return {
    entries,
    hasNext: somePlace(place, docs.length, there),
    hasPrevious: somePlace(0, Math.min(start, docs.length), there),
  }
}

function placeAfter(
  generation: Generation,
  order: RelevanceOrder,
  id: string,
  score: number,
): number {
  const doc = generation.docOf(id)
  const place = doc === undefined ? -1 : order.docs.indexOf(doc)
  return place >= 0 ? place + 1 : sortedPlace(order.scores, score)
}

function somePlace(from: number, to: number, there: (place: number) => boolean): boolean {
  for (let place = from; place < to; place++) if (there(place)) return true
  return false
}
