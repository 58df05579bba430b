import type { Viewer } from '../../model/index.ts'
import { type FacetCount, facetResult } from '../buckets.ts'
import { bucketsMatching } from '../facet-values.ts'
import type { FacetBucket, FacetValuesRequest } from '../search-index.ts'
import { matchesOf, type SearchContext } from './search.ts'

export function facetValues(
  context: Pick<SearchContext, 'generation' | 'vocabulary' | 'given'>,
  viewer: Viewer,
  request: FacetValuesRequest,
): FacetBucket[] {
  const { facet } = request
  const { scan, filter } = matchesOf(context, viewer, { ranking: 'HYBRID', ...request }, [facet])
  const { buckets } = facetResult(
    context.generation.values,
    scan.facets[facet] as FacetCount,
    facet,
    Number.POSITIVE_INFINITY,
    filter.selections[facet],
  )
  return bucketsMatching(buckets, request, context.vocabulary)
}
