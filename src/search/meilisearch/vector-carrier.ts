import type { Applier } from './apply.ts'
import type { Generation } from './generation.ts'
import type { MeiliServer } from './server.ts'
import { bringSome, bringVectors, dropOtherEmbedders } from './server-vectors.ts'

export interface VectorCarrierParts {
  server: MeiliServer
  applierOf: (generation: Generation) => Applier
  /** Told when the server ranks by other vectors than before. */
  onBrought: () => void
  /** Told what became of vectors that the server had lost. */
  log: (message: string, cause?: unknown) => void
}

/** Milliseconds between two attempts to bring what the server has lost. */
const attemptEvery = 1_000

/** Takes vectors to the server, and knows while they are on their way. */
export class VectorCarrier {
  readonly #parts: VectorCarrierParts
  #isBringing = false
  #lastMended = 0
  #isClosed = false

  constructor(parts: VectorCarrierParts) {
    this.#parts = parts
  }

  /** Brings vectors that the server has lost, in the background. */
  mend(generation: Generation): void {
    const { modelId } = generation.forward.vectors
    const isWell = generation.hasVectors || modelId === null || this.#isBringing
    if (isWell || Date.now() - this.#lastMended < attemptEvery) return
    this.#lastMended = Date.now()
    const { log } = this.#parts
    this.#bring(generation, modelId).then(
      () => log('the server had lost vectors; it has them again'),
      (error) => this.#isClosed || log('vectors could not be brought to the server yet', error),
    )
  }

  /**
   * Brings those of the model that was begun, and drops the others when it serves.
   *
   * @param finish Makes it the one that serves.
   */
  async switchTo(generation: Generation, modelId: string, finish: () => void): Promise<void> {
    await this.#bring(generation, modelId, finish)
    await generation.use(() => dropOtherEmbedders(this.#parts.server, generation))
  }

  /** Brings those of the model that serves, of these records. */
  async bringAdded(generation: Generation, docs: readonly number[]): Promise<void> {
    const { server, applierOf } = this.#parts
    await generation.use(() => bringSome(server, generation, applierOf(generation), docs))
  }

  /** What fails from now on is told nobody. */
  close(): void {
    this.#isClosed = true
  }

  async #bring(generation: Generation, modelId: string, finish = () => {}): Promise<void> {
    const { server, applierOf, onBrought } = this.#parts
    const { vectors } = generation.forward
    this.#isBringing = true
    try {
      await generation.use(async () => {
        await bringVectors(server, generation, applierOf(generation), modelId, (progress) => {
          vectors.progress = progress
        })
        finish()
        generation.hasVectors = true
      })
      onBrought()
    } finally {
      vectors.progress = null
      this.#isBringing = false
    }
  }
}
