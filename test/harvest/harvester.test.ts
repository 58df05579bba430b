import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { loadConnectors, startHarvestWorker } from '../../src/harvest/index.ts'
import { type HarvestRun, operator } from '../../src/model/index.ts'
import { startStoreWorker } from '../../src/store/index.ts'
import { tempFolder } from '../support/temp.ts'
import { until } from '../support/until.ts'
import { configure, idsOf, openCatalogue } from './catalogue.ts'
import { harvesterOf, lastOf, playing, sourceOf } from './harvesting.ts'
import { books } from './shelf.ts'

test('the harvester: an unknown source is not found, and one that is being harvested is a conflict', async () => {
  const { standin } = await playing(5)
  standin.faults.add({ kind: 'hang-headers' })
  const { store } = await openCatalogue()
  const harvester = harvesterOf({ store, sources: [sourceOf('library', standin.url)] })
  await expect(harvester.start('nowhere')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const both = await Promise.allSettled([harvester.start('library'), harvester.start('library')])
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  await expect(harvester.start('library')).rejects.toMatchObject({ code: 'CONFLICT' })
})

test('the harvester: a source without a connector, and one that the catalogue does not know, are told', async () => {
  const { store } = await openCatalogue()
  const sources = [
    { ...sourceOf('library', 'http://127.0.0.1:9'), type: 'nothing' },
    sourceOf('new', 'http://127.0.0.1:9'),
  ]
  const harvester = harvesterOf({ store, sources })
  await expect(harvester.start('library')).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
  await expect(harvester.start('new')).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('the harvester: progress tells how a harvest stands until it has ended', async () => {
  const { standin } = await playing(30, 2)
  const { store } = await openCatalogue()
  const harvester = harvesterOf({ store, sources: [sourceOf('library', standin.url)] })
  const begun = await harvester.start('library')
  expect(begun).toMatchObject({ state: 'RUNNING', seen: 0, source: 'library' })
  expect(harvester.runs().map(({ id }) => id)).toEqual([begun.id])
  const told: HarvestRun[] = []
  for await (const run of harvester.progress(begun.id)) told.push(run)
  expect(told[0]?.state).toBe('RUNNING')
  expect(told.at(-1)).toMatchObject({ id: begun.id, state: 'SUCCEEDED', seen: 30, written: 30 })
  expect(told.length).toBeGreaterThan(2)
  expect(harvester.runs()).toEqual([])
  // Afterwards the catalogue knows it; and nobody knows another one.
  expect(await lastOf(harvester.progress(begun.id))).toMatchObject({ state: 'SUCCEEDED' })
  expect(await lastOf(harvester.progress('nothing'))).toBeNull()
})

test('the harvester: a harvest that is cancelled has ended when the call answers', async () => {
  const { standin } = await playing(30)
  standin.faults.add({ kind: 'hang-body', after: 2 })
  const { store } = await openCatalogue()
  const harvester = harvesterOf({ store, sources: [sourceOf('library', standin.url)] })
  const { id } = await harvester.start('library')
  await until('two pages', () => (harvester.runs()[0]?.seen ?? 0) >= 10)
  expect(await harvester.cancel(id)).toMatchObject({ state: 'CANCELLED', seen: 10, removed: 0 })
  await expect(harvester.cancel(id)).rejects.toMatchObject({ code: 'CONFLICT' })
  await expect(harvester.cancel('nothing')).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('the harvester: closing interrupts a harvest, and the next start goes on with it', async () => {
  const { standin } = await playing(20)
  const hang = standin.faults.add({ kind: 'hang-headers', after: 2 })
  const { store } = await openCatalogue()
  const sources = [sourceOf('library', standin.url)]
  const first = harvesterOf({ store, sources })
  const { id } = await first.start('library')
  await until('two pages', () => (first.runs()[0]?.seen ?? 0) >= 10)
  await first.close()
  await expect(first.start('library')).rejects.toMatchObject({ code: 'CANCELLED' })
  hang.remove()
  const before = standin.requests.length
  const second = harvesterOf({ store, sources })
  expect((await second.start('library')).id).toBe(id)
  expect(await lastOf(second.progress(id))).toMatchObject({ state: 'SUCCEEDED', seen: 20 })
  expect(standin.requests.slice(before).map(({ search }) => search)).toEqual([
    '?from=10',
    '?from=15',
  ])
})

test('the harvester: a source that is due is harvested without being asked for', async () => {
  const { standin, library } = await playing(3)
  const { store } = await openCatalogue()
  const sources = [sourceOf('library', standin.url, 1), sourceOf('other', standin.url, null)]
  harvesterOf({ store, sources, scheduled: true })
  await until('the first harvest', async () => (await idsOf(store)).length === 3)
  library.books = books(4)
  await until('the second harvest', async () => (await idsOf(store)).length === 4)
  expect((await idsOf(store)).every((id) => id.startsWith('library:'))).toBe(true)
})

test('the harvester: refused credentials are not tried again until there are others', async () => {
  const { standin, library } = await playing(3)
  const { store } = await openCatalogue()
  const refusal = standin.faults.add({ kind: 'status-401' })
  const source = sourceOf('library', standin.url, 0.05)
  const login = { user: 'me', password: 'wrong' }
  const first = harvesterOf({
    store,
    sources: [{ ...source, credentials: login }],
    scheduled: true,
  })
  await until('the refusal', async () => (await store.refusedCredentials('library')) !== null)
  const asked = standin.requests.length
  expect(asked).toBe(1)
  await new Promise((resolve) => setTimeout(resolve, 600))
  // Nor when somebody asks for it.
  const { id } = await first.start('library', { full: true })
  expect(await lastOf(first.progress(id))).toMatchObject({ state: 'FAILED', error: 'NEEDS_LOGIN' })
  expect(standin.requests).toHaveLength(asked)
  const runs = await store.harvests(operator, 'library', { first: 10 })
  expect(runs.total).toBe(2)
  await first.close()
  refusal.remove()
  library.books = books(4)
  const other = { ...source, credentials: { ...login, password: 'right' } }
  harvesterOf({ store, sources: [other], scheduled: true })
  await until('a harvest with the others', async () => (await idsOf(store)).length === 4)
  expect(await store.refusedCredentials('library')).toBeNull()
})

test('the harvester: a source that hangs takes nothing from another one', async () => {
  const healthy = await playing(2_000)
  healthy.library.pageSize = 200
  const hanging = await playing(100)
  const fault = hanging.standin.faults.add({ kind: 'hang-headers' })
  const measure = async (withHanging: boolean) => {
    const { store } = await openCatalogue()
    const sources = [
      sourceOf('library', healthy.standin.url),
      sourceOf('other', hanging.standin.url),
    ]
    const harvester = harvesterOf({ store, sources })
    if (withHanging) await harvester.start('other')
    const before = performance.now()
    const { id } = await harvester.start('library')
    expect(await lastOf(harvester.progress(id))).toMatchObject({ state: 'SUCCEEDED', seen: 2_000 })
    const took = performance.now() - before
    await harvester.close()
    return took
  }
  await measure(false)
  const ratios: number[] = []
  for (let pair = 0; pair < 2; pair++) {
    const alone = await measure(false)
    ratios.push(alone / (await measure(true)))
  }
  expect(fault.hits).toBeGreaterThanOrEqual(ratios.length)
  const best = Math.max(...ratios)
  console.info(
    `throughput beside a source that hangs: ${ratios.map((r) => r.toFixed(2)).join(', ')}`,
  )
  expect(best).toBeGreaterThan(0.8)
})

test('connectors: a folder is a type, and every folder at fault is named', async () => {
  const folder = await tempFolder()
  const sdk = pathToFileURL(join(import.meta.dirname, 'shelf.ts')).href
  const put = async (type: string, code: string) => {
    await mkdir(join(folder, type))
    await writeFile(join(folder, type, 'index.ts'), code)
  }
  await put('library', `export { libraryConnector as default } from '${sdk}'\n`)
  await writeFile(join(folder, 'README.md'), 'no folder')
  expect([...(await loadConnectors(folder)).keys()]).toEqual(['library'])
  await put('other', `export { libraryConnector as default } from '${sdk}'\n`)
  await put('broken', 'export default function (\n')
  await put('none', 'export const connector = 1\n')
  const load = loadConnectors(folder)
  await expect(load).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
  const message = await load.catch((error: Error) => error.message)
  for (const type of ['other', 'broken', 'none']) expect(message).toContain(type)
  await expect(loadConnectors(folder, ['library'])).resolves.toBeInstanceOf(Map)
  await expect(loadConnectors(folder, ['nothing'])).rejects.toThrow(/nothing/)
  await expect(loadConnectors(join(folder, 'missing'))).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
  })
})

test('the harvest worker: harvests in a thread of its own, and closes in the middle of one', async () => {
  const { standin } = await playing(40)
  const folder = await tempFolder()
  const sdk = pathToFileURL(join(import.meta.dirname, 'shelf.ts')).href
  await mkdir(join(folder, 'connectors', 'library'), { recursive: true })
  const module = `export { libraryConnector as default } from '${sdk}'\n`
  await writeFile(join(folder, 'connectors', 'library', 'index.ts'), module)
  const stores = await startStoreWorker(join(folder, 'catalogue.db'))
  onTestFinished(() => stores.close())
  await configure(stores.store)
  const startWorker = () =>
    startHarvestWorker({
      storePort: stores.connect(),
      connectorsFolder: join(folder, 'connectors'),
      sources: [sourceOf('library', standin.url)],
      scheduled: false,
      timing: { progress: 0, grace: 50 },
      logLevel: 'silent',
    })
  const first = await startWorker()
  const hang = standin.faults.add({ kind: 'hang-headers', after: 3 })
  const { id } = await first.start('library')
  await expect(first.start('library')).rejects.toMatchObject({ code: 'CONFLICT' })
  await expect(first.cancel('nothing')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await until('three pages', async () => ((await first.runs())[0]?.seen ?? 0) >= 15)
  await first.close()
  hang.remove()
  const second = await startWorker()
  expect((await second.start('library')).id).toBe(id)
  expect(await lastOf(second.progress(id))).toMatchObject({ state: 'SUCCEEDED', seen: 40 })
  await second.close()
  await expect(second.start('library')).rejects.toMatchObject({ code: 'INTERNAL' })
  expect(await idsOf(stores.store)).toHaveLength(40)
})

test('the harvest worker: a connector that cannot be loaded is told to whoever starts it', async () => {
  const folder = await tempFolder()
  const stores = await startStoreWorker(join(folder, 'catalogue.db'))
  onTestFinished(() => stores.close())
  await expect(
    startHarvestWorker({
      storePort: stores.connect(),
      connectorsFolder: folder,
      sources: [sourceOf('library', 'http://127.0.0.1:9')],
      logLevel: 'silent',
    }),
  ).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
})
