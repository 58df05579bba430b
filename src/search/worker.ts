import { once } from 'node:events'
import { MessageChannel, Worker } from 'node:worker_threads'
import type { Viewer } from '../model/index.ts'
import { connect } from '../store/index.ts'
import type { HttpEmbedderOptions } from './embed/http-embedder.ts'
import type { MeilisearchAccess } from './engine.ts'
import type { SearchReader, SearchRequest } from './search-index.ts'
import type { FoundRecords } from './search-records.ts'
import type { SearchThreadData, SearchThreadMessage, SearchThreadOrder } from './search-worker.ts'

/** What the search thread serves. */
export interface SearchService extends SearchReader {
  /** See `search`; with the records of the hits. */
  searchRecords(viewer: Viewer, request: SearchRequest): Promise<FoundRecords>
  /**
   * Builds a new generation of the index from the catalogue alone; searches go on meanwhile.
   *
   * @throws {GatewayError} `CONFLICT` while another rebuild goes on; `CANCELLED`.
   */
  rebuild(signal?: AbortSignal): Promise<{ generation: number }>
  /**
   * Settles when the index has reached a position of the outbox; left out: what the outbox holds now.
   *
   * @throws {GatewayError} `CANCELLED` when `signal` or the thread ends first.
   */
  caughtUp(position?: number, signal?: AbortSignal): Promise<void>
  /** Settles when no vectors are being made, or to be made, of what the index holds. */
  embedded(): Promise<void>
}

/** What makes vectors: latent semantic analysis of the catalogue itself, a server, or nothing. */
export type EmbedderChoice =
  | { kind: 'lsa' }
  | { kind: 'none' }
  | ({ kind: 'http' } & Omit<HttpEmbedderOptions, 'log'>)

export interface SearchWorkerOptions {
  /** The catalogue's file, which must be there; it is only read. */
  cataloguePath: string
  /** Folder of the index's files; made when it is missing. Every engine needs one of its own. */
  indexFolder: string
  /** The server that finds records. Default null: the embedded index does. */
  meilisearch?: MeilisearchAccess | null
  /** Default `lsa`. */
  embedder?: EmbedderChoice
  /** Milliseconds between two looks at the catalogue's outbox, and at what is to be embedded. Default 100 and 500. */
  intervalMs?: number
  /** Told what happened to the index, without paths. Default: nobody. */
  log?: (message: string, cause?: string) => void
  /** Told when the thread dies of an error that is not a call's: then all further calls fail. */
  onFault?: (fault: unknown) => void
}

export interface SearchWorker {
  index: SearchService
  /** Ends the thread; calls under way and later ones fail. */
  close(): Promise<void>
}

/**
 * Starts the thread that owns the index and follows the catalogue. Gives it back as soon as it answers
 * searches with what the index held already; `caughtUp` tells when it holds everything. A
 * server is not waited for: while it is away, searches say INDEX_UNAVAILABLE.
 *
 * @throws {GatewayError} `CONFIG_INVALID` when there is no catalogue that can be read.
 */
export async function startSearchWorker(options: SearchWorkerOptions): Promise<SearchWorker> {
  const { cataloguePath, indexFolder, meilisearch = null, intervalMs } = options
  const { embedder = { kind: 'lsa' } } = options
  const { log = () => {}, onFault = () => {} } = options
  const worker = new Worker(new URL('./search-worker.ts', import.meta.url), {
    workerData: {
      ...{ cataloguePath, indexFolder, meilisearch, embedder, intervalMs },
    } satisfies SearchThreadData,
    // The columns need what they need; short-lived garbage is not let grow beside them.
    resourceLimits: { maxYoungGenerationSizeMb: 48 },
  })
  worker.on('error', onFault)
  worker.on('message', ({ message, cause }: SearchThreadMessage) => log(message, cause))
  const { port1, port2 } = new MessageChannel()
  worker.postMessage({ serve: port1 } satisfies SearchThreadOrder, [port1])
  const index = connect<SearchService & { close(): Promise<void> }>(port2)

  const close = async () => {
    // A thread that has died has no number any more.
    if (worker.threadId !== -1) {
      const ended = once(worker, 'exit')
      worker.postMessage({ close: true } satisfies SearchThreadOrder)
      await ended
    }
    await index.close()
  }
  try {
    await index.stats()
  } catch (error) {
    await close()
    throw error
  }
  return { index, close }
}
