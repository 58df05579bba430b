import { type Facet, isRangeFacet } from '../../model/index.ts'
import type { FacetCount } from '../buckets.ts'
import { rangeColumns } from '../forward/record-code.ts'
import { field, numberOf } from './fields.ts'
import type { MeiliResult } from './server.ts'

/** The attributes that a query has to count for some facets. Named one by one: patterns fail on version 1.50.0. */
export function countedAttributes(facets: readonly Facet[]): string[] {
  if (facets.length === 0) return []
  const attributes = facets.flatMap((facet) => {
    if (!isRangeFacet(facet)) return [field.facet(facet)]
    const { from, to } = rangeColumns[facet]
    return [field.range(facet), field.number(from), field.number(to)]
  })
  return [...new Set([...attributes, field.missing])]
}

/** The counts of one facet in the answer to a query that counted its attributes. */
export function facetCount(facet: Facet, { facetDistribution }: MeiliResult): FacetCount {
  const missing = facetDistribution?.[field.missing]?.[facet] ?? 0
  const count: FacetCount = {
    missing,
    values: new Map(),
    buckets: new Map(),
    min: Number.POSITIVE_INFINITY,
    max: Number.NEGATIVE_INFINITY,
  }
  if (!isRangeFacet(facet)) {
    return { ...count, values: numbered(facetDistribution?.[field.facet(facet)]) }
  }
  const { from, to } = rangeColumns[facet]
  return {
    ...count,
    buckets: numbered(facetDistribution?.[field.range(facet)]),
    min: Math.min(...endsOf(facetDistribution?.[field.number(from)])),
    max: Math.max(...endsOf(facetDistribution?.[field.number(to)])),
  }
}

/** The smallest and the largest of the numbers that were counted; none of none. */
function endsOf(counts: Record<string, number> = {}): number[] {
  let [smallest, largest] = ['', '']
  for (const value in counts) {
    if (smallest === '' || value < smallest) smallest = value
    if (value > largest) largest = value
  }
  return smallest === '' ? [] : [numberOf(smallest), numberOf(largest)]
}

/** Values, years and buckets go by numbers. */
export function numbered(counts: Record<string, number> = {}): Map<number, number> {
  return new Map(Object.entries(counts).map(([value, count]) => [Number(value), count]))
}
