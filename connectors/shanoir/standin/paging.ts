/** `page`, `size` and `sort` as Spring reads them: what it cannot read is as if it was not there. */
export interface Pageable {
  /** Counted from 0. */
  page: number
  size: number
  sort: SortOrder[]
}

export interface SortOrder {
  property: string
  descending: boolean
}

export function pageableOf(query: URLSearchParams, cap: number): Pageable {
  const page = wholeOf(query.get('page'))
  const size = wholeOf(query.get('size'))
  return {
    page: page ?? 0,
    size: Math.min(size === null || size < 1 ? 20 : size, cap),
    sort: query.getAll('sort').flatMap(ordersOf),
  }
}

function wholeOf(text: string | null): number | null {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null
}

function ordersOf(text: string): SortOrder[] {
  const parts = text.split(',').filter((part) => part.trim() !== '')
  const direction = /^(asc|desc)$/i.exec(parts.at(-1) ?? '')?.[1]?.toLowerCase()
  const properties = direction === undefined ? parts : parts.slice(0, -1)
  return properties.map((property) => ({ property, descending: direction === 'desc' }))
}

/** The envelope of every page, with exactly these keys. */
export function pageOf(content: readonly unknown[], { page, size }: Pageable, total: number) {
  const offset = page * size
  // Spring mends a total that the rows of the last page give the lie to.
  const isLast = content.length > 0 && offset + size > total
  const totalElements = isLast ? offset + content.length : total
  return {
    number: page,
    numberOfElements: content.length,
    totalElements,
    totalPages: size === 0 ? 1 : Math.ceil(totalElements / size),
    size,
    content,
  }
}

export const sliceOf = <Row>(rows: readonly Row[], { page, size }: Pageable): Row[] =>
  rows.slice(page * size, (page + 1) * size)
