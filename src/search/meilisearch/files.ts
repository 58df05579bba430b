import { existsSync } from 'node:fs'
import { ForwardIndex } from '../forward/forward-index.ts'
import { generationPath, generationsIn, removeFile, setAside } from '../forward/schema.ts'
import { meilisearchFile } from './generation.ts'

/** The files of the forward indexes, one a generation. */
export class Files {
  readonly #folder: string
  readonly #log: (message: string, cause?: unknown) => void

  /** The folder is made when it is missing. */
  constructor(folder: string, log: (message: string, cause?: unknown) => void) {
    this.#folder = folder
    this.#log = log
  }

  #pathOf(generation: number): string {
    return generationPath(this.#folder, meilisearchFile, generation)
  }

  /** Opens the newest that is finished, or makes an empty one; takes older ones away, and lets an unfinished one be. */
  openNewest(): ForwardIndex {
    const numbers = generationsIn(this.#folder, meilisearchFile)
    let opened: ForwardIndex | null = null
    for (const number of numbers) {
      if (opened !== null) removeFile(this.#pathOf(number))
      else opened = this.#tryOpen(number)
    }
    // A new number, so that cursors of a lost generation say that they expired.
    return opened ?? this.makeEmpty((numbers[0] ?? 0) + 1)
  }

  #tryOpen(number: number): ForwardIndex | null {
    const path = this.#pathOf(number)
    try {
      const forward = ForwardIndex.open(path, number, meilisearchFile)
      if (forward.isComplete) return forward
      forward.close()
    } catch (error) {
      this.#log('a file of the index cannot be used; the index is made again', error)
      setAside(this.#folder, path)
    }
    return null
  }

  /** Empty, and finished: it can be served from. */
  makeEmpty(number: number): ForwardIndex {
    const forward = this.makeUnfinished(number)
    forward.complete()
    return forward
  }

  makeUnfinished(number: number): ForwardIndex {
    removeFile(this.#pathOf(number))
    return ForwardIndex.open(this.#pathOf(number), number, meilisearchFile)
  }

  /** What an interrupted rebuild left; null when there is nothing of use. */
  openUnfinished(number: number): ForwardIndex | null {
    const path = this.#pathOf(number)
    if (!existsSync(path)) return null
    try {
      return ForwardIndex.open(path, number, meilisearchFile)
    } catch {
      removeFile(path)
      return null
    }
  }
}
