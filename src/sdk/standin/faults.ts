import { type FaultKind, faultKinds } from './fault-kinds.ts'
import type { StandinRequest } from './routes.ts'

/** Which requests a fault hits. */
export interface FaultReach {
  /** Default: every request. Not asked by `hang-connect`, which happens before there is a request. */
  match?: ((request: StandinRequest) => boolean) | undefined
  /** Matching requests (connections, for `hang-connect`) that are let through first. Default 0. */
  after?: number | undefined
  /** How many are hit after these. Default: all. */
  times?: number | undefined
}

/** Settings of a kind; each has a default that suits a quick test. */
export interface FaultSettings {
  'hang-body': {
    /** Bytes sent before it hangs. Default: half of them. */
    bytes?: number
  }
  'slow-drip': {
    /** Bytes at a time. Default 1. */
    bytes?: number
    /** Milliseconds between. Default 20. */
    every?: number
  }
  'truncate-body': {
    /** Bytes sent before it breaks off. Default: half of them. */
    bytes?: number
  }
  'status-429': {
    /** Seconds, or a text as it stands. Default 1; null sends none. */
    retryAfter?: number | string | null
  }
  'status-503': {
    /** Seconds, or a text as it stands. Default null: none is sent. */
    retryAfter?: number | string | null
  }
  'clock-skew': {
    /** Seconds that the clock is ahead; negative: behind. Default a day. */
    seconds?: number
  }
  oversized: {
    /** Times the size of the true answer. Default 10. */
    factor?: number
    /** Bytes at least. Default 0. */
    bytes?: number
  }
}

type SettingsOf<Kind extends FaultKind> = Kind extends keyof FaultSettings
  ? FaultSettings[Kind]
  : unknown

/** A fault of one kind, as it is ordered: `{ kind: 'slow-drip', every: 5, times: 2 }`. */
export type Fault = {
  [Kind in FaultKind]: { kind: Kind } & FaultReach & SettingsOf<Kind>
}[FaultKind]
export type FaultOf<Kind extends FaultKind> = Extract<Fault, { kind: Kind }>

export interface ActiveFault {
  readonly fault: Fault
  /** How often it has struck. */
  readonly hits: number
  /** Ends it; what is hanging goes on hanging. */
  remove(): void
}

export interface Faults {
  /**
   * Orders a fault. When several match a request, the one ordered first strikes, and the others do not count it.
   *
   * @throws {TypeError} when the stand-in lacks what the kind needs (`pages.empty`, `pages.drift`).
   */
  add(fault: Fault): ActiveFault
  /** Ends all faults. */
  clear(): void
  /** How often faults have struck since the start, those since ended included. */
  readonly hits: number
}

/** The registry as the server sees it. */
export interface FaultRegistry extends Faults {
  /** The fault that strikes this request, if any does; one that is not `possible` waits for its time. */
  strike(request: StandinRequest, possible: (fault: Fault) => boolean): Fault | null
  /** Whether this connection is one to be left hanging. */
  strikeConnection(): boolean
  /** Whether connections are to be hit, now or later, so that each request needs its own. */
  readonly wantsConnections: boolean
}

interface Entry {
  fault: Fault
  passed: number
  hits: number
}

export function createFaults(
  pages: { empty?: unknown; drift?: unknown },
  onConnectionFault: () => void,
): FaultRegistry {
  const entries: Entry[] = []
  let hits = 0

  function strikes(entry: Entry): boolean {
    const { after = 0, times = Number.POSITIVE_INFINITY } = entry.fault
    if (entry.hits >= times) return false
    if (entry.passed < after) {
      entry.passed += 1
      return false
    }
    entry.hits += 1
    hits += 1
    return true
  }

  function isSpent({ fault, hits }: Entry): boolean {
    return hits >= (fault.times ?? Number.POSITIVE_INFINITY)
  }

  return {
    get hits() {
      return hits
    },
    get wantsConnections() {
      return entries.some((entry) => entry.fault.kind === 'hang-connect' && !isSpent(entry))
    },
    add(fault) {
      const { needs } = faultKinds[fault.kind]
      if (needs !== null && pages[needs] === undefined) {
        throw new TypeError(`the stand-in must supply pages.${needs} for ${fault.kind}`)
      }
      const entry = { fault, passed: 0, hits: 0 }
      entries.push(entry)
      if (fault.kind === 'hang-connect') onConnectionFault()
      return {
        fault,
        get hits() {
          return entry.hits
        },
        remove() {
          const place = entries.indexOf(entry)
          if (place >= 0) entries.splice(place, 1)
        },
      }
    },
    clear() {
      entries.length = 0
    },
    strike(request, possible) {
      const entry = entries.find(
        (one) =>
          one.fault.kind !== 'hang-connect' &&
          (one.fault.match?.(request) ?? true) &&
          possible(one.fault) &&
          strikes(one),
      )
      return entry?.fault ?? null
    },
    strikeConnection() {
      return entries.some((entry) => entry.fault.kind === 'hang-connect' && strikes(entry))
    },
  }
}
