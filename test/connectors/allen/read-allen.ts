import allen from '../../../connectors/allen/index.ts'
import {
  type AllenStandin,
  type AllenStandinOptions,
  startAllenStandin,
} from '../../../connectors/allen/standin.ts'
import type { Checkpoint, Mapped, MappedRecord } from '../../../src/sdk/index.ts'
import { leftBy, mapRowOf, readSource, type SourceReading, whileUp } from '../read-source.ts'

type Entity = keyof typeof allen.rows

export interface Reading
  extends Omit<SourceReading, 'rejected' | 'failed' | 'checkpoints' | 'etags' | 'assets'> {
  /** Native ids of rows that their shapes refuse. */
  rejected: string[]
  /** Codes, by partition. */
  failed: Record<string, string>
  /** The last of each partition. */
  checkpoints: Record<string, Checkpoint>
}

export interface ReadOptions {
  options?: Record<string, unknown>
  /** Where an interrupted run left off; null is done. */
  left?: Record<string, Checkpoint>
  /** Stops reading after so many items, like a process that dies. */
  stopAfter?: number
  attempts?: number
  /** Etags that the catalogue holds, by native id. */
  known?: ReadonlyMap<string, string>
  /** Default true. */
  full?: boolean
}

/** Reads a stand-in with the real HTTP client, as a harvest would. */
export async function read(
  standin: { options: object },
  { options = {}, left = {}, stopAfter, ...request }: ReadOptions = {},
): Promise<Reading> {
  const reading = await readSource(
    { connector: allen, refusedBy: 'shape', policy: { headersTimeout: 500, bodyTimeout: 500 } },
    {
      ...request,
      options: { ...standin.options, ...options },
      from: (partition) => left[partition],
      stopWhen: ({ items }) => items.length === stopAfter,
    },
  )
  return {
    ...reading,
    rejected: reading.rejected.flatMap(({ nativeId }) => nativeId ?? []),
    failed: Object.fromEntries(
      Object.entries(reading.failed).map(([partition, { code }]) => [partition, code]),
    ),
    checkpoints: leftBy(reading),
  }
}

/** A row as it came, through its shape and into a record. */
export function mapRow(entity: Entity, row: unknown, options: object = {}): Mapped | null {
  return mapRowOf(allen, entity, row, options)
}

export function recordOf(entity: Entity, row: unknown, options: object = {}): MappedRecord {
  const mapped = mapRow(entity, row, options)
  if (mapped === null) throw new Error('the row made no record')
  return mapped.record
}

/** Starts a stand-in for as long as `use` takes. */
export function withAllen<T>(
  options: AllenStandinOptions,
  use: (standin: AllenStandin) => Promise<T>,
): Promise<T> {
  return whileUp(startAllenStandin(options), use)
}
