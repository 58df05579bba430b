import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { GatewayError, toGatewayError } from '../model/index.ts'
import type { RecordReader } from '../store/index.ts'
import { endless, type Part, type Reading, readBatch, sliceSize } from './read-batch.ts'
import type { IndexBatch, SearchIndex } from './search-index.ts'
import { Turn } from './turn.ts'
import { createVocabulary } from './vocabulary/create-vocabulary.ts'
import { seedTerms } from './vocabulary/seed.ts'
import type { Vocabulary } from './vocabulary/vocabulary.ts'

export interface FollowOptions {
  store: Pick<
    RecordReader,
    'changes' | 'position' | 'vocabulary' | 'vocabularyVersion' | 'installationKey'
  >
  index: SearchIndex
  /** Milliseconds between two looks at the outbox. Default 100. */
  intervalMs?: number
  /** Records a batch. Searches in the same thread wait while an engine in it writes one. Default 100. */
  batchSize?: number
  /** Longest pause after failures in a row, milliseconds. Default 30,000. */
  longestBackoffMs?: number
  /** Ends the following. With the reason `processEnds` a rebuild goes on at the next start. */
  signal: AbortSignal
  /** Told what went wrong and is being tried again. Default: nobody. */
  log?: (message: string, cause?: unknown) => void
}

export interface Follower {
  /** Settles when the index knows its vocabulary and key, so that it answers. Rejects when it was ended before. */
  ready: Promise<void>
  /**
   * Settles when the index has reached a position of the outbox, with the vocabulary of then in all of its documents;
   * left out: what the outbox holds now.
   *
   * @throws {GatewayError} `CANCELLED` when the following or `signal` ends first.
   */
  caughtUp(position?: number, signal?: AbortSignal): Promise<void>
  /**
   * Builds a new generation from the catalogue alone, while the old one serves and is followed.
   *
   * @throws {GatewayError} `CONFLICT` while another rebuild goes on; `CANCELLED`.
   */
  rebuild(signal?: AbortSignal): Promise<void>
  /** Whether the last look found nothing to do. */
  isIdle(): boolean
  /** Settles when the following has ended. */
  done: Promise<void>
}

/** Keeps an index at the newest step of the outbox, whoever wrote it. Any engine, any number of writers. */
export function follow(options: FollowOptions): Follower {
  const following = new Following(options)
  return {
    ready: following.ready.promise,
    caughtUp: (position, signal) => following.caughtUp(position, signal),
    rebuild: (signal) => following.rebuild(signal),
    isIdle: () => following.isIdle,
    done: following.run(),
  }
}

class Following {
  readonly ready = Promise.withResolvers<void>()
  readonly #store: FollowOptions['store']
  readonly #index: SearchIndex
  readonly #interval: number
  readonly #batchSize: number
  readonly #longestBackoff: number
  readonly #signal: AbortSignal
  readonly #log: (message: string, cause?: unknown) => void
  readonly #waiting = new Set<{ position: number; reached: () => void }>()
  /** Held by whoever writes to the serving generation, and while a rebuild switches. */
  readonly #turn = new Turn()
  #vocabulary: Vocabulary = createVocabulary([])
  #vocabularyVersion: number | null = null
  /** Where the pass over records with an older vocabulary stands; null when none is going on. */
  #pass: number | null = null
  /** The next batch, being read while the one before it is written; null when none is. */
  #ahead: (Part & { reading: Promise<Reading> }) | null = null
  isIdle = false
  /** Steps in a row that failed. */
  #failures = 0

  constructor(options: FollowOptions) {
    this.#store = options.store
    this.#index = options.index
    this.#interval = options.intervalMs ?? 100
    this.#batchSize = options.batchSize ?? 100
    this.#longestBackoff = options.longestBackoffMs ?? 30_000
    this.#signal = options.signal
    this.#log = options.log ?? (() => {})
    // Nobody may be waiting for it.
    this.ready.promise.catch(() => {})
  }

  async run(): Promise<void> {
    const rebuilding = this.#goOnRebuilding().catch((error: unknown) => {
      if (!this.#signal.aborted) this.#log('an interrupted rebuild could not go on', error)
    })
    while (!this.#signal.aborted) {
      let busy = false
      try {
        busy = await this.#step()
        this.isIdle = !busy
        this.#failures = 0
      } catch (error) {
        this.#ahead = null
        this.isIdle = false
        if (this.#failures++ === 0)
          this.#log('the index cannot follow the catalogue; trying again', error)
      }
      if (busy) await nextTurn()
      else await this.#rest(Math.min(this.#interval * 2 ** this.#failures, this.#longestBackoff))
    }
    this.ready.reject(new GatewayError('CANCELLED'))
    await rebuilding
  }

  async #rest(milliseconds: number): Promise<void> {
    // Being ended is not a fault.
    await sleep(milliseconds, undefined, { signal: this.#signal }).catch(() => {})
  }

  /** One batch, or a look that finds nothing. True when there may be more to do at once. */
  async #step(): Promise<boolean> {
    await this.#readVocabulary()
    this.ready.resolve()
    const newest = await this.#store.position()
    const { position, outdated } = await this.#index.stats()
    if (position > newest) {
      this.#log('the index is ahead of the catalogue; it is made again')
      await this.rebuild(this.#signal)
      return true
    }
    // The terms that a batch brings are in the vocabulary by the step after it: only then has the index caught up.
    if (!outdated) this.#tellReached(position)
    if (position < newest) return this.#inTurn(() => this.#followOn())
    if (!outdated) {
      this.#pass = null
      return false
    }
    return this.#inTurn(() => this.#refresh())
  }

  async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const release = await this.#turn.take()
    try {
      return await work()
    } finally {
      release()
    }
  }

  async #followOn(): Promise<boolean> {
    const { position } = await this.#index.stats()
    const { batch, end, isCut } = await this.#next({ from: position, upTo: endless })
    if (end === position) return false
    await this.#write(batch, isCut ? { from: end, upTo: endless } : null)
    return true
  }

  /** One batch of a pass over all records that makes them again with the vocabulary of now. */
  async #refresh(): Promise<boolean> {
    const { position } = await this.#index.stats()
    this.#pass ??= 0
    const { batch, end, isCut } = await this.#next({ from: this.#pass, upTo: position })
    // What stands behind the index's own position comes with the vocabulary of now anyway.
    const refreshed = !isCut
    await this.#write(
      { ...batch, position, refreshed },
      refreshed ? null : { from: end, upTo: position },
    )
    this.#pass = refreshed ? null : end
    return true
  }

  /** Writes a batch; what comes `next` is read meanwhile. */
  async #write(batch: IndexBatch, next: Part | null): Promise<void> {
    // Not while it is unknown whether the engine is back: it would be read for nothing, again and again.
    if (next !== null && this.#failures === 0) {
      this.#ahead = { ...next, reading: this.#readAhead(next) }
    }
    await this.#index.apply(batch)
  }

  /** What was read ahead, if it is what is wanted now, else read now. */
  async #next(part: Part): Promise<Reading> {
    const ahead = this.#ahead
    this.#ahead = null
    if (ahead?.from === part.from && ahead.upTo === part.upTo) return ahead.reading
    // After a failure a few records find out whether the engine is back.
    const size = this.#failures > 0 ? Math.min(sliceSize, this.#batchSize) : this.#batchSize
    return this.#read(part, size)
  }

  #readAhead(part: Part): Promise<Reading> {
    const reading = this.#read(part).then(async (read) => {
      // As it will be applied.
      const position = part.upTo === endless ? read.batch.position : part.upTo
      await this.#index.expect?.({ ...read.batch, position })
      return read
    })
    // Whoever takes it hears of its failure; perhaps nobody does.
    reading.catch(() => {})
    return reading
  }

  #read(part: Part, size = this.#batchSize): Promise<Reading> {
    return readBatch(this.#store, this.#vocabulary, part, size, this.#signal)
  }

  async #readVocabulary(): Promise<void> {
    if ((await this.#store.vocabularyVersion()) === this.#vocabularyVersion) return
    const { version, terms } = await this.#store.vocabulary()
    this.#vocabulary = createVocabulary([...seedTerms, ...terms])
    const cursorKey = await this.#store.installationKey()
    await this.#index.configure({ vocabulary: this.#vocabulary, cursorKey })
    this.#vocabularyVersion = version
    this.#pass = null
    this.#ahead = null
  }

  async rebuild(signal?: AbortSignal): Promise<void> {
    await this.ready.promise
    await this.#rebuildFrom(0, signal)
  }

  async #rebuildFrom(from: number, signal?: AbortSignal): Promise<void> {
    const ended = AbortSignal.any([this.#signal, ...(signal ? [signal] : [])])
    let release = () => {}
    const holdTurn = async () => {
      release = await this.#turn.take()
    }
    try {
      await this.#index.rebuild(this.#everything(from, ended, holdTurn), ended, from)
    } catch (error) {
      throw ended.aborted ? new GatewayError('CANCELLED', { cause: error }) : error
    } finally {
      release()
    }
  }

  /** Goes on with a rebuild that the end of a process interrupted, until it has ended. */
  async #goOnRebuilding(): Promise<void> {
    await this.ready.promise
    for (
      let from = await this.#index.unfinished();
      from > 0;
      from = await this.#index.unfinished()
    ) {
      this.#log('a rebuild of the index was interrupted; it goes on')
      try {
        await this.#rebuildFrom(from)
      } catch (error) {
        if (this.#signal.aborted) return
        this.#log('the index could not be rebuilt; trying again', error)
        // What is there is of no use any more, so it is begun anew.
        if (toGatewayError(error).code === 'CONFLICT') await this.#rebuildFrom(0)
        else await this.#rest(this.#longestBackoff)
      }
    }
  }

  /**
   * The whole catalogue after a position, in batches. `atEnd` is awaited before the last look, so that nothing falls
   * behind it.
   */
  async *#everything(
    from: number,
    ended: AbortSignal,
    atEnd: () => Promise<void>,
  ): AsyncGenerator<IndexBatch, void, undefined> {
    let position = from
    for (let isLast = false; !ended.aborted; ) {
      const { batch, end, isCut } = await this.#read({ from: position, upTo: endless })
      if (end > position) yield batch
      position = end
      if (isCut) continue
      if (isLast) return
      await atEnd()
      isLast = true
    }
  }

  async caughtUp(position?: number, signal?: AbortSignal): Promise<void> {
    const wanted = position ?? (await this.#store.position())
    const ended = AbortSignal.any([this.#signal, ...(signal ? [signal] : [])])
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const waiter = { position: wanted, reached: resolve }
    const end = () => reject(new GatewayError('CANCELLED'))
    this.#waiting.add(waiter)
    ended.addEventListener('abort', end, { once: true })
    try {
      ended.throwIfAborted()
      await promise
    } catch (error) {
      throw ended.aborted ? new GatewayError('CANCELLED') : toGatewayError(error)
    } finally {
      this.#waiting.delete(waiter)
      ended.removeEventListener('abort', end)
    }
  }

  #tellReached(position: number): void {
    for (const waiter of this.#waiting) if (waiter.position <= position) waiter.reached()
  }
}
