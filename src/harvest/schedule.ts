import type { HarvestRun } from '../model/index.ts'

/** First pause after a harvest that failed, in milliseconds; doubles with each further one. */
const firstPause = 60_000
/** Longest pause after a failure when a source is harvested seldom or only on demand, in milliseconds. */
const longestPause = 24 * 3_600_000
/** Share of a pause that chance may add, so that sources don't all come due at once. */
const jitterShare = 0.1

export interface DueRequest {
  /** Seconds between two harvests; null: only when somebody asks for one. */
  every: number | null
  /** The newest harvest; null when there was none. */
  last: HarvestRun | null
  /** How many of the newest harvests failed in a row. */
  failures: number
  /** 0 to 1, the same for a source as long as its newest harvest is the same. */
  chance: number
}

/**
 * When a source is to be harvested next, in epoch milliseconds; null when it waits for somebody to ask. An interrupted
 * harvest is due at once; one that failed comes back soon, then later and later, never later than `every`.
 */
export function dueAt({ every, last, failures, chance }: DueRequest): number | null {
  if (last?.state === 'RUNNING' || last?.state === 'QUEUED') return 0
  if (every === null) return null
  if (last === null) return 0
  const started = Date.parse(last.startedAt ?? last.finishedAt ?? '') || 0
  const usual = every * 1_000
  if (failures === 0) return started + usual * (1 + jitterShare * chance)
  const finished = Date.parse(last.finishedAt ?? '') || started
  const pause = Math.min(firstPause * 2 ** Math.min(failures - 1, 20), longestPause, usual)
  return finished + pause * (1 + jitterShare * chance)
}

/** How many of the newest runs failed in a row; `runs` has the newest first. */
export function failuresInRow(runs: readonly HarvestRun[]): number {
  const well = runs.findIndex(({ state }) => state !== 'FAILED')
  return well < 0 ? runs.length : well
}
