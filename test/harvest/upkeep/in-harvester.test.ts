import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import {
  Harvester,
  type HarvesterRequest,
  type HarvestSource,
  startHarvestWorker,
} from '../../../src/harvest/index.ts'
import { type HarvestRun, operator } from '../../../src/model/index.ts'
import type { AnyConnector } from '../../../src/sdk/index.ts'
import { startStoreWorker } from '../../../src/store/index.ts'
import { tempFolder } from '../../support/temp.ts'
import { configure, openCatalogue } from '../catalogue.ts'
import { books, startLibrary } from '../shelf.ts'
import { mapThing, options, thingsOf } from './kept.ts'

const by = 'somebody'
const many = Array.from({ length: 2_000 }, (_, at) => ({ id: `t${at}`, title: `Thing ${at}` }))
const renamed = thingsOf(many, { map: { thing: (row) => mapThing({ ...row, title: 'New' }) } })

const source: HarvestSource = {
  id: 'library',
  type: 'library',
  options,
  schedule: null,
  allowPrivateAddresses: true,
}

function harvesterOf(
  store: HarvesterRequest['store'],
  connector: AnyConnector,
  more: Partial<HarvesterRequest> = {},
): Harvester {
  const connectors = new Map([['library', connector]])
  const timing = { progress: 0, grace: 50 }
  const harvester = new Harvester({ store, connectors, sources: [source], timing, ...more })
  onTestFinished(() => harvester.close())
  return harvester
}

/** The run that is under way; whoever begins one has to be about to. */
async function underWay(harvester: Harvester): Promise<HarvestRun> {
  for (;;) {
    const [run] = harvester.runs()
    if (run !== undefined) return run
    await nextTurn()
  }
}

test('the harvester: a remap and a replay of an unknown source, or without its connector, are refused', async () => {
  const { store } = await openCatalogue()
  const harvester = harvesterOf(store, renamed)
  const nowhere = [harvester.remap('x', { apply: true, by }), harvester.replay('x', { by })]
  for (const asked of nowhere) await expect(asked).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const without = harvesterOf(store, renamed, { connectors: new Map() })
  const asked = without.remap('library', { apply: false, by })
  await expect(asked).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
})

test('the harvester: one remap of a source at a time, and no harvest beside it', async () => {
  const { store, harvest } = await openCatalogue()
  await harvest({ connector: thingsOf(many), options })
  const harvester = harvesterOf(store, renamed)
  const first = harvester.remap('library', { apply: true, by })
  const second = harvester.remap('library', { apply: false, by })
  await expect(second).rejects.toMatchObject({ code: 'CONFLICT' })
  await underWay(harvester)
  await expect(harvester.start('library')).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await first).toMatchObject({ changed: 2_000 })
  expect(await harvester.remap('library', { apply: false, by })).toMatchObject({ changed: 0 })
})

test('the harvester: a remap is under way like a harvest: it can be followed and cancelled', async () => {
  const { store, harvest } = await openCatalogue()
  await harvest({ connector: thingsOf(many), options })
  const harvester = harvesterOf(store, renamed)
  const remapping = harvester.remap('library', { apply: true, by })
  const ended = expect(remapping).rejects.toMatchObject({ code: 'CANCELLED' })
  const run = await underWay(harvester)
  for await (const { kind, written, expected } of harvester.progress(run.id)) {
    expect([kind, written <= 2_000]).toEqual(['REMAP', true])
    if (expected === 2_000) break
  }
  expect(await harvester.cancel(run.id)).toMatchObject({ state: 'CANCELLED' })
  await ended
  expect(harvester.runs()).toEqual([])
})

test('the harvester: closing ends a remap as cancelled', async () => {
  const { store, harvest } = await openCatalogue()
  await harvest({ connector: thingsOf(many), options })
  const harvester = harvesterOf(store, renamed)
  const ended = expect(harvester.remap('library', { apply: true, by })).rejects.toMatchObject({
    code: 'CANCELLED',
  })
  await underWay(harvester)
  await harvester.close()
  await ended
  const [run] = (await store.harvests(operator, 'library', { first: 1 })).items
  expect(run).toMatchObject({ kind: 'REMAP', state: 'CANCELLED' })
})

test('the harvest worker: remaps and replays in its thread', async () => {
  const standin = await startLibrary({ books: books(3), pageSize: 5, rights: {} })
  onTestFinished(() => standin.close())
  const folder = await tempFolder()
  const connectorsFolder = join(folder, 'connectors')
  await mkdir(join(connectorsFolder, 'library'), { recursive: true })
  const shelf = pathToFileURL(join(import.meta.dirname, '..', 'shelf.ts'))
  await writeFile(
    join(connectorsFolder, 'library', 'index.ts'),
    `export { libraryConnector as default } from ${JSON.stringify(shelf.href)}\n`,
  )
  const { store, connect, close } = await startStoreWorker(join(folder, 'catalogue.db'))
  onTestFinished(close)
  await configure(store, ['library'])
  const worker = await startHarvestWorker({
    storePort: connect(),
    connectorsFolder,
    sources: [{ ...source, options: { baseUrl: standin.url, shelves: ['a'] } }],
    scheduled: false,
    logLevel: 'silent',
  })
  onTestFinished(() => worker.close())
  const run = await worker.start('library')
  for await (const _ of worker.progress(run.id)) {
    // To its end.
  }
  const asked = standin.requests.length
  expect(await worker.remap('library', { apply: true, by })).toMatchObject({
    rows: 3,
    unchanged: 3,
  })
  expect(await worker.replay('library', { by })).toMatchObject({ rows: 0, unreadable: 0 })
  expect(standin.requests.length).toBe(asked)
})
