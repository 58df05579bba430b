import { GatewayError } from '../../model/index.ts'
import type { ForwardIndex } from '../forward/forward-index.ts'
import { removeFile } from '../forward/schema.ts'
import type { Files } from './files.ts'
import { Generation } from './generation.ts'
import { meet, tidy } from './meet.ts'
import type { MeiliServer } from './server.ts'
import { uidPrefix } from './uids.ts'

export interface ServingOptions {
  server: MeiliServer
  files: Files
  /** What the names of our indexes begin with. */
  prefix: string
  log: (message: string, cause?: unknown) => void
}

/** The generation that is served from, and whether the server has all of it. */
export class Serving {
  readonly #server: MeiliServer
  readonly #files: Files
  readonly #prefix: string
  readonly #log: (message: string, cause?: unknown) => void
  #forward: ForwardIndex
  /** Null before the catalogue is known. */
  #generation: Generation | null = null
  /** That the server has it, or the attempt to find out. */
  #met: { generation: Generation; done: Promise<void> } | null = null
  /** A rebuild is filling the generation that comes next. */
  isBuilding = false

  constructor({ server, files, prefix, log }: ServingOptions) {
    this.#server = server
    this.#files = files
    this.#prefix = prefix
    this.#log = log
    this.#forward = files.openNewest()
  }

  get forward(): ForwardIndex {
    return this.#forward
  }

  /** Null before the catalogue is known. */
  get generation(): Generation | null {
    return this.#generation
  }

  get isMet(): boolean {
    return this.#met !== null
  }

  /** An index that was filled from another catalogue is emptied. */
  async configure(catalogue: string): Promise<void> {
    const before = this.#forward.catalogue
    if (before !== null && before !== catalogue) {
      this.#log('the index is of another catalogue; it is made again')
      await this.#replace(this.#files.makeEmpty(this.#forward.number + 1))
    }
    this.#forward.setCatalogue(catalogue)
    this.#generation ??= this.generationOf(this.#forward)
  }

  /** A generation under the name that it has at the server. */
  generationOf(forward: ForwardIndex): Generation {
    return new Generation(forward, `${this.#names}${forward.number}`)
  }

  /** How the names of this catalogue's indexes begin: several may share a server. */
  get #names(): string {
    return uidPrefix(this.#prefix, this.#forward.catalogue ?? '')
  }

  /**
   * The generation, when the server has all of it.
   *
   * @throws {GatewayError} `INDEX_UNAVAILABLE`.
   */
  async ready(): Promise<Generation> {
    const generation = this.#generation
    if (generation === null) throw new GatewayError('INDEX_UNAVAILABLE')
    if (this.#met?.generation !== generation) {
      this.#met = { generation, done: generation.use(() => this.#meet(generation)) }
    }
    const { done } = this.#met
    try {
      await done
    } catch (error) {
      // The next one to ask tries again.
      if (this.#met?.done === done) this.#met = null
      throw error
    }
    return this.#generation === generation ? generation : this.ready()
  }

  /** The server does not have it any more: whoever comes next finds out what it has. */
  forget(): void {
    this.#met = null
  }

  async #meet(generation: Generation): Promise<void> {
    if (!(await meet(this.#server, generation))) {
      this.#log('the server has lost documents; the index is made again from the catalogue')
      this.#startAgain(generation)
      return
    }
    const next = `${this.#names}${generation.forward.number + 1}`
    await tidy(this.#server, this.#names, [generation.uid, next])
  }

  /** With an empty generation in place of one that the server does not hold any more. */
  #startAgain({ forward: old }: Generation): void {
    // Not while a rebuild fills the next one: it will take its place anyway.
    if (this.isBuilding) throw new GatewayError('INDEX_UNAVAILABLE')
    const forward = this.#files.makeEmpty(old.number + 1)
    forward.setCatalogue(old.catalogue ?? '')
    if (old.vectors.model !== null) forward.vectors.adopt(old.vectors.model)
    // Not waited for: whoever found out is using the old one.
    void this.#replace(forward)
    this.#generation = this.generationOf(forward)
  }

  async #replace(forward: ForwardIndex): Promise<void> {
    const old = this.#generation
    const { path } = this.#forward
    if (old === null) this.#forward.close()
    this.#forward = forward
    this.#generation = null
    this.#met = null
    await old?.close()
    removeFile(path)
  }

  /** From one moment to the next: searches under way end on the generation that they began on. */
  async switchTo(built: Generation): Promise<void> {
    const old = this.#generation
    this.#forward = built.forward
    this.#generation = built
    this.#met = { generation: built, done: Promise.resolve() }
    if (old !== null) await this.takeAway(old)
  }

  /**
   * Takes away a generation that is not served from, its index last: documents that come late make that anew. What is
   * left behind when the server does not listen is taken away at the next start.
   */
  async takeAway(generation: Generation): Promise<void> {
    await generation.close()
    removeFile(generation.forward.path)
    await this.#server.dropIndex(generation.uid).catch((error: unknown) => {
      this.#log('an index that nobody uses could not be taken away yet', error)
    })
  }

  async close(): Promise<void> {
    if (this.#generation === null) this.#forward.close()
    else await this.#generation.close()
  }
}
