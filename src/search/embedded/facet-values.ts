import { isRangeFacet, type Viewer } from '../../model/index.ts'
import { foldText } from '../rank/words.ts'
import type { FacetBucket, FacetValuesRequest } from '../search-index.ts'
import { facetResult } from './facets.ts'
import { matchesOf, type SearchContext } from './search.ts'

/** Buckets of one facet whose label, value or a synonym holds `matching`; those that begin with it come first. */
export function facetValues(
  context: Pick<SearchContext, 'generation' | 'vocabulary'>,
  viewer: Viewer,
  request: FacetValuesRequest,
): FacetBucket[] {
  const { generation, vocabulary } = context
  const { facet } = request
  const { scan, filter } = matchesOf(context, viewer, request, [facet])
  const all = facetResult(
    generation,
    scan,
    facet,
    Number.POSITIVE_INFINITY,
    filter.selections[facet],
  ).buckets.filter(({ count }) => count > 0)
  const wanted = foldText(request.matching).trim()
  if (wanted === '') return all.slice(0, request.first)
  const places = all.map((bucket) => {
    const names = [bucket.label, bucket.value]
    if (!isRangeFacet(facet)) names.push(...(vocabulary.get(bucket.value)?.synonyms ?? []))
    const found = names.map((name) => foldText(name).indexOf(wanted)).filter((at) => at >= 0)
    return { bucket, place: found.length === 0 ? -1 : Math.min(...found) }
  })
  return [...places.filter(({ place }) => place === 0), ...places.filter(({ place }) => place > 0)]
    .slice(0, request.first)
    .map(({ bucket }) => bucket)
}
