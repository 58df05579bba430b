import type { HarvestRun } from '../model/index.ts'
import { bar, createMovingLines, duration } from './moving-lines.ts'
import { asOption } from './output.ts'

type Counts = Pick<HarvestRun, 'seen' | 'written' | 'unchanged' | 'rejected' | 'expected'> & {
  /** Rows a second, where somebody else has measured them; left out or null: since the progress was made. */
  rate?: number | null
}

/** How a harvest ended, as far as it is told. */
type Verdict = Pick<
  HarvestRun,
  'state' | 'seen' | 'written' | 'unchanged' | 'rejected' | 'removed' | 'message'
> & { error: string | null }

/**
 * Shows how far harvests are: on a terminal a line each that moves, elsewhere a plain line now and then, without
 * control characters.
 */
export interface Progress {
  update(source: string, run: Counts): void
  /** Leaves the verdict of one harvest on the screen. `took` in seconds; left out: since the progress was made. */
  done(source: string, run: Verdict, took?: number): void
  /** Takes the moving lines away. */
  clear(): void
}

/** `verdicts` is where ended harvests are told of; `now` is in milliseconds; `unit` is what is counted. */
export function createProgress(
  stream: NodeJS.WriteStream = process.stderr,
  verdicts: NodeJS.WriteStream = stream,
  now: () => number = () => performance.now(),
  unit = 'rows',
): Progress {
  const started = now()
  const lines = createMovingLines(stream, verdicts, now)
  const seconds = () => (now() - started) / 1_000
  return {
    update: (source, run) => lines.set(source, progressLine(source, run, seconds(), unit)),
    done: (source, run, took = seconds()) => lines.end(source, verdictLine(source, run, took)),
    clear: () => lines.clear(),
  }
}

/** `allen  [#####-----]  50 %  60 of 120 rows, 30/s, 2 s left` */
export function progressLine(source: string, run: Counts, seconds: number, unit = 'rows'): string {
  const { seen, expected, rejected } = run
  const rate = run.rate ?? (seconds > 0 ? seen / seconds : 0)
  const about = `${Math.round(rate)}/s`
  const refused = rejected > 0 ? `, ${rejected} rejected` : ''
  if (expected === null || expected <= 0) return `${source}  ${seen} ${unit}, ${about}${refused}`
  const left = rate > 0 && seen < expected ? `, ${duration((expected - seen) / rate)} left` : ''
  return `${source}  ${bar(seen / expected)}  ${seen} of ${expected} ${unit}, ${about}${left}${refused}`
}

/** `allen  succeeded: 120 rows in 4 s; 120 written, 0 unchanged, 0 rejected, 0 removed` */
export function verdictLine(source: string, run: Verdict, seconds: number): string {
  const { seen, written, unchanged, rejected, removed } = run
  const counts = `${written} written, ${unchanged} unchanged, ${rejected} rejected, ${removed} removed`
  const why = [run.error, run.message].filter(Boolean).join(': ')
  const end = why ? ` (${why})` : ''
  return `${source}  ${asOption(run.state)}: ${seen} rows in ${duration(seconds)}; ${counts}${end}`
}
