import type { Facet } from '../../model/index.ts'
import { nearestInWindow, windowSize } from '../answer.ts'
import type { FacetCount } from '../buckets.ts'
import { Collapsed, type Counts, countOnce, countSourcesOnce, surplusOf } from '../collapse.ts'
import type { ForwardIndex } from '../forward/forward-index.ts'
import { type Identified, identifiedOf } from '../forward/identified.ts'
import { facetNumber } from '../forward/values.ts'
import type { HitPage, PageEntry } from '../pages.ts'
import { field } from './fields.ts'
import { oneOf } from './filter.ts'
import type { Asked, MatchSet } from './match-set.ts'
import { recordsOf } from './paging.ts'
import { byLength, inTier } from './relevance-page.ts'
import type { MeiliResult, MeiliServer } from './server.ts'

/** Matches that others are the same thing as are looked at up to so many; beyond them counts are not exact. */
const mostMembers = 20_000
/** So many identities are asked for by number; where more are shared, all records that have one are looked at. */
const mostListed = 5_000
/** Entries asked for beyond a page, in place of those that are no hits. */
export const spare = 10
const longestPage = 1_000

/** What a search is collapsed from. */
export interface Collapsing {
  server: MeiliServer
  forward: ForwardIndex
  set: MatchSet
  /** Attributes that the hits are sorted by; null: by relevance. */
  sort: string[] | null
}

/** The matches that are the same thing as others, as far as they are looked at. */
interface Members {
  /** By thing, each in the order that the server gave. */
  groups: Identified[][]
  /** How many were not looked at. */
  left: number
}

/** The members of shared identities among what each query asks for; queries of one list follow each other. */
async function membersOf(
  { server, forward, set }: Collapsing,
  lists: readonly (readonly Asked[])[],
): Promise<Members[]> {
  const { visible } = set.read
  const shared = forward.identities.shared(visible)
  if (shared.length === 0) return lists.map(() => ({ groups: [], left: 0 }))
  const isShared =
    shared.length > mostListed
      ? `${field.identity} EXISTS`
      : oneOf(field.identity, shared.map(String))
  const queries = lists.flat().map(({ narrowed = [], ...asked }) => {
    return set.query({ ...asked, narrowed: [...narrowed, isShared], limit: mostMembers })
  })
  const results = await server.search(queries)
  const rest = [...results]
  return lists.map(({ length }) => membersIn(forward, visible, rest.splice(0, length)))
}

function membersIn(
  forward: ForwardIndex,
  visible: Uint8Array,
  results: readonly MeiliResult[],
): Members {
  const total = results.reduce((sum, { estimatedTotalHits }) => sum + estimatedTotalHits, 0)
  const ids = results.flatMap(recordsOf).slice(0, mostMembers)
  const members = identifiedOf(forward, ids, visible)
  const groups = [...Map.groupBy(members, ({ identity }) => identity).values()]
  return { groups, left: total - ids.length }
}

/** The order of all matches, part by part; those that are ranked come before them. */
function partsOf({ set, sort }: Collapsing, total: number): Asked[] {
  if (sort !== null) return [{ sort }]
  const tiers = total <= windowSize + nearestInWindow ? [] : set.better
  return Array.from({ length: tiers.length + 1 }, (_, tier) => {
    return { narrowed: inTier(tiers, tier), sort: byLength }
  })
}

/** What was found, record by record. */
interface Counted {
  total: number
  facets: Counts
  bySource: Map<number, number>
}

export interface CollapsedMatches {
  total: number
  totalIsExact: boolean
  /** Matches that are the same thing, in the order of those that are not ranked. */
  groups: readonly (readonly string[])[]
}

/** Makes counts of records counts of things: one query, or a few, for the matches that others are the same thing as. */
export async function collapseCounts(
  collapsing: Collapsing,
  { total, facets, bySource }: Counted,
): Promise<CollapsedMatches> {
  const { set, forward } = collapsing
  const { values } = forward
  const asked = Object.keys(facets) as Facet[]
  const filtered = asked.filter((facet) => set.selects(facet))
  const [matches, ...twins] = (await membersOf(collapsing, [
    partsOf(collapsing, total),
    ...filtered.map((facet) => [{ without: facet }]),
  ])) as [Members, ...Members[]]
  const unfiltered = asked.filter((facet) => !set.selects(facet))
  const { groups, left } = matches
  countOnce(values, groups, Object.fromEntries(unfiltered.map((facet) => [facet, facets[facet]])))
  const isSource = (value: number) => values.kinds[value] === facetNumber.SOURCE
  const sources = groups.map((group) => group.flatMap((each) => each.values.find(isSource) ?? []))
  countSourcesOnce(values, sources, bySource)
  filtered.forEach((facet, at) => {
    countOnce(values, twins[at]?.groups ?? [], { [facet]: facets[facet] as FacetCount })
  })
  return {
    // Each that was not looked at may be the same as one that was.
    total: total - surplusOf(groups) - left,
    totalIsExact: left === 0 && twins.every((twin) => twin.left === 0),
    groups: groups.map((group) => group.map(({ id }) => id)),
  }
}

/** The same for the counts of one facet alone. */
export async function collapseFacet(
  collapsing: Omit<Collapsing, 'sort'>,
  facet: Facet,
  count: FacetCount,
): Promise<void> {
  const [members] = await membersOf({ ...collapsing, sort: null }, [[{ without: facet }]])
  countOnce(collapsing.forward.values, members?.groups ?? [], { [facet]: count })
}

/** Pages of all matches. */
export interface Pages {
  /** The first of them, where the page begins; longer than asked for by `spare`. */
  page: HitPage
  /** What follows an entry. */
  behind(entry: PageEntry, first: number): Promise<HitPage>
  /** What was ranked, where the first page does not say it. */
  window(): Promise<HitPage['window']>
}

/** A page of hits from pages of all matches, without those that stand behind others. */
export async function collapsedPage(
  { page, behind, window }: Pages,
  groups: CollapsedMatches['groups'],
  first: number,
): Promise<HitPage> {
  const ranked = page.window.length > 0 || groups.length === 0 ? page.window : await window()
  const places = new Map(ranked.map(({ id }, place) => [id, place]))
  const placeOf = (id: string) => places.get(id) ?? places.size
  const collapsed = new Collapsed(
    groups.map((group) => group.toSorted((a, b) => placeOf(a) - placeOf(b))),
  )
  const hits: PageEntry[] = []
  let wanted = first + spare
  for (let part = page; ; ) {
    for (const entry of part.entries) {
      if (collapsed.isBehind(entry.id)) continue
      hits.push({ ...entry, alternates: collapsed.alternatesOf(entry.id) })
    }
    const last = part.entries.at(-1)
    if (hits.length > first || !part.hasNext || last === undefined) break
    wanted = Math.min(2 * wanted, longestPage)
    part = await behind(last, wanted)
  }
  return {
    entries: hits.slice(0, first),
    hasNext: hits.length > first,
    hasPrevious: page.hasPrevious,
    window: ranked,
  }
}
