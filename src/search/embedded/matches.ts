import type { Viewer } from '../../model/index.ts'
import { compareIds, firstOf } from '../forward/order.ts'
import type { MatchesRequest, MatchPage } from '../search-index.ts'
import { matchesOf, type SearchContext } from './search.ts'

/** Finds all matches anew for each page; those that follow are the ones with higher ids. */
export function matches(
  context: SearchContext,
  viewer: Viewer,
  { query, filter, ranking = 'HYBRID', after, first }: MatchesRequest,
): MatchPage {
  const { columns, forward } = context.generation
  const { docs } = matchesOf(context, viewer, { query, filter, ranking }, []).scan
  const idOf = (doc: number) => columns.ids[doc] as string
  const rest = after === null ? docs : docs.filter((doc) => compareIds(idOf(doc), after) > 0)
  const ids = firstOf(rest, first, (a, b) => compareIds(idOf(a), idOf(b))).map(idOf)
  return {
    ids,
    end: rest.length > ids.length ? (ids.at(-1) ?? null) : null,
    left: rest.length,
    position: forward.position,
  }
}
