import type { ErrorCode } from './error.ts'

export type SourceState =
  | 'PENDING'
  | 'READY'
  | 'HARVESTING'
  | 'STALE'
  | 'NEEDS_LOGIN'
  | 'PAUSED'
  | 'FAILING'

/** Who says what a source is: the operator's sources file, or whoever registered it with the running gateway. */
export type SourceOrigin = 'file' | 'api'

/** Ids of sources: lower-case, no colon, so that `<source>:<native id>` parts in one way. */
export const sourceIdPattern = /^[a-z0-9][a-z0-9-]{0,62}$/

/** One configured repository, as the catalogue knows it. Holds no options and no secrets. */
export interface SourceInfo {
  id: string
  /** Type of its connector: the connector's folder name. */
  type: string
  title: string
  homepage: string | null
  state: SourceState
  /** Groups that may discover the source's existence. */
  discover: string[]
  /** Seconds after which a harvest counts as stale; null when no target is set. */
  staleAfterSeconds: number | null
  /** When a harvest last ended well (SUCCEEDED or PARTIAL). */
  harvestedAt: string | null
  /** Id of the newest harvest of the source itself: a remap or a replay is none. */
  lastHarvest: string | null
  origin: SourceOrigin
  /** Who may watch it besides operators: subjects, and groups as `group:<name>`. Empty for whoever may not. */
  owners: string[]
}

export type HarvestState = 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'PARTIAL' | 'FAILED' | 'CANCELLED'

/** Of the source itself, or of rows that the catalogue keeps: all of them mapped anew, or the rejected ones. */
export type HarvestKind = 'HARVEST' | 'REMAP' | 'REPLAY'

/** One run over one source. */
export interface HarvestRun {
  id: string
  source: string
  kind: HarvestKind
  state: HarvestState
  full: boolean
  startedAt: string | null
  finishedAt: string | null
  /** Rows met, rejected ones included. */
  seen: number
  written: number
  unchanged: number
  rejected: number
  removed: number
  /** Estimated total of rows where the source says one; null when it does not. */
  expected: number | null
  /** US dollars paid to read; null when reading is free. */
  spent: number | null
  error: ErrorCode | null
  /** What to know about the verdict, without hosts, paths or values. */
  message: string | null
}

/** Why a row was not taken. Paths and types, never a value. */
export interface Rejection {
  nativeId: string | null
  entity: string
  path: string | null
  reason: string
}

/** A rejection as the quarantine keeps it: what it says is of the last time. */
export interface KeptRejection extends Rejection {
  /** RFC 3339: when the row was first rejected, as far as the runs tell of which that is kept. */
  firstAt: string
  /** When it was last rejected, by a harvest or a replay. */
  lastAt: string
  /** How often, 1 at least. */
  times: number
}
