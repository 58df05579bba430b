import { GatewayError } from '#sdk'

/** A row of a table as the site sends it: by its manual all cells are texts, and absence is an empty one. */
export type TableRow = Readonly<Record<string, unknown>>

/**
 * The rows of a `ResultSet`. `title` and `totalRecords` are not looked at: some lists leave them out, and none is held
 * to what it says.
 *
 * @param wanted Columns that every row has to have: without them it is another table than was asked for.
 * @throws {GatewayError} `ANSWER_INVALID`.
 */
export function rowsOf(body: unknown, wanted: readonly string[]): TableRow[] {
  const set = isObject(body) ? body.ResultSet : undefined
  if (!isObject(set)) throw invalid('The source answered with JSON that is no table.')
  const { Result: rows } = set
  if (!Array.isArray(rows)) throw invalid('The source answered with a table without rows.')
  return rows.map((row) => {
    if (!isObject(row)) throw invalid('The source answered with a table whose rows are none.')
    const missing = wanted.find((column) => !(column in row))
    if (missing !== undefined) {
      // A name of our own, not of the source's.
      throw invalid(`The source answered with a table without the column ${missing}.`)
    }
    return row
  })
}

/**
 * Rows by the text in `column`, each once and in the order of their ids: neither is promised.
 *
 * @throws {GatewayError} `ANSWER_INVALID` when a row has none.
 */
export function byId(rows: readonly TableRow[], column = 'ID'): Map<string, TableRow> {
  const found = new Map<string, TableRow>()
  for (const row of rows) {
    const id = row[column]
    if (typeof id !== 'string' || id === '') throw invalid('A row of the source has no id.')
    if (!found.has(id)) found.set(id, row)
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** The same row with its column names in lower case: lists made by the search engine have them in either. */
export function lowerCased(row: TableRow): TableRow {
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [key.toLowerCase(), value]))
}

export function textOf(value: unknown): string | null {
  const text = typeof value === 'string' ? value.trim() : ''
  return text === '' ? null : text
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function invalid(message: string): GatewayError {
  return new GatewayError('ANSWER_INVALID', { message })
}
