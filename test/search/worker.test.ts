import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { anonymous } from '../../src/model/index.ts'
import { type SearchWorker, startSearchWorker } from '../../src/search/worker.ts'
import { openStore, type RecordStore } from '../../src/store/index.ts'
import { begin, endWell, owner, put, source } from '../store/samples.ts'
import { tempFolder } from '../support/temp.ts'
import { requestOf } from './fixture.ts'

interface Parts {
  store: RecordStore
  cataloguePath: string
  indexFolder: string
}

async function openCatalogue(): Promise<Parts> {
  const folder = await tempFolder()
  const cataloguePath = join(folder, 'catalogue.db')
  const store = openStore(cataloguePath, 'write')
  onTestFinished(() => store.close())
  await store.configureSources([source('one')])
  return { store, cataloguePath, indexFolder: join(folder, 'index') }
}

async function write(store: RecordStore, titles: readonly string[]): Promise<void> {
  const { harvest } = await begin(store, 'one', { full: false })
  await store.apply(
    harvest.id,
    owner,
    titles.map((title) => put(title.replaceAll(' ', '-'), { title })),
  )
  await store.finishHarvest(harvest.id, owner, endWell)
}

async function start({ cataloguePath, indexFolder }: Parts): Promise<SearchWorker> {
  const worker = await startSearchWorker({ cataloguePath, indexFolder, intervalMs: 5 })
  onTestFinished(() => worker.close())
  return worker
}

const total = async ({ index }: SearchWorker, query: string) =>
  (await index.search(anonymous, requestOf({ query }))).total

describe('search worker', () => {
  test('without a catalogue it does not start', async () => {
    const folder = await tempFolder()
    await expect(
      startSearchWorker({
        cataloguePath: join(folder, 'no.db'),
        indexFolder: join(folder, 'index'),
      }),
    ).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
  })

  test('it follows the catalogue and answers from its own thread', async () => {
    const parts = await openCatalogue()
    await write(parts.store, ['Mouse atlas', 'Rat atlas'])
    const worker = await start(parts)
    await worker.index.caughtUp()
    expect(await total(worker, 'atlases')).toBe(2)
    await write(parts.store, ['Zebrafish atlas'])
    await worker.index.caughtUp()
    expect(await total(worker, 'atlases')).toBe(3)
    expect(await worker.index.suggest(anonymous, 'zeb', 5)).toMatchObject([
      { text: 'Zebrafish atlas', kind: 'TITLE', record: 'one:Zebrafish-atlas' },
      { kind: 'IDENTIFIER' },
    ])
    expect(await worker.index.similar(anonymous, 'one:Rat-atlas', 1)).toHaveLength(1)
    const values = await worker.index.facetValues(anonymous, {
      ...{ facet: 'KIND', matching: '', query: '', filter: null, first: 5 },
    })
    expect(values.map(({ value, count }) => [value, count])).toEqual([['DATASET', 3]])
  })

  test('errors of a call arrive with their code and argument, and the thread goes on', async () => {
    const worker = await start(await openCatalogue())
    await expect(
      worker.index.search(anonymous, requestOf({ after: 'nonsense' })),
    ).rejects.toMatchObject({ code: 'BAD_INPUT', argument: 'after' })
    expect(await total(worker, '')).toBe(0)
  })

  test('a rebuild gives the new generation, and searches are answered meanwhile', async () => {
    const parts = await openCatalogue()
    await write(
      parts.store,
      Array.from({ length: 600 }, (_, index) => `Section ${index}`),
    )
    const worker = await start(parts)
    await worker.index.caughtUp()
    let rebuilding = true
    const rebuild = worker.index.rebuild().finally(() => {
      rebuilding = false
    })
    let answered = 0
    while (rebuilding) {
      expect(await total(worker, 'section')).toBe(600)
      answered++
    }
    expect(await rebuild).toEqual({ generation: 2 })
    expect(answered).toBeGreaterThan(1)
    expect(await total(worker, 'section')).toBe(600)
  })

  test('a rebuild can be cancelled', async () => {
    const parts = await openCatalogue()
    await write(parts.store, ['Mouse atlas'])
    const worker = await start(parts)
    await expect(worker.index.rebuild(AbortSignal.abort())).rejects.toMatchObject({
      code: 'CANCELLED',
    })
    expect((await worker.index.stats()).generation).toBe(1)
  })

  test('what was indexed is there at once after a restart', async () => {
    const parts = await openCatalogue()
    await write(parts.store, ['Mouse atlas'])
    const first = await start(parts)
    await first.index.caughtUp()
    await first.close()
    await first.close()
    await expect(first.index.stats()).rejects.toMatchObject({ code: 'INTERNAL' })
    const second = await start(parts)
    expect(await total(second, 'mouse')).toBe(1)
  })
})
