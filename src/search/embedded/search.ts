import { performance } from 'node:perf_hooks'
import type { Facet, Viewer } from '../../model/index.ts'
import { answer, hitsOf, windowSize } from '../answer.ts'
import { type HitPage, type PageContext, type PageRequest, pageRequest } from '../pages.ts'
import { browses, type ReadQuery, readQuery } from '../query.ts'
import type { CursorCodec } from '../rank/cursor.ts'
import type { SearchRequest, SearchResult } from '../search-index.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'
import { testsOf } from './filter.ts'
import type { Generation } from './generation.ts'
import { matchPlan } from './match.ts'
import { orderBy } from './order.ts'
import { keyedPage, type RememberedOrders, relevancePage } from './pages.ts'
import { orderByRelevance } from './relevance.ts'
import { type Scan, scan } from './scan.ts'

export interface SearchContext {
  generation: Generation
  vocabulary: Vocabulary
  cursors: CursorCodec
  orders: RememberedOrders
  now: () => number
}

/** A query and filter as one viewer's records answer them, before order and pages. */
export interface Matches extends ReadQuery {
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
  const read = readQuery({ forward: generation.forward, vocabulary }, viewer, request)
  const { visible, plan, lexicon, filter } = read
  const { docs, marks } = matchPlan(generation, visible, plan, lexicon, windowSize)
  const found = scan(generation, visible, docs, testsOf(generation, filter), wanted)
  return { ...read, scan: found, marks }
}

export function search(
  context: SearchContext,
  viewer: Viewer,
  request: SearchRequest,
): SearchResult {
  const started = performance.now()
  const { generation, cursors, now } = context
  const pages: PageContext = { engine: 'embedded', forward: generation.forward, cursors, now }
  const asked = pageRequest(pages, viewer, request)
  const wanted = request.facets.map(({ facet }) => facet)
  const matches = matchesOf(context, viewer, request, wanted)
  const page = pageOf(context, asked, request, matches)
  const told = answer(pages, request, matches, {
    total: matches.scan.docs.length,
    facets: matches.scan.facets,
    bySource: bySource(generation, matches.scan),
    page,
    hits: hitsOf(pages, asked, request, matches, page),
  })
  return { ...told, tookMs: performance.now() - started }
}

function pageOf(
  { generation, orders }: SearchContext,
  asked: PageRequest,
  request: SearchRequest,
  { plan, scan: found, lexicon, marks }: Matches,
): HitPage {
  if (request.sort === 'RELEVANCE' && !browses(plan)) {
    return relevancePage(generation, asked, orders, () =>
      orderByRelevance(generation, plan, marks, found.docs, lexicon),
    )
  }
  const sort = request.sort === 'RELEVANCE' ? 'NEWEST' : request.sort
  return keyedPage(generation, asked, found.docs, orderBy(generation.columns, sort))
}

function bySource({ values, columns }: Generation, { docs }: Scan): Map<number, number> {
  const counts = new Uint32Array(values.size)
  const { sourceOf } = columns
  for (const doc of docs) {
    const source = sourceOf[doc] as number
    counts[source] = (counts[source] as number) + 1
  }
  const held = new Map<number, number>()
  counts.forEach((count, value) => {
    if (count > 0) held.set(value, count)
  })
  return held
}
