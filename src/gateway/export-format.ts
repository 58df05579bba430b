import type { Cell, Exported, ExportField } from './export-fields.ts'

/** How exported records are written. */
export interface ExportFormat {
  /** What the answer says it is; `withHead` tells whether the head line is in it. */
  type(withHead: boolean): string
  /** Stands before the first record. */
  head(fields: readonly ExportField[]): string
  row(exported: Exported, fields: readonly ExportField[]): string
}

/** Between the items of a list in one cell. In an item it is `\|`, and a backslash is `\\`. */
const separator = '|'

export const exportFormats: Readonly<Record<'ndjson' | 'csv', ExportFormat>> = {
  ndjson: {
    type: () => 'application/x-ndjson; charset=utf-8',
    head: () => '',
    row: (exported, fields) =>
      `${JSON.stringify(Object.fromEntries(fields.map(({ name, value }) => [name, value(exported)])))}\n`,
  },
  // RFC 4180.
  csv: {
    type: (withHead) => `text/csv; charset=utf-8; header=${withHead ? 'present' : 'absent'}`,
    head: (fields) => line(fields.flatMap(({ columns }) => columns.map(({ title }) => title))),
    row: (exported, fields) =>
      line(fields.flatMap(({ columns }) => columns.map(({ cell }) => written(cell(exported))))),
  },
}

export type ExportFormatName = keyof typeof exportFormats

const line = (cells: readonly string[]) => `${cells.join(',')}\r\n`

function written(cell: Cell): string {
  if (cell === null) return ''
  // A number is none of its source's words, so it is not guarded: `-1` stays one.
  if (typeof cell === 'number') return String(cell)
  return quoted(guarded(typeof cell === 'string' ? cell : cell.map(item).join(separator)))
}

function item(value: string | number | null): string {
  return value === null ? '' : String(value).replace(/[\\|]/g, '\\$&')
}

/**
 * What a spreadsheet would read as a formula gets an apostrophe in front, as OWASP advises ("CSV Injection"): text of a
 * source must not act on whoever opens the file. The wide forms are formulas to some of them, too.
 */
function guarded(text: string): string {
  return /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(text) ? `'${text}` : text
}

/** Quoted too where only another separator than ours would tear the cell apart. */
function quoted(text: string): string {
  return /[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
