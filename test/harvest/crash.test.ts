import { spawn } from 'node:child_process'
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import type { HarvestRun } from '../../src/model/index.ts'
import type { Standin } from '../../src/sdk/standin/index.ts'
import { openStore } from '../../src/store/open-store.ts'
import type { RecordStore } from '../../src/store/record-store.ts'
import { tempFolder } from '../support/temp.ts'
import { configure, contents } from './catalogue.ts'
import { quickHarvest } from './quick-harvest.ts'
import { books, type Library, libraryConnector, startLibrary } from './shelf.ts'

const script = fileURLToPath(new URL('crash-child.ts', import.meta.url))
const shelves = ['a', 'b']

/** Small numbers of a fixed series (Park and Miller's), so that a failure comes again. */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

/** Harvests in a process of its own, which is killed `after` requests and `delay` milliseconds; false when it ended before. */
async function killedHarvest(
  file: string,
  standin: Standin,
  { after, delay }: { after: number; delay: number },
): Promise<boolean> {
  const child = spawn(process.execPath, [script, file, standin.url, ...shelves], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let err = ''
  child.stderr.on('data', (chunk) => {
    err += chunk
  })
  const until = standin.requests.length + after
  const watch = setInterval(() => {
    if (standin.requests.length < until) return
    clearInterval(watch)
    setTimeout(() => child.kill('SIGKILL'), delay)
  }, 1)
  const code = await new Promise((resolve) => child.once('close', resolve))
  clearInterval(watch)
  if (code !== null && code !== 0) throw new Error(`The child failed: ${err}`)
  return code === null
}

async function withStore<T>(file: string, use: (store: RecordStore) => Promise<T>): Promise<T> {
  const store = openStore(file, 'write')
  try {
    return await use(store)
  } finally {
    await store.close()
  }
}

/** What somebody who had followed the outbox up to `position` hears of after that. */
async function heardSince(store: RecordStore, position: number): Promise<Record<string, unknown>> {
  const heard: Record<string, unknown> = {}
  for (let at = position; ; ) {
    const changes = await store.changes(at, 100)
    for (const { id, record } of changes) heard[id] = record?.title ?? null
    at = changes.at(-1)?.position ?? at
    if (changes.length === 0) return Object.fromEntries(Object.entries(heard).sort())
  }
}

test('a harvest that is killed again and again ends as an undisturbed one', async () => {
  const folder = await tempFolder()
  const random = chance(11)
  const shelved = (shelf: string, count: number) =>
    books(count, shelf).map((book, index) => ({ ...book, files: index % 4 === 0 ? 5 : 0 }))
  const library: Library = {
    books: shelves.flatMap((shelf) => shelved(shelf, 24)),
    pageSize: 3,
    rights: {},
  }
  const standin = await startLibrary(library, 3)
  onTestFinished(() => standin.close())
  const undisturbed = join(folder, 'undisturbed.db')
  const killed = join(folder, 'killed.db')
  const harvestHere = (file: string) =>
    withStore(file, (store) =>
      quickHarvest(store, {
        connector: libraryConnector,
        options: { baseUrl: standin.url, shelves },
        allowRemovals: true,
      }),
    )
  await withStore(undisturbed, (store) => configure(store))
  await harvestHere(undisturbed)
  await copyFile(undisturbed, killed)
  const position = await withStore(killed, (store) => store.position())

  // Since then some books went, some changed, some came.
  library.books = [
    ...library.books
      .filter((_, index) => index % 5 !== 0)
      .map((book, index) => (index % 3 === 0 ? { ...book, title: `${book.title}, again` } : book)),
    ...shelved('b', 30).slice(24),
  ]
  const before = standin.requests.length
  const wanted = await harvestHere(undisturbed)
  const after = standin.requests.length

  const rounds = 5
  let kills = 0
  for (let round = 0; round < rounds; round++) {
    const share = Math.floor((random() * (after - before)) / rounds)
    const kill = { after: 1 + share, delay: Math.floor(random() * 6) }
    if (await killedHarvest(killed, standin, kill)) kills++
  }
  const run = await harvestHere(killed)
  const asked = standin.requests.slice(after).map(({ path, search }) => path + search)

  expect(kills).toBeGreaterThan(2)
  const counts = ({ seen, written, unchanged, rejected, removed, state }: HarvestRun) => {
    return { seen, written, unchanged, rejected, removed, state }
  }
  expect(counts(run)).toEqual({ ...counts(wanted), state: 'SUCCEEDED', rejected: 0 })
  const look = (file: string) =>
    withStore(file, async (store) => {
      return { held: await contents(store), heard: await heardSince(store, position) }
    })
  expect(await look(killed)).toEqual(await look(undisturbed))
  // A page of rows is read again at most once a kill: the one whose checkpoint was not written yet.
  const pages = asked.filter((page) => page.startsWith('/shelves/'))
  expect(pages.length - new Set(pages).size).toBeLessThanOrEqual(kills)
})
