import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import openDataRegistry from '../../../connectors/open-data-registry/index.ts'
import type { Options } from '../../../connectors/open-data-registry/options.ts'
import { Dataset, Unreadable } from '../../../connectors/open-data-registry/rows.ts'
import {
  type Asset,
  type Checkpoint,
  type Credentials,
  createHttpClient,
  GatewayError,
  type HarvestContext,
  type HarvestItem,
  type MappedRecord,
} from '../../../src/sdk/index.ts'

/** What one reading came to, rows already let through their shape and mapped. */
export interface Reading {
  /** Native ids in the order they came, `same` included. */
  order: string[]
  /** Native ids that were not read again. */
  same: string[]
  etags: Map<string, string>
  records: Map<string, MappedRecord>
  assets: Map<string, Asset[]>
  /** Why rows were not taken, by native id. */
  rejected: Map<string | null, string>
  /** What is kept of the rows, as text. */
  kept: string
  checkpoints: Checkpoint[]
  done: string[]
  spent: number
  error: GatewayError | null
  requests: number
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
  given: Record<string, unknown>,
  { full = true, known = new Map(), left, stopAfter, credentials }: ReadOptions = {},
): Promise<Reading> {
  const options = openDataRegistry.options.parse(given)
  const http = createHttpClient({
    origins: openDataRegistry.origins(options),
    allowPrivateAddresses: true,
    policy: { ...openDataRegistry.http, requestsPerSecond: 10_000, attempts: 1, backoff: 1 },
  })
  const reading: Reading = {
    order: [],
    same: [],
    etags: new Map(),
    records: new Map(),
    assets: new Map(),
    rejected: new Map(),
    kept: '',
    checkpoints: [],
    done: [],
    spent: 0,
    error: null,
    requests: 0,
  }
  const context: HarvestContext<Options> = {
    source: 'test',
    options,
    credentials: credentials ?? null,
    tokens: { get: async () => null, replace: async () => true },
    http,
    full,
    since: null,
    signal: new AbortController().signal,
    now: () => new Date(0),
    from: () => left,
    known: async (id) => (known.has(id) ? { etag: known.get(id) ?? null } : null),
    scopes: async () => [],
    pseudonym: () => '',
  }
  try {
    for await (const item of openDataRegistry.harvest(context)) {
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
  if ('checkpoint' in item) reading.checkpoints.push(item.checkpoint)
  if ('spent' in item) reading.spent += item.spent
  if ('same' in item) {
    reading.order.push(item.same)
    reading.same.push(item.same)
  }
  if (!('row' in item)) return
  const { nativeId, entity, row, etag } = item
  if (nativeId !== null) reading.order.push(nativeId)
  try {
    if (entity === 'unreadable') openDataRegistry.map.unreadable(Unreadable.parse(row), options)
    const parsed = Dataset.parse(row)
    reading.kept += JSON.stringify(parsed)
    const mapped = openDataRegistry.map.dataset(parsed, options)
    if (mapped === null || nativeId === null) throw new Error('no record')
    reading.records.set(nativeId, mapped.record)
    reading.assets.set(nativeId, mapped.assets ?? [])
    if (etag !== undefined) reading.etags.set(nativeId, etag)
  } catch (thrown) {
    reading.rejected.set(nativeId, thrown instanceof Error ? thrown.message : String(thrown))
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
