import { setTimeout as pause } from 'node:timers/promises'
import { operator } from '../model/index.ts'
import type { Follower } from '../search/follow.ts'
import { anything, type SearchIndex } from '../search/search-index.ts'
import type { RecordReader } from '../store/index.ts'

const looks = 20
const betweenLooksMs = 200

interface Parts {
  store: RecordReader
  index: SearchIndex
  follower: Follower
}

/** How many records there are, asked in three places. */
export interface Counts {
  /** Records of the catalogue. */
  catalogue: number
  /** Records that the index has taken. */
  index: number
  /** Records that the engine finds. */
  found: number
  /** Position of the outbox that they were counted at. */
  position: number
  /** False when the catalogue was written to meanwhile, so that they need not be the same. */
  settled: boolean
}

/** Counts until nothing is written meanwhile, or until somebody is found to write all the time. */
export async function compareIndex({ store, index, follower }: Parts): Promise<Counts> {
  for (let look = 1; ; look++) {
    const position = await store.position()
    await follower.caughtUp(position)
    const catalogue = await recordsOf(store)
    const { total } = await index.search(operator, anything)
    const stats = await index.stats()
    const settled = stats.position === position && (await store.position()) === position
    const counts = { catalogue, index: stats.documents, found: total, position, settled }
    if (settled || look === looks) return counts
    await pause(betweenLooksMs)
  }
}

/** Records of the catalogue, hidden ones too. */
export async function recordsOf(store: RecordReader): Promise<number> {
  return (await store.sources(operator)).reduce((sum, { records }) => sum + records, 0)
}
