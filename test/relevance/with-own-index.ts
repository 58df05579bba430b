import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SearchService } from '../../src/search/worker.ts'
import { makeCatalogue } from './catalogue.ts'
import { embedded } from './engines.ts'
import { ownUpstreams } from './own-upstreams.ts'

/** Gives an embedded index, with vectors, over the samples of all stand-ins to `use`. */
export async function withOwnIndex<Result>(
  use: (index: SearchService) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'atlas-examples-'))
  try {
    return await embedded.open(folder, await makeCatalogue(folder, ownUpstreams), use)
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}
