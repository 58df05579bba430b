import { performance } from 'node:perf_hooks'

/** The place of one harvest among those that run. */
export interface Slot {
  /** Told whenever the harvest begins, and ends, to wait for its source. */
  wait(isWaiting: boolean): void
  leave(): void
}

export interface SlotsRequest {
  /** How many harvests may be at work side by side. */
  count: number
  /** Milliseconds of `clock` that a harvest may wait for its source before its slot goes to another one. */
  stall: number
  /**
   * Milliseconds that only grow. Default: how long this thread had nothing to do. Where it is busy all the time, another
   * harvest would make none faster, and sources seem silent that only have not been heard yet.
   */
  clock?: () => number
}

/** What is known of one that was taken. */
interface Taken {
  /** Since when it waits for its source; null: it is at work. */
  since: number | null
  /** Whether its source failed the last time, and has said nothing since. */
  isDoubtful: boolean
}

/**
 * Counts the harvests that are at work. What slots save is this process's own time and memory, of which a harvest takes next
 * to none while it waits: one whose source says nothing for a while doesn't count, until it says something again. So a source
 * that hangs keeps its slot for that while only.
 *
 * A source that failed the last time is doubtful until it says something, and takes none from the others: as many of those
 * may wait beside them.
 *
 * Nobody is sent away: harvests that wake up, and those that people ask for, run beside the others even where that makes them
 * more for a time.
 */
export class Slots {
  readonly #request: Required<SlotsRequest>
  readonly #taken = new Set<Taken>()

  constructor(request: SlotsRequest) {
    this.#request = { clock: () => performance.eventLoopUtilization().idle, ...request }
  }

  take(isDoubtful: boolean): Slot {
    const taken: Taken = { since: this.#request.clock(), isDoubtful }
    this.#taken.add(taken)
    return {
      wait: (isWaiting) => {
        // It waits since it began to, however often that is said.
        if (isWaiting) taken.since ??= this.#request.clock()
        else {
          taken.since = null
          taken.isDoubtful = false
        }
      },
      leave: () => {
        this.#taken.delete(taken)
      },
    }
  }

  /** Whether another one may begin; a doubtful one only while few others are that. */
  hasRoom(isDoubtful: boolean): boolean {
    const { count } = this.#request
    const counted = [...this.#taken].filter((taken) => this.#left(taken) > 0)
    const doubtful = counted.filter((taken) => taken.isDoubtful).length
    return counted.length - doubtful < count && !(isDoubtful && doubtful >= count)
  }

  /** Milliseconds until the next slot may come free at the earliest by its harvest waiting; `Infinity` when all are at work. */
  untilFree(): number {
    const left = [...this.#taken].map((taken) => this.#left(taken)).filter((left) => left > 0)
    return Math.min(...left, Number.POSITIVE_INFINITY)
  }

  /** Milliseconds that it would still count for if its source said nothing more. */
  #left({ since }: Taken): number {
    if (since === null) return Number.POSITIVE_INFINITY
    return since + this.#request.stall - this.#request.clock()
  }
}
