import type { PageAfter } from '../parents.ts'
import type { PageInfo } from '../schema.generated.ts'

/** Edges of a page of the catalogue. */
export function edgesOf<Item>({ items, cursors }: Omit<PageAfter<Item>, 'total'>) {
  return items.map((node, at) => ({ node, cursor: cursors[at] ?? '' }))
}

export function pageInfoOf({
  cursors,
  hasNext,
  after,
}: Omit<PageAfter<unknown>, 'total'>): PageInfo {
  return {
    hasNextPage: hasNext,
    // Whoever goes on after a cursor has been given something before it.
    hasPreviousPage: after !== null,
    startCursor: cursors[0] ?? null,
    endCursor: cursors.at(-1) ?? null,
  }
}
