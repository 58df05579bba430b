import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import openDataRegistry from '../../../connectors/open-data-registry/index.ts'
import type { Checkpoint, Credentials, MappedRecord } from '../../../src/sdk/index.ts'
import { readSource, reasonsOf, type SourceReading } from '../read-source.ts'

export interface Reading extends Omit<SourceReading, 'records' | 'rejected' | 'checkpoints'> {
  records: Map<string, MappedRecord>
  /** Why rows were not taken, by native id. */
  rejected: Map<string | null, string>
  /** What is kept of the rows, as text. */
  kept: string
  checkpoints: Checkpoint[]
}

export interface ReadOptions {
  full?: boolean
  known?: ReadonlyMap<string, string>
  left?: Checkpoint
  /** Stops reading after so many checkpoints, like a process that dies. */
  stopAfter?: number
  credentials?: Credentials
}

/** Reads a source with the real HTTP client, as a harvest would. */
export async function read(
  options: Record<string, unknown>,
  { left, stopAfter, ...request }: ReadOptions = {},
): Promise<Reading> {
  const reading = await readSource(
    { connector: openDataRegistry, refusedBy: 'both' },
    {
      ...request,
      options,
      from: () => left,
      stopWhen: ({ checkpoints }) => checkpoints.length === stopAfter,
    },
  )
  const records = [...reading.records]
  return {
    ...reading,
    records: new Map(records.map(([id, { record }]) => [id, record])),
    assets: new Map(records.map(([id, { assets }]) => [id, assets ?? []])),
    rejected: reasonsOf(reading),
    kept: [...reading.rows.values()].join(''),
    checkpoints: reading.checkpoints.map(({ checkpoint }) => checkpoint),
  }
}

/** A folder with these files for as long as `use` takes. */
export async function withFolder<T>(
  files: Readonly<Record<string, string | Uint8Array>>,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'atlas-registry-'))
  try {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), content)
    }
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A small entry as YAML, which is JSON too. */
export function entry(fields: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ Name: 'A data set', Tags: [], Resources: [], ...fields })
}

/** The one record that this entry makes. */
export async function recordOf(fields: Readonly<Record<string, unknown>>) {
  return withFolder({ 'one.yaml': entry(fields) }, async (folder) => {
    const { records, assets, rejected } = await read({ folder })
    const record = records.get('one')
    if (record === undefined) throw new Error(rejected.get('one') ?? 'no record')
    return { record, assets: assets.get('one') ?? [] }
  })
}
