import { randomUUID } from 'node:crypto'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import type { ForwardIndex } from '../forward/forward-index.ts'
import type { Lacking } from '../forward/vector-table.ts'
import type { VectorProgress, VectorRows } from '../forward/vectors.ts'
import { embeddingText } from './embedding-text.ts'
import type { HttpEmbedder } from './http-embedder.ts'
import type { KeepVectorsOptions, VectorKeeper } from './keep-vectors.ts'
import { quantise } from './quantise.ts'

export interface KeepHttpVectorsOptions extends KeepVectorsOptions {
  embedder: HttpEmbedder
  /** Longest pause after failures in a row, milliseconds. Default 60,000. */
  longestBackoffMs?: number
}

/** Records at a time: two requests of an embedder's usual size. */
const batchSize = 64

/**
 * Keeps an index in vectors of a server: has all records embedded in the background, lets the model serve when they are
 * complete, and then has those embedded that are new or have changed. They have no vector until theirs comes. A text that the
 * server does not embed, alone either, is left without one until it changes.
 */
export function keepHttpVectors(options: KeepHttpVectorsOptions): VectorKeeper {
  const keeper = new Keeper(options)
  return { settled: () => keeper.settled(), done: keeper.run() }
}

class Keeper {
  readonly #options: KeepHttpVectorsOptions
  readonly #embedder: HttpEmbedder
  readonly #log: NonNullable<KeepVectorsOptions['log']>
  #waiting = Promise.withResolvers<void>()
  /** The generation that is looked through, and the highest number that was looked at. */
  #looking: { forward: ForwardIndex; last: number } | null = null

  constructor(options: KeepHttpVectorsOptions) {
    this.#options = options
    this.#embedder = options.embedder
    this.#log = options.log ?? (() => {})
  }

  async run(): Promise<void> {
    const { signal, intervalMs = 500, longestBackoffMs = 60_000 } = this.#options
    for (let failures = 0; !signal.aborted; ) {
      try {
        if (await this.#step()) {
          this.#waiting.resolve()
          this.#waiting = Promise.withResolvers()
        }
        failures = 0
      } catch (error) {
        if (signal.aborted) break
        if (failures++ === 0) this.#log('the embedder gives no vectors; trying again', error)
      }
      const pause = Math.min(intervalMs * 2 ** failures, Math.max(intervalMs, longestBackoffMs))
      await sleep(pause, undefined, { signal }).catch(() => {})
    }
    this.#waiting.resolve()
  }

  settled(): Promise<void> {
    return this.#waiting.promise
  }

  /** Does what there is to do; true when nothing is left. */
  async #step(): Promise<boolean> {
    const { forward: current, isIdle } = this.#options
    const { switchModel = async (_, finish) => finish() } = this.#options
    const forward = current()
    const { vectors } = forward
    if (this.#looking?.forward !== forward) {
      vectors.keepOnly(this.#embedder.id)
      this.#looking = { forward, last: -1 }
    }
    const isNew = vectors.modelId !== this.#embedder.id
    // An index that is still being filled has nothing to switch over to.
    if (isNew && !isIdle()) return false
    if (isNew) vectors.progress = progressOf(forward, this.#embedder.id)
    if (!(await this.#embedAll(forward))) return false
    if (isNew && vectors.nextId === this.#embedder.id) {
      if (!isIdle()) return false
      await switchModel(forward, () => vectors.finish())
      if (current() !== forward || vectors.modelId !== this.#embedder.id) return false
      this.#log(`vectors of ${vectors.column?.count ?? 0} records came from the embedder`)
    }
    vectors.progress = null
    return isIdle()
  }

  /** What was not looked at yet, and what has changed since; false when another generation has taken over. */
  async #embedAll(forward: ForwardIndex): Promise<boolean> {
    const { vectors } = forward
    while (this.#options.forward() === forward) {
      const looking = this.#looking as { forward: ForwardIndex; last: number }
      const unseen = vectors.lacking(this.#embedder.id, looking.last, batchSize)
      const batch = unseen.length > 0 ? unseen : vectors.changed(this.#embedder.id, batchSize)
      if (batch.length === 0) return true
      if (!(await this.#embed(forward, batch))) return false
      looking.last = Math.max(looking.last, unseen.at(-1)?.doc ?? -1)
      const { progress } = vectors
      if (progress !== null) {
        const total = forward.alive
        vectors.progress = { done: Math.min(progress.done + batch.length, total), total }
      }
      // Searches of this thread come in between.
      await nextTurn()
    }
    return false
  }

  /** False when another generation has taken over meanwhile, or the model has. */
  async #embed(forward: ForwardIndex, batch: readonly Lacking[]): Promise<boolean> {
    const texts = batch.map(({ doc }) => embeddingText({ text: forward.shownText(doc) }))
    const made = await this.#vectorsOf(texts)
    if (this.#options.forward() !== forward) return false
    const { id, dimensions } = this.#embedder
    // Only for texts of nothing: no vector came yet.
    if (dimensions === null) return true
    const { vectors } = forward
    if (vectors.modelId !== id && vectors.nextId !== id) vectors.begin(id, dimensions, null)
    if (vectors.makingDimensions !== dimensions) {
      // The server has put another model under the same name, and what it gave before is lost.
      this.#log('the embedder gives vectors of another length; all are made again')
      vectors.clear()
      this.#looking = null
      return false
    }
    vectors.add(rowsOf(batch, made, dimensions))
    if (vectors.nextId === null) {
      const docs = batch.map(({ doc }) => doc)
      await this.#options.added?.(forward, docs)
    }
    return true
  }

  /** In the order of `texts`; null for those that are empty, or that the server does not embed. */
  async #vectorsOf(texts: readonly string[]): Promise<(Float32Array | null)[]> {
    const asked = texts.filter((text) => text !== '')
    const made = asked.length === 0 ? [] : await this.#ask(asked)
    const refused = made.filter((vector) => vector === null).length
    if (refused > 0) this.#log(`records stay without a vector: the embedder refused ${refused}`)
    const next = made.values()
    return texts.map((text) => (text === '' ? null : (next.next().value ?? null)))
  }

  /** All at once, or else one by one, to find out which of them the server does not embed. */
  async #ask(texts: readonly string[]): Promise<(Float32Array | null)[]> {
    const { signal } = this.#options
    try {
      return await this.#embedder.embed(texts, 'document', signal)
    } catch (error) {
      await this.#expectWell(error)
      if (texts.length === 1) return [null]
    }
    const made: (Float32Array | null)[] = []
    for (const text of texts) made.push(...(await this.#ask([text])))
    return made
  }

  /** Throws what was thrown when the server embeds nothing at all: then it is not for the text. */
  async #expectWell(thrown: unknown): Promise<void> {
    const { signal } = this.#options
    if (signal.aborted) throw thrown
    try {
      // A text that nobody has sent yet: others are known without asking.
      await this.#embedder.embed([`Is anybody there? ${randomUUID()}`], 'document', signal)
    } catch {
      throw thrown
    }
  }
}

function rowsOf(
  batch: readonly Lacking[],
  made: readonly (Float32Array | null)[],
  dimensions: number,
): VectorRows {
  const rows = new Int8Array(batch.length * dimensions)
  const scales = new Float32Array(batch.length)
  made.forEach((vector, at) => {
    if (vector !== null) scales[at] = quantise(vector, rows, at * dimensions)
  })
  return {
    docs: batch.map(({ doc }) => doc),
    hashes: batch.map(({ hash }) => hash),
    rows,
    scales,
  }
}

/** How far a model is that is being made. */
function progressOf({ alive, vectors }: ForwardIndex, model: string): VectorProgress {
  return { done: alive - vectors.countLacking(model), total: alive }
}
