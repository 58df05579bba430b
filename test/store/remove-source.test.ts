import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { anonymous, operator } from '../../src/model/index.ts'
import { openStore, type RecordStore, startStoreWorker } from '../../src/store/index.ts'
import { registration } from './contract/registry.ts'
import { asset, code, harvest, idsIn, put, replay, source, tempFolder, titles } from './samples.ts'

let folder: ReturnType<typeof tempFolder>
const file = () => join(folder.path, 'catalogue.db')

beforeEach(() => {
  folder = tempFolder()
})
afterEach(() => folder.remove())

const count = 1200

/** A registered source with `count` records, one of which has many files, beside one of the file with a few. */
async function fill(store: RecordStore): Promise<void> {
  await store.configureSources([source('one')])
  await harvest(store, [put('a'), put('b')])
  await store.registerSource(registration('mine'), 'ann')
  await store.approveSource('mine', 'operator')
  const assets = Array.from({ length: 1300 }, (_, at) => asset(`file ${at}`))
  const records = Array.from({ length: count }, (_, at) =>
    put(`${at}`, { source: 'mine', sameAs: [`10.1234/${at}`] }, { assets: at === 7 ? assets : [] }),
  )
  await harvest(store, records, {}, 'mine')
}

/** Tables of the file that still hold rows of the source with `key`; and whether rows point to others that are no more. */
function left(key: number): { tables: string[]; dangling: number } {
  const database = new DatabaseSync(file(), { readOnly: true })
  const tables = database
    .prepare(
      `SELECT m.name FROM sqlite_schema m WHERE m.type = 'table' AND EXISTS (
         SELECT 1 FROM pragma_table_info(m.name) WHERE name = 'source')`,
    )
    .all()
    .map(({ name }) => String(name))
    .filter((name) => database.prepare(`SELECT 1 FROM "${name}" WHERE source = ?`).get(key))
  const dangling = database.prepare('PRAGMA foreign_key_check').all().length
  database.close()
  return { tables, dangling }
}

test('removal of a source: one that was cut off is gone on with when the catalogue is opened again', async () => {
  const first = openStore(file(), 'write')
  await fill(first)
  const position = await first.position()
  const cut = code(first.removeSource('mine', { confirmRecords: count, by: 'ann' }))
  await new Promise((resolve) => setImmediate(resolve))
  // It is hidden from everybody before its records are gone.
  expect((await first.sources(operator)).map(({ id }) => id)).toEqual(['one'])
  expect(await titles(first, ['mine:1100', 'one:a'], operator)).toEqual([null, 'Record a'])
  expect([...(await replay(first)).keys()].sort()).toEqual(['one:a', 'one:b'])
  await first.close()
  expect(await cut).toBe('CANCELLED')
  const rows = () => {
    const database = new DatabaseSync(file(), { readOnly: true })
    const found = database.prepare('SELECT count(*) AS rows FROM record').get()?.rows
    database.close()
    return Number(found)
  }
  expect(rows()).toBeGreaterThan(2)

  // A reader alone hides it, too.
  const reader = openStore(file(), 'read')
  expect(await titles(reader, ['mine:1100', 'one:a'], operator)).toEqual([null, 'Record a'])
  await reader.close()
  const again = openStore(file(), 'write')
  // Its id can be had as soon as the removal is over, for which it is waited.
  await again.configureSources([source('one'), source('mine')])
  expect((await again.sources(operator)).find(({ id }) => id === 'mine')?.records).toBe(0)
  expect(rows()).toBe(2)
  expect(await idsIn(again)).toEqual(['one:a', 'one:b'])
  const told = await again.changes(position, 5000)
  expect(new Set(told.map(({ id }) => id)).size).toBe(count)
  await again.close()
})

test('removal of a source: leaves no row of it behind, nor one that points to it', async () => {
  const store = openStore(file(), 'write')
  await fill(store)
  const request = { full: true, owner: 'x', leaseSeconds: 60 }
  const { harvest: run } = await store.beginHarvest('mine', request)
  await store.apply(run.id, 'x', [
    { do: 'checkpoint', partition: 'p', checkpoint: 1 },
    { do: 'seen', nativeId: 'nobody', partition: 'p' },
    { do: 'seen', nativeId: '1', partition: 'p' },
    { do: 'rights', scope: 's', visibility: null, at: '2026-05-01T00:00:00Z' },
  ])
  await store.releaseHarvest(run.id, 'x')
  await store.takeLinksToCheck('mine', { now: '2026-05-01T00:00:00Z', first: 5 })
  const [found] = (await store.assets(anonymous, 'mine:7', { first: 1 })).items
  const key = found?.key ?? ''
  await store.saveLinkChecks([{ record: 'mine:7', key, at: '2026-05-01T00:00:00Z', verdict: 'OK' }])
  expect(left(2).tables.length).toBeGreaterThan(6)
  await store.removeSource('mine', { confirmRecords: count, by: 'ann' })
  expect(left(2)).toEqual({ tables: [], dangling: 0 })
  await store.close()
})

test('removal of a source: other calls are answered while it goes on', async () => {
  const worker = await startStoreWorker(file())
  const { store } = worker
  await fill(store)
  let over = false
  const removing = store.removeSource('mine', { confirmRecords: count, by: 'ann' }).then(() => {
    over = true
  })
  let writes = 0
  for (; !over; writes++) await store.noteUnanswered([`word ${writes}`], '2026-05-01')
  await removing
  expect(writes).toBeGreaterThan(3)
  await worker.close()
})
