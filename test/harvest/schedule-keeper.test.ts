import { expect, test } from 'vitest'
import { every, type HarvestSource, type Schedule } from '../../src/harvest/index.ts'
import { Slots } from '../../src/harvest/schedule-slots.ts'
import { operator } from '../../src/model/index.ts'
import type { RecordStore } from '../../src/store/record-store.ts'
import { until } from '../support/until.ts'
import { book, configure, idsOf, openCatalogue, scripted } from './catalogue.ts'
import { harvesterOf, lastOf, playing, sourceOf } from './harvesting.ts'

const exactly = (seconds: number): Schedule => ({ ...every(seconds), jitterSeconds: 0 })

async function catalogueOf(ids: string[]): Promise<RecordStore> {
  const { store } = await openCatalogue()
  await configure(store, ids)
  return store
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

test('slots: one that waits for its source for long makes room, until its source says something', () => {
  let time = 1_000
  const slots = new Slots({ count: 2, stall: 60, clock: () => time })
  const [working, hanging] = [slots.take(false), slots.take(false)]
  working.wait(false)
  expect(slots.hasRoom(false)).toBe(false)
  time += 40
  expect(slots.untilFree()).toBe(20)
  // Asking again and again is not an answer.
  hanging.wait(true)
  time += 20
  expect(slots.hasRoom(false)).toBe(true)
  expect(slots.untilFree()).toBe(Number.POSITIVE_INFINITY)
  hanging.wait(false)
  expect(slots.hasRoom(false)).toBe(false)
  working.leave()
  working.wait(false)
  expect(slots.hasRoom(false)).toBe(true)
})

test('slots: a doubtful one takes none from the others until its source has said something', () => {
  let time = 1_000
  const slots = new Slots({ count: 1, stall: 60, clock: () => time })
  const doubtful = slots.take(true)
  doubtful.wait(true)
  expect(slots.hasRoom(false)).toBe(true)
  // Many that failed together are not all tried at once.
  expect(slots.hasRoom(true)).toBe(false)
  expect(slots.untilFree()).toBe(60)
  time += 60
  expect(slots.hasRoom(true)).toBe(true)
  doubtful.wait(false)
  doubtful.wait(true)
  expect(slots.hasRoom(false)).toBe(false)
  expect(slots.hasRoom(true)).toBe(false)
  doubtful.leave()
  expect(slots.hasRoom(true)).toBe(true)
})

test('the schedule: so many are at work side by side, and the others wait in the order of their due times', async () => {
  const ids = ['a', 'b', 'c', 'd', 'e']
  const store = await catalogueOf(ids)
  const begun: string[] = []
  let atWork = 0
  let most = 0
  const connector = scripted(async function* ({ source }) {
    begun.push(source)
    most = Math.max(most, ++atWork)
    // Until the others are due as well.
    await pause(500)
    yield book(source)
    atWork--
    yield { partitionDone: 'a' }
  })
  const connectors = new Map([['library', connector]])
  const sources = ids.map((id): HarvestSource => {
    return { ...sourceOf(id, 'http://127.0.0.1:9'), schedule: exactly(1.5) }
  })
  const asked = harvesterOf({ store, sources, connectors })
  // Last asked for, last due.
  const order = ['d', 'b', 'e', 'a', 'c']
  for (const id of order) {
    await asked.start(id)
    await pause(5)
  }
  await until('all have ended', () => asked.runs().length === 0)
  expect(most).toBeGreaterThan(2)
  begun.length = 0
  most = 0
  harvesterOf({ store, sources, connectors, scheduled: true, sideBySide: 2 })
  await until('all are begun again', () => begun.length >= ids.length)
  expect(most).toBe(2)
  expect(begun.slice(0, ids.length)).toEqual(order)
})

test('the schedule: a source that hangs keeps the only slot for a moment, and is told in its time', async () => {
  const healthy = await playing(20)
  const hanging = await playing(20)
  hanging.standin.faults.add({ kind: 'hang-headers' })
  const store = await catalogueOf(['hanging', 'library'])
  const sources = [
    sourceOf('hanging', hanging.standin.url, 3_600),
    sourceOf('library', healthy.standin.url, 3_600),
  ]
  const before = performance.now()
  const only = { store, sources, scheduled: true, sideBySide: 1 }
  const harvester = harvesterOf({ ...only, timing: { stall: 150 } })
  await until('the healthy one', async () => (await idsOf(store)).length === 20)
  expect(performance.now() - before).toBeGreaterThanOrEqual(150)
  expect(harvester.runs().map(({ source }) => source)).toContain('hanging')
  await harvester.close()
  // Whoever comes next goes on with it, for as long as it lets itself be kept waiting.
  harvesterOf({ ...only, timing: { idleTimeout: 300 } })
  const told = await until('the hanging one has ended', async () => {
    const { items } = await store.harvests(operator, 'hanging', { first: 5 })
    return items[0]?.finishedAt ? items : null
  })
  expect(told).toMatchObject([{ state: 'FAILED', error: 'SOURCE_UNREACHABLE' }])
})

test('the schedule: of two that find a source due at the same time, one harvests it', async () => {
  const { standin } = await playing(5)
  const { store } = await openCatalogue()
  const sources = [sourceOf('library', standin.url, 3_600)]
  const first = harvesterOf({ store, sources })
  const refused = Promise.withResolvers<unknown>()
  // The second one has looked, and comes to begin it when the first has ended already.
  const late = new Proxy(store, {
    get(target, name) {
      if (name !== 'beginHarvest') return Reflect.get(target, name).bind(target)
      return async (...request: Parameters<RecordStore['beginHarvest']>) => {
        const { id } = await first.start('library')
        await lastOf(first.progress(id))
        return target.beginHarvest(...request).catch((thrown: unknown) => {
          refused.resolve(thrown)
          throw thrown
        })
      }
    },
  })
  const second = harvesterOf({ store: late, sources, scheduled: true })
  expect(await refused.promise).toMatchObject({ code: 'CONFLICT' })
  expect(standin.requests).toHaveLength(1)
  await second.close()
  const { items } = await store.harvests(operator, 'library', { first: 5 })
  expect(items.map(({ state }) => state)).toEqual(['SUCCEEDED'])
})

test('the schedule: in quiet hours nothing begins, unless somebody asks for it', async () => {
  const { standin } = await playing(5)
  const store = await catalogueOf(['library'])
  const quiet = [{ from: 8 * 60, to: 18 * 60 }]
  const sources = [{ ...sourceOf('library', standin.url), schedule: { ...every(60), quiet } }]
  let time = new Date('2020-01-01T17:59:59.500Z')
  const harvester = harvesterOf({ store, sources, scheduled: true, now: () => time })
  await pause(300)
  expect(standin.requests).toHaveLength(0)
  await harvester.start('library')
  await until('the one that was asked for', async () => (await idsOf(store)).length === 5)
  await until('its end', () => harvester.runs().length === 0)
  time = new Date('2099-01-01T12:00:00Z')
  await harvester.configure(sources)
  await pause(300)
  expect(standin.requests).toHaveLength(1)
  time = new Date('2099-01-01T18:00:06Z')
  await harvester.configure(sources)
  await until('the one that was due', () => standin.requests.length > 1)
})

test('the schedule: a source that cannot be begun keeps no other one from it', async () => {
  const { standin } = await playing(5)
  const store = await catalogueOf(['library'])
  const sources = [
    { ...sourceOf('library', standin.url, 60), id: 'unknown' },
    { ...sourceOf('library', standin.url, 60), id: 'strange', type: 'nothing' },
    sourceOf('library', standin.url, 60),
  ]
  harvesterOf({ store, sources, scheduled: true, sideBySide: 1 })
  await until('the good one', async () => (await idsOf(store)).length === 5)
})
