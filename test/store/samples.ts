import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Asset,
  anonymous,
  GatewayError,
  type StoredRecord,
  unknownRecord,
  type Viewer,
} from '../../src/model/index.ts'
import type {
  HarvestLease,
  RecordReader,
  RecordStore,
  SourceConfig,
  StoreStep,
} from '../../src/store/index.ts'

/** The store that a test of the contract is about. */
export interface StoreInUse {
  readonly store: RecordStore
  /** Closes the store and opens it again: `store` is another one then. */
  reopen(): Promise<void>
}

type Put = Extract<StoreStep, { do: 'put' }>

/** A folder for one test; `remove` it at the end. */
export function tempFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'atlas-store-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

export const lab: Viewer = { subject: 'lab', groups: ['public', 'lab'], roles: [] }

export function source(id: string, changes: Partial<SourceConfig> = {}): SourceConfig {
  return {
    id,
    type: 'example',
    title: `Source ${id}`,
    homepage: null,
    discover: ['public'],
    staleAfterSeconds: null,
    visibility: null,
    ...changes,
  }
}

export function put(
  nativeId: string,
  changes: Partial<Put['record']> = {},
  step: Partial<Omit<Put, 'do' | 'record'>> = {},
): Put {
  const from = changes.source ?? 'one'
  const record: Put['record'] = {
    ...structuredClone(unknownRecord),
    kind: 'DATASET',
    title: `Record ${nativeId}`,
    id: `${from}:${nativeId}`,
    source: from,
    nativeId,
    connector: 'example@1',
    rowHash: '0'.repeat(64),
    quality: { score: 1, missing: [], problems: [] },
    ...changes,
  }
  return {
    do: 'put',
    record,
    entity: 'thing',
    row: JSON.stringify({ nativeId, title: record.title }),
    hash: `${nativeId} ${record.title}`,
    etag: null,
    scope: null,
    partition: 'all',
    assets: null,
    ...step,
  }
}

export function seen(nativeId: string, partition = 'all'): StoreStep {
  return { do: 'seen', nativeId, partition }
}

export function asset(name: string, changes: Partial<Asset> = {}): Asset {
  return {
    name,
    role: 'VOLUME',
    format: 'NRRD',
    mediaType: null,
    size: 100,
    sizeIsExact: true,
    checksum: null,
    availability: 'ONLINE',
    locator: `https://example.org/files/${name}`,
    region: null,
    payer: null,
    ...changes,
  }
}

export function reject(nativeId: string | null, partition = 'all', row: string | null = null) {
  return {
    do: 'reject',
    rejection: { nativeId, entity: 'thing', path: 'title', reason: 'expected string' },
    partition,
    row,
  } as const satisfies StoreStep
}

export const owner = 'elsewhere:1:test'
export const endWell = { error: null, message: null, cancelled: false, removalShare: 0.2 } as const

export function begin(
  store: RecordStore,
  from = 'one',
  request: { full?: boolean; owner?: string; leaseSeconds?: number } = {},
): Promise<HarvestLease> {
  return store.beginHarvest(from, { full: true, owner, leaseSeconds: 60, ...request })
}

/** A whole harvest; says that partition `all` was read to its end. */
export async function harvest(
  store: RecordStore,
  steps: readonly StoreStep[],
  finish: Partial<Parameters<RecordStore['finishHarvest']>[2]> = {},
  from = 'one',
) {
  const { harvest: run } = await begin(store, from)
  await store.apply(run.id, owner, [...steps, { do: 'partitionDone', partition: 'all' }])
  return store.finishHarvest(run.id, owner, { ...endWell, ...finish })
}

/** What an index that follows the outbox from its start holds in the end. */
export async function replay(store: RecordReader, batch = 500): Promise<Map<string, StoredRecord>> {
  const held = new Map<string, StoredRecord>()
  for (let position = 0; ; ) {
    const changes = await store.changes(position, batch)
    for (const { id, record } of changes) {
      if (record === null) held.delete(id)
      else held.set(id, record)
    }
    const last = changes.at(-1)
    if (last === undefined) return held
    position = last.position
  }
}

/** The code of the error that `work` ends with. */
export function code(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'no error',
    (thrown: unknown) => (thrown instanceof GatewayError ? thrown.code : thrown),
  )
}

/** Null for what the viewer may not see. */
export async function titles(store: RecordReader, ids: string[], viewer: Viewer = anonymous) {
  return (await store.records(viewer, ids)).map((record) => record?.title ?? null)
}

export async function idsIn(store: RecordReader): Promise<string[]> {
  return [...(await replay(store)).keys()].sort()
}
