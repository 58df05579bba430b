import type { Facet } from '../../model/index.ts'
import { facets } from '../../model/index.ts'
import type { FacetResult } from '../../search/search-index.ts'
import type { SourceQuality } from '../../store/registry.ts'

/** What people choose by; the source itself is not among it. */
export const chosenFacets: readonly Facet[] = facets.filter((facet) => facet !== 'SOURCE')
/** What is searched by words besides the title, which every record has. */
const searchedFields = ['description', 'keywords'] as const

export interface FacetShare {
  facet: string
  /** Share of records with a value, 0 to 1. */
  share: number
}

/** How many records have each facet, worst first. */
export function facetShares(results: readonly FacetResult[], records: number): FacetShare[] {
  if (records === 0) return []
  return results
    .map(({ facet, missing }) => ({ facet, share: rounded(1 - missing / records) }))
    .sort((a, b) => a.share - b.share || (a.facet < b.facet ? -1 : 1))
}

/**
 * How much a facet narrows a search, 0 to 1: what share of everything is left out by choosing one of its values, as often as
 * there are records of it. 0 where there are no values, or all records have the same.
 */
export function narrowingOf({ buckets }: FacetResult, records: number): number {
  const uses = buckets.reduce((sum, { count }) => sum + count, 0)
  if (uses === 0 || records === 0) return 0
  const left = buckets.reduce((sum, { count }) => sum + (count / uses) * (count / records), 0)
  return Math.max(0, 1 - left)
}

/** What a facet counts at least: one that nobody has a value of is one by which nothing is found. */
const leastWeight = 0.25

/**
 * How well records are found by what people filter and search by, 0 to 1: the mean share of records that have a facet, each
 * facet weighted by how much it narrows a search of the whole catalogue, from a quarter (it has no values, or the same for
 * everything) up to the full weight; and with the full weight each the shares that have a description and keywords.
 *
 * @param narrowing By facet, of the whole catalogue; see `narrowingOf`.
 * @returns Null without records.
 */
export function findabilityOf(
  shares: readonly FacetShare[],
  narrowing: ReadonlyMap<string, number>,
  quality: SourceQuality,
): number | null {
  if (quality.records === 0) return null
  const weighed = [
    ...shares.map(({ facet, share }) => ({ share, weight: weightOf(narrowing.get(facet) ?? 0) })),
    ...searchedFields.map((field) => ({ share: fieldShare(quality, field), weight: 1 })),
  ]
  const total = weighed.reduce((sum, { weight }) => sum + weight, 0)
  return rounded(weighed.reduce((sum, { share, weight }) => sum + share * weight, 0) / total)
}

function weightOf(narrowing: number): number {
  return leastWeight + (1 - leastWeight) * narrowing
}

function fieldShare({ missing, records }: SourceQuality, field: string): number {
  const lacking = missing.find((one) => one.field === field)?.records ?? 0
  return Math.max(0, 1 - lacking / records)
}

/** Three digits; within 0 and 1 whatever was counted at different moments. */
function rounded(share: number): number {
  return Math.round(Math.min(1, Math.max(0, share)) * 1_000) / 1_000
}
