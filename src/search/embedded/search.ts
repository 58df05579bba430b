import { performance } from 'node:perf_hooks'
import type { Facet, Viewer } from '../../model/index.ts'
import { answer, hitsOf } from '../answer.ts'
import { countSourcesOnce, surplusOf } from '../collapse.ts'
import type { GivenVector } from '../forward/vectors.ts'
import { type HitPage, type PageContext, type PageRequest, pageRequest } from '../pages.ts'
import { browses, type ReadQuery, readQuery } from '../query.ts'
import type { CursorCodec } from '../rank/cursor.ts'
import type { SearchRequest, SearchResult } from '../search-index.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'
import { type CollapsedScan, collapsed } from './collapse.ts'
import { testsOf } from './filter.ts'
import type { Generation } from './generation.ts'
import { docsAt, docsByIdentifier, meet, stepAmong } from './match.ts'
import { maskOf, withNearest } from './nearest.ts'
import { orderBy } from './order.ts'
import { keyedPage, type RememberedOrders, relevancePage } from './pages.ts'
import { orderByRelevance } from './relevance.ts'
import { scan } from './scan.ts'

export interface SearchContext {
  generation: Generation
  vocabulary: Vocabulary
  cursors: CursorCodec
  orders: RememberedOrders
  now: () => number
  /** The query's vector, where a server had to be asked for it. */
  given: GivenVector | null
}

/** A query and filter as one viewer's records answer them, before order and pages. */
export interface Matches extends ReadQuery {
  scan: CollapsedScan
  /** Of the matched words, by group; see `meet`. */
  marks: readonly Uint8Array[]
  /** The step of the match rule; null where nothing was to be decided. */
  step: number | null
}

/** What a search, a count or an export asks for. */
export type MatchRequest = Pick<SearchRequest, 'query' | 'filter' | 'ranking'> &
  Partial<Pick<SearchRequest, 'collapse'>>

type Readable = Pick<SearchContext, 'generation' | 'vocabulary' | 'given'>

export function readFor(
  { generation: { forward }, vocabulary, given }: Readable,
  viewer: Viewer,
  request: MatchRequest,
): ReadQuery {
  return readQuery({ forward, vocabulary }, viewer, request, given)
}

export function matchesOf(
  { generation, vocabulary, given }: Readable,
  viewer: Viewer,
  request: MatchRequest,
  wanted: readonly Facet[],
): Matches {
  const read = readFor({ generation, vocabulary, given }, viewer, request)
  const { visible, plan, filter } = read
  const tests = testsOf(generation, filter)
  const look = (docs: Uint32Array | null): CollapsedScan => {
    const found = scan(generation, visible, docs, tests, wanted)
    return request.collapse === true ? collapsed(generation, found) : { ...found, groups: [] }
  }
  if (browses(plan)) return { ...read, scan: look(null), marks: [], step: null }
  if (plan.identifiers.length > 0) {
    const docs = docsByIdentifier(generation, visible, plan.identifiers)
    return { ...read, scan: look(docs), marks: [], step: null }
  }
  const met = meet(generation, read)
  const ofAll = stepAmong(read, met, null)
  const found = look(withNearest(generation, read, docsAt(read, met, ofAll), null))
  if (found.docs.length > 0 || tests.length === 0) {
    return { ...read, scan: found, marks: met.marks, step: ofAll }
  }
  // The filter leaves nothing of it: now what there is inside of the filter decides.
  const inside = scan(generation, visible, null, tests, []).docs
  const kept = maskOf(inside, generation.columns.size)
  const step = stepAmong(read, met, inside)
  const docs = docsAt(read, met, step).filter((doc) => kept[doc] === 1)
  const among = look(withNearest(generation, read, docs, kept))
  return { ...read, scan: among.docs.length > 0 ? among : found, marks: met.marks, step }
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
    total: matches.scan.docs.length - surplusOf(matches.scan.groups),
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
  matches: Matches,
): HitPage {
  if (request.sort === 'RELEVANCE' && !browses(matches.plan)) {
    return relevancePage(generation, asked, orders, {
      makeOrder: () => orderByRelevance(generation, matches),
      groups: matches.scan.groups,
    })
  }
  const sort = request.sort === 'RELEVANCE' ? 'NEWEST' : request.sort
  const order = orderBy(generation.columns, sort)
  return keyedPage(generation, asked, matches.scan, order)
}

function bySource(generation: Generation, { docs, groups }: CollapsedScan): Map<number, number> {
  const { values, columns } = generation
  const counts = new Uint32Array(values.size)
  const { sourceOf } = columns
  for (let at = 0; at < docs.length; at++) {
    const source = sourceOf[docs[at] as number] as number
    counts[source] = (counts[source] as number) + 1
  }
  const held = new Map<number, number>()
  counts.forEach((count, value) => {
    if (count > 0) held.set(value, count)
  })
  const sources = groups.map((group) => group.map((doc) => sourceOf[doc] as number))
  countSourcesOnce(values, sources, held)
  return held
}
