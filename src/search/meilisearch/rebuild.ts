import { GatewayError } from '../../model/index.ts'
import type { IndexBatch } from '../search-index.ts'
import type { Applier, Making } from './apply.ts'
import type { Files } from './files.ts'
import type { Generation } from './generation.ts'
import { meet } from './meet.ts'
import type { MeiliServer } from './server.ts'
import type { Serving } from './serving.ts'

/**
 * The generation that a rebuild fills: a new one, or one that was interrupted at this position.
 *
 * @throws {GatewayError} `CONFLICT` when nothing is left of the one to go on with.
 */
export async function beginRebuild(
  { server, files, serving }: { server: MeiliServer; files: Files; serving: Serving },
  from: number,
): Promise<Generation> {
  const { number, catalogue, vectors } = serving.forward
  if (from > 0) {
    const left = files.openUnfinished(number + 1)
    const building = left && serving.generationOf(left)
    const isWhole = left?.position === from && left.catalogue === catalogue
    if (building && isWhole && (await meet(server, building))) return building
    if (building) await serving.takeAway(building)
    throw new GatewayError('CONFLICT')
  }
  const building = serving.generationOf(files.makeUnfinished(number + 1))
  building.forward.setCatalogue(catalogue ?? '')
  if (vectors.model !== null) building.forward.vectors.adopt(vectors.model)
  await meet(server, building)
  return building
}

/**
 * Writes all batches. The next one is read and prepared while the server works on the one before.
 *
 * @throws {GatewayError} `CANCELLED` when `signal` aborts; what reading and writing throw.
 */
export async function fill(
  building: Generation,
  applier: Applier,
  batches: AsyncIterable<IndexBatch>,
  making: Making,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { alive, vocabulary } = building.forward
  // What an interrupted rebuild made with another vocabulary is made again afterwards.
  const refreshed = alive === 0 || vocabulary === making.vocabulary
  const all = batches[Symbol.asyncIterator]()
  const read = async () => {
    const result = await all.next()
    if (!result.done) await building.use(() => applier.expect(result.value, making))
    return result
  }
  for (let next = read(); !signal?.aborted; ) {
    const { done, value: batch } = await next
    if (done) return
    const writing = building.use(() => applier.apply({ ...batch, refreshed }, making))
    next = read()
    // Failures of the next one are told when its turn comes.
    next.catch(() => {})
    await writing
  }
  throw new GatewayError('CANCELLED', { cause: signal?.reason })
}
