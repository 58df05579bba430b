import { hash } from 'node:crypto'
import type { HarvestRun } from '../model/index.ts'
import { nextCron } from './schedule-cron.ts'
import { isQuiet, quietEnd, untilQuiet } from './schedule-quiet.ts'
import type { Schedule } from './schedule-text.ts'

/** First pause after a harvest that failed, in milliseconds; doubles with each further one. */
const firstPause = 60_000
/** Longest pause after a failure when a source is harvested seldom or only on demand, in milliseconds. */
const longestPause = 24 * 3_600_000
/** Share of a pause that chance may add where the schedule does not say how much, so that sources don't all come due at once. */
const jitterShare = 0.1
/** The longest that it adds then, in milliseconds. */
const longestJitter = 3_600_000
/** The longest over which harvests are spread that came due while nobody looked, in milliseconds. */
const longestCatchUp = 300_000
/** Share of a source's records whose change counts as much. */
const muchChanged = 0.05

export interface DueRequest {
  /** Null: only when somebody asks for one. */
  schedule: Schedule | null
  /** The newest harvests, newest first, as `harvestsAmong` gives them. */
  runs: readonly HarvestRun[]
  /** How many records the source has in the catalogue; only an adaptive schedule looks at it. */
  records: number
  /** 0 to 1; see `chanceOf`. */
  chance: number
  /** Since when the schedule is kept: what came due before that was missed. Epoch milliseconds. */
  keptSince: number
  /** Epoch milliseconds. */
  now: number
}

/**
 * When a source is to be harvested next, in epoch milliseconds; null when it waits for somebody to ask. What lies before `now`
 * is due, and the earliest first; otherwise it is the time to wait for.
 *
 * - One that was never harvested is due at once, but by cron at the next time that it names.
 * - An interrupted harvest is due at once. One that failed comes back after a minute, then later and later, never later
 *   than the usual next one.
 * - What was missed while nobody looked comes once, however many were missed, spread over the jitter and at most 5 minutes.
 * - Nothing is begun in quiet hours, nor an interrupted harvest gone on with: what comes due in them waits for their end, and a
 *   while by chance. Going on would be as much of a load as a new one, and its checkpoint waits as well.
 */
export function dueAt(request: DueRequest): number | null {
  const { schedule, chance, now } = request
  const due = withoutQuiet(request)
  if (due === null || schedule === null || schedule.quiet.length === 0) return due
  const open = afterQuiet(schedule, due, jitterOf(schedule, pauseOf(request)), chance)
  // It may have been due for long, and have waited for its turn since.
  return open < now && isQuiet(schedule.quiet, schedule.timezone, now)
    ? afterQuiet(schedule, now, jitterOf(schedule, pauseOf(request)), chance)
    : open
}

function withoutQuiet(request: DueRequest): number | null {
  const { schedule, runs, chance, keptSince } = request
  const [last] = runs
  if (last?.state === 'RUNNING' || last?.state === 'QUEUED') return keptSince
  if (schedule === null) return null
  if (last === undefined) {
    return schedule.cron === null
      ? keptSince
      : nextCron(schedule.cron, schedule.timezone, keptSince)
  }
  const due = afterLast(request, last)
  if (due === null || due >= keptSince) return due
  const spread = Math.min(jitterOf(schedule, pauseOf(request)), longestCatchUp)
  return keptSince + spread * chance
}

/** When the harvest after `last` comes, if nothing else keeps it. */
function afterLast(request: DueRequest, last: HarvestRun): number | null {
  const { schedule, runs, chance } = request
  const started = startOf(last)
  const pause = pauseOf(request)
  if (pause === null || schedule === null) return null
  const later = jitterOf(schedule, pause) * chance
  const failures = failuresInRow(runs)
  if (failures === 0) return started + pause + later
  const finished = Date.parse(last.finishedAt ?? '') || started
  const back = Math.min(firstPause * 2 ** Math.min(failures - 1, 20), longestPause, pause)
  const again = finished + back * (1 + jitterShare * chance)
  const named = schedule.cron && nextCron(schedule.cron, schedule.timezone, finished)
  return named ? Math.min(again, named + later) : again
}

/** Milliseconds from the start of the last harvest to the next, without jitter; null when there is no next. */
function pauseOf(request: DueRequest): number | null {
  const { schedule, runs, keptSince } = request
  if (schedule === null) return null
  const { everySeconds, cron, timezone, adaptive } = schedule
  if (everySeconds !== null) {
    return (
      1_000 * (adaptive === null ? everySeconds : adaptedPause(request, everySeconds, adaptive))
    )
  }
  const from = runs[0] === undefined ? keptSince : startOf(runs[0])
  const next = cron === null ? null : nextCron(cron, timezone, from)
  return next === null ? null : next - from
}

/**
 * The pause in seconds that follows how much the source changes. It begins as `first`; after each harvest that ended well it
 * is halved when that wrote and removed a twentieth of the source's records or more, doubled when it wrote and removed
 * nothing, and left as it is otherwise, and never leaves its bounds.
 *
 * The share is one of the rows that the harvest met, or of the source's records where they are more: a harvest that asks for
 * changes alone meets little else. The oldest harvest known does not count: it may be the first, to which all is new.
 */
function adaptedPause(
  { runs, records }: Pick<DueRequest, 'runs' | 'records'>,
  first: number,
  { shortest, longest }: NonNullable<Schedule['adaptive']>,
): number {
  const ended = runs
    .slice(0, -1)
    .filter(({ state }) => state === 'SUCCEEDED' || state === 'PARTIAL')
  return ended.reduceRight((pause, { seen, written, removed }) => {
    const share = (written + removed) / Math.max(seen, records, 1)
    const next = share >= muchChanged ? pause / 2 : share === 0 ? pause * 2 : pause
    return Math.min(longest, Math.max(shortest, next))
  }, first)
}

/** Milliseconds that chance may add to a pause. */
function jitterOf({ jitterSeconds }: Schedule, pause: number | null): number {
  if (jitterSeconds !== null) return jitterSeconds * 1_000
  return Math.min((pause ?? 0) * jitterShare, longestJitter)
}

/** `at`, or a while after the end of the quiet hours that it lies in, and before the next ones. */
function afterQuiet(
  { quiet, timezone }: Schedule,
  at: number,
  jitter: number,
  chance: number,
): number {
  const end = quietEnd(quiet, timezone, at)
  if (end === at) return at
  const later = end + Math.min(jitter, untilQuiet(quiet, timezone, end) / 2) * chance
  // The clocks may change in between.
  return isQuiet(quiet, timezone, later) ? end : later
}

const startOf = ({ startedAt, finishedAt }: HarvestRun) =>
  Date.parse(startedAt ?? finishedAt ?? '') || 0

/** Those that harvested: what maps kept rows anew says nothing of the source. */
export function harvestsAmong(runs: readonly HarvestRun[]): HarvestRun[] {
  return runs.filter(({ kind }) => kind === 'HARVEST')
}

/** How many of the newest runs failed in a row; `runs` has the newest first. */
export function failuresInRow(runs: readonly HarvestRun[]): number {
  const well = runs.findIndex(({ state }) => state !== 'FAILED')
  return well < 0 ? runs.length : well
}

/**
 * 0 to 1, the same for a source as long as its newest harvest is the same, in every process and after each start: a due time
 * does not wander while it is waited for.
 */
export function chanceOf(source: string, last: HarvestRun | undefined): number {
  const digits = hash('sha256', `${source} ${last?.id ?? ''}`).slice(0, 12)
  return Number.parseInt(digits, 16) / 16 ** 12
}
