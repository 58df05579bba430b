import { z } from 'zod'
import { type RemapRequest, remapSource } from '../../../src/harvest/upkeep/remap.ts'
import type { RemapReport, ReplayReport } from '../../../src/harvest/upkeep/remapped.ts'
import { type ReplayRequest, replayRejections } from '../../../src/harvest/upkeep/replay.ts'
import {
  type AnyConnector,
  type Mapped,
  unknownAsset,
  unknownRecord,
  type Visibility,
} from '../../../src/sdk/index.ts'
import type { RecordStore } from '../../../src/store/record-store.ts'
import { scripted } from '../catalogue.ts'
import { noTerms } from '../quick-harvest.ts'

/** A row of the small source that these tests keep. */
export interface Thing {
  id: string
  title: string
  words?: string[]
  parent?: string
  doi?: string
  files?: number
  secret?: string
}

export const ThingRow = z.object({
  id: z.string(),
  title: z.string(),
  words: z.array(z.string()).optional(),
  parent: z.string().optional(),
  doi: z.string().optional(),
  files: z.int().optional(),
  secret: z.string().optional(),
})

export function mapThing(row: z.infer<typeof ThingRow>): Mapped {
  const { id, title, words = [], parent, doi, files } = row
  return {
    record: {
      ...unknownRecord,
      kind: 'DATASET',
      title,
      keywords: words,
      parents: parent === undefined ? [] : [parent],
      sameAs: doi === undefined ? [] : [doi],
      landingPage: `https://things.example.org/${id}`,
    },
    ...(files === undefined
      ? {}
      : { assets: Array.from({ length: files }, (_, at) => assetOf(id, at)) }),
  }
}

export function assetOf(id: string, at: number) {
  return {
    ...unknownAsset,
    name: `file-${at}.nrrd`,
    role: 'VOLUME' as const,
    locator: `https://things.example.org/${id}/${at}`,
  }
}

export const options = { baseUrl: 'http://127.0.0.1:9' }

/** Yields these things in one partition, with rights and streamed assets where the test says so. */
export function thingsOf(
  things: readonly unknown[],
  more: Partial<AnyConnector> & {
    scope?: string
    rights?: Visibility
    streamed?: number
    etag?: string
  } = {},
): AnyConnector {
  const { scope, rights, streamed = 0, etag, ...rest } = more
  return scripted(
    async function* ({ from }) {
      from('all')
      if (scope !== undefined && rights !== undefined) yield { rights: scope, visibility: rights }
      for (const row of things) {
        const id = String(Object(row).id)
        const named = { ...(scope === undefined ? {} : { scope }), ...(etag ? { etag } : {}) }
        yield { row, entity: 'thing', nativeId: id, ...named }
        if (streamed > 0) {
          const chunk = Array.from({ length: streamed }, (_, at) => assetOf(id, at))
          yield { assets: id, chunk }
        }
      }
      yield { partitionDone: 'all' }
    },
    { rows: { thing: ThingRow }, map: { thing: mapThing }, ...rest } as Partial<AnyConnector>,
  )
}

export function remap(
  store: RecordStore,
  connector: AnyConnector,
  more: Partial<RemapRequest> = {},
): Promise<RemapReport> {
  return remapSource({
    connector,
    options,
    source: 'library',
    store,
    vocabulary: noTerms,
    apply: true,
    by: 'somebody',
    timing: { progress: 0 },
    ...more,
  })
}

export function replay(
  store: RecordStore,
  connector: AnyConnector,
  more: Partial<ReplayRequest> = {},
): Promise<ReplayReport> {
  return replayRejections({
    connector,
    options,
    source: 'library',
    store,
    vocabulary: noTerms,
    by: 'somebody',
    timing: { progress: 0 },
    ...more,
  })
}
