import type { Facet } from '../model/index.ts'
import { type FacetCount, facetResult } from './buckets.ts'
import { namesOf } from './candidate-names.ts'
import { drawnTowards } from './feedback.ts'
import type { ForwardIndex, RankedCandidate } from './forward/forward-index.ts'
import { compareIds } from './forward/order.ts'
import { numberColumns, rangeColumns } from './forward/record-code.ts'
import type { HitPage, PageContext, PageRequest } from './pages.ts'
import { browses, type ReadQuery } from './query.ts'
import { highlight } from './rank/highlight.ts'
import type { QueryPlan, SoftRange } from './rank/plan.ts'
import { type Candidate, type Feedback, type Ranked, rankWindow } from './rank/rank-window.ts'
import type { Explanation, Hit, SearchRequest, SearchResult } from './search-index.ts'

/** How many matches the ranker looks at for their words. What follows the window keeps its lexical order. */
export const windowSize = 200
/** How many more it looks at because their vectors are the nearest. */
export const nearestInWindow = 50

/** What an engine has found. */
export interface Found {
  total: number
  /** Default true. False: there may be more, and counts may be too high. */
  totalIsExact?: boolean
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
    totalIsExact: found.totalIsExact ?? true,
    facets: request.facets.map(({ facet, first }) => {
      const count = found.facets[facet] as FacetCount
      return facetResult(values, count, facet, first, read.filter.selections[facet])
    }),
    bySource: sourcesOf(context.forward, found.bySource),
    ranking: read.ranking,
    interpretation: [...read.plan.interpretation],
    warnings: read.filter.warnings,
  }
}

/** The hits of a page as they are told. */
export function hitsOf(
  { engine, forward, cursors, now }: PageContext,
  asked: PageRequest,
  request: SearchRequest,
  read: ReadQuery,
  { entries, window }: HitPage,
): Hit[] {
  const issuedAt = now()
  const { plan } = read
  const isBrowsing = browses(plan)
  const isRanked = request.sort === 'RELEVANCE' && !isBrowsing
  const explained =
    request.explain && isRanked ? explainAmong(forward, read, entries, window) : new Map()
  const { request: hash } = asked
  const { number: generation } = forward
  return entries.map(({ doc, id, score, keys, alternates = [] }) => ({
    id,
    cursor: cursors.encode({ request: hash, engine, generation, issuedAt, keys, id }),
    score,
    highlights: isBrowsing ? [] : highlight(plan, forward.shownText(doc)),
    explanation: explained.get(id) ?? null,
    alternates,
  }))
}

/** Why records are where they are: among the window, or behind it, where nothing is said of places. */
export function explainAmong(
  forward: ForwardIndex,
  read: ReadQuery,
  entries: readonly { doc: number; id: string }[],
  window: readonly WindowDoc[],
): Map<string, Explanation> {
  const wanted = new Set(entries.map(({ id }) => id))
  const inside = new Set(window.map(({ id }) => id))
  const { column } = forward.vectors
  const query = read.vector === null || column === null ? null : column.query(read.vector)
  const behind = entries
    .filter(({ id }) => !inside.has(id))
    .map(({ doc, id }) => ({ id, cosine: (query && column?.cosine(doc, query)) ?? null }))
  const explained = new Map<string, Explanation>()
  for (const { id, ranked } of rankDocs(forward, read, window)) {
    if (wanted.has(id)) explained.set(id, ranked.explain())
  }
  for (const { id, ranked } of rankDocs(forward, read, behind, false)) {
    const { legs, terms } = ranked.explain()
    explained.set(id, { legs: legs.map((leg) => ({ ...leg, rank: null })), terms })
  }
  return explained
}

export interface RankedDoc {
  doc: number
  id: string
  score: number
  ranked: Ranked
}

/** A record for the window; `cosine` is null where it or the query has no vector. */
export interface WindowDoc {
  id: string
  cosine: number | null
}

/**
 * Scores records against the query with the one ranker, best first; those that are gone, or hidden, are left out.
 *
 * @param isWindow Whether what comes first of them says what was meant.
 */
export function rankDocs(
  forward: ForwardIndex,
  read: ReadQuery,
  docs: readonly WindowDoc[],
  isWindow = true,
): RankedDoc[] {
  const { plan, lexicon, visible, ranking } = read
  const cosines = new Map(docs.map(({ id, cosine }) => [id, cosine]))
  const known = forward.candidatesOf([...cosines.keys()], visible)
  const numberOf = new Map(known.map(({ doc, id }) => [id, doc]))
  const candidates = known.map(
    ({ id, tokens, values, numbers }): Candidate => ({
      id,
      tokens,
      holds: holdsOf(read, { values }),
      fits: fitsOf(plan, { numbers }),
      cosine: cosines.get(id) ?? null,
      names: namesOf(forward, read, { tokens, values, numbers }),
    }),
  )
  const feedback = isWindow ? feedbackOf(forward, read, numberOf) : null
  return rankWindow(plan, candidates, lexicon, ranking, feedback).map((ranked) => ({
    doc: numberOf.get(ranked.id) as number,
    id: ranked.id,
    score: ranked.score,
    ranked,
  }))
}

/** Null where no vectors take part. */
function feedbackOf(
  forward: ForwardIndex,
  { vector }: ReadQuery,
  numberOf: ReadonlyMap<string, number>,
): Feedback | null {
  const { column } = forward.vectors
  if (vector === null || column === null) return null
  return (first) => {
    const docs = first.map((id) => numberOf.get(id) as number)
    const query = column.query(drawnTowards(vector, docs, column))
    return new Map([...numberOf].map(([id, doc]) => [id, column.cosine(doc, query)]))
  }
}

/** Whether a record has a facet value that is what a group of the plan asks for. */
export function holdsOf(
  { held }: Pick<ReadQuery, 'held'>,
  { values }: Pick<RankedCandidate, 'values'>,
): (group: number) => boolean {
  return (group) => {
    const wanted = held[group]
    return wanted !== undefined && wanted.size > 0 && values.some((value) => wanted.has(value))
  }
}

/** By soft range of the plan. */
export function fitsOf(
  { soft }: Pick<QueryPlan, 'soft'>,
  { numbers }: Pick<RankedCandidate, 'numbers'>,
): (-1 | 0 | 1)[] {
  return soft.map((range) => fitOf(range, numbers))
}

/** 1 where a record's numbers meet the range, -1 where they do not, 0 where they are unknown. */
function fitOf({ facet, min, max }: SoftRange, numbers: Float64Array): -1 | 0 | 1 {
  const { from, to } = rangeColumns[facet]
  const low = numbers[numberColumns.indexOf(from)] as number
  const high = numbers[numberColumns.indexOf(to)] as number
  if (Number.isNaN(low)) return 0
  return low <= max && high >= min ? 1 : -1
}

function sourcesOf({ values }: ForwardIndex, counted: Found['bySource']): Record<string, number> {
  const sums = new Map<string, number>()
  for (const [value, count] of counted) {
    const source = values.values[value] as string
    sums.set(source, (sums.get(source) ?? 0) + count)
  }
  return Object.fromEntries([...sums].sort(([a], [b]) => compareIds(a, b)))
}
