import dicomweb from '../../../connectors/dicomweb/index.ts'
import {
  type DicomwebStandin,
  type DicomwebStandinOptions,
  startDicomwebStandin,
} from '../../../connectors/dicomweb/standin.ts'
import type { Checkpoint, Credentials } from '../../../src/sdk/index.ts'
import { readSource, type SourceReading, whileUp } from '../read-source.ts'

export { recordAt } from '../read-source.ts'

export interface Reading extends Omit<SourceReading, 'rejected' | 'checkpoints'> {
  /** Native ids of rows that their shapes refuse; null for those without. */
  rejected: (string | null)[]
  checkpoints: Checkpoint[]
}

export interface ReadOptions {
  options?: Record<string, unknown>
  credentials?: Credentials | null
  /** Where an interrupted run left off; null is done. */
  left?: Checkpoint
  /** Stops reading after so many checkpoints, like a process that dies. */
  stopAfter?: number
  attempts?: number
}

/** Reads an archive with the real HTTP client, as a harvest would. */
export async function read(
  archive: { baseUrl: string },
  { options = {}, left, stopAfter, ...request }: ReadOptions = {},
): Promise<Reading> {
  const reading = await readSource(
    {
      connector: dicomweb,
      refusedBy: 'shape',
      policy: { headersTimeout: 2_000, bodyTimeout: 500 },
    },
    {
      ...request,
      options: { baseUrl: archive.baseUrl, ...options },
      from: () => left,
      stopWhen: ({ checkpoints }) => checkpoints.length === stopAfter,
    },
  )
  return {
    ...reading,
    rejected: reading.rejected.map(({ nativeId }) => nativeId),
    checkpoints: reading.checkpoints.map(({ checkpoint }) => checkpoint),
  }
}

export function optionsOf(given: Record<string, unknown>) {
  return dicomweb.options.parse(given)
}

/** Starts a stand-in for as long as `use` takes. */
export function withArchive<T>(
  options: DicomwebStandinOptions,
  use: (standin: DicomwebStandin) => Promise<T>,
): Promise<T> {
  return whileUp(startDicomwebStandin(options), use)
}

/** The stand-in read once. */
export function readStandin(
  standin: DicomwebStandinOptions,
  request: ReadOptions = {},
): Promise<Reading> {
  return withArchive(standin, ({ options }) => read(options, request))
}
