/** A table of Markdown with pipes. */
export interface Table {
  /** Heading above it, or a line in bold. Empty when there is none. */
  section: string
  columns: string[]
  rows: string[][]
}

/** The tables of a page, in their order. */
export function tablesOf(markdown: string): Table[] {
  const tables: Table[] = []
  let section = ''
  let table: Table | null = null
  let above: string[] | null = null
  for (const line of markdown.split(/\r?\n/)) {
    const cells = cellsOf(line)
    if (cells === null) {
      table = null
      above = null
      section = headingOf(line) ?? section
    } else if (table !== null) {
      table.rows.push(cells)
    } else if (above !== null && cells.every((cell) => /^[:\s-]*-[:\s-]*$/.test(cell))) {
      table = { section, columns: above, rows: [] }
      tables.push(table)
    } else {
      above = cells
    }
  }
  return tables
}

function cellsOf(line: string): string[] | null {
  const inner = /^\s*\|(.*)\|\s*$/.exec(line)?.[1]
  return inner === undefined ? null : inner.split(/(?<!\\)\|/).map(plain)
}

function headingOf(line: string): string | null {
  const heading = /^\s*#{1,6}\s+(.*?)\s*#*\s*$/.exec(line)?.[1]
  const bold = /^\s*\*\*(.+)\*\*\s*$/.exec(line)?.[1]
  const found = heading ?? bold
  return found === undefined ? null : plain(found)
}

/** Without the backslashes that keep Markdown from its own. */
function plain(text: string): string {
  return text.replace(/\\([\\`*_{}[\]()#+.!|-])/g, '$1').trim()
}
