import { createHash } from 'node:crypto'
import {
  type Asset,
  type MetadataRecord,
  recordId,
  type Term,
  unknownRecord,
  type Visibility,
} from '../../src/model/index.ts'
import type { StoreStep } from '../../src/store/harvest-steps.ts'
import { openStore } from '../../src/store/open-store.ts'
import type { RecordStore, SourceConfig } from '../../src/store/record-store.ts'

export const inLab: Visibility = { discover: ['lab'], retrieve: ['lab'] }

export interface Given extends Partial<MetadataRecord> {
  nativeId: string
  title: string
  assets?: Asset[]
  hidden?: boolean
}

export const term = (label: string, termId: string | null = null): Term => ({
  label,
  termId,
  origin: 'STATED',
  raw: null,
})

export const mouse = term('Mus musculus', 'NCBITaxon:10090')
export const human = term('Homo sapiens', 'NCBITaxon:9606')

export const file = (name: string, size: number | null = 1_000): Asset => ({
  name,
  role: 'VOLUME',
  format: 'NRRD',
  mediaType: null,
  size,
  sizeIsExact: size !== null,
  checksum: null,
  availability: 'ONLINE',
  locator: `https://data.example.org/${name}`,
  region: null,
  payer: null,
})

/** Subject of the owner of `alpha` and `gamma`, see `openCatalogue`; `beta` belongs to the group `team`. */
export const ownerSubject = 'archive-team'

const source = (id: string, discover: string[], owner: string): SourceConfig => ({
  id,
  type: 'example',
  title: `Archive ${id}`,
  homepage: `https://${id}.example.org/`,
  discover,
  staleAfterSeconds: 3_600,
  visibility: null,
  owners: [owner],
})

/** A fresh catalogue file with three sources: `alpha` and `beta` for everybody, `gamma` for the group `lab`. */
export async function openCatalogue(path: string): Promise<RecordStore> {
  const store = openStore(path, 'write')
  await store.configureSources([
    source('alpha', ['public'], ownerSubject),
    source('beta', ['public'], 'group:team'),
    source('gamma', ['lab'], ownerSubject),
  ])
  return store
}

/** Harvests `given` into a source, as the harvest does, and gives the run's id. */
export async function fill(
  store: RecordStore,
  source: string,
  given: readonly Given[],
  rejected = 0,
): Promise<string> {
  const owner = 'test'
  const { harvest } = await store.beginHarvest(source, { full: true, owner, leaseSeconds: 60 })
  const rejections = Array.from(
    { length: rejected },
    (_, at): StoreStep => ({
      do: 'reject',
      rejection: { nativeId: `r${at}`, entity: 'scan', path: 'age', reason: 'expected number' },
      partition: 'all',
      row: null,
    }),
  )
  await store.apply(harvest.id, owner, [
    ...given.map((each) => put(source, each)),
    ...rejections,
    { do: 'partitionDone', partition: 'all' },
  ])
  await store.finishHarvest(harvest.id, owner, {
    error: null,
    message: rejected > 0 ? 'rows were rejected' : null,
    cancelled: false,
    removalShare: 1,
  })
  return harvest.id
}

function put(source: string, { assets = [], hidden, ...given }: Given): StoreStep {
  const row = JSON.stringify(given)
  const rowHash = createHash('sha256').update(row).digest('hex')
  return {
    do: 'put',
    record: {
      ...unknownRecord,
      kind: 'DATASET',
      quality: { score: 0.5, missing: ['license'], problems: [] },
      connector: 'example@1',
      rowHash,
      ...given,
      parents: (given.parents ?? []).map((id) => recordId(source, id)),
      isVersionOf: given.isVersionOf ? recordId(source, given.isVersionOf) : null,
      source,
      id: recordId(source, given.nativeId),
      visibility: hidden ? inLab : null,
    },
    entity: 'scan',
    row,
    hash: rowHash,
    etag: null,
    scope: null,
    partition: 'all',
    assets,
  }
}
