import type { FieldType, IndexField } from './index-fields.ts'
import { indexFields } from './index-fields.ts'
import { parseLucene, type Query } from './lucene.ts'

/** A filter of the search, and the field that a facet leaves it out for. */
export interface Filter {
  query: Query
  tag: string | null
}

/** What a body is refused with before the index is asked. */
export class BodyRefused extends Error {}

export interface FacetPaging {
  /** Counted from 1. */
  pageNumber: number
  pageSize: number
  facetOrder: 'COUNT' | 'INDEX'
  filter: string | null
}

export interface SolrQuery {
  filters: Filter[]
  facetPaging: Map<string, FacetPaging> | null
}

const listFields = [
  'studyName',
  'subjectName',
  'subjectType',
  'examinationComment',
  'acquisitionEquipmentName',
  'datasetName',
  'datasetType',
  'datasetNature',
  'centerName',
  'tags',
] as const
const booleanFields = ['processed', 'dataReuseAgreement'] as const
const rangeFields = ['sliceThickness', 'pixelBandwidth', 'magneticFieldStrength'] as const

const none = '<none>'

/**
 * Reads the body of a search. `studyId`, `subjectId`, `examinationId`, `centerId`, `sortingIndex` and `username` are
 * taken, and nothing is done with them.
 *
 * @throws {BodyRefused} where Jackson cannot make one of its own of it.
 * @throws {QueryRefused} where the texts in it do not make a query.
 */
export function readSolrQuery(body: unknown): SolrQuery {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new BodyRefused('JSON parse error: Cannot deserialize value of type `ShanoirSolrQuery`')
  }
  const given = body as Record<string, unknown>
  const filters: Filter[] = []
  for (const field of listFields) {
    const values = listOf(given[field], field)
    if (values !== null) filters.push(...valueFilters(field, values.map(textOf)))
  }
  for (const field of booleanFields) {
    const values = listOf(given[field], field)
    if (values !== null) filters.push(...valueFilters(field, values.map(textOf)))
  }
  for (const field of rangeFields) filters.push(...rangeFilter(field, given[field]))
  filters.push(
    ...dateFilter('datasetCreationDate', given.datasetStartDate, given.datasetEndDate),
    ...dateFilter('importDate', given.importStartDate, given.importEndDate),
  )
  const text = given.searchText
  if (typeof text === 'string' && text.trim() !== '') {
    filters.push(...(given.expertMode === true ? expertFilter(text) : plainFilters(text)))
  }
  return { filters, facetPaging: facetPagingOf(given.facetPaging) }
}

function listOf(value: unknown, field: string): unknown[] | null {
  if (value === undefined || value === null) return null
  if (Array.isArray(value)) return value.length === 0 ? null : value
  throw new BodyRefused(
    `JSON parse error: Cannot deserialize value of type \`java.util.Collection\` from ${typeof value} value (through reference chain: ShanoirSolrQuery["${field}"])`,
  )
}

const textOf = (value: unknown): string | null =>
  value === null || String(value).trim() === '' || String(value).trim().toLowerCase() === none
    ? null
    : String(value)

/** Values as they are: a quotation mark in one ends the text of the query too early. */
function valueFilters(field: IndexField, values: (string | null)[]): Filter[] {
  const real = values.filter((value) => value !== null)
  const tag = field
  const found: Filter[] = []
  if (real.length > 0) {
    found.push({ query: parseLucene(`${field}:("${real.join('" OR "')}")`), tag })
  }
  // A filter of its own: with values beside it, both must hold, and nothing is left.
  if (real.length < values.length) found.push({ query: parseLucene(`-${field}:[* TO *]`), tag })
  return found
}

function rangeFilter(field: IndexField, value: unknown): Filter[] {
  if (typeof value !== 'object' || value === null) return []
  const { lowerBound = null, upperBound = null } = value as Record<string, unknown>
  if (lowerBound === null && upperBound === null) return []
  const end = (bound: unknown) => (bound === null ? '*' : String(bound).replace('-', '\\-'))
  return [{ query: parseLucene(`${field}:[${end(lowerBound)} TO ${end(upperBound)}]`), tag: null }]
}

/** Both ends are a day later than what was asked for. */
function dateFilter(field: IndexField, start: unknown, end: unknown): Filter[] {
  const [from, to] = [start, end].map((day) => {
    if (day === undefined || day === null) return '*'
    const time = typeof day === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(day) : NaN
    if (Number.isNaN(time)) {
      throw new BodyRefused(
        `JSON parse error: Cannot deserialize value of type \`java.time.LocalDate\` from String "${day}"`,
      )
    }
    return `"${new Date(time + 86_400_000).toISOString().slice(0, 10)}T00:00:00Z"`
  })
  if (from === '*' && to === '*') return []
  return [{ query: parseLucene(`${field}:[${from} TO ${to}]`), tag: null }]
}

const expertFilter = (text: string): Filter[] => [{ query: parseLucene(text), tag: null }]

/** Every word must be a part of some text. */
function plainFilters(text: string): Filter[] {
  const words = text.trim().split(' ').filter(Boolean)
  const fields = Object.entries(indexFields) as [IndexField, FieldType][]
  const searched = fields.filter(
    ([field, type]) =>
      type === 'boolean' || (type === 'text' && field !== 'username') || field === 'tags',
  )
  return words.map((part) => ({
    query: {
      kind: 'clauses',
      clauses: searched.map(([field]) => ({
        occurs: 'should',
        query: { kind: 'term', field, parts: ['*', part, '*'], isPhrase: false },
      })),
    },
    tag: null,
  }))
}

function facetPagingOf(value: unknown): Map<string, FacetPaging> | null {
  if (typeof value !== 'object' || value === null) return null
  const entries = Object.entries(value as Record<string, Partial<FacetPaging> | null>)
  return new Map(
    entries.map(([field, one]) => [
      field,
      {
        pageNumber: one?.pageNumber ?? 1,
        pageSize: one?.pageSize ?? 20,
        facetOrder: one?.facetOrder ?? 'COUNT',
        filter: one?.filter || null,
      },
    ]),
  )
}
