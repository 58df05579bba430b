import { LRUCache } from 'lru-cache'
import type { Collapsed } from '../collapse.ts'
import { firstOf } from '../forward/order.ts'
import type { HitPage, PageEntry, PageRequest } from '../pages.ts'
import { type CollapsedScan, collapsedBy, collapsedIn, type Groups } from './collapse.ts'
import type { Generation } from './generation.ts'
import { maskOf } from './nearest.ts'
import { type KeyOrder, sortedPlace } from './order.ts'
import type { RelevanceOrder } from './relevance.ts'

/**
 * The page after a key and id; keys of its cursors: revision, sort key. Records that did not change are met
 * once, whatever was written meanwhile.
 */
export function keyedPage(
  generation: Generation,
  { first, after, revision }: PageRequest,
  { docs: all, groups }: CollapsedScan,
  order: KeyOrder,
): HitPage {
  const { columns } = generation
  const collapsed = collapsedBy(groups, order.compare)
  const docs = hitsAmong(all, collapsed, columns.size)
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
      alternates: idsOf(generation, collapsed.alternatesOf(doc)),
    })),
    hasNext: page.length > first,
    hasPrevious: rest.length < docs.length,
    window: [],
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

function hitsAmong(docs: Uint32Array, { behind }: Collapsed<number>, size: number): Uint32Array {
  if (behind.size === 0) return docs
  const isBehind = maskOf(Uint32Array.from(behind), size)
  const hits = new Uint32Array(docs.length)
  let length = 0
  for (const doc of docs) if (isBehind[doc] === 0) hits[length++] = doc
  return hits.subarray(0, length)
}

function idsOf({ columns }: Generation, docs: readonly number[]): string[] {
  return docs.map((doc) => columns.ids[doc] as string)
}

/** What is ordered by relevance. */
interface Ordered {
  /** Gives the order as it is now. */
  makeOrder(): RelevanceOrder
  /** Of matches that are one hit. */
  groups: Groups
}

/**
 * The page after a place in an order by relevance; keys of its cursors: revision, revision of the order, place,
 * score. The order is of all matches, and what is no hit of its own is passed over.
 */
export function relevancePage(
  generation: Generation,
  asked: PageRequest,
  orders: RememberedOrders,
  { makeOrder, groups }: Ordered,
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
  const collapsed = collapsedIn(generation, order, groups)
  if (start + first > order.window.length) order.sortAll(generation)
  const there = (place: number) => {
    const doc = docs[place] as number
    // Gone since, or hidden.
    return generation.isVisible(doc, visible) && !collapsed.isBehind(doc)
  }
  const entries: PageEntry[] = []
  let place = start
  for (; place < docs.length && entries.length < first; place++) {
    if (place === order.window.length) order.sortAll(generation)
    if (!there(place)) continue
    const score = scores[place] as number
    const doc = docs[place] as number
    const id = generation.columns.ids[doc] as string
    const alternates = idsOf(generation, collapsed.alternatesOf(doc))
    entries.push({ doc, id, score, keys: [revision, made, place, score], alternates })
    // Pages that start beyond the window need the order of what is there.
    if (place === order.window.length - 1) order.sortAll(generation)
  }
  return {
    entries,
    hasNext: somePlace(place, docs.length, there),
    hasPrevious: somePlace(0, Math.min(start, docs.length), there),
    window: order.window,
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
