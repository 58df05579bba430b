import tissueAtlas from '../../../connectors/tissue-atlas/index.ts'
import {
  startTissueAtlasStandin,
  type TissueAtlasStandin,
  type TissueAtlasStandinOptions,
} from '../../../connectors/tissue-atlas/standin.ts'
import {
  type Checkpoint,
  type Credentials,
  createHttpClient,
  GatewayError,
  type HarvestItem,
  type Mapped,
  type MappedRecord,
} from '../../../src/sdk/index.ts'

type Entity = keyof typeof tissueAtlas.rows

/** What one reading of a site came to, rows already let through their shapes and mapped. */
export interface Reading {
  items: HarvestItem[]
  records: Map<string, Mapped>
  /** Marks that came with rows, by native id: what a catalogue gives back as known. */
  etags: Map<string, string>
  same: string[]
  gone: string[]
  /** Native ids of rows that their shapes refuse, with where. */
  rejected: Map<string | null, string>
  done: string[]
  failed: Record<string, GatewayError>
  checkpoints: Checkpoint[]
  error: GatewayError | null
  /** US dollars. */
  spent: number
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
  options: given = {},
  credentials = null,
  known = new Map(),
  full = false,
  left = {},
  attempts = 1,
}: ReadOptions): Promise<Reading> {
  const options = optionsOf(given)
  const http = createHttpClient({
    origins: tissueAtlas.origins(options),
    allowPrivateAddresses: true,
    policy: {
      ...tissueAtlas.http,
      requestsPerSecond: 10_000,
      attempts,
      backoff: 1,
      headersTimeout: 2_000,
      bodyTimeout: 500,
    },
  })
  const reading: Reading = {
    items: [],
    records: new Map(),
    etags: new Map(),
    same: [],
    gone: [],
    rejected: new Map(),
    done: [],
    failed: {},
    checkpoints: [],
    error: null,
    spent: 0,
  }
  const context = {
    source: 'trial',
    options,
    credentials,
    http,
    full,
    since: null,
    signal: new AbortController().signal,
    now: () => new Date(0),
    from: (partition: string) => left[partition],
    known: async (nativeId: string) => {
      const etag = known.get(nativeId)
      return etag === undefined ? null : { etag }
    },
    scopes: async () => [],
    tokens: { get: async () => null, replace: async () => true },
    pseudonym: (name: string) => name,
  }
  try {
    for await (const item of tissueAtlas.harvest(context)) {
      reading.items.push(item)
      take(reading, item, options)
    }
  } catch (thrown) {
    if (!(thrown instanceof GatewayError)) throw thrown
    reading.error = thrown
  } finally {
    await http.close()
  }
  return reading
}

function take(reading: Reading, item: HarvestItem, options: ReturnType<typeof optionsOf>): void {
  if ('partitionDone' in item) reading.done.push(item.partitionDone)
  if ('partitionFailed' in item) reading.failed[item.partitionFailed] = item.error
  if ('checkpoint' in item) reading.checkpoints.push(item.checkpoint)
  if ('same' in item) reading.same.push(item.same)
  if ('gone' in item) reading.gone.push(item.gone)
  if ('spent' in item) reading.spent += item.spent
  if (!('row' in item)) return
  const { entity, nativeId, row, etag } = item
  const parsed = tissueAtlas.rows[entity as Entity].safeParse(row)
  if (nativeId === null || !parsed.success) {
    reading.rejected.set(nativeId, parsed.error?.issues[0]?.path.join('.') ?? '')
    return
  }
  if (etag !== undefined) reading.etags.set(nativeId, etag)
  const map = tissueAtlas.map[entity as Entity] as (row: unknown, options: unknown) => Mapped
  reading.records.set(nativeId, map(parsed.data, options))
}

export function optionsOf(given: Record<string, unknown>) {
  return tissueAtlas.options.parse(given)
}

/** Starts a stand-in for as long as `use` takes. */
export async function withSite<T>(
  options: TissueAtlasStandinOptions,
  use: (standin: TissueAtlasStandin) => Promise<T>,
): Promise<T> {
  const standin = await startTissueAtlasStandin(options)
  try {
    return await use(standin)
  } finally {
    await standin.close()
  }
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

/** The record of a reading with this native id. */
export function recordAt({ records }: Reading, nativeId: string): MappedRecord {
  const mapped = records.get(nativeId)
  if (mapped === undefined) throw new Error(`no record ${nativeId}`)
  return mapped.record
}

/** The assets of a reading's record. */
export function assetsAt({ records }: Reading, nativeId: string) {
  return records.get(nativeId)?.assets ?? []
}
