import { pipeline, Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { GatewayError } from '#sdk'
import type { DocumentOptions } from '../documents/assets.ts'
import type { Place } from '../documents/place.ts'
import type { DocumentProblem } from '../documents/rows.ts'
import type { TableItem, TableReader } from './file-table.ts'
import { notHtan, tableReader } from './read.ts'

/** Longest row of a table, in bytes. */
const longestRow = 1_048_576
/** Rows of the table from which on what came of them is handed over. */
const batchSize = 500

export interface OpenTable {
  /** What the table gives, batch by batch, read as it is asked for; to be read to its end or returned. */
  items: AsyncGenerator<TableItem[]>
}

/** Pieces of an object, from its first byte on each time that they are asked for. */
export type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>

/**
 * Opens a manifest or a list of files in CSV or TSV (RFC 4180; by the suffix of the key) and reads its header.
 *
 * @param chunks asked for once or several times: a table of several datasets is read again for each that has files.
 * @throws {GatewayError} `ANSWER_INVALID` when it is not written as a table, also while items are read; and what the chunks
 *   throw.
 */
export async function openHtanTable(
  chunks: Chunks,
  place: Place,
  options: DocumentOptions,
): Promise<OpenTable | DocumentProblem> {
  const rows = rowsIn(chunks, place.key)
  const first = await rows.next()
  const reader = first.done ? notHtan : tableReader(first.value, place, options)
  if ('problem' in reader) {
    await rows.return(undefined)
    return reader
  }
  return { items: batches(reader, rows, () => rowsIn(chunks, place.key)) }
}

async function* batches(
  reader: TableReader,
  opened: AsyncGenerator<string[], undefined>,
  open: () => AsyncGenerator<string[], undefined>,
): AsyncGenerator<TableItem[]> {
  for (let rows = opened; ; rows = open()) {
    if (rows !== opened) await rows.next()
    let batch: TableItem[] = []
    let read = 0
    for await (const row of rows) {
      batch.push(...reader.read(row))
      read += 1
      if (read % batchSize !== 0 || batch.length === 0) continue
      yield batch
      batch = []
    }
    batch.push(...reader.finish())
    if (batch.length > 0) yield batch
    if (!reader.again()) return
  }
}

async function* rowsIn(chunks: Chunks, key: string): AsyncGenerator<string[], undefined> {
  const parser = parse({
    bom: true,
    delimiter: delimiterOf(key),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: longestRow,
  })
  // An error of the source reaches the parser, whose end the loop meets.
  pipeline(Readable.from(chunks), parser, () => {})
  try {
    for await (const row of parser) yield row as string[]
  } catch (thrown) {
    if (!isFormat(thrown)) throw thrown
    const message = 'A table is not written as CSV or TSV.'
    throw new GatewayError('ANSWER_INVALID', { message, cause: thrown })
  }
  return undefined
}

/** Without a suffix that says it, either. */
function delimiterOf(key: string): string | string[] {
  if (/\.csv$/i.test(key)) return ','
  return /\.(?:tsv|txt)$/i.test(key) ? '\t' : [',', '\t']
}

/** Of csv-parse: its errors carry such codes. */
function isFormat(thrown: unknown): boolean {
  return thrown instanceof Error && /^CSV_/.test(String((thrown as { code?: unknown }).code))
}
