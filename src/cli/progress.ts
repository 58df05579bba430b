import type { HarvestRun } from '../model/index.ts'
import { asOption } from './search.ts'

type Counts = Pick<HarvestRun, 'seen' | 'written' | 'unchanged' | 'rejected' | 'expected'>

/**
 * Shows how far harvests are: on a terminal a line each that moves, elsewhere a plain line now and then, without
 * control characters.
 */
export interface Progress {
  update(source: string, run: Counts): void
  /** Leaves the verdict of one harvest on the screen. */
  done(source: string, run: HarvestRun): void
  /** Takes the moving lines away. */
  clear(): void
}

const barWidth = 24
const redrawMs = 80
const plainMs = 5_000

/** `verdicts` is where ended harvests are told of; `now` is in milliseconds; `unit` is what is counted. */
export function createProgress(
  stream: NodeJS.WriteStream = process.stderr,
  verdicts: NodeJS.WriteStream = stream,
  now: () => number = () => performance.now(),
  unit = 'rows',
): Progress {
  const started = now()
  const pause = stream.isTTY ? redrawMs : plainMs
  const lines = new Map<string, string>()
  let shown = started
  let moving = 0

  function wipe(): void {
    if (moving > 0) stream.write(`\x1b[${moving}A\x1b[J`)
    moving = 0
  }
  function draw(): void {
    if (!stream.isTTY) return
    const width = (stream.columns ?? 80) - 1
    for (const line of lines.values()) stream.write(`${line.slice(0, width)}\n`)
    moving = lines.size
  }
  return {
    update(source, run) {
      const line = progressLine(source, run, (now() - started) / 1_000, unit)
      lines.set(source, line)
      if (now() - shown < pause) return
      shown = now()
      if (!stream.isTTY) stream.write(`${line}\n`)
      wipe()
      draw()
    },
    done(source, run) {
      lines.delete(source)
      wipe()
      verdicts.write(`${verdictLine(source, run, (now() - started) / 1_000)}\n`)
      draw()
    },
    clear() {
      lines.clear()
      wipe()
    },
  }
}

/** `allen  [#####-----]  50 %  60 of 120 rows, 30/s, 2 s left` */
export function progressLine(source: string, run: Counts, seconds: number, unit = 'rows'): string {
  const { seen, expected, rejected } = run
  const rate = seconds > 0 ? seen / seconds : 0
  const about = `${Math.round(rate)}/s`
  const refused = rejected > 0 ? `, ${rejected} rejected` : ''
  if (expected === null || expected <= 0) return `${source}  ${seen} ${unit}, ${about}${refused}`
  const share = Math.min(1, seen / expected)
  const filled = Math.round(share * barWidth)
  const bar = `[${'#'.repeat(filled)}${'-'.repeat(barWidth - filled)}]`
  const left = rate > 0 && seen < expected ? `, ${duration((expected - seen) / rate)} left` : ''
  const percent = `${Math.floor(share * 100)}`.padStart(3)
  return `${source}  ${bar} ${percent} %  ${seen} of ${expected} ${unit}, ${about}${left}${refused}`
}

/** `allen  succeeded: 120 rows in 4 s; 120 written, 0 unchanged, 0 rejected, 0 removed` */
export function verdictLine(source: string, run: HarvestRun, seconds: number): string {
  const { seen, written, unchanged, rejected, removed } = run
  const counts = `${written} written, ${unchanged} unchanged, ${rejected} rejected, ${removed} removed`
  const why = [run.error, run.message].filter(Boolean).join(': ')
  const end = why ? ` (${why})` : ''
  return `${source}  ${asOption(run.state)}: ${seen} rows in ${duration(seconds)}; ${counts}${end}`
}

function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  if (seconds < 90) return `${Math.round(seconds)} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 90 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`
}
