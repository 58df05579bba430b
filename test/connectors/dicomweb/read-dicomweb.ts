import dicomweb from '../../../connectors/dicomweb/index.ts'
import {
  type DicomwebStandin,
  type DicomwebStandinOptions,
  startDicomwebStandin,
} from '../../../connectors/dicomweb/standin.ts'
import {
  type Checkpoint,
  type Credentials,
  createHttpClient,
  GatewayError,
  type HarvestItem,
  type Mapped,
  type MappedRecord,
} from '../../../src/sdk/index.ts'

type Entity = keyof typeof dicomweb.rows

/** What one reading of an archive came to, rows already let through their shapes and mapped. */
export interface Reading {
  items: HarvestItem[]
  /** Allow-listed rows, as JSON, by native id. */
  rows: Map<string, string>
  records: Map<string, Mapped>
  /** Native ids in the order they came, repetitions included. */
  order: string[]
  /** Native ids of rows that their shapes refuse; null for those without. */
  rejected: (string | null)[]
  done: string[]
  failed: Record<string, GatewayError>
  checkpoints: Checkpoint[]
  error: GatewayError | null
  /** Requests sent. */
  requests: number
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
  { options: given = {}, credentials = null, left, stopAfter, attempts = 1 }: ReadOptions = {},
): Promise<Reading> {
  const options = optionsOf({ baseUrl: archive.baseUrl, ...given })
  const http = createHttpClient({
    origins: dicomweb.origins(options),
    allowPrivateAddresses: true,
    policy: {
      ...dicomweb.http,
      requestsPerSecond: 10_000,
      attempts,
      backoff: 1,
      headersTimeout: 2_000,
      bodyTimeout: 500,
    },
  })
  const reading: Reading = {
    items: [],
    rows: new Map(),
    records: new Map(),
    order: [],
    rejected: [],
    done: [],
    failed: {},
    checkpoints: [],
    error: null,
    requests: 0,
  }
  const context = {
    source: 'trial',
    options,
    credentials,
    http,
    full: true,
    since: null,
    signal: new AbortController().signal,
    now: () => new Date(0),
    from: () => left,
    known: async () => null,
    scopes: async () => [],
    tokens: { get: async () => null, replace: async () => true },
    pseudonym: (name: string) => name,
  }
  try {
    for await (const item of dicomweb.harvest(context)) {
      reading.items.push(item)
      take(reading, item, options)
      if (reading.checkpoints.length === stopAfter) break
    }
  } catch (thrown) {
    if (!(thrown instanceof GatewayError)) throw thrown
    reading.error = thrown
  } finally {
    reading.requests = http.stats.requests
    await http.close()
  }
  return reading
}

function take(reading: Reading, item: HarvestItem, options: ReturnType<typeof optionsOf>): void {
  if ('partitionDone' in item) reading.done.push(item.partitionDone)
  if ('partitionFailed' in item) reading.failed[item.partitionFailed] = item.error
  if ('checkpoint' in item) reading.checkpoints.push(item.checkpoint)
  if (!('row' in item)) return
  const { entity, nativeId, row } = item
  const parsed = dicomweb.rows[entity as Entity].safeParse(row)
  if (nativeId !== null) reading.order.push(nativeId)
  if (nativeId === null || !parsed.success) {
    reading.rejected.push(nativeId)
    return
  }
  reading.rows.set(nativeId, JSON.stringify(parsed.data))
  const map = dicomweb.map[entity as Entity] as (row: unknown, options: unknown) => Mapped
  reading.records.set(nativeId, map(parsed.data, options))
}

export function optionsOf(given: Record<string, unknown>) {
  return dicomweb.options.parse(given)
}

/** Starts a stand-in for as long as `use` takes. */
export async function withArchive<T>(
  options: DicomwebStandinOptions,
  use: (standin: DicomwebStandin) => Promise<T>,
): Promise<T> {
  const standin = await startDicomwebStandin(options)
  try {
    return await use(standin)
  } finally {
    await standin.close()
  }
}

/** The stand-in read once. */
export function readStandin(
  standin: DicomwebStandinOptions,
  request: ReadOptions = {},
): Promise<Reading> {
  return withArchive(standin, ({ options }) => read(options, request))
}

/** The record of a reading with this native id. */
export function recordAt({ records }: Reading, nativeId: string): MappedRecord {
  const mapped = records.get(nativeId)
  if (mapped === undefined) throw new Error(`no record ${nativeId}`)
  return mapped.record
}
