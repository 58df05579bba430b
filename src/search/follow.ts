import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { GatewayError, toGatewayError } from '../model/index.ts'
import type { Change, RecordReader } from '../store/index.ts'
import { type IndexDocument, toDocument } from './document.ts'
import type { IndexBatch, SearchIndex } from './search-index.ts'
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
  /** Records a batch. Searches in the same thread wait while one is written. Default 100. */
  batchSize?: number
  /** Ends the following. */
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
  /** Settles when the following has ended. */
  done: Promise<void>
}

const longestBackoff = 30_000

/** Keeps an index at the newest step of the outbox, whoever wrote it. Any engine, any number of writers. */
export function follow(options: FollowOptions): Follower {
  const following = new Following(options)
  return {
    ready: following.ready.promise,
    caughtUp: (position, signal) => following.caughtUp(position, signal),
    rebuild: (signal) => following.rebuild(signal),
    done: following.run(),
  }
}

class Following {
  readonly ready = Promise.withResolvers<void>()
  readonly #store: FollowOptions['store']
  readonly #index: SearchIndex
  readonly #interval: number
  readonly #batchSize: number
  readonly #signal: AbortSignal
  readonly #log: (message: string, cause?: unknown) => void
  readonly #waiting = new Set<{ position: number; reached: () => void }>()
  /** Held by whoever writes to the serving generation, and while a rebuild switches. */
  readonly #turn = new Turn()
  #vocabulary: Vocabulary = createVocabulary([])
  #vocabularyVersion: number | null = null
  /** Where the pass over records with an older vocabulary stands; null when none is going on. */
  #pass: number | null = null

  constructor(options: FollowOptions) {
    this.#store = options.store
    this.#index = options.index
    this.#interval = options.intervalMs ?? 100
    this.#batchSize = options.batchSize ?? 100
    this.#signal = options.signal
    this.#log = options.log ?? (() => {})
    // Nobody may be waiting for it.
    this.ready.promise.catch(() => {})
  }

  async run(): Promise<void> {
    let failures = 0
    while (!this.#signal.aborted) {
      let busy = false
      try {
        busy = await this.#step()
        failures = 0
      } catch (error) {
        if (failures++ === 0)
          this.#log('the index cannot follow the catalogue; trying again', error)
      }
      if (busy) await nextTurn()
      else await this.#rest(Math.min(this.#interval * 2 ** failures, longestBackoff))
    }
    this.ready.reject(new GatewayError('CANCELLED'))
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
    const changes = await this.#store.changes(position, this.#batchSize)
    if (changes.length === 0) return false
    await nextTurn()
    await this.#index.apply(this.#batchOf(changes))
    return true
  }

  /** One batch of a pass over all records that makes them again with the vocabulary of now. */
  async #refresh(): Promise<boolean> {
    const { position } = await this.#index.stats()
    this.#pass ??= 0
    const read = await this.#store.changes(this.#pass, this.#batchSize)
    const changes = read.filter((change) => change.position <= position)
    await nextTurn()
    const last = changes.at(-1)
    // What stands behind the index's own position comes with the vocabulary of now anyway.
    const refreshed = last === undefined || changes.length < read.length
    await this.#index.apply({ ...this.#batchOf(changes), position, refreshed })
    this.#pass = refreshed ? null : last.position
    return true
  }

  async #readVocabulary(): Promise<void> {
    if ((await this.#store.vocabularyVersion()) === this.#vocabularyVersion) return
    const { version, terms } = await this.#store.vocabulary()
    this.#vocabulary = createVocabulary([...seedTerms, ...terms])
    const cursorKey = await this.#store.installationKey()
    await this.#index.configure({ vocabulary: this.#vocabulary, cursorKey })
    this.#vocabularyVersion = version
    this.#pass = null
  }

  #batchOf(changes: readonly Change[]): IndexBatch {
    const documents: IndexDocument[] = []
    const removed: string[] = []
    for (const { id, record } of changes) {
      if (record === null) removed.push(id)
      else documents.push(toDocument(record, this.#vocabulary))
    }
    return { documents, removed, position: changes.at(-1)?.position ?? 0 }
  }

  async rebuild(signal?: AbortSignal): Promise<void> {
    await this.ready.promise
    const ended = AbortSignal.any([this.#signal, ...(signal ? [signal] : [])])
    let release = () => {}
    const holdTurn = async () => {
      release = await this.#turn.take()
    }
    try {
      await this.#index.rebuild(this.#everything(ended, holdTurn), ended)
    } catch (error) {
      throw ended.aborted ? new GatewayError('CANCELLED', { cause: error }) : error
    } finally {
      release()
    }
  }

  /** The whole catalogue in batches. `atEnd` is awaited before the last look, so that nothing falls behind it. */
  async *#everything(
    ended: AbortSignal,
    atEnd: () => Promise<void>,
  ): AsyncGenerator<IndexBatch, void, undefined> {
    let position = 0
    for (let isLast = false; !ended.aborted; ) {
      const changes = await this.#store.changes(position, this.#batchSize)
      await nextTurn()
      if (changes.length > 0) yield this.#batchOf(changes)
      position = changes.at(-1)?.position ?? position
      if (changes.length === this.#batchSize) continue
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

/** One at a time, in the order of asking. */
class Turn {
  #last: Promise<void> = Promise.resolve()

  /** Waits for the turn; what it gives ends it. */
  async take(): Promise<() => void> {
    const before = this.#last
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#last = promise
    await before
    return resolve
  }
}
