import { setTimeout as sleep } from 'node:timers/promises'
import { MeilisearchIndex } from '../../../src/search/meilisearch/index.ts'
import type { IndexBatch } from '../../../src/search/search-index.ts'
import { batchOf, cursorKey, tiles, vocabulary } from '../fixture.ts'

/** A process that rebuilds an index in many small batches, to be killed. Says how far it has come. */
const [folder = '', prefix = '', url = '', key = ''] = process.argv.slice(2)
const index = await MeilisearchIndex.open({
  folder,
  prefix,
  server: { url, searchKey: key, writeKey: key },
})
await index.configure({ vocabulary, cursorKey })

async function* batches(): AsyncGenerator<IndexBatch> {
  for (let at = 0; at < tiles.length; at += 50) {
    yield batchOf(tiles.slice(at, at + 50), at + 50)
    process.stdout.write(`${at + 50}\n`)
    await sleep(1)
  }
}
await index.rebuild(batches())
process.stdout.write('done\n')
await index.close()
