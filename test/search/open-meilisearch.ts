import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MeilisearchIndex } from '../../src/search/meilisearch/index.ts'
import { dropIndexes, type TestMeilisearch } from '../support/meilisearch.ts'

export interface OpenedMeilisearch {
  index: MeilisearchIndex
  /** What the names of its indexes at the server begin with. */
  prefix: string
  /** What it told of itself. */
  logged: string[]
  /** Opens it again on the same folder, as another process would. */
  reopen(): Promise<MeilisearchIndex>
  close(): Promise<void>
}

/** An empty index at the server of this run, not yet configured; its indexes go when it is closed. */
export async function openMeilisearch(server: TestMeilisearch | null): Promise<OpenedMeilisearch> {
  const folder = await mkdtemp(join(tmpdir(), 'atlas-index-'))
  const prefix = `test-${randomBytes(6).toString('hex')}`
  const { url = '', masterKey = null } = server ?? {}
  const logged: string[] = []
  const open = () =>
    MeilisearchIndex.open({
      folder,
      prefix,
      server: { url, searchKey: masterKey, writeKey: masterKey },
      log: (message) => logged.push(message),
    })
  const opened: OpenedMeilisearch = {
    index: await open(),
    prefix,
    logged,
    async reopen() {
      await opened.index.close()
      opened.index = await open()
      return opened.index
    },
    async close() {
      await opened.index.close()
      await dropIndexes(server, prefix)
      await rm(folder, { recursive: true, force: true, maxRetries: 3 })
    },
  }
  return opened
}
