import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { anonymous, operator } from '../../src/model/index.ts'
import {
  connect,
  openStore,
  type RecordStore,
  type StoreWorker,
  startStoreWorker,
} from '../../src/store/index.ts'
import { begin, harvest, owner, put, source, tempFolder } from './samples.ts'

let folder: ReturnType<typeof tempFolder>
let worker: StoreWorker | undefined
const file = () => join(folder.path, 'catalogue.db')

beforeEach(() => {
  folder = tempFolder()
})
afterEach(async () => {
  await worker?.close()
  worker = undefined
  folder.remove()
})

test('store worker: a damaged file is refused with the error of opening it', async () => {
  writeFileSync(file(), 'not a database at all')
  await expect(startStoreWorker(file())).rejects.toMatchObject({
    name: 'GatewayError',
    code: 'CONFIG_INVALID',
    message: 'The catalogue file is damaged or is not a catalogue.',
  })
})

test('store worker: what one client wrote, every client and thread reads', async () => {
  worker = await startStoreWorker(file())
  const { store } = worker
  await store.configureSources([source('one')])
  const run = await harvest(store, [put('a')])
  const port = worker.connect()
  const other = new Worker(new URL('./other-client.ts', import.meta.url), {
    workerData: port,
    transferList: [port],
  })
  const answer = await new Promise((resolve, reject) =>
    other.once('message', resolve).once('error', reject),
  )
  expect(answer).toEqual({ title: 'Record a', error: 'NOT_FOUND' })
  await other.terminate()
  // The store goes on without that client.
  expect(await store.harvestsById(anonymous, [run.id])).toHaveLength(1)
})

test('store worker: reads are answered while a big batch is being written', async () => {
  worker = await startStoreWorker(file())
  const { store } = worker
  await store.configureSources([source('one')])
  await harvest(store, [put('a')])
  const { harvest: run } = await begin(store)
  const row = JSON.stringify({ text: 'x'.repeat(20_000) })
  const batch = Array.from({ length: 2000 }, (_, at) => put(`new ${at}`, {}, { row }))
  let written = false
  const writing = store.apply(run.id, owner, batch).then(() => {
    written = true
  })
  const [record] = await store.records(anonymous, ['one:a'])
  expect(record?.title).toBe('Record a')
  expect(written).toBe(false)
  await writing
  expect((await store.sources(operator))[0]?.records).toBe(2001)
})

test('store worker: calls under way and later ones fail when it is closed', async () => {
  const started = await startStoreWorker(file())
  const client = connect<RecordStore>(started.connect())
  await client.position()
  await started.close()
  await expect(started.store.position()).rejects.toMatchObject({ code: 'INTERNAL' })
  await expect(client.position()).rejects.toMatchObject({ code: 'INTERNAL' })
  await expect(connect<RecordStore>(started.connect()).position()).rejects.toMatchObject({
    code: 'INTERNAL',
  })
  await started.close()
  expect(readdirSync(folder.path)).toEqual(['catalogue.db'])
  const again = openStore(file(), 'read')
  expect(await again.position()).toBe(0)
  await again.close()
})
