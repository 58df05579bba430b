import type { ForwardIndex } from '../forward/forward-index.ts'
import type { FileKind } from '../forward/schema.ts'

export const meilisearchFile: FileKind = {
  name: 'meilisearch',
  applicationId: 0x4174496d,
  version: 1,
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
  #users = 0
  #unused: (() => void) | null = null

  constructor(forward: ForwardIndex, uid: string) {
    this.forward = forward
    this.uid = uid
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
