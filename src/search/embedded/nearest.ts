import type { ReadQuery } from '../query.ts'
import { mayMatchByVector, mostVectorOnly, vectorFloor } from '../rank/vector-only.ts'
import { testOf } from './filter.ts'
import type { Generation } from './generation.ts'

/** 1 for each of the documents. */
export function maskOf(docs: Uint32Array, size: number): Uint8Array {
  const mask = new Uint8Array(size)
  for (let at = 0; at < docs.length; at++) mask[docs[at] as number] = 1
  return mask
}

/**
 * `docs` with the records that match by their vector alone, ascending.
 *
 * @param inside 1 for each record that may be among them; null: whatever the viewer may see.
 */
export function withNearest(
  generation: Generation,
  { vector, visible, guard, rule }: ReadQuery,
  docs: Uint32Array,
  inside: Uint8Array | null,
): Uint32Array {
  const { column } = generation.forward.vectors
  if (vector === null || column === null || !mayMatchByVector(rule)) return docs
  const known = maskOf(docs, generation.columns.size)
  const passes = guard === null ? null : testOf(generation, guard)
  const nearest = column.nearest(column.query(vector), {
    isEligible: (doc) =>
      known[doc] === 0 &&
      (inside === null || inside[doc] === 1) &&
      generation.isVisible(doc, visible) &&
      (passes === null || passes(doc)),
    most: mostVectorOnly,
    floor: vectorFloor,
  })
  if (nearest.length === 0) return docs
  return merged(docs, Uint32Array.from(nearest, ({ doc }) => doc).sort())
}

/** Both ascending, with nothing in common. */
function merged(many: Uint32Array, few: Uint32Array): Uint32Array {
  const all = new Uint32Array(many.length + few.length)
  let taken = 0
  few.forEach((doc, place) => {
    let end = taken
    while (end < many.length && (many[end] as number) < doc) end++
    all.set(many.subarray(taken, end), taken + place)
    all[end + place] = doc
    taken = end
  })
  all.set(many.subarray(taken), taken + few.length)
  return all
}
