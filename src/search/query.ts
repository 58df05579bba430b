import type { Viewer } from '../model/index.ts'
import { type ResolvedFilter, resolveFilter } from './filter.ts'
import type { ForwardIndex } from './forward/forward-index.ts'
import { lexiconFor } from './forward/words.ts'
import type { Lexicon, QueryPlan } from './rank/plan.ts'
import { planQuery } from './rank/plan-query.ts'
import type { SearchRequest } from './search-index.ts'
import type { Vocabulary } from './vocabulary/vocabulary.ts'

/** A query and filter as one viewer's records let them be read; the same for every engine. */
export interface ReadQuery {
  visible: Uint8Array
  lexicon: Lexicon
  plan: QueryPlan
  filter: ResolvedFilter
}

export function readQuery(
  { forward, vocabulary }: { forward: ForwardIndex; vocabulary: Vocabulary },
  viewer: Viewer,
  request: Pick<SearchRequest, 'query' | 'filter'>,
): ReadQuery {
  const visible = forward.visibleTo(viewer)
  const lexicon = lexiconFor(forward.words, visible)
  const plan = planQuery(request.query, {
    viewer,
    lexicon,
    vocabulary,
    knownIdentifiers: (candidates) =>
      candidates.filter((folded) => forward.docsByIdentifier(visible, folded).length > 0),
  })
  const filter = resolveFilter({ forward, visible, vocabulary }, request.filter)
  return { visible, lexicon, plan, filter }
}

/** Whether a plan asks for no words: everything that the filter leaves matches, and nothing is scored. */
export function browses(plan: QueryPlan): boolean {
  return plan.groups.length === 0 && plan.identifiers.length === 0
}
