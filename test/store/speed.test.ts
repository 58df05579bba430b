import { join } from 'node:path'
import { expect, test } from 'vitest'
import { anonymous } from '../../src/model/index.ts'
import { openStore, type StoreStep } from '../../src/store/index.ts'
import { asset, begin, owner, put, seen, source, tempFolder } from './samples.ts'

const records = 5000
const batchSize = 500

/** Milliseconds, the median. */
async function median(rounds: number, work: (round: number) => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const start = performance.now()
    await work(round)
    times.push(performance.now() - start)
  }
  return times.sort((one, other) => one - other)[rounds >> 1] ?? 0
}

/** About 2.5 KB, as a record of an atlas repository is. */
function sample(number: number): StoreStep {
  const id = String(number)
  const description = Array.from({ length: 120 }, (_, at) => `word${(number * 31 + at * at) % 977}`)
  const text = description.join(' ')
  return put(
    id,
    { description: text, keywords: description.slice(0, 40), parents: [`one:${number % 50}`] },
    {
      row: JSON.stringify({ id, text, keywords: description }),
      assets: [asset(`${id} x`), asset(`${id} y`)],
    },
  )
}

// Figures for people, none of them asserted: the machine may be busy.
test('speed: batches, comparisons and reads are done, and their times printed', async () => {
  const folder = tempFolder()
  const store = openStore(join(folder.path, 'catalogue.db'), 'write')
  await store.configureSources([source('one')])
  const { harvest } = await begin(store)
  const numbers = Array.from({ length: records }, (_, number) => number)
  const batches = Array.from({ length: records / batchSize }, (_, at) =>
    numbers.slice(at * batchSize, (at + 1) * batchSize),
  )
  const written = batches.map((batch) => batch.map(sample))
  const put500 = await median(batches.length, (round) =>
    store.apply(harvest.id, owner, written[round] ?? []),
  )
  const seen500 = await median(batches.length, (round) =>
    store.apply(
      harvest.id,
      owner,
      (batches[round] ?? []).map((number) => seen(String(number))),
    ),
  )
  const compare500 = await median(20, (round) =>
    store.compare(
      'one',
      (batches[round % batches.length] ?? []).map((number) => ({
        nativeId: String(number),
        hash: 'x',
      })),
    ),
  )
  const records20 = await median(50, (round) =>
    store.records(
      anonymous,
      Array.from({ length: 20 }, (_, at) => `one:${(round * 997 + at * 131) % records}`),
    ),
  )
  const changes500 = await median(5, (round) => store.changes(round * batchSize, batchSize))
  const children20 = await median(20, (round) =>
    store.children(anonymous, `one:${round}`, { first: 20 }),
  )
  const table = { put500, seen500, compare500, records20, changes500, children20 }
  const figures = Object.entries(table).map(([name, time]) => `${name} ${time.toFixed(2)} ms`)
  console.log(`${Math.round(batchSize / (put500 / 1000))} puts/s; ${figures.join(', ')}`)
  expect((await store.sources(anonymous))[0]?.records).toBe(records)
  await store.close()
  folder.remove()
})
