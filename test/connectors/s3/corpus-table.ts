import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MappedRecord } from '../../../src/model/index.ts'

const root = fileURLToPath(new URL('../../../../shared/corpora', import.meta.url))

/** Folder of published metadata for tests; null where it is not beside the checkout. */
export function corpus(name: string): string | null {
  const folder = join(root, name)
  return existsSync(folder) ? folder : null
}

/** What became of a part of a corpus. */
export interface CorpusLine {
  name: string
  /** Documents or rows that were read. */
  read: number
  /** Normalised. */
  records: readonly Pick<MappedRecord, 'license' | 'kind' | 'domain'>[]
  assets: number
  /** Why rows or documents were refused. */
  refused: readonly string[]
}

/**
 * Prints one table of counts and licence classes, then the licences that no class is known for and the reasons of
 * refusals.
 */
export function printCorpus(title: string, lines: readonly CorpusLine[]): void {
  const rows = lines.map(({ name, read, records, assets, refused }) => ({
    part: name,
    read,
    records: records.length,
    assets,
    refused: refused.length,
    kinds: counted(records.map(({ kind }) => kind)),
    domains: counted(records.map(({ domain }) => domain ?? 'unknown')),
    licences: counted(records.map(({ license }) => license.class)),
  }))
  const columns = [
    'part',
    'read',
    'records',
    'assets',
    'refused',
    'kinds',
    'domains',
    'licences',
  ] as const
  const cells = [columns, ...rows.map((row) => columns.map((column) => String(row[column])))]
  const widths = columns.map((_, at) => Math.max(...cells.map((row) => row[at]?.length ?? 0)))
  const table = cells.map((row) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  '))
  const unknown = lines.flatMap(({ records }) =>
    records.flatMap(({ license }) =>
      license.class === 'UNKNOWN' ? (license.raw ?? license.url ?? []) : [],
    ),
  )
  const reasons = lines.flatMap(({ refused }) => refused)
  console.info(
    [
      title,
      ...table.map((line) => `  ${line.trimEnd()}`),
      ...listed('licences of no known class', unknown),
      ...listed('refused', reasons),
    ].join('\n'),
  )
}

/** `OPEN 3, UNKNOWN 1`, the most first. */
function counted(values: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
  return sorted.map(([value, count]) => `${value} ${count}`).join(', ')
}

function listed(title: string, values: readonly string[]): string[] {
  return values.length === 0 ? [] : [`  ${title}: ${counted(values).slice(0, 2_000)}`]
}
