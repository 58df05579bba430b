import { performance } from 'node:perf_hooks'
import type { Facet, Viewer } from '../../model/index.ts'
import { answer, type Found, hitsOf } from '../answer.ts'
import type { FacetCount } from '../buckets.ts'
import { facetResult } from '../buckets.ts'
import { bucketsMatching } from '../facet-values.ts'
import { type PageContext, type PageRequest, pageRequest } from '../pages.ts'
import { browses } from '../query.ts'
import type { CursorCodec } from '../rank/cursor.ts'
import type {
  FacetBucket,
  FacetValuesRequest,
  SearchRequest,
  SearchResult,
} from '../search-index.ts'
import { collapseCounts, collapsedPage, collapseFacet, spare } from './collapse.ts'
import { facetCount, numbered } from './facets.ts'
import { field } from './fields.ts'
import { keyedPage, sortOf } from './keyed-page.ts'
import { type MatchContext, MatchSet } from './match-set.ts'
import { askOne, type PagePlan, type Paging } from './paging.ts'
import { relevancePage } from './relevance-page.ts'
import type { MeiliResult } from './server.ts'
import type { RememberedWindows } from './window.ts'

export interface SearchContext extends MatchContext {
  cursors: CursorCodec
  windows: RememberedWindows
  now: () => number
}

/**
 * One query counts, and finds what a page needs of all matches. Beside it go those for the best of them, or for those
 * behind a cursor, and one for each facet asked for that has a filter of its own, which its counts leave out.
 */
export async function search(
  context: SearchContext,
  viewer: Viewer,
  request: SearchRequest,
): Promise<SearchResult> {
  const started = performance.now()
  const { generation, cursors, now } = context
  const { forward } = generation
  const pages: PageContext = { engine: 'meilisearch', forward, cursors, now }
  const asked = pageRequest(pages, viewer, request)
  const searched = { context, pages, asked, request }
  const set = await MatchSet.of(context, viewer, request)
  let found = await searchIn(searched, set)
  if (found.total === 0 && set.mayBeInside) {
    const inside = await set.inside()
    if (inside !== null) found = await searchIn(searched, inside)
  }
  const told = answer(pages, request, set.read, found)
  return { ...told, tookMs: performance.now() - started }
}

interface Searched {
  context: SearchContext
  pages: PageContext
  asked: PageRequest
  request: SearchRequest
}

async function searchIn(
  { context, pages, asked, request }: Searched,
  set: MatchSet,
): Promise<Found> {
  const { server, generation, windows } = context
  const { forward } = generation
  const pagingOf = (part: Pick<PageRequest, 'after' | 'first'>): Paging => ({
    ...{ set, forward, asked: { ...asked, ...part } },
    ask: (query) => askOne(server, query),
  })
  const { collapse } = request
  const { after } = asked
  const plan = pagePlan(
    request,
    windows,
    pagingOf({ after, first: collapse ? asked.first + spare : asked.first }),
  )

  const wanted = [...new Set(request.facets.map(({ facet }) => facet))]
  const filtered = wanted.filter((facet) => set.selects(facet))
  const unfiltered = wanted.filter((facet) => !set.selects(facet))
  const counted = [...new Set<Facet>([...unfiltered, 'SOURCE'])]
  // Two requests at a time: the server takes the queries of one of them one after the other.
  const asking = server.search([set.query({ ...plan.main, counted })])
  const twins = filtered.map((facet) => set.query({ without: facet, counted: [facet] }))
  const others = [...plan.beside, ...twins]
  const askingOthers = others.length === 0 ? Promise.resolve([]) : server.search(others)
  // The hits are often known before the counts, and made ready while the server still counts.
  const telling = plan.read(first(asking), unheard(askingOthers)).then((page) => {
    return { page, hits: collapse ? [] : hitsOf(pages, asked, request, set.read, page) }
  })
  const [found, [main], answers] = await Promise.all([
    telling,
    asking as Promise<[MeiliResult]>,
    askingOthers,
  ])
  const facets: Partial<Record<Facet, FacetCount>> = {}
  for (const facet of unfiltered) facets[facet] = facetCount(facet, main)
  filtered.forEach((facet, index) => {
    const answer = answers[plan.beside.length + index]
    facets[facet] = facetCount(facet, answer as MeiliResult)
  })
  const total = main.estimatedTotalHits
  const bySource = numbered(main.facetDistribution?.[field.facet('SOURCE')])
  if (!collapse) return { total, facets, bySource, ...found }
  const pageAt = async (part: Pick<PageRequest, 'after' | 'first'>) => {
    const next = pagePlan(request, windows, pagingOf(part))
    const [first, ...beside] = await server.search([set.query(next.main), ...next.beside])
    return next.read(Promise.resolve(first as MeiliResult), Promise.resolve(beside))
  }
  const sort = keyedSort(request, set)
  const { groups, ...counts } = await collapseCounts(
    { server, forward, set, sort: sort === null ? null : sortOf(sort) },
    { total, facets, bySource },
  )
  const page = await collapsedPage(
    {
      page: found.page,
      behind: ({ keys, id }, first) => {
        const { engine } = pages
        const cursor = { request: asked.request, engine, generation: forward.number }
        return pageAt({ after: { ...cursor, issuedAt: pages.now(), keys, id }, first })
      },
      window: async () => (sort === null ? (await pageAt({ after: null, first: 1 })).window : []),
    },
    groups,
    asked.first,
  )
  const hits = hitsOf(pages, asked, request, set.read, page)
  return { ...counts, facets, bySource, page, hits }
}

/** Where nobody waits for it, `asking` tells. */
function unheard<Answer>(asking: Promise<Answer>): Promise<Answer> {
  asking.catch(() => {})
  return asking
}

function first(asking: Promise<MeiliResult[]>): Promise<MeiliResult> {
  return unheard(asking.then(([only]) => only as MeiliResult))
}

function pagePlan(request: SearchRequest, windows: RememberedWindows, paging: Paging): PagePlan {
  const sort = keyedSort(request, paging.set)
  return sort === null ? relevancePage(paging, windows) : keyedPage(paging, sort)
}

/** The sort that is applied; null: by relevance. */
function keyedSort({ sort }: SearchRequest, { read }: MatchSet) {
  if (sort !== 'RELEVANCE') return sort
  return browses(read.plan) ? 'NEWEST' : null
}

export async function facetValues(
  context: SearchContext,
  viewer: Viewer,
  request: FacetValuesRequest,
): Promise<FacetBucket[]> {
  const { server, vocabulary } = context
  const { forward } = context.generation
  const { facet } = request
  const set = await MatchSet.of(context, viewer, request)
  const counting = set.query({ without: facet, counted: [facet] })
  const queries = set.mayBeInside ? [counting, set.query({})] : [counting]
  const [outside, matching] = (await server.search(queries)) as [MeiliResult, MeiliResult?]
  const inside = matching?.estimatedTotalHits === 0 ? await set.inside() : null
  const counts =
    inside === null
      ? outside
      : await askOne(server, inside.query({ without: facet, counted: [facet] }))
  const count = facetCount(facet, counts)
  if (request.collapse) await collapseFacet({ server, forward, set: inside ?? set }, facet, count)
  const { buckets } = facetResult(
    forward.values,
    count,
    facet,
    Number.POSITIVE_INFINITY,
    set.read.filter.selections[facet],
  )
  return bucketsMatching(buckets, request, vocabulary)
}
