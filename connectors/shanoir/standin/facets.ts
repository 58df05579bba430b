import { type IndexReader, textualFields } from './index-fields.ts'
import { pageOf } from './paging.ts'
import type { FacetPaging } from './solr-query.ts'
import type { Dataset } from './world.ts'

export interface FacetRequest {
  paging: Map<string, FacetPaging>
  /** What the search finds without the filters on a field. */
  foundWithout(field: string): readonly Dataset[]
}

/** Counts of the fields asked for, in the server's own order of fields; one without values is left out. */
export function facetPages({ valueIn }: IndexReader, { paging, foundWithout }: FacetRequest) {
  return textualFields.flatMap((field) => {
    const asked = paging.get(field)
    if (asked === undefined) return []
    const counts = new Map<string, number>()
    let missing = 0
    for (const dataset of foundWithout(field)) {
      const value = valueIn(dataset, field)
      if (value === null || value === '') missing += 1
      const values = typeof value === 'object' ? (value ?? []) : value === '' ? [] : [String(value)]
      // Texts are kept in small letters, tags as they are.
      for (const one of values) {
        const key = field === 'tags' ? one : one.toLowerCase()
        counts.set(key, (counts.get(key) ?? 0) + 1)
      }
    }
    const { pageNumber, pageSize, facetOrder, filter } = asked
    const wanted = filter?.trim().toLowerCase() ?? ''
    const byName = ([a]: [string, number], [b]: [string, number]) => (a < b ? -1 : 1)
    const all = [...counts].filter(([name]) => name.toLowerCase().includes(wanted)).sort(byName)
    if (facetOrder === 'COUNT') all.sort(([, a], [, b]) => b - a)
    const start = (pageNumber - 1) * pageSize
    const page = all.slice(Math.max(0, start), Math.max(0, start) + pageSize)
    // Those without a value stand at the end of the last page, where there is room.
    if (missing > 0 && page.length + 1 < pageSize) page.push(['<none>', missing])
    if (page.length === 0) return []
    const content = page.map(([value, valueCount]) => ({
      field: { name: field },
      key: { name: field },
      value,
      valueCount,
    }))
    // Its pages are counted from 1 and taken for ones that are counted from 0.
    return [pageOf(content, { page: pageNumber, size: pageSize, sort: [] }, content.length)]
  })
}
