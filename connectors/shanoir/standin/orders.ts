import type { Misbehaviour } from './misbehaviour.ts'

/** One misbehaviour, as it is ordered. */
export interface Order<Request> {
  how: Misbehaviour
  /** Default: every request of a service, and none of Keycloak. */
  match?: (request: Request) => boolean
  /** Matching requests that are let through first. Default 0. */
  after?: number
  /** How many are hit after these. Default: all. */
  times?: number
}

export interface ActiveOrder {
  /** How often it has struck. */
  readonly hits: number
  remove(): void
}

export interface Orders<Request> {
  add(order: Order<Request>): ActiveOrder
  /** What strikes this request; the one ordered first, and the others do not count it. */
  strike(request: Request): Misbehaviour | null
}

export function createOrders<Request>(usual: (request: Request) => boolean): Orders<Request> {
  const entries: { order: Order<Request>; passed: number; hits: number }[] = []
  return {
    add(order) {
      const entry = { order, passed: 0, hits: 0 }
      entries.push(entry)
      return {
        get hits() {
          return entry.hits
        },
        remove() {
          const place = entries.indexOf(entry)
          if (place >= 0) entries.splice(place, 1)
        },
      }
    },
    strike(request) {
      for (const entry of entries) {
        const { match = usual, after = 0, times = Number.POSITIVE_INFINITY, how } = entry.order
        if (entry.hits >= times || !match(request)) continue
        if (entry.passed < after) {
          entry.passed += 1
          continue
        }
        entry.hits += 1
        return how
      }
      return null
    },
  }
}
