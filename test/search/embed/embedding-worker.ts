import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { anonymous } from '../../../src/model/index.ts'
import type { SearchRequest, SearchResult } from '../../../src/search/search-index.ts'
import {
  type EmbedderChoice,
  type SearchService,
  startSearchWorker,
} from '../../../src/search/worker.ts'
import { openStore, type RecordStore } from '../../../src/store/index.ts'
import { begin, endWell, owner, put, source } from '../../store/samples.ts'
import { tempFolder } from '../../support/temp.ts'
import { requestOf } from '../fixture.ts'
import type { EmbeddingServer } from './http-server.ts'

/** A catalogue that a search thread reads, with an embedder. */
export interface Embedding {
  store: RecordStore
  folder: string
  /** What the thread told, causes included. */
  told: string[]
  /** Puts records of these titles under these ids, and removes nothing. */
  write(titles: Readonly<Record<string, string>>): Promise<void>
  /** Starts the thread; ends the one before. */
  start(embedder: EmbedderChoice): Promise<SearchService>
  /** Ends the thread. */
  stop(): Promise<void>
  /** The embedder at a server, with vectors kept in the folder. */
  at(server: EmbeddingServer, model?: string, key?: string): EmbedderChoice
}

export async function openEmbedding(): Promise<Embedding> {
  const folder = await tempFolder()
  const cataloguePath = join(folder, 'catalogue.db')
  const store = openStore(cataloguePath, 'write')
  onTestFinished(() => store.close())
  await store.configureSources([source('one')])
  const told: string[] = []
  let close = async () => {}
  onTestFinished(() => close())
  return {
    store,
    folder,
    told,
    async write(titles) {
      const { harvest } = await begin(store, 'one', { full: false })
      const steps = Object.entries(titles).map(([id, title]) => put(id, { title }))
      await store.apply(harvest.id, owner, steps)
      await store.finishHarvest(harvest.id, owner, endWell)
    },
    async start(embedder) {
      await close()
      const worker = await startSearchWorker({
        cataloguePath,
        indexFolder: join(folder, 'index'),
        embedder,
        intervalMs: 10,
        log: (message, cause = '') => told.push(`${message} ${cause}`),
      })
      close = () => worker.close()
      return worker.index
    },
    stop: () => close(),
    at: (server, model = 'm', key) => ({
      kind: 'http',
      url: server.url,
      model,
      key: key ?? null,
      cache: join(folder, 'embeddings.db'),
      policy: { backoff: 1 },
    }),
  }
}

/** So many records, a title each. */
export function sections(count: number): Record<string, string> {
  const regions = ['hippocampus', 'cerebellum', 'thalamus', 'striatum', 'amygdala']
  return Object.fromEntries(
    Array.from({ length: count }, (_, at) => {
      return [`s${at}`, `Section ${at} of the ${regions[at % regions.length]}`]
    }),
  )
}

/** As many records of something else: so that sections are nearer to one another than records are in general. */
export function strangers(count: number): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, at) => [`z${at}`, `zzzz xxxx yyyy ${at}`]),
  )
}

export function searching(
  index: SearchService,
  query: string,
  request: Partial<SearchRequest> = {},
): Promise<SearchResult> {
  return index.search(anonymous, requestOf({ query, explain: true, ...request }))
}

/** Ids of the hits that have a place by their vectors, and of those that do not. */
export function byVector({ hits }: SearchResult): { near: string[]; without: string[] } {
  const isNear = new Map(
    hits.map(({ id, explanation }) => {
      const leg = explanation?.legs.find((one) => one.leg === 'VECTOR')
      return [id, leg !== undefined && leg.rank !== null]
    }),
  )
  return {
    near: [...isNear.keys()].filter((id) => isNear.get(id)),
    without: [...isNear.keys()].filter((id) => !isNear.get(id)),
  }
}

/** Waits until something is so; 10 seconds at most. */
export async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  for (const end = performance.now() + 10_000; !(await isSo()); await sleep(5)) {
    if (performance.now() > end) throw new Error('it did not become so')
  }
}
