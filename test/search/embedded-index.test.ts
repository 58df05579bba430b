import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EmbeddedIndex } from '../../src/search/embedded/index.ts'
import { testSearchIndex } from './search-index.suite.ts'

testSearchIndex('embedded index', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'atlas-index-'))
  const index = await EmbeddedIndex.open({ folder })
  return {
    index,
    async close() {
      await index.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
})
