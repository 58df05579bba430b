import type { HarvestRun } from '../model/index.ts'

/** How a harvest stood, and the number to ask with for what came after. */
export interface Glimpse {
  run: HarvestRun
  version: number
  isOver: boolean
}

/** A harvest under way in this process, for any number of onlookers. */
export class LiveRun {
  #newest: Glimpse
  #changed = Promise.withResolvers<void>()

  constructor(run: HarvestRun) {
    this.#newest = { run, version: 1, isOver: false }
  }

  get newest(): HarvestRun {
    return this.#newest.run
  }

  push(run: HarvestRun): void {
    this.#set({ ...this.#newest, run })
  }

  /** No more will come. */
  end(): void {
    this.#set({ ...this.#newest, isOver: true })
  }

  /** The newest state that is not `version` any more; waits for it. At once when all is over. */
  async after(version: number): Promise<Glimpse> {
    while (this.#newest.version === version && !this.#newest.isOver) await this.#changed.promise
    return this.#newest
  }

  #set(next: Glimpse): void {
    this.#newest = { ...next, version: this.#newest.version + 1 }
    this.#changed.resolve()
    this.#changed = Promise.withResolvers()
  }
}

/** A harvest's counts now and whenever they change, until it is over; those that a slow onlooker misses are skipped. */
export async function* follow(
  look: (version: number) => Promise<Glimpse | null>,
): AsyncGenerator<HarvestRun> {
  for (let version = 0; ; ) {
    const glimpse = await look(version)
    if (glimpse === null) return
    if (glimpse.version !== version) yield glimpse.run
    if (glimpse.isOver) return
    version = glimpse.version
  }
}
