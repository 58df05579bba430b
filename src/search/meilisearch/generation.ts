import type { ForwardIndex } from '../forward/forward-index.ts'
import type { FileKind } from '../forward/schema.ts'
import { embedderOf } from './embedder.ts'

export const meilisearchFile: FileKind = {
  name: 'meilisearch',
  applicationId: 0x4174496d,
  version: 3,
  tables: `
    -- Titles are suggested by their beginning.
    CREATE INDEX record_title ON record (title, id);
    -- Records that the server would not take, by its own error code; in no index until they change.
    CREATE TABLE refused (id TEXT PRIMARY KEY, code TEXT NOT NULL) WITHOUT ROWID;`,
}

/** One generation: a forward index here, and an index at the server that holds its records under its numbers. */
export class Generation {
  readonly forward: ForwardIndex
  /** Name of the index at the server. */
  readonly uid: string
  /** Whether the server has the vectors of the model that serves, and finds by them. */
  hasVectors = false
  /** Names of the embedders that the index at the server has. */
  embedders: readonly string[] = []
  #users = 0
  #unused: (() => void) | null = null

  constructor(forward: ForwardIndex, uid: string) {
    this.forward = forward
    this.uid = uid
  }

  /** Names of the embedders that every document has to have a word about, sorted. */
  get spoken(): string[] {
    const models = this.forward.vectors.models.map(({ id }) => embedderOf(id))
    return [...new Set([...this.embedders, ...models])].sort()
  }

  /** Keeps the file open, and the index at the server, until the work has ended. */
  async use<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#users++
    try {
      return await work()
    } finally {
      if (--this.#users === 0) this.#unused?.()
    }
  }

  /** Closes the file when nobody uses it any more. */
  async close(): Promise<void> {
    if (this.#users > 0) {
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#unused = resolve
      await promise
    }
    this.forward.close()
  }
}
