import { styleText } from 'node:util'

type Style = Parameters<typeof styleText>[0]

/** Styled where the stream is a terminal that wants colour (NO_COLOR counts), else plain. */
export function styled(style: Style, text: string, stream: NodeJS.WriteStream = process.stdout) {
  return styleText(style, text, { stream })
}

/** A result, on stdout. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

/** Anything that is not a result, on stderr. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

/** `SHARE_ALIKE` as people type it: `share-alike`. */
export function asOption(value: string): string {
  return value.toLowerCase().replaceAll('_', '-')
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2))
}

export interface Column<Row> {
  title: string
  value: (row: Row) => string | number | null
  /** Numbers stand on the right. */
  right?: boolean
  /** Gives way when the table is wider than the terminal; one column at most. */
  shrinks?: boolean
}

const gap = 2

/** Aligned columns under their titles. `width` cuts the column that shrinks; null leaves all as it is. */
export function table<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  width: number | null = terminalWidth(),
): string {
  const cells = rows.map((row) => columns.map(({ value }) => clean(String(value(row) ?? '–'))))
  const widths = columns.map(({ title }, index) =>
    Math.max(title.length, ...cells.map((row) => widthOf(row[index] ?? ''))),
  )
  const total = widths.reduce((sum, one) => sum + one + gap, -gap)
  const flexible = columns.findIndex(({ shrinks }) => shrinks)
  if (width !== null && total > width && flexible >= 0) {
    widths[flexible] = Math.max(20, (widths[flexible] ?? 0) - (total - width))
  }
  const line = (values: readonly string[]) =>
    values
      .map((value, index) => padded(value, widths[index] ?? 0, columns[index]?.right ?? false))
      .join(' '.repeat(gap))
      .trimEnd()
  const head = styled('bold', line(columns.map(({ title }) => title)))
  return [head, ...cells.map(line)].join('\n')
}

/** Names and values below each other; what is null is left out. */
export function listing(entries: readonly (readonly [string, string | number | null])[]): string {
  const known = entries.filter(([, value]) => value !== null && value !== '')
  const width = Math.max(0, ...known.map(([name]) => name.length))
  return known
    .map(([name, value]) => `${styled('bold', name.padEnd(width))}  ${clean(String(value))}`)
    .join('\n')
}

/** Bytes as people read them, e.g. `1.2 GB`. */
export function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB']
  const power = count === 0 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(count) / 3))
  const value = count / 1_000 ** power
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power]}`
}

/** Columns of the terminal; null when stdout is none. */
function terminalWidth(): number | null {
  return process.stdout.isTTY ? (process.stdout.columns ?? null) : null
}

/** One line without control characters: what a source wrote must not steer the terminal. */
export function clean(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
}

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' })

function widthOf(text: string): number {
  return /^[\x20-\x7e]*$/.test(text) ? text.length : [...characters.segment(text)].length
}

function padded(text: string, width: number, right: boolean): string {
  const length = widthOf(text)
  if (length > width) {
    const kept = [...characters.segment(text)].slice(0, width - 1).map(({ segment }) => segment)
    return `${kept.join('')}…`
  }
  const padding = ' '.repeat(width - length)
  return right ? padding + text : text + padding
}
