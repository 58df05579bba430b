import { parse } from 'csv-parse/sync'
import { invalid } from '../s3/client.ts'

/** A row of a table by the names of its columns. */
export type TableRow = Readonly<Record<string, string>>

/**
 * A table of a project, as its rows.
 *
 * @param column One that it must have.
 * @throws {GatewayError} `ANSWER_INVALID` when it is no table, or lacks that column.
 */
export function readTable(text: string, column: string): TableRow[] {
  try {
    const rows = parse(text, {
      columns: true,
      bom: true,
      skip_empty_lines: true,
      relax_column_count_less: true,
    }) as TableRow[]
    if (rows.every((row) => row[column] !== undefined)) return rows
  } catch {
    // The parser's own message quotes the table.
  }
  throw invalid('The source has a table of another shape than it documents.')
}

/** How the tables say that there is nothing. */
const absences = new Set(['', 'nan', 'none', 'null', '[]', '-999', '-999.0', 'unknown'])

export function cell(row: TableRow | undefined, ...columns: string[]): string | null {
  for (const column of columns) {
    const text = row?.[column]?.trim() ?? ''
    if (!absences.has(text.toLowerCase())) return text
  }
  return null
}

/** An id that a spreadsheet may have made a fraction of: `951410079.0`. */
export function idOf(row: TableRow | undefined, column: string): string | null {
  return /^(\d+)(?:\.0+)?$/.exec(cell(row, column) ?? '')?.[1] ?? null
}

/** A list as Python prints it: `['VISp', 'VISl']`; a plain text is a list of one. */
export function listIn(row: TableRow | undefined, column: string): string[] {
  const text = cell(row, column)
  if (text === null) return []
  if (!text.startsWith('[')) return [text]
  return [...text.matchAll(/'([^']*)'|"([^"]*)"/g)].flatMap(([, one, other]) => {
    const word = (one ?? other ?? '').trim()
    return absences.has(word.toLowerCase()) ? [] : [word]
  })
}
