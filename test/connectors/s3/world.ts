import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import s3 from '../../../connectors/s3/index.ts'
import { sampleLogin } from '../../../connectors/s3/standin.ts'
import { type HarvestRun, operator, type StoredRecord } from '../../../src/model/index.ts'
import {
  type S3Standin,
  type S3StandinBucket,
  type S3StandinObject,
  startS3Standin,
} from '../../../src/sdk/standin/index.ts'
import { createVocabulary } from '../../../src/search/vocabulary/create-vocabulary.ts'
import { seedTerms } from '../../../src/search/vocabulary/seed.ts'
import { openStore, type RecordStore, type StoredAsset } from '../../../src/store/index.ts'
import { configure } from '../../harvest/catalogue.ts'
import { type QuickRequest, quickHarvest } from '../../harvest/quick-harvest.ts'
import { tempFolder } from '../../support/temp.ts'

const vocabulary = createVocabulary(seedTerms)

/** A service with one or more buckets, and a catalogue that they are harvested into. */
export interface World {
  service: S3Standin
  store: RecordStore
  folder: string
  /** Harvests places, each on the service and in `us-east-1` unless it says otherwise. */
  harvest(
    places: readonly Record<string, unknown>[],
    more?: Partial<QuickRequest> & { limits?: object; maxCost?: number },
  ): Promise<HarvestRun>
  record(nativeId: string): Promise<StoredRecord>
  assets(nativeId: string): Promise<StoredAsset[]>
  /** Native ids in the catalogue, sorted. */
  ids(): Promise<string[]>
  /** Requests since this was last asked, as `GET /bucket/key` or `LIST /bucket prefix`. */
  asked(): string[]
}

export async function world(buckets: S3StandinBucket[]): Promise<World> {
  const service = await startS3Standin({ buckets })
  onTestFinished(() => service.close())
  const folder = await tempFolder()
  const store = openStore(join(folder, 'catalogue.db'), 'write')
  onTestFinished(() => store.close())
  await configure(store)
  let told = 0

  return {
    service,
    store,
    folder,
    harvest: (places, { limits, maxCost = 1, ...more } = {}) =>
      quickHarvest(store, {
        connector: s3,
        credentials: sampleLogin,
        vocabulary,
        ...more,
        options: s3.options.parse({
          places: places.map((place) => ({ endpoint: service.url, region: 'us-east-1', ...place })),
          maxCost,
          ...(limits === undefined ? {} : { limits }),
        }),
      }),
    async record(nativeId) {
      const [record] = await store.records(operator, [`library:${nativeId}`])
      if (record == null) throw new Error(`no record ${nativeId}`)
      return record
    },
    async assets(nativeId) {
      const { items } = await store.assets(operator, `library:${nativeId}`, { first: 1_000 })
      return items
    },
    async ids() {
      const found: string[] = []
      const gone = new Set<string>()
      for (let position = 0; ; ) {
        const changes = await store.changes(position, 500)
        for (const { id, record } of changes) {
          if (record === null) gone.add(id)
          else found.push(record.nativeId)
        }
        if (changes.length === 0) {
          return [...new Set(found)].filter((id) => !gone.has(`library:${id}`)).sort()
        }
        position = changes.at(-1)?.position ?? position
      }
    },
    asked() {
      const visits = service.requests.slice(told)
      told = service.requests.length
      return visits.map(({ method, path, search }) => {
        const query = new URLSearchParams(search)
        return query.has('list-type')
          ? `LIST ${path} ${query.get('prefix') ?? ''}`
          : `${method} ${path}`
      })
    },
  }
}

/** A public bucket `data` of these objects. */
export function bucket(
  objects: S3StandinBucket['objects'],
  more: Partial<S3StandinBucket> = {},
): S3StandinBucket {
  return { name: 'data', isPublic: true, keys: [sampleLogin], objects, ...more }
}

/** Objects by key: text, or a number of bytes. */
export function objects(files: Record<string, string | number>): S3StandinObject[] {
  return Object.entries(files).map(([key, content]) =>
    typeof content === 'number' ? { key, size: content } : { key, body: content },
  )
}

export const description = (more: object = {}) =>
  JSON.stringify({ Name: 'A dataset', BIDSVersion: '1.8.0', ...more })
