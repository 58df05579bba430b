import type { Availability } from './asset.ts'
import type { Access, Domain, LicenseClass, PartialDate, RecordKind } from './record.ts'

/** Fields that users count and filter by. */
export const facets = [
  'SOURCE',
  'KIND',
  'DOMAIN',
  'SPECIES',
  'MODALITY',
  'STRUCTURE',
  'TECHNIQUE',
  'REFERENCE_SPACE',
  'RESOLUTION',
  'FORMAT',
  'LICENSE',
  'LICENSE_CLASS',
  'ACCESS',
  'AVAILABILITY',
  'DATA_LEVEL',
  'RELEASED',
  'SUBJECTS',
  'FIELD_STRENGTH',
] as const
export type Facet = (typeof facets)[number]

/** Facets of numbers and dates: their buckets are ranges with `from` and `to`. */
export const rangeFacets = ['RESOLUTION', 'RELEASED', 'SUBJECTS', 'FIELD_STRENGTH'] as const
export type RangeFacet = (typeof rangeFacets)[number]

export function isRangeFacet(facet: Facet): facet is RangeFacet {
  return (rangeFacets as readonly Facet[]).includes(facet)
}

export interface NumberRange {
  min?: number | null | undefined
  max?: number | null | undefined
}

/** Both ends inclusive; a partial date covers all of its days. */
export interface DateRange {
  from?: PartialDate | null | undefined
  to?: PartialDate | null | undefined
}

/**
 * Fields are ANDed, the values of one field ORed. `any` is OR over filters, `not` excludes. A value is a
 * bucket's value, a label or a synonym; structures include their descendants. Null and absent mean the same.
 */
export interface RecordFilter {
  id?: readonly string[] | null | undefined
  source?: readonly string[] | null | undefined
  kind?: readonly RecordKind[] | null | undefined
  domain?: readonly Domain[] | null | undefined
  species?: readonly string[] | null | undefined
  modality?: readonly string[] | null | undefined
  structure?: readonly string[] | null | undefined
  technique?: readonly string[] | null | undefined
  referenceSpace?: readonly string[] | null | undefined
  format?: readonly string[] | null | undefined
  license?: readonly string[] | null | undefined
  licenseClass?: readonly LicenseClass[] | null | undefined
  access?: readonly Access[] | null | undefined
  availability?: readonly Availability[] | null | undefined
  dataLevel?: readonly string[] | null | undefined
  /** Id of a record; its children match. */
  parent?: string | null | undefined
  resolutionMicrometres?: NumberRange | null | undefined
  subjects?: NumberRange | null | undefined
  fieldStrength?: NumberRange | null | undefined
  released?: DateRange | null | undefined
  modified?: DateRange | null | undefined
  /** Records that lack a value for every one of these facets. */
  missing?: readonly Facet[] | null | undefined
  any?: readonly RecordFilter[] | null | undefined
  not?: RecordFilter | null | undefined
}

/** The filter's field that selects values of a facet. */
export const filterFieldOf = {
  SOURCE: 'source',
  KIND: 'kind',
  DOMAIN: 'domain',
  SPECIES: 'species',
  MODALITY: 'modality',
  STRUCTURE: 'structure',
  TECHNIQUE: 'technique',
  REFERENCE_SPACE: 'referenceSpace',
  RESOLUTION: 'resolutionMicrometres',
  FORMAT: 'format',
  LICENSE: 'license',
  LICENSE_CLASS: 'licenseClass',
  ACCESS: 'access',
  AVAILABILITY: 'availability',
  DATA_LEVEL: 'dataLevel',
  RELEASED: 'released',
  SUBJECTS: 'subjects',
  FIELD_STRENGTH: 'fieldStrength',
} as const satisfies Record<Facet, keyof RecordFilter>

export const recordSorts = ['RELEVANCE', 'NEWEST', 'OLDEST', 'TITLE', 'MOST_SUBJECTS'] as const
export type RecordSort = (typeof recordSorts)[number]

export const rankings = ['HYBRID', 'LEXICAL', 'SEMANTIC'] as const
export type Ranking = (typeof rankings)[number]
