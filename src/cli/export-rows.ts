import type { ExportFormat } from './export.ts'

const lineFeed = 0x0a
const quote = 0x22

/** Tells whole rows of an export from the beginning of one, and knows the last of them. */
export class ExportRows {
  readonly #format: ExportFormat
  /** The beginning of a row whose end has not come. */
  #rest: Buffer = Buffer.alloc(0)
  #headIsDue = false
  #hasHead = false
  #last: Buffer | null = null
  /** Records so far. */
  count = 0

  constructor(format: ExportFormat) {
    this.#format = format
  }

  /** Another body begins; one with a head line is written without it when there is one already. */
  begin(withHead: boolean): void {
    this.#rest = Buffer.alloc(0)
    this.#headIsDue = withHead
  }

  /** The whole rows that end in `bytes`, from where the piece before ended. */
  take(bytes: Buffer): Buffer {
    const all = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes])
    let start = 0
    let from = 0
    for (let end = this.#endOf(all, 0); end > 0; end = this.#endOf(all, start)) {
      if (this.#headIsDue) {
        this.#headIsDue = false
        if (this.#hasHead) from = end
        this.#hasHead = true
      } else {
        this.count++
        this.#last = all.subarray(start, end)
      }
      start = end
    }
    this.#rest = all.subarray(start)
    // Not a view of the piece that it came in.
    if (this.#last !== null) this.#last = Buffer.from(this.#last)
    return all.subarray(from, start)
  }

  /** Whether nothing follows the last whole row. */
  get isWhole(): boolean {
    return this.#rest.length === 0
  }

  /** Id of the last record; null before the first. Throws when the row is none of an export. */
  lastId(): string | null {
    if (this.#last === null) return null
    const row = this.#last.toString()
    const id = this.#format === 'csv' ? row.split(/[,\r\n]/, 1)[0] : idIn(row)
    if (typeof id !== 'string' || !/^rec\.[\w-]+$/.test(id)) throw new Error('a row without an id')
    return id
  }

  /** Where the row that begins at `start` ends; 0: not in `bytes`. */
  #endOf(bytes: Buffer, start: number): number {
    if (this.#format === 'ndjson') return bytes.indexOf(lineFeed, start) + 1
    let isQuoted = false
    for (let at = start; at < bytes.length; at++) {
      if (bytes[at] === quote) isQuoted = !isQuoted
      else if (bytes[at] === lineFeed && !isQuoted) return at + 1
    }
    return 0
  }
}

function idIn(row: string): unknown {
  return (JSON.parse(row) as { id?: unknown } | null)?.id
}
