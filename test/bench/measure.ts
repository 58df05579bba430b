import { readFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { DatabaseSync } from 'node:sqlite'

/** The value below which `share` of the values lie; NaN when there are none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

export const median = (values: readonly number[]) => quantile(values, 0.5)

/** Milliseconds that `work` takes. */
export async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const started = performance.now()
  const value = await work()
  return { ms: performance.now() - started, value }
}

/** Resident memory of a process in megabytes, with what it has mapped of its files left out. */
export function residentMegabytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const kilobytes = Number(/^RssAnon:\s+(\d+) kB/m.exec(status)?.[1])
  return (kilobytes * 1_024) / 1e6
}

/** Largest resident memory of a process until stopped, sampled every 50 ms, in megabytes. */
export function watchMemory(pid: number): { stop: () => number } {
  let most = residentMegabytes(pid)
  const timer = setInterval(() => {
    try {
      most = Math.max(most, residentMegabytes(pid))
    } catch {
      // The process is gone: what was seen until now is the answer.
      clearInterval(timer)
    }
  }, 50)
  return {
    stop: () => {
      clearInterval(timer)
      return most
    },
  }
}

/** One line that says on what the figures were taken. */
export function machine(): string {
  const database = new DatabaseSync(':memory:')
  const { version } = database.prepare('select sqlite_version() as version').get() ?? {}
  database.close()
  const [cpu] = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  return `${cpu?.model ?? 'unknown CPU'}, ${cpus().length} cores, ${memory} GiB, Node ${process.versions.node}, SQLite ${version}`
}

/** A line of the table that a bench prints. */
export interface Figure {
  what: string
  measured: string
  /** What DESIGN §12 allows; null where the figure only stands beside one that has a budget. */
  budget: string | null
  met: boolean | null
}

export function figure(
  what: string,
  measured: string,
  budget: string | null = null,
  met: boolean | null = null,
): Figure {
  return { what, measured, budget, met }
}

/** As a Markdown table. */
export function figuresTable(figures: readonly Figure[]): string {
  const rows = figures.map(({ what, measured, budget, met }) => [
    what,
    measured,
    budget ?? '–',
    met === null ? '–' : met ? 'yes' : '**no**',
  ])
  const all = [['work', 'measured', 'budget', 'met'], ...rows]
  const widths = [0, 1, 2, 3].map((index) => Math.max(...all.map((row) => row[index]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' | ')} |`
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`
  return [line(all[0] ?? []), rule, ...rows.map(line)].join('\n')
}
