import rest from '../../../connectors/rest/index.ts'
import {
  type RestStandin,
  type RestStandinOptions,
  startRestStandin,
} from '../../../connectors/rest/standin.ts'
import type { Checkpoint, Credentials, MappedRecord, Tokens } from '../../../src/sdk/index.ts'
import { readSource, reasonsOf, type SourceReading, whileUp } from '../read-source.ts'

export interface Reading extends Omit<SourceReading, 'records' | 'rejected' | 'checkpoints'> {
  records: Map<string, MappedRecord>
  /** Messages of rows that could not be mapped, by native id. */
  rejected: Map<string | null, string>
  checkpoints: Checkpoint[]
}

export interface ReadOptions {
  credentials?: Credentials | null
  tokens?: Tokens
  full?: boolean
  since?: string | null
  /** Where an interrupted run left off, by partition. */
  left?: Record<string, Checkpoint>
  known?: ReadonlyMap<string, string>
  /** Stops reading after so many checkpoints, like a process that dies. */
  stopAfter?: number
  attempts?: number
}

/** Reads a source with the real HTTP client, as a harvest would. */
export async function read(
  options: Record<string, unknown>,
  { left = {}, stopAfter, ...request }: ReadOptions = {},
): Promise<Reading> {
  const reading = await readSource(
    { connector: rest, refusedBy: 'map' },
    {
      ...request,
      options,
      from: (partition) => left[partition],
      stopWhen: ({ checkpoints }) => checkpoints.length === stopAfter,
    },
  )
  return {
    ...reading,
    records: new Map([...reading.records].map(([id, { record }]) => [id, record])),
    rejected: reasonsOf(reading),
    checkpoints: reading.checkpoints.map(({ checkpoint }) => checkpoint),
  }
}

/** Starts the stand-in of a manifest for as long as `use` takes. */
export function withRest<T>(
  name: string,
  use: (standin: RestStandin) => Promise<T>,
  options: RestStandinOptions = {},
): Promise<T> {
  return whileUp(startRestStandin(name, options), use)
}

/** The stand-in of a manifest read once, with its login. */
export function readManifestOf(name: string, request: ReadOptions = {}): Promise<Reading> {
  return withRest(name, ({ options, world }) =>
    read(options, { credentials: world.credentials, ...request }),
  )
}

/** The record of a reading with this native id. */
export function recordAt({ records }: Reading, nativeId: string): MappedRecord {
  const record = records.get(nativeId)
  if (record === undefined) throw new Error(`no record ${nativeId}`)
  return record
}
