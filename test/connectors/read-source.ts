import type { z } from 'zod'
import type { AnyConnector } from '../../src/sdk/connector.ts'
import {
  type Asset,
  type Checkpoint,
  type Credentials,
  createHttpClient,
  GatewayError,
  type HarvestContext,
  type HarvestItem,
  type HttpPolicy,
  type Mapped,
  type MappedRecord,
  type Tokens,
  type VocabularyTerm,
} from '../../src/sdk/index.ts'

/** What one reading of a source came to, rows already let through their shapes and mapped. */
export interface SourceReading {
  items: HarvestItem[]
  /** Native ids in the order they came, repetitions and those of `same` included. */
  order: string[]
  /** Native ids that were not read again. */
  same: string[]
  gone: string[]
  /** Allow-listed rows, as JSON, by native id. */
  rows: Map<string, string>
  records: Map<string, Mapped>
  /** Marks that came with rows, by native id: what a catalogue gives back as known. */
  etags: Map<string, string>
  /** Assets that were streamed, by native id. */
  assets: Map<string, Asset[]>
  rejected: Rejected[]
  terms: VocabularyTerm[]
  done: string[]
  failed: Record<string, GatewayError>
  checkpoints: { partition: string; checkpoint: Checkpoint }[]
  /** US dollars. */
  spent: number
  error: GatewayError | null
  /** Requests sent. */
  requests: number
}

/** A row that made no record, since it has no native id, or its shape or its mapping refused it. */
export interface Rejected {
  nativeId: string | null
  why: unknown
}

/** How the sources of a connector are read. */
export interface SourceReader {
  connector: AnyConnector
  /** What may refuse a row; what else throws ends the reading. */
  refusedBy: 'shape' | 'map' | 'both'
  /** Over the connector's own manners. */
  policy?: Partial<HttpPolicy>
}

export interface SourceRequest {
  /** Of the source, before they are checked. */
  options: object
  credentials?: Credentials | null
  tokens?: Tokens
  /** Default true. */
  full?: boolean
  since?: string | null
  /** Where an interrupted run left off; null is done. Default: nowhere. */
  from?: (partition: string) => Checkpoint | undefined
  /** Etags that the catalogue holds, by native id. Default: none. */
  known?: ReadonlyMap<string, string>
  /** Stops reading when it is so, like a process that dies. Default: never. */
  stopWhen?: (reading: SourceReading) => boolean
  /** Default 1. */
  attempts?: number
}

/** Reads a source with the real HTTP client, as a harvest would. */
export async function readSource(
  reader: SourceReader,
  request: SourceRequest,
): Promise<SourceReading> {
  const { connector } = reader
  const { known = new Map(), from = () => undefined, stopWhen = () => false } = request
  const options = connector.options.parse(request.options)
  const rules = connector.rules?.()
  const http = createHttpClient({
    origins: connector.origins(options),
    allowPrivateAddresses: true,
    policy: {
      ...connector.http,
      requestsPerSecond: 10_000,
      attempts: request.attempts ?? 1,
      backoff: 1,
      ...reader.policy,
    },
  })
  const reading = nothing()
  const context: HarvestContext<unknown> = {
    source: 'trial',
    options,
    rules,
    credentials: request.credentials ?? null,
    tokens: request.tokens ?? { get: async () => null, replace: async () => true },
    http,
    full: request.full ?? true,
    since: request.since ?? null,
    signal: new AbortController().signal,
    now: () => new Date(0),
    from,
    known: async (id) => (known.has(id) ? { etag: known.get(id) ?? null } : null),
    scopes: async () => [],
    pseudonym: (name) => name,
  }
  try {
    for await (const item of connector.harvest(context)) {
      reading.items.push(item)
      take(reading, item, reader, { options, rules })
      if (stopWhen(reading)) break
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

function nothing(): SourceReading {
  return {
    items: [],
    order: [],
    same: [],
    gone: [],
    rows: new Map(),
    records: new Map(),
    etags: new Map(),
    assets: new Map(),
    rejected: [],
    terms: [],
    done: [],
    failed: {},
    checkpoints: [],
    spent: 0,
    error: null,
    requests: 0,
  }
}

/** What `map` is given besides rows. */
interface Given {
  options: unknown
  rules: unknown
}

function take(reading: SourceReading, item: HarvestItem, reader: SourceReader, given: Given): void {
  if ('term' in item) reading.terms.push(item.term)
  if ('partitionDone' in item) reading.done.push(item.partitionDone)
  if ('partitionFailed' in item) reading.failed[item.partitionFailed] = item.error
  if ('checkpoint' in item) {
    const { partition, checkpoint } = item
    // As it was then: a connector may go on with the same object.
    reading.checkpoints.push({ partition, checkpoint: structuredClone(checkpoint) })
  }
  if ('same' in item) {
    reading.order.push(item.same)
    reading.same.push(item.same)
  }
  if ('gone' in item) reading.gone.push(item.gone)
  if ('spent' in item) reading.spent += item.spent
  if ('assets' in item) {
    const before = reading.assets.get(item.assets) ?? []
    reading.assets.set(item.assets, [...before, ...item.chunk])
  }
  if ('row' in item) takeRow(reading, item, reader, given)
}

function takeRow(
  reading: SourceReading,
  { entity, nativeId, row, etag }: Extract<HarvestItem, { row: unknown }>,
  { connector, refusedBy }: SourceReader,
  { options, rules }: Given,
): void {
  if (nativeId !== null) reading.order.push(nativeId)
  const parsed = (connector.rows[entity] as z.ZodType).safeParse(row)
  if (!parsed.success && refusedBy === 'map') throw parsed.error
  if (nativeId === null || !parsed.success) {
    reading.rejected.push({ nativeId, why: parsed.error ?? new Error('no native id') })
    return
  }
  reading.rows.set(nativeId, JSON.stringify(parsed.data))
  try {
    const mapped = mapOf(connector, entity)(parsed.data, options, rules)
    if (mapped !== null) reading.records.set(nativeId, mapped)
    if (etag !== undefined) reading.etags.set(nativeId, etag)
  } catch (why) {
    if (refusedBy === 'shape') throw why
    reading.rejected.push({ nativeId, why })
  }
}

/** Why rows made no record, in words, by native id. */
export function reasonsOf({
  rejected,
}: Pick<SourceReading, 'rejected'>): Map<string | null, string> {
  return new Map(
    rejected.map(({ nativeId, why }) => {
      return [nativeId, (why as { message?: string }).message ?? String(why)]
    }),
  )
}

/** The last checkpoint of each partition. */
export function leftBy({ checkpoints }: Pick<SourceReading, 'checkpoints'>) {
  return Object.fromEntries(checkpoints.map(({ partition, checkpoint }) => [partition, checkpoint]))
}

/** The record of a reading with this native id. */
export function recordAt(
  { records }: Pick<SourceReading, 'records'>,
  nativeId: string,
): MappedRecord {
  const mapped = records.get(nativeId)
  if (mapped === undefined) throw new Error(`no record ${nativeId}`)
  return mapped.record
}

/** A row as it came, through its shape and into a record; null for one that makes none. */
export function mapRowOf(
  connector: AnyConnector,
  entity: string,
  row: unknown,
  options: object,
): Mapped | null {
  const parsed = (connector.rows[entity] as z.ZodType).parse(row)
  return mapOf(connector, entity)(parsed, connector.options.parse(options), connector.rules?.())
}

function mapOf(connector: AnyConnector, entity: string) {
  return connector.map[entity] as (row: unknown, options: unknown, rules: unknown) => Mapped | null
}

/** What was started, for as long as `use` takes. */
export async function whileUp<Server extends { close(): Promise<unknown> }, Result>(
  starting: Promise<Server>,
  use: (server: Server) => Promise<Result>,
): Promise<Result> {
  const server = await starting
  try {
    return await use(server)
  } finally {
    await server.close()
  }
}
