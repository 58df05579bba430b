import type { Credentials } from '../sdk/connector.ts'
import type { HttpPolicy } from '../sdk/http.ts'
import type { FaultKind, Standin, StandinVisit } from '../sdk/standin/index.ts'

/** Promises besides those about faults that may not apply to an upstream. */
export type SparablePromise = 'incremental' | 'evolution' | 'clocks' | 'larger'

/** What the kit must be told of a connector to hold it to its promises. The default export of its `conform.ts`. */
export interface ConnectorSetup<Upstream extends Standin = Standin> {
  /** Where a connector has several setups, for upstreams of different kinds: which one this is. */
  name?: string
  /** Starts a fresh stand-in of the upstream, healthy and with the same content each time. The kit closes it. */
  play(): Promise<Upstream>
  /** Options that read the stand-in, as a sources file would have them. */
  options(baseUrl: string): Record<string, unknown>
  /** What the stand-in takes for a login, where it wants one. */
  credentials?: Credentials
  /** Native ids of all records that a harvest gives, or how many they are. */
  ids: readonly string[] | number
  /** How many rows of the healthy stand-in are bad on purpose. Default 0. */
  rejected?: number
  /**
   * Lets the upstream change as it would between two harvests, so that a record says something else, one is new and one is
   * gone. The same each time it is called on a fresh stand-in, times included.
   */
  evolve?(standin: Upstream): void | Promise<void>
  /** What of that an incremental harvest cannot know, since the upstream does not tell, each with the reason. */
  bySweep?: Partial<Record<keyof Evolution, string>>
  /** Starts a stand-in with about ten times the records; `ids` as above. */
  playLarger?(): Promise<{ standin: Upstream; ids: readonly string[] | number }>
  /**
   * Requests that a harvest which goes on may make again: logins, lists of ids that are read before any page.
   * Default: none.
   */
  again?: (visit: StandinVisit) => boolean
  /** Words that the stand-in hides where no shape lists them: they must reach neither catalogue nor log. */
  planted?: readonly string[]
  /** Keys of kept rows that sound like a person's, or whose values look like one, and are none's; each with the reason. */
  impersonal?: Readonly<Record<string, string>>
  /** What does not apply, each with the reason; shown as spared. */
  spared?: Partial<Record<FaultKind | SparablePromise, string>>
  /** Manners over the kit's own quick ones. */
  policy?: Partial<HttpPolicy>
  /** Milliseconds that any one harvest may take. Default 10,000. */
  patience?: number
  /** Where catalogues of trials are kept. Default: the system's folder for temporary files. */
  folder?: string
}

/** Native ids of what `evolve` did. */
export interface Evolution {
  changed: readonly string[]
  appeared: readonly string[]
  vanished: readonly string[]
}

/** What a promise is about; a column of the table of verdicts. */
export const promiseGroups = [
  'schema',
  'paging',
  'resume',
  'cancel',
  'incremental',
  'deletion',
  'mapping',
  'privacy',
  'links',
  'faults',
] as const
export type PromiseGroup = (typeof promiseGroups)[number]

/** One promise of every connector. */
export interface ConnectorPromise {
  /** A sentence that could be false, without the connector's name. */
  name: string
  group: PromiseGroup
  /** Throws when it is broken. */
  check(): Promise<void>
  /** Whether most of its time is waiting, so that it may go beside others. */
  waits: boolean
  /** Why it is not checked; null when it is. */
  skip: string | null
}

/** No pauses but those that are asked for; patience, since a busy machine is no fault of the upstream. */
export const quickPolicy: Partial<HttpPolicy> = {
  connectTimeout: 10_000,
  headersTimeout: 10_000,
  bodyTimeout: 10_000,
  totalTimeout: 10_000,
  requestsPerSecond: 100_000,
  attempts: 2,
  backoff: 5,
  maxRetryAfter: 100,
}

/** For harvests under a fault: so short that one which hangs is over soon, so long that answers still come in time. */
export const impatience: Partial<HttpPolicy> = {
  connectTimeout: 700,
  headersTimeout: 700,
  bodyTimeout: 700,
  totalTimeout: 900,
}

/** Milliseconds that a harvest may take where the setup says nothing. */
export const usualPatience = 10_000

/** Milliseconds that a promise may take in all: several harvests. */
export function deadlineOf({ patience = usualPatience }: ConnectorSetup): number {
  return 6 * patience
}
