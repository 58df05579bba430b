import { expect, test } from 'vitest'
import { Interruption } from '../../src/harvest/index.ts'
import { anonymous, GatewayError, type HarvestRun } from '../../src/model/index.ts'
import type { StoreStep } from '../../src/store/harvest-steps.ts'
import type { RecordStore } from '../../src/store/record-store.ts'
import { book, idsOf, openCatalogue, scripted } from './catalogue.ts'
import { assetOf } from './shelf.ts'

/** The catalogue with `apply` in other hands. */
function applying(store: RecordStore, apply: RecordStore['apply']): RecordStore {
  return new Proxy(store, {
    get(target, name) {
      if (name === 'apply') return apply
      const value = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

function counting(store: RecordStore): { store: RecordStore; batches: (readonly StoreStep[])[] } {
  const batches: (readonly StoreStep[])[] = []
  const counted = applying(store, (harvest, owner, steps) => {
    batches.push(steps)
    return store.apply(harvest, owner, steps)
  })
  return { store: counted, batches }
}

test('a harvest: a page without end is written in batches of bounded rows', async () => {
  const { harvest, store } = await openCatalogue()
  const { store: counted, batches } = counting(store)
  const connector = scripted(async function* ({ from }) {
    from('a')
    for (let n = 0; n < 1_203; n++) yield book(`a${n % 1_200}`)
    yield { partitionDone: 'a' }
  })
  const run = await harvest({ connector, options: {}, store: counted })
  expect(run).toMatchObject({ state: 'SUCCEEDED', seen: 1_200, written: 1_200 })
  expect(Math.max(...batches.map((steps) => steps.length))).toBeLessThanOrEqual(501)
  const order = batches.flat().flatMap((step) => (step.do === 'put' ? [step.record.nativeId] : []))
  expect(order).toEqual(Array.from({ length: 1_200 }, (_, n) => `a${n}`))
})

test('a harvest: large rows and large chunks of assets make small batches', async () => {
  const { harvest, store } = await openCatalogue()
  const { store: counted, batches } = counting(store)
  const connector = scripted(async function* ({ from }) {
    from('a')
    for (let n = 0; n < 30; n++) yield book(`a${n}`, { title: String(n).repeat(200_000) })
    const chunk = Array.from({ length: 5_000 }, (_, n) => assetOf('https://x.org', 'a29', `f${n}`))
    yield { assets: 'a29', chunk }
    yield { partitionDone: 'a' }
  })
  expect(await harvest({ connector, options: {}, store: counted })).toMatchObject({ written: 30 })
  const bytes = batches.map((steps) => {
    return steps.reduce((sum, step) => sum + (step.do === 'put' ? step.row.length : 0), 0)
  })
  expect(Math.max(...bytes)).toBeLessThan(5 * 1024 * 1024)
  const assets = batches.map((steps) => {
    return steps.reduce((sum, step) => sum + (step.do === 'assets' ? step.chunk.length : 0), 0)
  })
  expect(Math.max(...assets)).toBeLessThanOrEqual(2_000)
  expect((await store.records(anonymous, ['library:a29']))[0]?.assetCount).toBe(5_000)
})

test('a harvest: a row that is too large is rejected', async () => {
  const { harvest } = await openCatalogue()
  const connector = scripted(async function* ({ from }) {
    from('a')
    yield book('a1', { title: 'x'.repeat(3 * 1024 * 1024) })
  })
  expect(await harvest({ connector, options: {} })).toMatchObject({ rejected: 1, written: 0 })
})

test('a harvest: a catalogue that fails in the middle ends it, and the verdict says so', async () => {
  const { harvest, store } = await openCatalogue()
  let calls = 0
  const failing = applying(store, async (...values) => {
    if (++calls > 1) throw new GatewayError('INTERNAL', { message: 'The disk is full.' })
    return store.apply(...values)
  })
  let isEndless = true
  const connector = scripted(async function* ({ from }) {
    from('a')
    for (let n = 0; isEndless; n++) {
      yield book(`a${n}`)
      yield { checkpoint: n, partition: 'a' }
    }
  })
  const running = harvest({ connector, options: {}, store: failing })
  await expect(running).rejects.toMatchObject({ code: 'INTERNAL' })
  isEndless = false
  const [run] = (await store.harvests(anonymous, 'library', { first: 1 })).items
  expect(run).toMatchObject({ state: 'PARTIAL', error: 'INTERNAL', message: 'The disk is full.' })
})

test('a harvest: one whose lease was taken over stops and leaves the rest to the other', async () => {
  const { harvest, store } = await openCatalogue()
  let taken: HarvestRun | null = null
  const connector = scripted(async function* ({ from }) {
    from('a')
    yield book('a1')
    yield { checkpoint: 1, partition: 'a' }
    await store.releaseHarvest(id, 'first')
    const request = { full: false, owner: 'second', leaseSeconds: 60 }
    taken = (await store.beginHarvest('library', request)).harvest
    yield book('a2')
    yield { checkpoint: 2, partition: 'a' }
  })
  let id = ''
  const running = harvest({
    connector,
    options: {},
    owner: 'first',
    onStart: ({ harvest: begun }) => {
      id = begun.id
    },
  })
  await expect(running).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(taken).toMatchObject({ id, state: 'RUNNING' })
  const [run] = (await store.harvests(anonymous, 'library', { first: 1 })).items
  expect(run?.state).toBe('RUNNING')
  expect(await idsOf(store)).toEqual(['library:a1'])
})

test('a harvest: what an interrupted run wrote after its checkpoint is read again, not taken as known', async () => {
  const { harvest, store } = await openCatalogue()
  const abort = new AbortController()
  const asked: unknown[] = []
  const connector = scripted(async function* ({ from, known }) {
    const left = from('a')
    if (left === undefined) {
      yield { ...book('a1'), etag: 'v1' }
      yield { checkpoint: 1, partition: 'a' }
    }
    asked.push(await known('a2'))
    yield { ...book('a2'), etag: 'v1' }
    yield { assets: 'a2', chunk: [assetOf('https://x.org', 'a2', 'one')] }
    if (left === undefined) {
      // More rows than a batch takes, so that the first ones are written.
      for (let n = 0; n < 600; n++) yield book(`b${n}`)
      abort.abort(new Interruption())
      await new Promise(() => {})
    }
    yield { assets: 'c', chunk: [] }
    yield { partitionDone: 'a' }
  })
  await harvest({ connector, options: {}, signal: abort.signal })
  expect(await store.known('library', ['a2'])).toEqual([{ etag: 'v1' }])
  await harvest({ connector, options: {} })
  expect(asked).toEqual([null, null])
})

test('a harvest: the next page is not asked for before the one before it is in the catalogue', async () => {
  const { harvest, store } = await openCatalogue()
  const events: string[] = []
  const slow = applying(store, async (harvest, owner, steps) => {
    await new Promise((resolve) => setTimeout(resolve, 20))
    const run = await store.apply(harvest, owner, steps)
    for (const step of steps) if (step.do === 'checkpoint') events.push(`kept ${step.checkpoint}`)
    return run
  })
  const connector = scripted(async function* ({ from }) {
    from('a')
    for (let page = 1; page <= 3; page++) {
      events.push(`asked ${page}`)
      yield book(`a${page}`)
      yield { checkpoint: page, partition: 'a' }
    }
  })
  await harvest({ connector, options: {}, store: slow })
  expect(events).toEqual([1, 2, 3].flatMap((page) => [`asked ${page}`, `kept ${page}`]))
})

test('a harvest: within a page reading goes on while rows are written', async () => {
  const { harvest, store } = await openCatalogue()
  let isWriting = false
  let readWhileWriting = 0
  const slow = applying(store, async (...values) => {
    isWriting = true
    await new Promise((resolve) => setTimeout(resolve, 10))
    isWriting = false
    return store.apply(...values)
  })
  const connector = scripted(async function* ({ from }) {
    from('a')
    for (let n = 0; n < 2_000; n++) {
      if (isWriting) readWhileWriting++
      yield book(`a${n}`)
    }
  })
  await harvest({ connector, options: {}, store: slow })
  expect(readWhileWriting).toBeGreaterThan(500)
})
