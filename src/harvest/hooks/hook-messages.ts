import type { HarvestRun, MappedRecord } from '../../model/index.ts'

/*
 * What goes between a hook's thread and the harvest. Records go as JSON: it is quicker than copying objects, it is a copy,
 * and nothing but plain data comes back.
 */

export type RecordHook = 'enrichRecord' | 'validateRecord'
export type HookName = RecordHook | 'onHarvestFinished'

export interface HookThreadData {
  /** `file:` address of the module, and of what it gets for `#sdk`. */
  module: string
  sdk: string
  name: string
  options: Record<string, unknown>
  /** Milliseconds. */
  deadline: number
  finishDeadline: number
  /** Lanes of `Pulse`. */
  pulse: SharedArrayBuffer
}

/** Lanes of the memory that the thread writes and the harvest watches. */
export const pulse = {
  /** Counts up while the thread's loop turns, and with every record that is done. */
  beat: 0,
  /** Position in its batch of the record whose code was entered last; -1 when none was. */
  current: 1,
  /** Other records of the batch whose promises are waited for. */
  waiting: 2,
  lanes: 3,
} as const

export interface RecordsCall {
  call: number
  hook: RecordHook
  source: string
  harvest: string | null
  /** JSON of a `HookRecord` each. */
  records: readonly string[]
  /** How many may be under way at once. */
  atOnce: number
}

export interface FinishedCall {
  call: number
  hook: 'onHarvestFinished'
  run: HarvestRun
}

export type HookCall = RecordsCall | FinishedCall

/** How a hook failed at something. */
export type FaultKind = 'threw' | 'late' | 'died' | 'answer'

export interface HookFault {
  fault: FaultKind
  /** For the log and for people: the class of an error, or what was wrong with an answer. Never a value. */
  what: string
  /** Places in code, for the log. */
  at?: readonly string[]
}

/** What became of a record. */
export type HookOutcome =
  | { done: true }
  /** JSON of the fields that are others now. */
  | { patch: string }
  | { reason: string }
  | HookFault

/** The fields of a patch, of whatever types the hook gave them. */
export type Patch = Partial<Record<keyof MappedRecord | 'id' | 'source' | 'nativeId', unknown>>

export type HookMessage =
  | { ready: { hooks: readonly HookName[]; fingerprint: string } }
  | { refused: string; at?: readonly string[] }
  /** One outcome a record, null for those that were not tried; for `onHarvestFinished` there is one. */
  | { call: number; outcomes: (HookOutcome | null)[] }
