import allen from '../../../connectors/allen/index.ts'
import {
  type AllenStandin,
  type AllenStandinOptions,
  startAllenStandin,
} from '../../../connectors/allen/standin.ts'
import {
  type Checkpoint,
  createHttpClient,
  GatewayError,
  type HarvestItem,
  type Mapped,
  type MappedRecord,
  type VocabularyTerm,
} from '../../../src/sdk/index.ts'

type Entity = keyof typeof allen.rows

/** What one reading of a source came to, rows already let through their shapes and mapped. */
export interface Reading {
  items: HarvestItem[]
  /** Allow-listed rows, as JSON, by native id. */
  rows: Map<string, string>
  records: Map<string, Mapped>
  /** Native ids in the order they came, repetitions included. */
  order: string[]
  rejected: string[]
  terms: VocabularyTerm[]
  done: string[]
  failed: Record<string, string>
  checkpoints: Record<string, Checkpoint>
  error: GatewayError | null
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
  {
    options: given = {},
    left = {},
    stopAfter,
    attempts = 1,
    known = new Map(),
    full = true,
  }: ReadOptions = {},
): Promise<Reading> {
  const options = allen.options.parse({ ...standin.options, ...given })
  const http = createHttpClient({
    origins: allen.origins(options),
    allowPrivateAddresses: true,
    policy: {
      ...allen.http,
      requestsPerSecond: 10_000,
      attempts,
      backoff: 1,
      headersTimeout: 500,
      bodyTimeout: 500,
    },
  })
  const reading: Reading = {
    items: [],
    rows: new Map(),
    records: new Map(),
    order: [],
    rejected: [],
    terms: [],
    done: [],
    failed: {},
    checkpoints: {},
    error: null,
  }
  const context = {
    source: 'trial',
    options,
    credentials: null,
    http,
    full,
    since: null,
    signal: new AbortController().signal,
    now: () => new Date(0),
    from: (partition: string) => left[partition],
    known: async (nativeId: string) =>
      known.has(nativeId) ? { etag: known.get(nativeId) ?? null } : null,
    scopes: async () => [],
    tokens: { get: async () => null, replace: async () => true },
    pseudonym: (name: string) => name,
  }
  try {
    for await (const item of allen.harvest(context)) {
      reading.items.push(item)
      take(reading, item, options)
      if (reading.items.length === stopAfter) break
    }
  } catch (thrown) {
    if (!(thrown instanceof GatewayError)) throw thrown
    reading.error = thrown
  } finally {
    await http.close()
  }
  return reading
}

function take(reading: Reading, item: HarvestItem, options: object): void {
  if ('term' in item) reading.terms.push(item.term)
  if ('partitionDone' in item) reading.done.push(item.partitionDone)
  if ('partitionFailed' in item) reading.failed[item.partitionFailed] = item.error.code
  if ('checkpoint' in item) reading.checkpoints[item.partition] = item.checkpoint
  if (!('row' in item) || item.nativeId === null) return
  const { entity, nativeId, row } = item
  reading.order.push(nativeId)
  const parsed = allen.rows[entity as Entity].safeParse(row)
  if (!parsed.success) {
    reading.rejected.push(nativeId)
    return
  }
  reading.rows.set(nativeId, JSON.stringify(parsed.data))
  const mapped = map(entity as Entity, parsed.data, options)
  if (mapped !== null) reading.records.set(nativeId, mapped)
}

/** A row as it came, through its shape and into a record. */
export function mapRow(entity: Entity, row: unknown, options: object = {}): Mapped | null {
  return map(entity, allen.rows[entity].parse(row), allen.options.parse(options))
}

export function recordOf(entity: Entity, row: unknown, options: object = {}): MappedRecord {
  const mapped = mapRow(entity, row, options)
  if (mapped === null) throw new Error('the row made no record')
  return mapped.record
}

function map(entity: Entity, row: unknown, options: object): Mapped | null {
  const mapper = allen.map[entity] as (row: unknown, options: object) => Mapped | null
  return mapper(row, options)
}

/** Starts a stand-in for as long as `use` takes. */
export async function withAllen<T>(
  options: AllenStandinOptions,
  use: (standin: AllenStandin) => Promise<T>,
): Promise<T> {
  const standin = await startAllenStandin(options)
  try {
    return await use(standin)
  } finally {
    await standin.close()
  }
}
