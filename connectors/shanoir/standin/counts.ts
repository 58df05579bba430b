/** What tests want to know of the requests so far. */
export interface ShanoirCounts {
  /** Password grants, as many as were looked at. */
  readonly passwordLogins: number
  /** Those that were turned away. */
  readonly refusedLogins: number
  /** Pages of a login that were filled in, and codes that were changed for tokens. */
  readonly pageLogins: number
  readonly codeLogins: number
  readonly refreshes: number
  readonly refusedRefreshes: number
  /** Requests of the services with a bearer token that was not good. */
  readonly refusedTokens: number
  /** Agreements that were accepted. A gateway accepts none. */
  readonly acceptedAgreements: number
  /** Zips that were sent. A gateway asks for none. */
  readonly downloads: number
  /** Requests that reached a route, by its name: `POST datasets/solr`, `GET studies/studies/rights/all`. */
  readonly byRoute: Readonly<Record<string, number>>
  /** How many of one route; 0 when there were none. */
  of(route: string): number
  /** All back to 0. */
  reset(): void
}

const nothing = {
  passwordLogins: 0,
  refusedLogins: 0,
  pageLogins: 0,
  codeLogins: 0,
  refreshes: 0,
  refusedRefreshes: 0,
  refusedTokens: 0,
  acceptedAgreements: 0,
  downloads: 0,
}

export type Happening = keyof typeof nothing

export interface Counter extends ShanoirCounts {
  happened(what: Happening): void
  reached(route: string): void
}

export function createCounter(): Counter {
  const byRoute: Record<string, number> = {}
  const counter = {
    ...nothing,
    byRoute,
    of: (route: string) => byRoute[route] ?? 0,
    reset() {
      Object.assign(counter, nothing)
      for (const route of Object.keys(byRoute)) delete byRoute[route]
    },
    happened(what: Happening) {
      counter[what] += 1
    },
    reached(route: string) {
      byRoute[route] = (byRoute[route] ?? 0) + 1
    },
  }
  return counter
}
