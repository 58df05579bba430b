import { join } from 'node:path'
import { Meilisearch } from 'meilisearch'
import { readConfig } from '../../src/config.ts'
import type { EngineName, MeilisearchAccess } from '../../src/search/engine.ts'
import { type SearchService, startSearchWorker } from '../../src/search/worker.ts'
import { findBinary, spawnMeilisearch } from '../support/meilisearch-process.ts'

/** An engine that figures are taken of. */
export interface MeasuredEngine {
  name: EngineName
  /** Indexes a catalogue in `folder`, and gives it to `use` when everything can be found. */
  open<Result>(
    folder: string,
    cataloguePath: string,
    use: (index: SearchService) => Promise<Result>,
  ): Promise<Result>
  close(): Promise<void>
}

export const embedded: MeasuredEngine = {
  name: 'embedded',
  open: (folder, cataloguePath, use) =>
    withIndex({ cataloguePath, indexFolder: join(folder, 'index'), meilisearch: null }, use),
  close: async () => {},
}

/** The server of `MEILI_URL`, or one that is started from `MEILI_BIN` or the `PATH`; null where there is none. */
export async function meilisearchEngine(): Promise<MeasuredEngine | null> {
  const given = readConfig().meilisearch
  if (given !== null) return meilisearchAt(given, async () => {})
  const binary = findBinary()
  if (binary === null) return null
  const own = await spawnMeilisearch({ binary })
  const { url, masterKey } = own
  const access = { url, prefix: 'atlas', searchKey: masterKey, writeKey: masterKey }
  return meilisearchAt(access, own.remove)
}

function meilisearchAt(
  { url, prefix, searchKey, writeKey }: MeilisearchAccess,
  close: () => Promise<void>,
): MeasuredEngine {
  // Within what the keys of a gateway open, and not its own.
  const own = `${prefix}-relevance-${process.pid}`
  return {
    name: 'meilisearch',
    async open(folder, cataloguePath, use) {
      const indexFolder = join(folder, 'index-meilisearch')
      const meilisearch = { url, prefix: own, searchKey, writeKey }
      try {
        return await withIndex({ cataloguePath, indexFolder, meilisearch }, use)
      } finally {
        await dropIndexes(url, writeKey, own)
      }
    },
    close,
  }
}

async function withIndex<Result>(
  options: {
    cataloguePath: string
    indexFolder: string
    meilisearch: MeilisearchAccess | null
  },
  use: (index: SearchService) => Promise<Result>,
): Promise<Result> {
  const { index, close } = await startSearchWorker({
    ...options,
    log: (message, cause) => process.stderr.write(`${message}${cause ? `: ${cause}` : ''}\n`),
  })
  try {
    await index.caughtUp()
    await index.embedded()
    return await use(index)
  } finally {
    await close()
  }
}

async function dropIndexes(url: string, key: string | null, prefix: string): Promise<void> {
  const client = new Meilisearch({ host: url, ...(key === null ? {} : { apiKey: key }) })
  const { results } = await client.getRawIndexes({ limit: 10_000 })
  for (const { uid } of results.filter((index) => index.uid.startsWith(`${prefix}-`))) {
    await client.deleteIndex(uid).waitTask({ timeout: 30_000 })
  }
}
