import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { every, startHarvestWorker } from '../../src/harvest/index.ts'
import { operator } from '../../src/model/index.ts'
import { startStoreWorker } from '../../src/store/index.ts'
import type { RecordStore } from '../../src/store/record-store.ts'
import { tempFolder } from '../support/temp.ts'
import { until } from '../support/until.ts'
import { book, configure, idsOf, openCatalogue, scripted } from './catalogue.ts'
import { harvesterOf, lastOf, playing, sourceOf } from './harvesting.ts'

const statesOf = async (store: RecordStore, source: string) =>
  (await store.harvests(operator, source, { first: 10 })).items.map(({ state, full }) => ({
    state,
    full,
  }))

test('configuring: a source that goes is cancelled by the time the call answers, and not known any more', async () => {
  const { standin } = await playing(30)
  standin.faults.add({ kind: 'hang-body', after: 2 })
  const { store } = await openCatalogue()
  const sources = [sourceOf('library', standin.url), sourceOf('other', standin.url)]
  const harvester = harvesterOf({ store, sources })
  await harvester.start('library')
  await until('two pages', () => (harvester.runs()[0]?.seen ?? 0) >= 10)
  const beginning = harvester.start('other')
  await harvester.configure([])
  await beginning
  expect(harvester.runs()).toEqual([])
  for (const id of ['library', 'other']) {
    expect(await statesOf(store, id)).toEqual([{ state: 'CANCELLED', full: false }])
    await expect(harvester.start(id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  }
  // What was met stays.
  expect(await idsOf(store)).toHaveLength(10)
})

test('configuring: a new source is harvested at once, and one that is due later by its new schedule is not', async () => {
  const { standin } = await playing(5)
  const { store } = await openCatalogue()
  const harvester = harvesterOf({
    store,
    sources: [sourceOf('library', standin.url, 3_600)],
    scheduled: true,
  })
  await until('the first one', async () => (await idsOf(store)).length === 5)
  await until('its end', () => harvester.runs().length === 0)
  await harvester.configure([
    sourceOf('library', standin.url, 7_200),
    sourceOf('other', standin.url, 3_600),
  ])
  await until('the new one', async () => (await idsOf(store)).length === 10)
  expect(await statesOf(store, 'library')).toHaveLength(1)
  const often = { ...every(0.1), jitterSeconds: 0 }
  await harvester.configure([{ ...sourceOf('library', standin.url), schedule: often }])
  await until('another one', async () => (await statesOf(store, 'library')).length > 2)
})

test('configuring: another schedule leaves alone what is under way, and other options end it', async () => {
  const { standin } = await playing(20)
  const hang = standin.faults.add({ kind: 'hang-headers', after: 2 })
  const { store } = await openCatalogue()
  const source = sourceOf('library', standin.url, 3_600)
  const harvester = harvesterOf({ store, sources: [source], scheduled: true })
  await until('two pages', () => (harvester.runs()[0]?.seen ?? 0) >= 10)
  await harvester.configure([{ ...source, schedule: null }])
  expect(harvester.runs()).toHaveLength(1)
  hang.remove()
  const changedAt = new Date().toISOString()
  const options = { ...source.options, shelves: ['a', 'b'] }
  await harvester.configure([{ ...source, options, changedAt }])
  // As if it were new, and with everything that it has.
  await until('the new shelf', () => standin.requests.some(({ path }) => path === '/shelves/b'))
  await until('its end', () => harvester.runs().length === 0)
  expect(await statesOf(store, 'library')).toEqual([
    { state: 'SUCCEEDED', full: true },
    { state: 'CANCELLED', full: false },
  ])
  expect(await idsOf(store)).toHaveLength(20)
})

test('configuring: a source of another type is harvested with its connector', async () => {
  const { store } = await openCatalogue()
  const harvester = harvesterOf({ store, sources: [] })
  const magazine = scripted(async function* ({ from }) {
    from('a')
    yield book('a1')
    yield { partitionDone: 'a' }
  })
  const source = { ...sourceOf('library', 'http://127.0.0.1:9'), type: 'magazine' }
  await harvester.configure([source])
  await expect(harvester.start('library')).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
  await harvester.configure([source], new Map([['magazine', magazine]]))
  const { id } = await harvester.start('library')
  expect(await lastOf(harvester.progress(id))).toMatchObject({ state: 'SUCCEEDED', seen: 1 })
})

test('configuring the worker: connectors of new types are loaded, and a broken one harms only its own sources', async () => {
  const { standin } = await playing(5)
  const folder = await tempFolder()
  const connectorsFolder = join(folder, 'connectors')
  const shelf = pathToFileURL(join(import.meta.dirname, 'shelf.ts')).href
  const put = async (type: string, code: string) => {
    await mkdir(join(connectorsFolder, type), { recursive: true })
    await writeFile(join(connectorsFolder, type, 'index.ts'), code)
  }
  await put('library', `export { libraryConnector as default } from '${shelf}'\n`)
  await put('broken', 'export default function (\n')
  const stores = await startStoreWorker(join(folder, 'catalogue.db'))
  onTestFinished(() => stores.close())
  await configure(stores.store)
  const worker = await startHarvestWorker({
    storePort: stores.connect(),
    connectorsFolder,
    sources: [],
    timing: { progress: 0, grace: 50 },
    logLevel: 'silent',
  })
  onTestFinished(() => worker.close())
  await worker.configure([
    { ...sourceOf('other', standin.url, 3_600), type: 'broken' },
    sourceOf('library', standin.url, 3_600),
  ])
  await until('the good one', async () => (await idsOf(stores.store)).length === 5)
  await expect(worker.start('other')).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
  await expect(worker.start('nowhere')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await worker.configure([])
  await expect(worker.start('library')).rejects.toMatchObject({ code: 'NOT_FOUND' })
})
