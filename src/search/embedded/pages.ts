import { LRUCache } from 'lru-cache'
import { GatewayError } from '../../model/index.ts'
import { firstOf } from '../forward/order.ts'
import type { CursorState } from '../rank/cursor.ts'
import type { Generation } from './generation.ts'
import { type KeyOrder, sortedPlace } from './order.ts'
import { type RelevanceOrder, windowSize } from './relevance.ts'

export const engineName = 'embedded'

/** Milliseconds of writes that a cursor survives. */
const cursorLife = 10 * 60_000

export interface PageEntry {
  doc: number
  score: number | null
  /** Keys for the cursor of this entry. */
  keys: CursorState['keys']
}

export interface HitPage {
  entries: PageEntry[]
  hasNext: boolean
  hasPrevious: boolean
}

export interface PageRequest {
  generation: Generation
  visible: Uint8Array
  /** `revisionOf` the records that the viewer may see. */
  revision: number
  /** `requestHash`. */
  request: string
  first: number
  after: CursorState | null
}

/**
 * Refuses a cursor of another request, engine or generation, or one that is older than ten minutes of writes.
 * The first of its keys is the revision at which its page was made.
 *
 * @throws {GatewayError} `CURSOR_EXPIRED`.
 */
export function checkCursor(asked: PageRequest, now: number): void {
  const { after, request, generation, revision } = asked
  if (after === null) return
  const fits =
    after.request === request &&
    after.engine === engineName &&
    after.generation === generation.number
  const written = after.keys[0] !== revision
  if (!fits || (written && now - after.issuedAt > cursorLife)) {
    throw new GatewayError('CURSOR_EXPIRED', { argument: 'after' })
  }
}

/**
 * The page after a key and id; keys of its cursors: revision, sort key. Records that did not change are met
 * once, whatever was written meanwhile.
 */
export function keyedPage(asked: PageRequest, docs: Uint32Array, order: KeyOrder): HitPage {
  const { first, after, revision } = asked
  const rest =
    after === null
      ? docs
      : docs.filter((doc) => order.isAfter(doc, after.keys[1] ?? null, after.id))
  const page = firstOf(rest, first + 1, order.compare)
  return {
    entries: page
      .slice(0, first)
      .map((doc) => ({ doc, score: null, keys: [revision, order.keyOf(doc)] })),
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
  asked: PageRequest,
  orders: RememberedOrders,
  makeOrder: () => RelevanceOrder,
): HitPage {
  const { generation, visible, request, first, after, revision } = asked
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
    entries.push({ doc: docs[place] as number, score, keys: [revision, made, place, score] })
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
