import { inspect } from 'node:util'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { openStore, type RecordReader, refuse, serve } from '../store/index.ts'
import { closeEngine, type Engine, type MeilisearchAccess, openEngine } from './engine.ts'
import { lockFolder } from './folder-lock.ts'
import { type Follower, follow } from './follow.ts'
import { processEnds } from './search-index.ts'
import { searchRecords } from './search-records.ts'
import type { SearchService } from './worker.ts'

/** What the search thread is started with. */
export interface SearchThreadData {
  cataloguePath: string
  indexFolder: string
  meilisearch: MeilisearchAccess | null
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
const { cataloguePath, indexFolder, meilisearch, intervalMs } = workerData as SearchThreadData
const ending = new AbortController()

function log(message: string, cause?: unknown): void {
  const text = cause === undefined ? undefined : inspect(cause)
  orders.postMessage({ message, cause: text } satisfies SearchThreadMessage)
}

interface Parts {
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
  const engine = await openEngine({ folder: indexFolder, meilisearch, log })
  const follower = follow({
    store,
    index: engine.index,
    ...engine.pace,
    signal: ending.signal,
    log,
    ...(intervalMs === undefined ? {} : { intervalMs }),
  })
  await follower.ready
  warm(engine)
  return { store, engine, follower }
}

/** In the background; searches are only slower without. */
function warm(engine: Engine): void {
  engine.warmUp().catch((fault: unknown) => log('the index could not be warmed up', fault))
}

function serviceOf({ store, engine, follower }: Parts): SearchService {
  const { index } = engine
  return {
    search: (viewer, request) => index.search(viewer, request),
    searchRecords: (viewer, request) => searchRecords(index, store, viewer, request),
    matches: (viewer, request) => index.matches(viewer, request),
    facetValues: (viewer, request) => index.facetValues(viewer, request),
    suggest: (viewer, prefix, first) => index.suggest(viewer, prefix, first),
    similar: (viewer, id, first) => index.similar(viewer, id, first),
    stats: () => index.stats(),
    caughtUp: (position, signal) => follower.caughtUp(position, signal),
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
    await closeEngine(parts.engine, parts.follower)
    await parts.store.close()
    parts.lock.release()
  }
  for (const client of clients) client.close()
  orders.close()
})
