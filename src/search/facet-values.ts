import { isRangeFacet } from '../model/index.ts'
import { foldText } from './rank/words.ts'
import type { FacetBucket, FacetValuesRequest } from './search-index.ts'
import type { Vocabulary } from './vocabulary/vocabulary.ts'

/**
 * The first of a facet's buckets whose label, value or a synonym holds what was typed; those that begin with it
 * come first. Buckets without a record are left out.
 */
export function bucketsMatching(
  buckets: readonly FacetBucket[],
  { facet, matching, first }: FacetValuesRequest,
  vocabulary: Vocabulary,
): FacetBucket[] {
  const all = buckets.filter(({ count }) => count > 0)
  const wanted = foldText(matching).trim()
  if (wanted === '') return all.slice(0, first)
  const places = all.map((bucket) => {
    const names = [bucket.label, bucket.value].map(foldText)
    if (!isRangeFacet(facet)) names.push(...vocabulary.names(bucket.value))
    const found = names.map((name) => name.indexOf(wanted)).filter((at) => at >= 0)
    return { bucket, place: found.length === 0 ? -1 : Math.min(...found) }
  })
  return [...places.filter(({ place }) => place === 0), ...places.filter(({ place }) => place > 0)]
    .slice(0, first)
    .map(({ bucket }) => bucket)
}
