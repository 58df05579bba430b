import { LRUCache } from 'lru-cache'
import type { HarvestRun } from '../model/index.ts'

interface Sample {
  /** Epoch milliseconds. */
  at: number
  seen: number
}

/** Milliseconds: over how long a rate is taken, and what is too short to tell one. */
const window = 15_000
const shortest = 1_000

/** How fast harvests go. Of those under way it keeps what was seen when somebody looked. */
export class HarvestPace {
  readonly #samples = new LRUCache<string, Sample[]>({ max: 500 })

  /**
   * Rows a second: over the last 15 seconds or so of a harvest that is under way and watched, since its start while there is
   * nothing else to go by, and over all of its time when it has ended. Null when that cannot be told yet.
   */
  rateOf(run: HarvestRun, now: Date): number | null {
    if (run.startedAt === null) return null
    const start: Sample = { at: Date.parse(run.startedAt), seen: 0 }
    if (run.finishedAt !== null) {
      this.#samples.delete(run.id)
      return between(start, { at: Date.parse(run.finishedAt), seen: run.seen }, 1)
    }
    if (run.state !== 'RUNNING') return null
    const newest: Sample = { at: now.getTime(), seen: run.seen }
    const [oldest = start] = this.#keep(run.id, newest)
    // One that was interrupted has a start long ago: whoever watches it is told better after a moment.
    return between(oldest, newest, shortest) ?? between(start, newest, shortest)
  }

  /** Seconds until its end; null when that cannot be told. */
  remainingOf(run: HarvestRun, now: Date): number | null {
    if (run.expected === null || run.finishedAt !== null) return null
    const rate = this.rateOf(run, now)
    return rate === null || rate === 0 ? null : Math.max(0, run.expected - run.seen) / rate
  }

  /** Oldest first; the oldest is as far back as the window, or further when nobody looked since. */
  #keep(id: string, newest: Sample): Sample[] {
    // One that begins again from its checkpoint may have seen less.
    const kept = (this.#samples.get(id) ?? []).filter(({ seen }) => seen <= newest.seen)
    const last = kept.at(-1)
    if (last === undefined || newest.at - last.at >= shortest / 4) kept.push(newest)
    while (kept.length > 1 && newest.at - (kept[1]?.at ?? 0) >= window) kept.shift()
    this.#samples.set(id, kept)
    return kept
  }
}

function between(from: Sample, to: Sample, atLeast: number): number | null {
  const milliseconds = to.at - from.at
  return milliseconds < atLeast ? null : ((to.seen - from.seen) * 1_000) / milliseconds
}
