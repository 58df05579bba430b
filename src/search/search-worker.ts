import { inspect } from 'node:util'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { openStore, type RecordReader, refuse, serve } from '../store/index.ts'
import type { HttpEmbedder } from './embed/http-embedder.ts'
import { keepHttpVectors } from './embed/keep-http-vectors.ts'
import { keepLsaVectors, type VectorKeeper } from './embed/keep-vectors.ts'
import { createQueryVectors } from './embed/query-vectors.ts'
import { closeEngine, type Engine, type MeilisearchAccess, openEngine } from './engine.ts'
import { lockFolder } from './folder-lock.ts'
import { type Follower, follow } from './follow.ts'
import { processEnds } from './search-index.ts'
import { searchRecords } from './search-records.ts'
import { withQueryVectors } from './with-query-vectors.ts'
import type { EmbedderChoice, SearchService } from './worker.ts'

/** What the search thread is started with. */
export interface SearchThreadData {
  cataloguePath: string
  indexFolder: string
  meilisearch: MeilisearchAccess | null
  embedder: EmbedderChoice
  intervalMs: number | undefined
}

/** What it is told: to serve one more client, or to close its files and end. */
export type SearchThreadOrder = { serve: MessagePort } | { close: true }

/** What it tells: news for the log. */
export interface SearchThreadMessage {
  message: string
  cause: string | undefined
}

const orders = parentPort as MessagePort
const { cataloguePath, indexFolder, meilisearch, embedder, intervalMs } =
  workerData as SearchThreadData
const pace = intervalMs === undefined ? {} : { intervalMs }
const ending = new AbortController()

function log(message: string, cause?: unknown): void {
  const text = cause === undefined ? undefined : inspect(cause)
  orders.postMessage({ message, cause: text } satisfies SearchThreadMessage)
}

/** Nothing is embedded. */
const noVectors: VectorKeeper = { settled: async () => {}, done: Promise.resolve() }

interface Parts {
  /** The server of embeddings; null: none is asked. */
  http: HttpEmbedder | null
  keeper: VectorKeeper
  lock: { release(): void }
  store: RecordReader
  engine: Engine
  follower: Follower
}

async function start(): Promise<Parts> {
  const lock = lockFolder(indexFolder)
  try {
    return { lock, ...(await open()) }
  } catch (thrown) {
    lock.release()
    throw thrown
  }
}

async function open(): Promise<Omit<Parts, 'lock'>> {
  const store = openStore(cataloguePath, 'read')
  const http = await httpEmbedder()
  const engine = await openEngine({ folder: indexFolder, meilisearch, log })
  const follower = follow({
    store,
    index: engine.index,
    ...engine.pace,
    signal: ending.signal,
    log,
    ...pace,
  })
  await follower.ready
  warm(engine)
  return { http, store, engine, follower, keeper: keeperOf(engine, follower, http) }
}

/** Loaded only where it is wanted: it brings an HTTP client along. */
async function httpEmbedder(): Promise<HttpEmbedder | null> {
  if (embedder.kind !== 'http') return null
  const { createHttpEmbedder } = await import('./embed/http-embedder.ts')
  return createHttpEmbedder(embedder)
}

function keeperOf(
  { forward, switchModel, added }: Engine,
  follower: Follower,
  http: HttpEmbedder | null,
): VectorKeeper {
  const { vectors } = forward()
  if (vectors.unreadable !== null) {
    log('a model cannot be read; its vectors are made again', vectors.unreadable)
  }
  if (embedder.kind === 'none') {
    vectors.clear()
    return noVectors
  }
  const isIdle = () => follower.isIdle()
  const options = { forward, isIdle, switchModel, added, signal: ending.signal, log, ...pace }
  if (http !== null) return keepHttpVectors({ ...options, embedder: http })
  // What a server made, nobody asks any more.
  vectors.keepOnly(null)
  return keepLsaVectors(options)
}

/** In the background; searches are only slower without. */
function warm(engine: Engine): void {
  engine.warmUp().catch((fault: unknown) => log('the index could not be warmed up', fault))
}

function serviceOf({ http, store, engine, follower, keeper }: Parts): SearchService {
  const { index } = engine
  const reads =
    http === null
      ? index
      : withQueryVectors(index, createQueryVectors({ embedder: http, signal: ending.signal, log }))
  return {
    search: (viewer, request) => reads.search(viewer, request),
    searchRecords: (viewer, request) => searchRecords(reads, store, viewer, request),
    matches: (viewer, request) => reads.matches(viewer, request),
    facetValues: (viewer, request) => reads.facetValues(viewer, request),
    suggest: (viewer, prefix, first) => index.suggest(viewer, prefix, first),
    similar: (viewer, id, first) => index.similar(viewer, id, first),
    whyNot: (viewer, request, id) => reads.whyNot(viewer, request, id),
    stats: () => index.stats(),
    caughtUp: (position, signal) => follower.caughtUp(position, signal),
    embedded: () => keeper.settled(),
    async rebuild(signal) {
      await follower.rebuild(signal)
      warm(engine)
      const { generation } = await index.stats()
      return { generation }
    },
  }
}

const clients = new Set<MessagePort>()
const starting = start()
// Clients hear of it.
starting.catch(() => {})

orders.on('message', async (order: SearchThreadOrder) => {
  if ('serve' in order) {
    const port = order.serve
    clients.add(port)
    try {
      serve(port, serviceOf(await starting), () => clients.delete(port))
    } catch (error) {
      refuse(port, error)
    }
    return
  }
  ending.abort(processEnds)
  const parts = await starting.catch(() => null)
  if (parts !== null) {
    await parts.keeper.done
    await parts.http?.close()
    await closeEngine(parts.engine, parts.follower)
    await parts.store.close()
    parts.lock.release()
  }
  for (const client of clients) client.close()
  orders.close()
})
