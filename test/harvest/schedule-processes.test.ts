import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { type HarvestRun, operator } from '../../src/model/index.ts'
import type { RecordStore } from '../../src/store/record-store.ts'
import { until } from '../support/until.ts'
import { configure, idsOf, openCatalogue } from './catalogue.ts'
import { books, type Library, startLibrary } from './shelf.ts'

const script = fileURLToPath(new URL('schedule-child.ts', import.meta.url))
const ids = Array.from({ length: 10 }, (_, index) => `source-${index}`)
const pages = 8
const perPage = 5
/** Longer than a lease. */
const frozen = 2_500

/** A catalogue of ten sources, and the library that they are all shelves of. */
async function setUp(latency: number) {
  const { store, file } = await openCatalogue()
  await configure(store, ids)
  const library: Library = {
    books: ids.flatMap((id) => books(pages * perPage, id)),
    pageSize: perPage,
    rights: {},
  }
  const standin = await startLibrary(library, latency)
  onTestFinished(() => standin.close())
  const asked = () => standin.requests.map(({ path, search }) => path + search)
  return { store, asked, start: () => keeper(file, standin.url) }
}

/** A process that keeps the schedule of all of them. */
async function keeper(file: string, url: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [script, file, url, String(frozen), ...ids], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  await once(child.stdout, 'data')
  return child
}

async function runsOf(store: RecordStore): Promise<HarvestRun[]> {
  const all = await store.harvests(operator, null, { first: 100 })
  return all.items
}

async function allEnded(store: RecordStore): Promise<HarvestRun[]> {
  return until('every source is harvested', async () => {
    const runs = await runsOf(store)
    const isOver = runs.length >= ids.length && runs.every(({ finishedAt }) => finishedAt !== null)
    return isOver && runs
  })
}

/** One harvest of each, of everything, and what it says it met is there. */
async function expectOnce(store: RecordStore, runs: readonly HarvestRun[]): Promise<void> {
  const told = runs.map(({ source, state, seen, removed }) => ({ source, state, seen, removed }))
  expect(told.sort((a, b) => (a.source < b.source ? -1 : 1))).toEqual(
    ids.map((source) => ({ source, state: 'SUCCEEDED', seen: pages * perPage, removed: 0 })),
  )
  expect(await idsOf(store)).toHaveLength(ids.length * pages * perPage)
}

test('two processes over one catalogue: each due source is harvested once, by one of them', async () => {
  const { store, asked, start } = await setUp(1)
  const both = await Promise.all([start(), start()])
  const runs = await allEnded(store)
  // Both look again when one of them has ended a harvest: nothing more is due.
  await new Promise((resolve) => setTimeout(resolve, 500))
  await expectOnce(store, await runsOf(store))
  expect(runs).toHaveLength(ids.length)
  expect(asked().toSorted()).toEqual([...new Set(asked())].toSorted())
  expect(asked()).toHaveLength(ids.length * pages)
  for (const child of both) {
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
  }
})

test.each([
  ['that is killed', 'SIGKILL'],
  ['that hangs for longer than its leases', 'SIGUSR2'],
] as const)(
  'two processes over one catalogue: the harvests of one %s are gone on with by the other, once',
  async (_, signal) => {
    const { store, asked, start } = await setUp(40)
    const first = await start()
    await until('harvests under way', () => asked().length > 12)
    const second = await start()
    await until('more of them', () => asked().length > 20)
    first.kill(signal)
    const runs = await allEnded(store)
    await expectOnce(store, runs)
    if (signal === 'SIGUSR2') {
      // It wakes up, and finds that they are not its own any more.
      await new Promise((resolve) => setTimeout(resolve, frozen))
      await expectOnce(store, await runsOf(store))
      first.kill('SIGTERM')
      await once(first, 'exit')
    }
    // What either read and had not written yet is read again: a page of each harvest at most.
    expect(asked().length - new Set(asked()).size).toBeLessThanOrEqual(ids.length)
    second.kill('SIGTERM')
    await once(second, 'exit')
  },
)
