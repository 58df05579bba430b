import type { Cell } from './fields.ts'
import { splitList } from './filter.ts'
import type { Reply } from './pages.ts'
import type { Asked } from './site.ts'

export const jsonType = 'application/json;charset=UTF-8'

/** What stands beside the rows of a table. */
export interface TableNotes {
  title?: string
  /** Left out where a page was cut, and where the resource never says it. */
  totalRecords?: number
  columns?: Record<string, unknown>[]
  others?: Record<string, string>
}

type Row = Record<string, Cell>

/** The table envelope: every cell is a text and null is an empty one, numbers of rows included. */
export function tableReply(
  { site, query }: Asked,
  found: readonly Row[],
  { title, totalRecords, columns, others }: TableNotes,
): Reply {
  const rows = sorted(found, query)
  const format = query.get('format')
  if (format === 'html') return { body: '<table class="x_rs_t"></table>', type: 'text/html' }
  if (format === 'csv') return { body: csv(rows), type: 'text/csv;charset=UTF-8' }
  if (format === 'xml') return { body: xml(rows), type: 'text/xml;charset=UTF-8' }
  const total = site.quirks.totalRecords === 'absent' ? undefined : totalRecords
  const told = site.quirks.totalRecords === 'wrong' ? (total ?? 0) + 3 : total
  const set = {
    ...(columns === undefined ? {} : { Columns: columns }),
    Result: rows.map(textRow),
    ...(title === undefined ? {} : { title }),
    ...(total === undefined ? {} : { totalRecords: String(told) }),
    ...others,
  }
  return { json: { ResultSet: set }, type: jsonType }
}

/** Rows are sorted where they are written, so that a page is sorted in itself only. */
function sorted(rows: readonly Row[], query: URLSearchParams): readonly Row[] {
  const by = splitList(query.get('sortBy') ?? '')
  if (by.length === 0) return rows
  const ascending = rows.toSorted((a, b) => {
    const column = by.find((name) => String(a[name] ?? '') !== String(b[name] ?? ''))
    return column === undefined ? 0 : String(a[column] ?? '') < String(b[column] ?? '') ? -1 : 1
  })
  return query.get('sortOrder')?.toUpperCase() === 'DESC' ? ascending.reverse() : ascending
}

function textRow(row: Row): Record<string, string> {
  return Object.fromEntries(Object.entries(row).map(([key, cell]) => [key, textOf(cell)]))
}

const textOf = (cell: Cell) => (cell === null ? '' : String(cell))

function csv(rows: readonly Row[]): string {
  const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  const lines = rows.map((row) => Object.values(row).map((cell) => quoted(textOf(cell))))
  return [Object.keys(rows[0] ?? {}), ...lines].map((line) => `${line.join(',')}\n`).join('')
}

function xml(rows: readonly Row[]): string {
  const cells = (row: Row) =>
    Object.values(row).map((cell) => `<cell>${escaped(textOf(cell))}</cell>`)
  const results = rows.map((row) => `<row>${cells(row).join('')}</row>`).join('')
  return `<ResultSet totalRecords="${rows.length}"><results>${results}</results></ResultSet>`
}

export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
