import type { WindowDoc } from '../answer.ts'
import type { ForwardIndex } from '../forward/forward-index.ts'
import type { ReadQuery } from '../query.ts'
import { embedderOf } from './embedder.ts'
import { field } from './fields.ts'
import type { MeiliQuery } from './server.ts'

/** Asked for beyond what is wanted: the server finds the nearest nearly always, and orders them nearly like that. */
const spare = 50

interface Wanted {
  /** All of them. */
  filter: readonly string[]
  most: number
}

/** Asks for the records whose vectors are nearest to the query's; null where the query, or the index, has no vector. */
export function nearestQuery(
  { forward, uid }: { forward: ForwardIndex; uid: string },
  { vector }: Pick<ReadQuery, 'vector'>,
  { filter, most }: Wanted,
): MeiliQuery | null {
  const { modelId } = forward.vectors
  if (vector === null || modelId === null) return null
  return {
    indexUid: uid,
    filter,
    limit: most + spare,
    attributesToRetrieve: [field.record],
    hybrid: { embedder: embedderOf(modelId), semanticRatio: 1 },
    vector: [...vector],
  }
}

/**
 * Records with the cosines that the embedded index would give them, in the same order; those that are gone, or hidden, are
 * left out.
 */
export function withCosines(
  forward: ForwardIndex,
  { vector, visible }: Pick<ReadQuery, 'vector' | 'visible'>,
  ids: readonly string[],
): (WindowDoc & { doc: number })[] {
  const { column } = forward.vectors
  const query = vector === null || column === null ? null : column.query(vector)
  return ids.flatMap((id) => {
    const doc = forward.visibleDoc(id, visible)
    if (doc === undefined) return []
    return [
      { id, doc, cosine: query === null || column === null ? null : column.cosine(doc, query) },
    ]
  })
}

/** Ids of the nearest of what the server found, nearest first. */
export function nearestOf(
  forward: ForwardIndex,
  read: Pick<ReadQuery, 'vector' | 'visible'>,
  found: readonly string[],
  { most, floor }: { most: number; floor: number },
): string[] {
  return withCosines(forward, read, found)
    .filter(({ cosine }) => cosine !== null && cosine >= floor)
    .sort((a, b) => (b.cosine as number) - (a.cosine as number) || a.doc - b.doc)
    .slice(0, most)
    .map(({ id }) => id)
}
