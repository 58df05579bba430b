/** What tests want to know of the requests so far. */
export interface XnatCounts {
  /** Requests whose credentials were looked at. */
  readonly logins: number
  /** Those of them that were turned away. */
  readonly refusedLogins: number
  readonly logouts: number
  /** Server sessions that were opened, those of nobody included. */
  readonly sessions: number
  /** Requests that reached a route, by its name: `projects/:project/experiments`, `POST JSESSION`. */
  readonly byRoute: Readonly<Record<string, number>>
  /** How many of one route; 0 when there were none. */
  of(route: string): number
  /** All back to 0. */
  reset(): void
}

export type Happening = 'logins' | 'refusedLogins' | 'logouts' | 'sessions'

export interface Counter extends XnatCounts {
  happened(what: Happening): void
  reached(route: string): void
}

export function createCounter(): Counter {
  const happenings = { logins: 0, refusedLogins: 0, logouts: 0, sessions: 0 }
  const byRoute: Record<string, number> = {}
  return {
    get logins() {
      return happenings.logins
    },
    get refusedLogins() {
      return happenings.refusedLogins
    },
    get logouts() {
      return happenings.logouts
    },
    get sessions() {
      return happenings.sessions
    },
    byRoute,
    of: (route) => byRoute[route] ?? 0,
    reset() {
      Object.assign(happenings, { logins: 0, refusedLogins: 0, logouts: 0, sessions: 0 })
      for (const route of Object.keys(byRoute)) delete byRoute[route]
    },
    happened(what) {
      happenings[what] += 1
    },
    reached(route) {
      byRoute[route] = (byRoute[route] ?? 0) + 1
    },
  }
}
