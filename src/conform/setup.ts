import type { Credentials } from '../sdk/connector.ts'
import type { HttpPolicy } from '../sdk/http.ts'
import type { FaultKind, Standin, StandinVisit } from '../sdk/standin/index.ts'

/** What the kit must be told of a connector to hold it to its promises. */
export interface ConnectorSetup {
  /** Starts a fresh stand-in of the upstream, healthy and with the same content each time. The kit closes it. */
  play(): Promise<Standin>
  /** Options that read the stand-in, as a sources file would have them. */
  options(baseUrl: string): Record<string, unknown>
  /** What the stand-in takes for a login, where it wants one. */
  credentials?: Credentials
  /** Native ids of all records that a harvest gives, or how many they are. */
  ids: readonly string[] | number
  /** How many rows of the healthy stand-in are bad on purpose. Default 0. */
  rejected?: number
  /**
   * Requests that a harvest which goes on may make again: logins, lists of ids that are read before any page.
   * Default: none.
   */
  again?: (visit: StandinVisit) => boolean
  /** Words that the stand-in hides where no shape lists them: they must reach neither catalogue nor log. */
  planted?: readonly string[]
  /** Faults that do not apply, each with the reason; they are shown as skipped. */
  spared?: Partial<Record<FaultKind, string>>
  /** Manners over the kit's own quick ones. */
  policy?: Partial<HttpPolicy>
  /** Milliseconds that any one harvest may take. Default 10,000. */
  patience?: number
}

/** One promise of every connector. */
export interface ConnectorPromise {
  /** A sentence that could be false, without the connector's name. */
  name: string
  /** Throws when it is broken. */
  check(): Promise<void>
  /** Whether most of its time is waiting, so that it may go beside others. */
  waits: boolean
  /** Why it is not checked; null when it is. */
  skip: string | null
}

/** So short that a fault is over soon, so long that a busy machine is not taken for one. */
export const quickPolicy: Partial<HttpPolicy> = {
  connectTimeout: 700,
  headersTimeout: 700,
  bodyTimeout: 700,
  totalTimeout: 900,
  requestsPerSecond: 100_000,
  attempts: 2,
  backoff: 5,
  maxRetryAfter: 100,
}
