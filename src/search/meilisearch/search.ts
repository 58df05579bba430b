import { performance } from 'node:perf_hooks'
import type { Facet, Viewer } from '../../model/index.ts'
import { answer, hitsOf } from '../answer.ts'
import type { FacetCount } from '../buckets.ts'
import { facetResult } from '../buckets.ts'
import { bucketsMatching } from '../facet-values.ts'
import { type PageContext, pageRequest } from '../pages.ts'
import { browses, readQuery } from '../query.ts'
import type { CursorCodec } from '../rank/cursor.ts'
import type {
  FacetBucket,
  FacetValuesRequest,
  SearchRequest,
  SearchResult,
} from '../search-index.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'
import { facetCount, numbered } from './facets.ts'
import { field } from './fields.ts'
import type { Generation } from './generation.ts'
import { keyedPage } from './keyed-page.ts'
import { MatchSet } from './match-set.ts'
import { askOne, type PagePlan, type Paging } from './paging.ts'
import { relevancePage } from './relevance-page.ts'
import type { MeiliResult, MeiliServer } from './server.ts'
import type { RememberedWindows } from './window.ts'

export interface SearchContext {
  server: MeiliServer
  generation: Generation
  vocabulary: Vocabulary
  cursors: CursorCodec
  windows: RememberedWindows
  now: () => number
}

/**
 * One query counts, and finds what a page needs of all matches. Beside it goes one for the best of them, or for those
 * behind a cursor, and one for each facet asked for that has a filter of its own, which its counts leave out.
 */
export async function search(
  context: SearchContext,
  viewer: Viewer,
  request: SearchRequest,
): Promise<SearchResult> {
  const started = performance.now()
  const { server, generation, vocabulary, cursors, now } = context
  const { forward } = generation
  const pages: PageContext = { engine: 'meilisearch', forward, cursors, now }
  const asked = pageRequest(pages, viewer, request)
  const read = readQuery({ forward, vocabulary }, viewer, request)
  const set = await MatchSet.of(context, viewer, read)
  const plan = pagePlan(request, context.windows, {
    ...{ set, forward, read, asked },
    ask: (query) => askOne(server, query),
  })

  const wanted = [...new Set(request.facets.map(({ facet }) => facet))]
  const filtered = wanted.filter((facet) => set.selects(facet))
  const unfiltered = wanted.filter((facet) => !set.selects(facet))
  const counted = [...new Set<Facet>([...unfiltered, 'SOURCE'])]
  // Two requests at a time: the server takes the queries of one of them one after the other.
  const asking = server.search([set.query({ ...plan.main, counted })])
  const twins = filtered.map((facet) => set.query({ without: facet, counted: [facet] }))
  const others = plan.beside === null ? twins : [plan.beside, ...twins]
  const askingOthers = others.length === 0 ? Promise.resolve([]) : server.search(others)
  // The hits are often known before the counts, and made ready while the server still counts.
  const telling = plan.read(first(asking), first(askingOthers)).then((page) => {
    return { page, hits: hitsOf(pages, asked, request, read, page) }
  })
  const [found, [main], answers] = await Promise.all([
    telling,
    asking as Promise<[MeiliResult]>,
    askingOthers,
  ])
  const facets: Partial<Record<Facet, FacetCount>> = {}
  for (const facet of unfiltered) facets[facet] = facetCount(facet, main)
  filtered.forEach((facet, index) => {
    const answer = answers[others.length - twins.length + index]
    facets[facet] = facetCount(facet, answer as MeiliResult)
  })
  const told = answer(pages, request, read, {
    total: main.estimatedTotalHits,
    facets,
    bySource: numbered(main.facetDistribution?.[field.facet('SOURCE')]),
    ...found,
  })
  return { ...told, tookMs: performance.now() - started }
}

function first(asking: Promise<MeiliResult[]>): Promise<MeiliResult> {
  const result = asking.then(([only]) => only as MeiliResult)
  // Where nobody waits for it, `asking` tells.
  result.catch(() => {})
  return result
}

function pagePlan(request: SearchRequest, windows: RememberedWindows, paging: Paging): PagePlan {
  if (request.sort === 'RELEVANCE' && !browses(paging.read.plan)) {
    return relevancePage(paging, windows)
  }
  return keyedPage(paging, request.sort === 'RELEVANCE' ? 'NEWEST' : request.sort)
}

export async function facetValues(
  context: SearchContext,
  viewer: Viewer,
  request: FacetValuesRequest,
): Promise<FacetBucket[]> {
  const { server, vocabulary } = context
  const { forward } = context.generation
  const { facet } = request
  const read = readQuery({ forward, vocabulary }, viewer, request)
  const set = await MatchSet.of(context, viewer, read)
  const result = await askOne(server, set.query({ without: facet, counted: [facet] }))
  const { buckets } = facetResult(
    forward.values,
    facetCount(facet, result),
    facet,
    Number.POSITIVE_INFINITY,
    read.filter.selections[facet],
  )
  return bucketsMatching(buckets, request, vocabulary)
}
