import type { Viewer } from '../../model/index.ts'
import type { MatchesRequest, MatchPage } from '../search-index.ts'
import { field, sortable } from './fields.ts'
import { quote } from './filter.ts'
import { MatchSet } from './match-set.ts'
import { askOne, recordsOf } from './paging.ts'
import { doubtfulPhrases, withoutPhrases } from './phrases.ts'
import type { SearchContext } from './search.ts'

/**
 * One query a page, cut and sorted by id. Whatever the server finds for a long phrase is looked into here, however
 * many they are, so that no page holds a record that is no match; `left` may count some.
 */
export async function matches(
  context: SearchContext,
  viewer: Viewer,
  { after, first, ...request }: MatchesRequest,
): Promise<MatchPage> {
  const { server, generation } = context
  const { forward } = generation
  const { position } = forward
  let set = await MatchSet.of(context, viewer, request)
  const page = () => {
    return askOne(
      server,
      set.query({
        narrowed: after === null ? [] : [`${field.order} > ${quote(sortable(after))}`],
        limit: first,
        sort: [`${field.order}:asc`],
      }),
    )
  }
  let result = await page()
  if (result.estimatedTotalHits === 0 && set.mayBeInside) {
    const whole = after === null ? result : await askOne(server, set.query({}))
    const inside = whole.estimatedTotalHits === 0 ? await set.inside() : null
    if (inside !== null) {
      set = inside
      result = await page()
    }
  }
  const found = recordsOf(result)
  const left = result.estimatedTotalHits
  const { read } = set
  const phrases = doubtfulPhrases(read.plan)
  const others = phrases.length === 0 ? [] : withoutPhrases(forward, read.visible, found, phrases)
  const wrong = new Set(others)
  return {
    ids: found.filter((id) => !wrong.has(id)),
    end: left > found.length ? (found.at(-1) ?? null) : null,
    left,
    position,
  }
}
