/** Negative when the item numbered `a` comes before the one numbered `b`. */
export type Compare = (a: number, b: number) => number

export function compareIds(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}

/** The first `count` of `docs` in order, without sorting the rest. */
export function firstOf(docs: ArrayLike<number>, count: number, compare: Compare): number[] {
  if (count <= 0) return []
  // A heap with the last of those kept on top.
  const heap: number[] = []
  for (let index = 0; index < docs.length; index++) {
    const doc = docs[index] as number
    if (heap.length < count) {
      heap.push(doc)
      rise(heap, heap.length - 1, compare)
    } else if (compare(doc, heap[0] as number) < 0) {
      heap[0] = doc
      sink(heap, compare)
    }
  }
  return heap.sort(compare)
}

function rise(heap: number[], start: number, compare: Compare): void {
  let at = start
  while (at > 0) {
    const above = (at - 1) >> 1
    if (compare(heap[at] as number, heap[above] as number) <= 0) return
    swap(heap, at, above)
    at = above
  }
}

function sink(heap: number[], compare: Compare): void {
  let at = 0
  for (;;) {
    let last = at
    for (const below of [2 * at + 1, 2 * at + 2]) {
      if (below < heap.length && compare(heap[below] as number, heap[last] as number) > 0) {
        last = below
      }
    }
    if (last === at) return
    swap(heap, at, last)
    at = last
  }
}

function swap(heap: number[], a: number, b: number): void {
  const item = heap[a] as number
  heap[a] = heap[b] as number
  heap[b] = item
}
