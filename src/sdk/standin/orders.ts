/** One misbehaviour of an upstream's own, beside the kinds of `Faults`, as it is ordered. */
export interface Order<Request, How> {
  how: How
  /** Default: as the stand-in says. */
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

export interface Orders<Request, How> {
  add(order: Order<Request, How>): ActiveOrder
  /** What strikes this request; the one ordered first, and the others do not count it. */
  strike(request: Request): How | null
}

/** @param usual Which requests an order strikes that does not say. */
export function createOrders<Request, How>(
  usual: (request: Request) => boolean,
): Orders<Request, How> {
  const entries: { order: Order<Request, How>; passed: number; hits: number }[] = []
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
