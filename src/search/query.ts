import type { Ranking, Viewer } from '../model/index.ts'
import { type Clause, type Condition, type ResolvedFilter, resolveFilter } from './filter.ts'
import type { ForwardIndex } from './forward/forward-index.ts'
import { rangeColumns } from './forward/record-code.ts'
import type { GivenVector } from './forward/vectors.ts'
import { lexiconFor } from './forward/words.ts'
import { heldValues, speciesGuard } from './meanings.ts'
import { type MatchRule, matchRule } from './rank/match-rule.ts'
import type { Lexicon, QueryPlan } from './rank/plan.ts'
import { planQuery } from './rank/plan-query.ts'
import type { SearchRequest, VectorRequest } from './search-index.ts'
import type { Vocabulary } from './vocabulary/vocabulary.ts'

/** A query and filter as one viewer's records let them be read; the same for every engine. */
export interface ReadQuery {
  visible: Uint8Array
  vocabulary: Vocabulary
  lexicon: Lexicon
  plan: QueryPlan
  /** How much of the plan a record has to meet. */
  rule: MatchRule
  /** By group: numbers of facet values that meet it as its words do. */
  held: readonly ReadonlySet<number>[]
  /** What every match has to be; null: anything. */
  guard: Condition | null
  /** Of length 1, by the model whose vectors the index serves; null when there is none, or it knows no word of the query. */
  vector: Float32Array | null
  /** What is applied: without a vector it is LEXICAL. */
  ranking: Ranking
  filter: ResolvedFilter
}

interface Readable {
  forward: ForwardIndex
  vocabulary: Vocabulary
}

/** See `SearchIndex.modelWanted`. */
export function modelWanted(
  readable: Readable,
  viewer: Viewer,
  { query, ranking = 'HYBRID' }: VectorRequest,
): string | null {
  const { vectors } = readable.forward
  if (ranking === 'LEXICAL' || vectors.model !== null || vectors.modelId === null) return null
  const { plan } = planFor(readable, viewer, query)
  return browses(plan) || plan.identifiers.length > 0 ? null : vectors.modelId
}

function planFor({ forward, vocabulary }: Readable, viewer: Viewer, query: string) {
  const visible = forward.visibleTo(viewer)
  const lexicon = lexiconFor(forward.words, visible)
  const plan = planQuery(query, {
    viewer,
    lexicon,
    vocabulary,
    knownIdentifiers: (candidates) =>
      candidates.filter((folded) => forward.docsByIdentifier(visible, folded).length > 0),
  })
  return { visible, lexicon, plan }
}

export function readQuery(
  { forward, vocabulary }: Readable,
  viewer: Viewer,
  request: Pick<SearchRequest, 'query' | 'filter'> & Partial<Pick<SearchRequest, 'ranking'>>,
  given: GivenVector | null = null,
): ReadQuery {
  const { visible, lexicon, plan } = planFor({ forward, vocabulary }, viewer, request.query)
  const { ranking = 'HYBRID' } = request
  const vector =
    ranking === 'LEXICAL' || browses(plan) || plan.identifiers.length > 0
      ? null
      : forward.vectors.ofQuery(plan, given)
  return {
    visible,
    vocabulary,
    lexicon,
    plan,
    rule: matchRule(plan),
    held: heldValues({ forward, vocabulary }, plan),
    guard: speciesGuard({ forward, vocabulary }, plan),
    vector,
    ranking: vector === null ? 'LEXICAL' : ranking,
    filter: withRanges(resolveFilter({ forward, visible, vocabulary }, request.filter), plan),
  }
}

/** A query of ranges alone (`7T`, `before 2020`) is about what lies in them. */
function withRanges(filter: ResolvedFilter, plan: QueryPlan): ResolvedFilter {
  if (!browses(plan) || plan.soft.length === 0) return filter
  const byFacet = Map.groupBy(plan.soft, ({ facet }) => facet)
  const ranges = [...byFacet].map(([facet, soft]): Clause => {
    const of = soft.map(
      ({ min, max }): Condition => ({ is: 'overlapping', ...rangeColumns[facet], min, max }),
    )
    return { facet: null, condition: { is: 'any', of } }
  })
  return { ...filter, clauses: [...filter.clauses, ...ranges] }
}

/** Whether a plan asks for nothing: everything that the filter leaves matches, and nothing is scored. */
export function browses({ groups, identifiers, impossible }: QueryPlan): boolean {
  return groups.length === 0 && identifiers.length === 0 && !impossible
}
