import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { anonymous } from '../../model/index.ts'
import type { ForwardIndex } from '../forward/forward-index.ts'
import { type Training, train } from './lsa/train.ts'

export interface KeepVectorsOptions {
  /** The forward index of the generation that serves now. */
  forward(): ForwardIndex
  /** Whether nothing else is to be done: an index that is still being filled is trained on when it is full. */
  isIdle(): boolean
  signal: AbortSignal
  /**
   * Lets the model that was begun serve, by `finish`, when an engine that keeps vectors elsewhere has them all there.
   * Default: at once.
   */
  switchModel?: (forward: ForwardIndex, finish: () => void) => Promise<void>
  /** Told of records that got a vector of the model that serves, for an engine that keeps vectors elsewhere. */
  added?: (forward: ForwardIndex, docs: readonly number[]) => Promise<void>
  /** Milliseconds between two looks at what there is to do. Default 500. */
  intervalMs?: number
  /** Told what was made and what went wrong. Default: nobody. */
  log?: (message: string, cause?: unknown) => void
}

export interface VectorKeeper {
  /** Settles when there is nothing to be made any more. */
  settled(): Promise<void>
  /** Settles when the keeping has ended. */
  done: Promise<void>
}

/** Records that everybody may discover, below which nothing is trained. */
export const fewestTrained = 300
/** A model is made again when there are so many times the records that it could be trained on. */
const growth = 2
/** It is also made again when so many words of so many queries are unknown to it, and there is at least some news. */
const unknown = { words: 200, share: 0.3, growth: 1.1 }

/**
 * Keeps an index in vectors of latent semantic analysis: trains a model on what everybody may discover when there is enough of
 * it, makes the vectors of all records in the background, and lets the model serve when they are complete. What is written
 * later is embedded as it is written.
 */
export function keepLsaVectors(options: KeepVectorsOptions): VectorKeeper {
  const keeper = new Keeper(options)
  return { settled: () => keeper.settled(), done: keeper.run() }
}

class Keeper {
  readonly #options: KeepVectorsOptions
  /** Records of the last training that gave no model; those of other generations count as well. */
  #tooFew = 0
  #waiting = Promise.withResolvers<void>()

  constructor(options: KeepVectorsOptions) {
    this.#options = options
  }

  async run(): Promise<void> {
    const { signal, intervalMs = 500, isIdle, log = () => {} } = this.#options
    while (!signal.aborted) {
      try {
        if (isIdle()) {
          if (this.#isDue()) await this.#make()
          else {
            this.#waiting.resolve()
            this.#waiting = Promise.withResolvers()
          }
        }
      } catch (error) {
        if (!signal.aborted) log('vectors could not be made; trying again', error)
      }
      await sleep(intervalMs, undefined, { signal }).catch(() => {})
    }
    this.#waiting.resolve()
  }

  settled(): Promise<void> {
    return this.#waiting.promise
  }

  /** Visibility classes that everybody may discover: nothing of others takes part in a model. */
  #classes(): number[] {
    const visible = this.#options.forward().classes.visibleTo(anonymous)
    return [...visible.keys()].filter((recordClass) => visible[recordClass] === 1)
  }

  #isDue(): boolean {
    const { words, vectors } = this.#options.forward()
    const records = this.#classes().reduce((sum, one) => sum + (words.documents[one] ?? 0), 0)
    if (records < Math.max(fewestTrained, growth * this.#tooFew)) return false
    const { model, asked } = vectors
    if (model === null || records >= growth * model.records) return true
    return (
      asked.words >= unknown.words &&
      asked.unknown > unknown.share * asked.words &&
      records >= unknown.growth * model.records
    )
  }

  async #make(): Promise<void> {
    const { forward, signal, log = () => {} } = this.#options
    const { switchModel = async (_, finish) => finish() } = this.#options
    const index = forward()
    const { path, vectors } = index
    const training = await train({ path, classes: this.#classes(), signal })
    try {
      if (forward().path !== path) return
      const { model } = training
      if (model === null) {
        this.#tooFew = forward().alive
        return
      }
      vectors.begin(model.id, model.dimensions, model)
      if (!(await this.#embedAll(training, path))) return
      await switchModel(index, () => vectors.finish())
      if (vectors.modelId !== model.id) return
      log(`${model.dimensions} dimensions were learned from ${model.records} records`)
    } finally {
      vectors.progress = null
      await training.close()
    }
  }

  /** False when another generation has taken over. */
  async #embedAll(training: Training, path: string): Promise<boolean> {
    for (;;) {
      const batch = await training.more()
      const { forward } = this.#options
      if (forward().path !== path) return false
      if (batch === null) return true
      const { vectors } = forward()
      vectors.add(batch)
      vectors.progress = { done: batch.done, total: batch.total }
      // Searches of this thread come in between.
      await nextTurn()
    }
  }
}
