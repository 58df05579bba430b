import { hash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { GatewayError, type HarvestRun, operator } from '../model/index.ts'
import type { RecordReader } from '../store/record-store.ts'
import { type Glimpse, LiveRun } from './live-run.ts'

interface Running {
  live: LiveRun
  abort: AbortController
  /** Resolves, never rejects, when nothing of the run is left. */
  over: Promise<void>
}

/** A run that was told to be under way. */
export interface Told {
  readonly newest: HarvestRun
  push(run: HarvestRun): void
  /** Nothing of it is left. */
  end(): void
}

/** Milliseconds between two looks at a run of another process. */
const glance = 1_000

/** The runs of this process, whatever they do; those of others are told as the catalogue has them. */
export class UnderWay {
  readonly #store: Pick<RecordReader, 'harvestsById'>
  /** Aborted when nobody is to wait any longer. */
  readonly #closing: AbortSignal
  readonly #running = new Map<string, Running>()

  constructor(store: Pick<RecordReader, 'harvestsById'>, closing: AbortSignal) {
    this.#store = store
    this.#closing = closing
  }

  add(run: HarvestRun, abort: AbortController): Told {
    const live = new LiveRun(run)
    const { promise: over, resolve } = Promise.withResolvers<void>()
    this.#running.set(run.id, { live, abort, over })
    return {
      get newest() {
        return live.newest
      },
      push: (run) => live.push(run),
      end: () => {
        this.#running.delete(run.id)
        live.end()
        resolve()
      },
    }
  }

  runs(): HarvestRun[] {
    return [...this.#running.values()].map(({ live }) => live.newest)
  }

  has(source: string): boolean {
    return this.#of(source).length > 0
  }

  /** See `Harvester.cancel`. */
  async cancel(id: string): Promise<HarvestRun> {
    const running = this.#running.get(id)
    if (running === undefined) {
      if ((await this.#stored(id)) === null) throw new GatewayError('NOT_FOUND')
      throw new GatewayError('CONFLICT', { message: 'It has ended, or another process runs it.' })
    }
    await end([running], () => new GatewayError('CANCELLED'))
    return running.live.newest
  }

  /** Cancels everything of a source now, and waits until it has ended. */
  cancelOf(source: string): Promise<void> {
    return end(this.#of(source), () => new GatewayError('CANCELLED'))
  }

  /** Ends everything with such a reason now, and waits for it. */
  endAll(reason: () => Error): Promise<void> {
    return end([...this.#running.values()], reason)
  }

  /** See `Harvester.look`. */
  async look(id: string, version: number): Promise<Glimpse | null> {
    const live = this.#running.get(id)?.live
    if (live !== undefined) return live.after(version)
    for (;;) {
      const run = await this.#stored(id)
      if (run === null) return null
      const glimpse = { run, version: contentVersion(run), isOver: run.finishedAt !== null }
      if (glimpse.isOver || glimpse.version !== version) return glimpse
      await sleep(glance, undefined, { signal: this.#closing, ref: false }).catch(() => {})
      if (this.#closing.aborted) return null
    }
  }

  #of(source: string): Running[] {
    return [...this.#running.values()].filter(({ live }) => live.newest.source === source)
  }

  async #stored(id: string): Promise<HarvestRun | null> {
    return (await this.#store.harvestsById(operator, [id]))[0] ?? null
  }
}

async function end(running: readonly Running[], reason: () => Error): Promise<void> {
  for (const { abort } of running) abort.abort(reason())
  await Promise.all(running.map(({ over }) => over))
}

/** The same for the same counts: what runs elsewhere has no other number. */
function contentVersion(run: HarvestRun): number {
  return Number.parseInt(hash('sha256', JSON.stringify(run)).slice(0, 12), 16)
}
