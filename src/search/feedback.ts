import type { VectorColumn } from './forward/vector-column.ts'

/** How far a query is drawn towards what it found first; 1 would be as much as its own words say. */
const pull = 0.5

/**
 * The query's vector, drawn towards the records that it found first (relevance feedback after Rocchio, with nobody asked):
 * what these have in common says more of what is meant than a few words do.
 *
 * @param first Numbers of records.
 * @returns A unit vector; the query's own where none of the records has one.
 */
export function drawnTowards(
  query: Float32Array,
  first: readonly number[],
  column: VectorColumn,
): Float32Array {
  const sum = new Float32Array(query.length)
  for (const doc of first) {
    const vector = column.quantised(doc)
    if (vector === null) continue
    const { row, scale } = vector
    for (let at = 0; at < sum.length; at++) {
      sum[at] = (sum[at] as number) + (row[at] as number) * scale
    }
  }
  const length = lengthOf(sum)
  if (length === 0) return query
  const drawn = query.map((number, at) => number + (pull * (sum[at] as number)) / length)
  const all = lengthOf(drawn)
  return all === 0 ? query : drawn.map((number) => number / all)
}

function lengthOf(vector: Float32Array): number {
  return Math.sqrt(vector.reduce((squares, number) => squares + number * number, 0))
}
