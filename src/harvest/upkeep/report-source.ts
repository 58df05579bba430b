import { GatewayError, operator } from '../../model/index.ts'
import { anything, type SearchReader } from '../../search/search-index.ts'
import type { RecordReader } from '../../store/record-store.ts'
import type { SourceInsight } from '../../store/registry.ts'
import { chosenFacets, facetShares, findabilityOf, narrowingOf } from './findability.ts'
import { unansweredOf } from './report-unanswered.ts'
import type { SourceReport } from './source-report.ts'

export interface ReportParts {
  store: Pick<RecordReader, 'sources' | 'harvests' | 'linkHealth'> &
    Pick<SourceInsight, 'sourceQuality' | 'unansweredSearches'>
  index: Pick<SearchReader, 'search'>
  now?: () => Date
}

/** Newest harvests that are told. */
const harvestsTold = 10
/** Values of a facet that count for how much it narrows: those that more records have than the others. */
const valuesWeighed = 100

/**
 * How a source does, over all of its records, hidden ones too: callers check that it is told to its owners only. The shares
 * of facets and `findability` are of what the index holds, which is a moment behind the catalogue.
 *
 * @throws {GatewayError} `NOT_FOUND`; `INDEX_UNAVAILABLE`.
 */
export async function sourceReport(parts: ReportParts, source: string): Promise<SourceReport> {
  const { store, index, now = () => new Date() } = parts
  const known = (await store.sources(operator)).find(({ id }) => id === source)
  if (known === undefined) throw new GatewayError('NOT_FOUND', { source })
  const facets = (first: number) => chosenFacets.map((facet) => ({ facet, first }))
  const [quality, harvests, links, own, all, unanswered] = await Promise.all([
    store.sourceQuality(source),
    store.harvests(operator, source, { first: harvestsTold }),
    store.linkHealth(operator),
    index.search(operator, { ...anything, filter: { source: [source] }, facets: facets(1) }),
    index.search(operator, { ...anything, facets: facets(valuesWeighed) }),
    unansweredOf(parts, source),
  ])
  const shares = facetShares(own.facets, own.total)
  const narrowing = new Map(all.facets.map((one) => [one.facet, narrowingOf(one, all.total)]))
  const { harvestedAt, staleAfterSeconds, title } = known
  const at = now()
  return {
    source,
    title,
    at: at.toISOString(),
    quality,
    findability: own.total === 0 ? null : findabilityOf(shares, narrowing, quality),
    facets: shares,
    links: links.find((one) => one.source === source) ?? null,
    freshness: {
      harvestedAt,
      staleAfterSeconds,
      isStale:
        harvestedAt === null || staleAfterSeconds === null
          ? null
          : at.getTime() - Date.parse(harvestedAt) > staleAfterSeconds * 1_000,
    },
    harvests: harvests.items,
    unanswered,
  }
}
