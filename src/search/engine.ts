import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Follower, FollowOptions } from './follow.ts'
import type { ForwardIndex } from './forward/forward-index.ts'
import type { SearchIndex } from './search-index.ts'

/** What finds records: an index inside of the process, or a Meilisearch server. */
export type EngineName = 'embedded' | 'meilisearch'

/** A Meilisearch server, and what opens it. */
export interface MeilisearchAccess {
  /** Without a trailing slash. */
  url: string
  /** How the names of its indexes begin. */
  prefix: string
  /** Null: the server asks for no key. */
  searchKey: string | null
  writeKey: string | null
}

export interface EngineOptions {
  /** See `engineFolder`. */
  folder: string
  /** Null: the embedded engine. */
  meilisearch: MeilisearchAccess | null
  /** Told what happened to the index, without paths. */
  log: (message: string, cause?: unknown) => void
}

export interface Engine {
  index: SearchIndex
  /** Of the generation that serves now. */
  forward(): ForwardIndex
  /** Lets the model that was begun serve, when the engine has all of its vectors. See `keepLsaVectors`. */
  switchModel(forward: ForwardIndex, finish: () => void): Promise<void>
  /** Takes note of vectors that came later than their records. See `keepHttpVectors`. */
  added(forward: ForwardIndex, docs: readonly number[]): Promise<void>
  /** How it is followed best. */
  pace: Pick<FollowOptions, 'batchSize' | 'longestBackoffMs'>
  /** Does what the first searches would otherwise wait for. */
  warmUp(): Promise<void>
}

const folders: Record<EngineName, string> = {
  embedded: 'index',
  meilisearch: 'index-meilisearch',
}

/** Where an engine keeps its files below the data folder. Each has its own, so that both can be there. */
export function engineFolder(data: string, engine: EngineName): string {
  return join(data, folders[engine])
}

/** Opens the index of an engine. Does not wait for a server. */
export async function openEngine({ folder, meilisearch, log }: EngineOptions): Promise<Engine> {
  // Only the one that is used is loaded.
  if (meilisearch === null) {
    const { EmbeddedIndex } = await import('./embedded/embedded-index.ts')
    const index = await EmbeddedIndex.open({ folder, log })
    return {
      index,
      forward: () => index.forward,
      switchModel: async (_, finish) => finish(),
      added: async () => {},
      pace: {},
      warmUp: () => index.warmUp(),
    }
  }
  const { MeilisearchIndex } = await import('./meilisearch/meilisearch-index.ts')
  const { prefix, ...server } = meilisearch
  const index = await MeilisearchIndex.open({ folder, server, prefix, log })
  return {
    index,
    forward: () => index.forward,
    switchModel: (forward, finish) => index.switchModel(forward, finish),
    added: (forward, docs) => index.bringAdded(forward, docs),
    pace: {
      // A server takes few large batches faster than many small ones, and is not waited for by searches.
      batchSize: 4_000,
      // A server comes back: catching up begins soon afterwards.
      longestBackoffMs: 5_000,
    },
    warmUp: async () => void index.forward.vectors.column,
  }
}

/** Milliseconds that a batch under way has when the work is to end. */
const longestWrite = 2_000

/**
 * Closes an index whose following is being ended. A server that does not answer holds nobody up: closing ends what
 * is being written to it, and the next start repeats that.
 */
export async function closeEngine({ index }: Engine, { done }: Follower): Promise<void> {
  await Promise.race([done, pause(longestWrite, undefined, { ref: false })])
  await index.close()
  await done
}
