import type { Facet, Ranking } from '../model/index.ts'
import { type FacetCount, facetResult } from './buckets.ts'
import type { ForwardIndex } from './forward/forward-index.ts'
import { compareIds } from './forward/order.ts'
import type { HitPage, PageContext, PageRequest } from './pages.ts'
import { browses, type ReadQuery } from './query.ts'
import { highlight } from './rank/highlight.ts'
import type { Lexicon, QueryPlan } from './rank/plan.ts'
import { type Candidate, type Ranked, rankWindow, type TokenisedText } from './rank/score.ts'
import type { Hit, SearchRequest, SearchResult } from './search-index.ts'

/** How many of the best matches the ranker looks at. What follows them keeps its lexical order. */
export const windowSize = 200

/** Without vectors there is only one. */
const appliedRanking: Ranking = 'LEXICAL'

/** What an engine has found. */
export interface Found {
  total: number
  facets: Partial<Record<Facet, FacetCount>>
  /** Records by number of the value that names their source, under the whole filter. */
  bySource: Iterable<readonly [value: number, count: number]>
  page: HitPage
  /** `hitsOf` the page. */
  hits: Hit[]
}

/** What is told of it; all but `tookMs`. */
export function answer(
  context: PageContext,
  request: SearchRequest,
  read: ReadQuery,
  found: Found,
): Omit<SearchResult, 'tookMs'> {
  const { values } = context.forward
  return {
    hits: found.hits,
    hasNext: found.page.hasNext,
    hasPrevious: found.page.hasPrevious,
    total: found.total,
    totalIsExact: true,
    facets: request.facets.map(({ facet, first }) => {
      const count = found.facets[facet] as FacetCount
      return facetResult(values, count, facet, first, read.filter.selections[facet])
    }),
    bySource: sourcesOf(context.forward, found.bySource),
    ranking: appliedRanking,
    interpretation: [...read.plan.interpretation],
    warnings: read.filter.warnings,
  }
}

/** The hits of a page as they are told. */
export function hitsOf(
  { engine, forward, cursors, now }: PageContext,
  asked: PageRequest,
  request: SearchRequest,
  { plan, lexicon }: ReadQuery,
  { entries }: HitPage,
): Hit[] {
  const issuedAt = now()
  const isBrowsing = browses(plan)
  const explained = new Map(
    request.explain && !isBrowsing
      ? rankDocs(forward, plan, entries, lexicon).map(({ ranked }) => [ranked.id, ranked.explain()])
      : [],
  )
  const { request: hash } = asked
  const { number: generation } = forward
  return entries.map(({ doc, id, score, keys }) => ({
    id,
    cursor: cursors.encode({ request: hash, engine, generation, issuedAt, keys, id }),
    score,
    highlights: isBrowsing ? [] : highlight(plan, forward.shownText(doc)),
    explanation: explained.get(id) ?? null,
  }))
}

export interface RankedDoc {
  doc: number
  id: string
  score: number
  ranked: Ranked
}

/** Scores records against the plan with the one ranker, best first. */
export function rankDocs(
  forward: ForwardIndex,
  plan: QueryPlan,
  docs: readonly { doc: number; id: string; lexical?: number; tokens?: TokenisedText }[],
  lexicon: Lexicon,
): RankedDoc[] {
  const numberOf = new Map(docs.map(({ doc, id }) => [id, doc]))
  const candidates = docs.map(
    ({ doc, id, lexical = 0, tokens }): Candidate => ({
      id,
      tokens: tokens ?? forward.tokensOf(doc),
      lexical,
    }),
  )
  return rankWindow(plan, candidates, lexicon)
    .map((ranked) => ({
      doc: numberOf.get(ranked.id) as number,
      id: ranked.id,
      score: ranked.score,
      ranked,
    }))
    .sort((a, b) => b.score - a.score || compareIds(a.id, b.id))
}

function sourcesOf({ values }: ForwardIndex, counted: Found['bySource']): Record<string, number> {
  const sums = new Map<string, number>()
  for (const [value, count] of counted) {
    const source = values.values[value] as string
    sums.set(source, (sums.get(source) ?? 0) + count)
  }
  return Object.fromEntries([...sums].sort(([a], [b]) => compareIds(a, b)))
}
