import rest from '../../../connectors/rest/index.ts'
import type { Options } from '../../../connectors/rest/options.ts'
import { Row } from '../../../connectors/rest/rows.ts'
import {
  type RestStandin,
  type RestStandinOptions,
  startRestStandin,
} from '../../../connectors/rest/standin.ts'
import {
  type Asset,
  type Checkpoint,
  type Credentials,
  createHttpClient,
  GatewayError,
  type HarvestContext,
  type HarvestItem,
  type MappedRecord,
  type Tokens,
} from '../../../src/sdk/index.ts'

/** What one reading came to, rows already let through their shape and mapped. */
export interface Reading {
  /** Native ids in the order they came, `same` included. */
  order: string[]
  /** Native ids that were not read again. */
  same: string[]
  etags: Map<string, string>
  records: Map<string, MappedRecord>
  /** Messages of rows that could not be mapped, by native id. */
  rejected: Map<string | null, string>
  assets: Map<string, Asset[]>
  rows: Map<string, string>
  done: string[]
  failed: Record<string, GatewayError>
  checkpoints: Checkpoint[]
  error: GatewayError | null
  requests: number
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
  given: Record<string, unknown>,
  request: ReadOptions = {},
): Promise<Reading> {
  const options = rest.options.parse(given)
  const { known = new Map(), left = {}, stopAfter, attempts = 1 } = request
  const http = createHttpClient({
    origins: rest.origins(options),
    allowPrivateAddresses: true,
    policy: { ...rest.http, requestsPerSecond: 10_000, attempts, backoff: 1 },
  })
  const reading: Reading = {
    order: [],
    same: [],
    etags: new Map(),
    records: new Map(),
    rejected: new Map(),
    assets: new Map(),
    rows: new Map(),
    done: [],
    failed: {},
    checkpoints: [],
    error: null,
    requests: 0,
  }
  const context: HarvestContext<Options> = {
    source: 'test',
    options,
    credentials: request.credentials ?? null,
    tokens: request.tokens ?? { get: async () => null, replace: async () => true },
    http,
    full: request.full ?? true,
    since: request.since ?? null,
    signal: new AbortController().signal,
    now: () => new Date(0),
    from: (partition) => left[partition],
    known: async (id) => (known.has(id) ? { etag: known.get(id) ?? null } : null),
    scopes: async () => [],
    pseudonym: () => '',
  }
  try {
    for await (const item of rest.harvest(context)) {
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

function take(reading: Reading, item: HarvestItem, options: Options): void {
  if ('partitionDone' in item) reading.done.push(item.partitionDone)
  if ('partitionFailed' in item) reading.failed[item.partitionFailed] = item.error
  if ('checkpoint' in item) reading.checkpoints.push(structuredClone(item.checkpoint))
  if ('same' in item) {
    reading.order.push(item.same)
    reading.same.push(item.same)
  }
  if ('assets' in item) {
    const before = reading.assets.get(item.assets) ?? []
    reading.assets.set(item.assets, [...before, ...item.chunk])
  }
  if (!('row' in item)) return
  const { nativeId, row, etag } = item
  const parsed = Row.parse(row)
  if (nativeId === null) {
    reading.rejected.set(null, 'no native id')
    return
  }
  reading.order.push(nativeId)
  reading.rows.set(nativeId, JSON.stringify(parsed))
  if (etag !== undefined) reading.etags.set(nativeId, etag)
  try {
    const mapped = rest.map.record(parsed, options)
    if (mapped !== null) reading.records.set(nativeId, mapped.record)
  } catch (thrown) {
    reading.rejected.set(nativeId, thrown instanceof Error ? thrown.message : String(thrown))
  }
}

/** Starts the stand-in of a manifest for as long as `use` takes. */
export async function withRest<T>(
  name: string,
  use: (standin: RestStandin) => Promise<T>,
  options: RestStandinOptions = {},
): Promise<T> {
  const standin = await startRestStandin(name, options)
  try {
    return await use(standin)
  } finally {
    await standin.close()
  }
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
