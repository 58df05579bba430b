import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type HarvestRun, operator } from '../../src/model/index.ts'
import type { AnyConnector, HarvestContext, HarvestItem, Mapped } from '../../src/sdk/index.ts'
import { openStore } from '../../src/store/open-store.ts'
import type { RecordStore } from '../../src/store/record-store.ts'
import { tempFolder } from '../support/temp.ts'
import { type QuickRequest, quickHarvest } from './quick-harvest.ts'
import { libraryConnector } from './shelf.ts'

export interface Catalogue {
  store: RecordStore
  folder: string
  file: string
  /** Harvests with quick manners. */
  harvest(request: QuickRequest): Promise<HarvestRun>
}

/** A catalogue in a file of its own, with the sources `library` and `other`. */
export async function openCatalogue(): Promise<Catalogue> {
  const folder = await tempFolder()
  const file = join(folder, 'catalogue.db')
  const store = openStore(file, 'write')
  onTestFinished(() => store.close())
  await configure(store)
  return { store, folder, file, harvest: (request) => quickHarvest(store, request) }
}

export async function configure(store: RecordStore, ids = ['library', 'other']): Promise<void> {
  await store.configureSources(
    ids.map((id) => ({
      id,
      type: 'library',
      title: id,
      homepage: null,
      discover: ['public'],
      staleAfterSeconds: null,
      visibility: null,
    })),
  )
}

/** A connector that yields what the test says, over no upstream. */
export function scripted(
  harvest: (context: HarvestContext<Record<string, unknown>>) => AsyncIterable<unknown>,
  more: Partial<AnyConnector> = {},
): AnyConnector {
  return {
    ...libraryConnector,
    harvest: harvest as (
      context: HarvestContext<Record<string, unknown>>,
    ) => AsyncIterable<HarvestItem>,
    origins: () => [],
    ...more,
  } as AnyConnector
}

/** A row of the library. */
export function book(id: string, more: Record<string, unknown> = {}) {
  return { row: { id, title: `Book ${id}`, shelf: 'a', ...more }, entity: 'book', nativeId: id }
}

export type MapBook = (row: { id: string; title: string }) => Mapped | null

/** All that the catalogue holds of records and assets, without what differs from run to run. */
export async function contents(store: RecordStore): Promise<Record<string, unknown>> {
  const held: Record<string, unknown> = {}
  for (let position = 0; ; ) {
    const changes = await store.changes(position, 500)
    for (const { id, record } of changes) {
      if (record === null) continue
      const { harvest: _, harvestedAt: __, ...rest } = record
      const { items } = await store.assets(operator, id, { first: 1_000 })
      held[id] = { ...rest, assets: items }
    }
    position = changes.at(-1)?.position ?? position
    if (changes.length === 0) break
  }
  return Object.fromEntries(Object.entries(held).sort(([a], [b]) => (a < b ? -1 : 1)))
}

export async function idsOf(store: RecordStore): Promise<string[]> {
  return Object.keys(await contents(store))
}

/** Whether `text` stands in any file of the folder, as it is. */
export async function filesHold(folder: string, text: string): Promise<boolean> {
  for (const name of await readdir(folder)) {
    const bytes = await readFile(join(folder, name))
    if (bytes.includes(text) || bytes.includes(Buffer.from(text, 'utf16le'))) return true
  }
  return false
}
