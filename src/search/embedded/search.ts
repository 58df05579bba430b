import { performance } from 'node:perf_hooks'
import type { Facet, Ranking, Viewer } from '../../model/index.ts'
import { revisionOf } from '../forward/classes.ts'
import { compareIds } from '../forward/order.ts'
import { lexiconFor } from '../forward/words.ts'
import type { CursorCodec } from '../rank/cursor.ts'
import { requestHash } from '../rank/cursor.ts'
import { highlight } from '../rank/highlight.ts'
import type { Lexicon, QueryPlan } from '../rank/plan.ts'
import { planQuery } from '../rank/plan-query.ts'
import type { Hit, SearchRequest, SearchResult } from '../search-index.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'
import { facetResult } from './facets.ts'
import { type CompiledFilter, compileFilter } from './filter.ts'
import type { Generation } from './generation.ts'
import { knownIdentifiers, matchPlan } from './match.ts'
import { orderBy } from './order.ts'
import {
  checkCursor,
  engineName,
  type HitPage,
  keyedPage,
  type PageRequest,
  type RememberedOrders,
  relevancePage,
} from './pages.ts'
import { orderByRelevance, rank, windowSize } from './relevance.ts'
import { type Scan, scan } from './scan.ts'

export interface SearchContext {
  generation: Generation
  vocabulary: Vocabulary
  cursors: CursorCodec
  orders: RememberedOrders
  now: () => number
}

/** A query and filter as one viewer's records answer them, before order and pages. */
export interface Matches {
  visible: Uint8Array
  lexicon: Lexicon
  plan: QueryPlan
  filter: CompiledFilter
  scan: Scan
  /** Of the matched words, by group; see `matchPlan`. */
  marks: readonly Uint8Array[]
}

export function matchesOf(
  { generation, vocabulary }: Pick<SearchContext, 'generation' | 'vocabulary'>,
  viewer: Viewer,
  request: Pick<SearchRequest, 'query' | 'filter'>,
  wanted: readonly Facet[],
): Matches {
  const visible = generation.visibleTo(viewer)
  const lexicon = lexiconFor(generation.words, visible)
  const plan = planQuery(request.query, {
    viewer,
    lexicon,
    vocabulary,
    knownIdentifiers: (candidates) => knownIdentifiers(generation, visible, candidates),
  })
  const filter = compileFilter({ generation, visible, vocabulary }, request.filter)
  const { docs, marks } = matchPlan(generation, visible, plan, lexicon, windowSize)
  return {
    visible,
    lexicon,
    plan,
    filter,
    scan: scan(generation, visible, docs, filter, wanted),
    marks,
  }
}

export function search(
  context: SearchContext,
  viewer: Viewer,
  request: SearchRequest,
): SearchResult {
  const started = performance.now()
  const { generation } = context
  const after = request.after === null ? null : context.cursors.decode(request.after)
  const visible = generation.visibleTo(viewer)
  const asked: PageRequest = {
    generation,
    visible,
    revision: revisionOf(generation.classes, visible),
    request: requestHash(viewer, request),
    first: request.first,
    after,
  }
  checkCursor(asked, context.now())
  const matches = matchesOf(
    context,
    viewer,
    request,
    request.facets.map(({ facet }) => facet),
  )
  const { scan: found, filter, plan } = matches
  const page = pageOf(context, asked, request, matches)
  return {
    hits: hitsOf(context, asked, request, matches, page),
    hasNext: page.hasNext,
    hasPrevious: page.hasPrevious,
    total: found.docs.length,
    totalIsExact: true,
    facets: request.facets.map(({ facet, first }) =>
      facetResult(generation, found, facet, first, filter.selections[facet]),
    ),
    bySource: bySource(generation, found),
    ranking: appliedRanking,
    interpretation: [...plan.interpretation],
    warnings: filter.warnings,
    tookMs: performance.now() - started,
  }
}

/** Without vectors there is only one. */
const appliedRanking: Ranking = 'LEXICAL'

function browses(plan: QueryPlan): boolean {
  return plan.groups.length === 0 && plan.identifiers.length === 0
}

function pageOf(
  context: SearchContext,
  asked: PageRequest,
  request: SearchRequest,
  { plan, scan: found, lexicon, marks }: Matches,
): HitPage {
  const { generation } = context
  if (request.sort === 'RELEVANCE' && !browses(plan)) {
    return relevancePage(asked, context.orders, () =>
      orderByRelevance(generation, plan, marks, found.docs, lexicon),
    )
  }
  const sort = request.sort === 'RELEVANCE' ? 'NEWEST' : request.sort
  return keyedPage(asked, found.docs, orderBy(generation.columns, sort))
}

function hitsOf(
  context: SearchContext,
  asked: PageRequest,
  request: SearchRequest,
  { plan, lexicon }: Matches,
  page: HitPage,
): Hit[] {
  const { generation, cursors } = context
  const issuedAt = context.now()
  const docs = page.entries.map(({ doc }) => doc)
  const explained = new Map(
    request.explain && !browses(plan)
      ? rank(generation, plan, docs, lexicon, []).map(({ doc, ranked }) => [doc, ranked.explain()])
      : [],
  )
  return page.entries.map(({ doc, score, keys }) => {
    const id = generation.columns.ids[doc] as string
    return {
      id,
      cursor: cursors.encode({
        request: asked.request,
        engine: engineName,
        generation: generation.number,
        issuedAt,
        keys,
        id,
      }),
      score,
      highlights: browses(plan) ? [] : highlight(plan, generation.forward.shownText(doc)),
      explanation: explained.get(doc) ?? null,
    }
  })
}

/** Matches of each source under the whole filter, its own part of it included. */
function bySource({ values, columns }: Generation, { docs }: Scan): Record<string, number> {
  const counts = new Uint32Array(values.size)
  const { sourceOf } = columns
  for (const doc of docs) {
    const source = sourceOf[doc] as number
    counts[source] = (counts[source] as number) + 1
  }
  const sums = new Map<string, number>()
  counts.forEach((count, value) => {
    const source = values.values[value] as string
    if (count > 0) sums.set(source, (sums.get(source) ?? 0) + count)
  })
  return Object.fromEntries([...sums].sort(([a], [b]) => compareIds(a, b)))
}
