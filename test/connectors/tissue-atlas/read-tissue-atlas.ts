import type { z } from 'zod'
import tissueAtlas from '../../../connectors/tissue-atlas/index.ts'
import {
  startTissueAtlasStandin,
  type TissueAtlasStandin,
  type TissueAtlasStandinOptions,
} from '../../../connectors/tissue-atlas/standin.ts'
import type { Checkpoint, Credentials } from '../../../src/sdk/index.ts'
import { readSource, type SourceReading, whileUp } from '../read-source.ts'

export { recordAt } from '../read-source.ts'

export interface Reading extends Omit<SourceReading, 'rejected' | 'checkpoints'> {
  /** Native ids of rows that their shapes refuse, with where. */
  rejected: Map<string | null, string>
  checkpoints: Checkpoint[]
}

export interface ReadOptions {
  options?: Record<string, unknown>
  credentials?: Credentials | null
  /** What the catalogue holds. Default: nothing. */
  known?: ReadonlyMap<string, string>
  full?: boolean
  /** Where an interrupted run left off, by partition. */
  left?: Record<string, Checkpoint>
  attempts?: number
}

/** Reads a site with the real HTTP client, as a harvest would. */
export async function read({
  options = {},
  full = false,
  left = {},
  ...request
}: ReadOptions): Promise<Reading> {
  const reading = await readSource(
    {
      connector: tissueAtlas,
      refusedBy: 'shape',
      policy: { headersTimeout: 2_000, bodyTimeout: 500 },
    },
    { ...request, options, full, from: (partition) => left[partition] },
  )
  return {
    ...reading,
    rejected: new Map(
      reading.rejected.map(({ nativeId, why }) => {
        const [issue] = (why as Partial<z.ZodError>).issues ?? []
        return [nativeId, issue?.path.join('.') ?? '']
      }),
    ),
    checkpoints: reading.checkpoints.map(({ checkpoint }) => checkpoint),
  }
}

export function optionsOf(given: Record<string, unknown>) {
  return tissueAtlas.options.parse(given)
}

/** Starts a stand-in for as long as `use` takes. */
export function withSite<T>(
  options: TissueAtlasStandinOptions,
  use: (standin: TissueAtlasStandin) => Promise<T>,
): Promise<T> {
  return whileUp(startTissueAtlasStandin(options), use)
}

/** The stand-in read once. */
export function readStandin(
  standin: TissueAtlasStandinOptions = {},
  request: ReadOptions = {},
): Promise<Reading> {
  return withSite(standin, ({ options }) =>
    read({ ...request, options: { ...options, ...request.options } }),
  )
}

/** The assets of a reading's record. */
export function assetsAt({ records }: Reading, nativeId: string) {
  return records.get(nativeId)?.assets ?? []
}
