import { type Account, finds } from './accounts.ts'
import { facetPages } from './facets.ts'
import {
  createIndexReader,
  documentOf,
  type IndexField,
  indexFields,
  isIndexField,
} from './index-fields.ts'
import { parseLucene, QueryRefused } from './lucene.ts'
import { boundsOf, narrower, type Test, testOf, unbounded } from './match.ts'
import { type Pageable, pageOf, type SortOrder, sliceOf } from './paging.ts'
import type { Quirks } from './quirks.ts'
import type { Filter, SolrQuery } from './solr-query.ts'
import { allDatasets, type Dataset, datasetsOf, type World } from './world.ts'

export interface SearchSite {
  world: World
  quirks: Quirks
  /** Epoch milliseconds. */
  now: number
}

/** Sorted by one of these, a page is sorted by nothing else. */
const sortedAlone = [
  'studyName',
  'subjectName',
  'datasetName',
  'datasetNature',
  'datasetType',
  'examinationComment',
  'tags',
  'subjectType',
  'acquisitionEquipmentName',
  'processed',
  'sortingIndex',
  'dataReuseAgreement',
]

/**
 * `POST /datasets/solr`: what a member of studies finds, whatever the rights in them.
 *
 * @throws {QueryRefused} what Solr refuses it with.
 */
export function searched(site: SearchSite, account: Account, query: SolrQuery, asked: Pageable) {
  const pageable = { ...asked, sort: sortOf(asked.sort) }
  const { world, quirks } = site
  const isAnybody = account.role === 'ROLE_ADMIN' || hasMembership(world, account)
  // Spring's page of nothing in particular.
  if (!isAnybody) return { ...pageOf([], { page: 0, size: 0, sort: [] }, 0), facetResultPages: [] }
  const inOrder = pageable.sort.length === 0
  const found = foundBy(site, account, query.filters, inOrder)
  const reader = createIndexReader(world, quirks)
  const rows = sliceOf(sorted(found, pageable.sort, reader.valueIn), pageable)
  const facets =
    query.facetPaging === null
      ? []
      : facetPages(reader, {
          paging: query.facetPaging,
          foundWithout: (field) =>
            query.filters.some(({ tag }) => tag === field)
              ? foundBy(
                  site,
                  account,
                  query.filters.filter(({ tag }) => tag !== field),
                )
              : found,
        })
  const { content, ...page } = pageOf(
    rows.map((dataset) => documentOf(reader, dataset, quirks)),
    pageable,
    found.length,
  )
  return { ...page, facetResultPages: facets, content }
}

/** `POST /datasets/solr/byIds`. Null when there is none. */
export function searchedByIds(
  site: SearchSite,
  account: Account,
  ids: readonly number[],
  asked: Pageable,
) {
  const pageable = { ...asked, sort: sortOf(asked.sort) }
  const query = parseLucene(`id:(${ids.join(' ')})`)
  const found = foundBy(site, account, [{ query, tag: null }])
  const reader = createIndexReader(site.world, site.quirks)
  const rows = sliceOf(sorted(found, pageable.sort, reader.valueIn), pageable)
  const content = rows.map((dataset) => documentOf(reader, dataset, site.quirks))
  return content.length === 0 ? null : pageOf(content, pageable, found.length)
}

const hasMembership = (world: World, { userId }: Account) =>
  world.memberships.some((one) => one.userId === userId && one.confirmed)

function foundBy(
  { world, quirks, now }: SearchSite,
  account: Account,
  filters: readonly Filter[],
  /** Whether they are to come as the index has them. */
  inOrder = false,
): Dataset[] {
  const context = { reader: createIndexReader(world, quirks), now }
  const tests: Test[] = filters.map(({ query }) => testOf(query, context))
  const bounds = filters.map(({ query }) => boundsOf(query)).reduce(narrower, unbounded)
  const isTheirs = finds(world, account)
  const { unindexed } = world
  const isFound: Test = (dataset) =>
    !unindexed.has(dataset.id) && isTheirs(dataset) && tests.every((test) => test(dataset))
  if (inOrder || (bounds.studyId === null && bounds.from === unbounded.from)) {
    return [...world.datasets.values()].filter(isFound)
  }
  const list = bounds.studyId === null ? allDatasets(world) : datasetsOf(world, bounds.studyId)
  return list.slice(firstFrom(list, bounds.from)).filter(isFound)
}

/** Place of the first that is not below an id. */
function firstFrom(list: readonly Dataset[], id: number): number {
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((list[middle] as Dataset).id < id) low = middle + 1
    else high = middle
  }
  return low
}

function sortOf(asked: readonly SortOrder[]): SortOrder[] {
  let sort = [...asked]
  for (const order of asked) {
    if (sortedAlone.includes(order.property)) sort = [order]
    else if (order.property === 'id') sort = [{ ...order, property: 'datasetId' }]
  }
  for (const { property } of sort) {
    if (!isIndexField(property)) {
      throw new QueryRefused(`sort param field can't be found: ${property}`)
    }
  }
  return sort
}

type ValueIn = (dataset: Dataset, field: IndexField) => unknown

/** Without a sort they come as the index has them, which changes with every edit. */
function sorted(found: Dataset[], sort: readonly SortOrder[], valueIn: ValueIn): Dataset[] {
  if (sort.length === 0) return found
  const [first] = sort
  if (first?.property === 'datasetId' && sort.length === 1) {
    return found.toSorted((a, b) => (first.descending ? b.id - a.id : a.id - b.id))
  }
  const keyOf = (dataset: Dataset, property: string) => {
    const value = valueIn(dataset, property as IndexField)
    const type = indexFields[property as IndexField]
    if (value === null) return type === 'text' || type === 'exact' ? '' : Number.NEGATIVE_INFINITY
    if (type === 'whole' || type === 'decimal' || type === 'boolean') return Number(value)
    if (type === 'date') return Date.parse(String(value))
    return String(Array.isArray(value) ? value[0] : value).toLowerCase()
  }
  return found.toSorted((a, b) => {
    for (const { property, descending } of sort) {
      const [left, right] = [keyOf(a, property), keyOf(b, property)]
      if (left !== right) return left < right !== descending ? -1 : 1
    }
    return 0
  })
}
