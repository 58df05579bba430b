import type { Settings } from 'meilisearch'
import { facets, isRangeFacet } from '../../model/index.ts'
import { numberColumns } from '../forward/record-code.ts'
import { field, places, textAttributes } from './fields.ts'

const comparable = [
  field.order,
  field.titleOrder,
  field.length,
  ...numberColumns.map((column) => field.number(column)),
]
const equal = [
  field.id,
  field.record,
  field.discover,
  field.parents,
  field.identity,
  field.missing,
  ...places.map(field.words),
  ...facets.map((facet) => (isRangeFacet(facet) ? field.range(facet) : field.facet(facet))),
]

/** More values of one facet than any catalogue has; Meilisearch's own limit is 100. */
const mostValues = 1_000_000

/**
 * Settings of an index. Words are matched by filters, so no ranking rule decides here; searchable text is for phrases,
 * and for those who ask Meilisearch itself. It has typos of words corrected, but not of identifiers.
 */
export const indexSettings: Settings = {
  searchableAttributes: textAttributes,
  displayedAttributes: [field.id, field.record, field.title, 'position'],
  filterableAttributes: [
    { attributePatterns: equal, features: featuresWith(false) },
    { attributePatterns: comparable, features: featuresWith(true) },
  ],
  sortableAttributes: comparable,
  rankingRules: ['sort', 'words', 'typo', 'attributeRank', 'proximity', 'exactness'],
  typoTolerance: {
    enabled: true,
    disableOnAttributes: [field.text('identifiers')],
    disableOnNumbers: true,
  },
  // By attribute is three times as fast to index, but finds phrases in any order.
  proximityPrecision: 'byWord',
  facetSearch: false,
  // Beyond it Meilisearch stops in the middle and does not say so: not before nobody waits any more.
  searchCutoffMs: 5_000,
  faceting: { maxValuesPerFacet: mostValues, sortFacetValuesBy: { '*': 'alpha' } },
  // Meilisearch counts and pages no further than this.
  pagination: { maxTotalHits: 4_294_967_295 },
}

function featuresWith(comparison: boolean) {
  return { facetSearch: false, filter: { equality: true, comparison } }
}
