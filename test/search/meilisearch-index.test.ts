import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe } from 'vitest'
import { MeilisearchIndex } from '../../src/search/meilisearch/index.ts'
import { dropIndexes, meilisearch } from '../support/meilisearch.ts'
import { testSearchIndex } from './search-index.suite.ts'

const server = await meilisearch()

describe.skipIf(server === null)('with a server', () => {
  testSearchIndex('Meilisearch index', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'atlas-index-'))
    const prefix = `test-${randomBytes(6).toString('hex')}`
    const { url = '', masterKey = null } = server ?? {}
    const index = await MeilisearchIndex.open({
      folder,
      prefix,
      server: { url, searchKey: masterKey, writeKey: masterKey },
    })
    return {
      index,
      async close() {
        await index.close()
        await dropIndexes(server, prefix)
        await rm(folder, { recursive: true, force: true })
      },
    }
  })
})
