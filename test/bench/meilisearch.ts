import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Meilisearch } from 'meilisearch'
import { createKeys } from '../../src/search/meilisearch/keys.ts'
import { indexSettings } from '../../src/search/meilisearch/settings.ts'
import { findBinary, spawnMeilisearch } from '../support/meilisearch-process.ts'
import { residentMegabytes } from './measure.ts'

/** What the server of the benches may take to index. */
const indexingMemory = '2GiB'
const prefix = 'atlas-bench'

/** A Meilisearch server to be measured. */
export interface BenchServer {
  url: string
  /** What a gateway needs to use it, at its own address or through a proxy. */
  environment(url?: string): Record<string, string>
  /** An index of its own with the settings of the gateway's, without documents. Its uid. */
  makeIndex(): Promise<string>
  /** Takes away all indexes of the benches, or one of them. */
  dropIndexes(uid?: string): Promise<void>
  /** Megabytes on disk and in memory; null for a server that runs elsewhere. */
  size(): Promise<{ disk: number; memory: number } | null>
  close(): Promise<void>
}

/** Said where there is none. */
export const noServer =
  'not taken: no server (MEILI_TEST_URL and MEILI_BIN are not set, and no meilisearch is on the PATH)'

/**
 * The server at `MEILI_TEST_URL`, whose indexes of an earlier bench stay, or one that is started from `MEILI_BIN` or
 * the `PATH` on a fresh folder. Null where there is none.
 */
export async function benchServer(): Promise<BenchServer | null> {
  const { MEILI_TEST_URL: url, MEILI_TEST_KEY: key } = process.env
  if (url !== undefined) return serverAt(url, key ?? null)
  const binary = findBinary()
  if (binary === null) return null
  const own = await spawnMeilisearch({ binary, indexingMemory })
  try {
    return {
      ...(await serverAt(own.url, own.masterKey)),
      size: async () => ({
        disk: await megabytesIn(own.folder),
        memory: residentMegabytes(own.pid()),
      }),
      close: own.remove,
    }
  } catch (fault) {
    await own.remove()
    throw fault
  }
}

async function serverAt(url: string, masterKey: string | null): Promise<BenchServer> {
  const client = new Meilisearch({
    host: url,
    ...(masterKey === null ? {} : { apiKey: masterKey }),
  })
  const keys = masterKey === null ? null : await createKeys({ url, masterKey, prefix })
  let made = 0
  return {
    url,
    environment: (through = url) => ({
      MEILI_URL: through,
      MEILI_INDEX: prefix,
      ...(keys === null ? {} : { MEILI_KEY: keys.write.key, MEILI_SEARCH_KEY: keys.search.key }),
    }),
    makeIndex: async () => {
      const uid = `${prefix}-bare-${process.pid}-${made++}`
      await client.createIndex(uid, { primaryKey: 'id' }).waitTask({ timeout: 0 })
      await client.index(uid).updateSettings(indexSettings).waitTask({ timeout: 0 })
      return uid
    },
    dropIndexes: async (uid) => {
      const { results } = await client.getRawIndexes({ limit: 10_000 })
      for (const index of results) {
        if (index.uid === uid || (uid === undefined && index.uid.startsWith(`${prefix}-`)))
          await client.deleteIndex(index.uid).waitTask({ timeout: 0 })
      }
    },
    size: async () => null,
    close: async () => {},
  }
}

async function megabytesIn(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true })
  const sizes = await Promise.all(
    // As much as the disk holds of it: LMDB's files have holes.
    names.map(async (name) => (await stat(join(folder, name))).blocks * 512),
  )
  return sizes.reduce((sum, bytes) => sum + bytes, 0) / 1e6
}
