import { expect } from 'vitest'
import {
  type Facet,
  facets,
  filterFieldOf,
  isRangeFacet,
  type RecordFilter,
  type Viewer,
} from '../../src/model/index.ts'
import type { FacetBucket, Hit, SearchIndex, SearchRequest } from '../../src/search/search-index.ts'
import { documentOf, requestOf, type Thing } from './fixture.ts'

const everyFacet = facets.map((facet) => ({ facet, first: 1_000 }))

/** The filter after a click on a bucket, as an explorer sends it; null: on what lacks a value. */
export function clicked(
  filter: RecordFilter | null,
  facet: Facet,
  bucket: FacetBucket | null,
): RecordFilter {
  const field = filterFieldOf[facet]
  const missing = (filter?.missing ?? []).filter((each) => each !== facet)
  const rest = { ...filter, [field]: undefined, missing }
  if (bucket === null) return { ...rest, missing: [...missing, facet] }
  if (facet === 'RELEASED') return { ...rest, released: { from: bucket.from, to: bucket.to } }
  if (!isRangeFacet(facet)) return { ...rest, [field]: [bucket.value] }
  const [min, max] = [bucket.from, bucket.to].map((end) => (end === null ? null : Number(end)))
  return { ...rest, [field]: { min, max } }
}

/** All hits of a search, page by page; every page has to agree with the first one. */
export async function walk(
  index: SearchIndex,
  viewer: Viewer,
  request: SearchRequest,
): Promise<Hit[]> {
  const all: Hit[] = []
  const totals = new Set<number>()
  for (let after: string | null = null; ; ) {
    const page = await index.search(viewer, { ...request, after })
    expect(page.hasPrevious).toBe(after !== null && page.total > 0)
    totals.add(page.total)
    all.push(...page.hits)
    if (!page.hasNext) break
    expect(page.hits).toHaveLength(request.first)
    after = page.hits.at(-1)?.cursor ?? null
  }
  expect([...totals]).toEqual([all.length])
  return all
}

/** The groups of `ids` that are the same thing, as they come. */
export function thingsOf(ids: readonly string[], all: ReadonlyMap<string, Thing>): string[][] {
  return [...Map.groupBy(ids, (id) => all.get(id)?.identity ?? `alone ${id}`).values()]
}

/** Whether a collapsed search answers what follows from the same search without: hits, pages, counts of every bucket. */
export async function expectCollapsed(
  index: SearchIndex,
  all: ReadonlyMap<string, Thing>,
  viewer: Viewer,
  asked: Partial<SearchRequest>,
  pageSize = 3,
): Promise<void> {
  const idsOf = async (filter: RecordFilter | null) => {
    const plain = requestOf({ ...asked, filter, first: 1_000 })
    const { hits } = await index.search(viewer, plain)
    return hits.map(({ id }) => id)
  }
  const filter = asked.filter ?? null
  const ids = await idsOf(filter)
  const expected = thingsOf(ids, all)
  const request = requestOf({ ...asked, collapse: true, first: 1_000, facets: everyFacet })
  const result = await index.search(viewer, request)
  const told = ({ id, alternates }: Hit) => [id, ...alternates]
  expect(result.hits.map(told)).toEqual(expected)
  expect([result.total, result.totalIsExact]).toEqual([expected.length, true])
  const pages = await walk(index, viewer, { ...request, facets: [], first: pageSize })
  expect(pages.map(told)).toEqual(expected)
  expect(result.bySource).toEqual(sourcesOf(expected, all))

  for (const { facet, buckets, missing } of result.facets) {
    for (const bucket of buckets.filter(({ count }) => count > 0)) {
      const found = thingsOf(await idsOf(clicked(filter, facet, bucket)), all)
      expect([facet, bucket.value, bucket.count]).toEqual([facet, bucket.value, found.length])
    }
    const lacking = thingsOf(await idsOf(clicked(filter, facet, null)), all)
    expect([facet, 'missing', missing]).toEqual([facet, 'missing', lacking.length])
    const { collapse, query, ranking } = request
    const values = { facet, matching: '', query, filter, ranking, collapse, first: 1_000 }
    const listed = await index.facetValues(viewer, values)
    expect(listed).toEqual(buckets.filter(({ count }) => count > 0))
  }
}

function sourcesOf(groups: readonly string[][], all: ReadonlyMap<string, Thing>) {
  const counts: Record<string, number> = {}
  for (const ids of groups) {
    const sources = ids.map((id) => documentOf(all.get(id) as Thing).source)
    for (const source of new Set(sources)) counts[source] = (counts[source] ?? 0) + 1
  }
  return counts
}
