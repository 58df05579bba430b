import { expect, onTestFinished, test } from 'vitest'
import { Interruption } from '../../src/harvest/index.ts'
import { anonymous, GatewayError, operator, type Visibility } from '../../src/model/index.ts'
import { book, contents, filesHold, idsOf, openCatalogue, scripted } from './catalogue.ts'
import { assetOf, books, type Library, libraryConnector, startLibrary } from './shelf.ts'

const publicly: Visibility = { discover: ['public'], retrieve: ['public'] }
const nobody: Visibility = { discover: [], retrieve: [] }

async function playing(library: Partial<Library>) {
  const state: Library = { books: [], pageSize: 2, rights: {}, ...library }
  const standin = await startLibrary(state)
  onTestFinished(() => standin.close())
  return { standin, library: state, options: { baseUrl: standin.url, shelves: ['a'] } }
}

test('a harvest: an upstream that is down is FAILED, and nothing is removed', async () => {
  const { standin, options } = await playing({ books: books(5) })
  const catalogue = await openCatalogue()
  await catalogue.harvest({ connector: libraryConnector, options })
  standin.faults.add({ kind: 'reset' })
  const run = await catalogue.harvest({ connector: libraryConnector, options, allowRemovals: true })
  expect(run).toMatchObject({ state: 'FAILED', error: 'SOURCE_UNREACHABLE', removed: 0 })
  expect(await idsOf(catalogue.store)).toHaveLength(5)
})

test('a harvest: one that is lost half-way is PARTIAL, keeps what it read and removes nothing', async () => {
  const { standin, options } = await playing({ books: books(6) })
  const catalogue = await openCatalogue()
  standin.faults.add({ kind: 'status-500', after: 2 })
  const run = await catalogue.harvest({ connector: libraryConnector, options, allowRemovals: true })
  expect(run).toMatchObject({ state: 'PARTIAL', error: 'SOURCE_UNREACHABLE', seen: 4, written: 4 })
  expect(await idsOf(catalogue.store)).toHaveLength(4)
})

test('a harvest: refused credentials stop it at once', async () => {
  const { standin, options } = await playing({ books: books(6) })
  const catalogue = await openCatalogue()
  standin.faults.add({ kind: 'status-401' })
  const run = await catalogue.harvest({ connector: libraryConnector, options })
  expect(run).toMatchObject({ state: 'FAILED', error: 'SOURCE_REFUSED' })
  expect(standin.requests).toHaveLength(1)
  const [source] = await catalogue.store.sources(operator)
  expect(source?.state).toBe('NEEDS_LOGIN')
})

test('a harvest: a web page with 200 is a failed read, never "no rows"', async () => {
  const { standin, options } = await playing({ books: books(5) })
  const catalogue = await openCatalogue()
  await catalogue.harvest({ connector: libraryConnector, options })
  standin.faults.add({ kind: 'html' })
  const run = await catalogue.harvest({ connector: libraryConnector, options, allowRemovals: true })
  expect(run).toMatchObject({ state: 'FAILED', error: 'ANSWER_INVALID', removed: 0 })
})

test('a harvest: what the connector throws that is no GatewayError is INTERNAL, and its words are not told', async () => {
  const { store, harvest, folder } = await openCatalogue()
  const connector = scripted(async function* () {
    yield book('a1')
    throw new Error('secret-words')
  })
  const run = await harvest({ connector, options: {} })
  expect(run).toMatchObject({ state: 'PARTIAL', error: 'INTERNAL', written: 1 })
  expect(JSON.stringify(run)).not.toContain('secret')
  await store.close()
  expect(await filesHold(folder, 'secret-words')).toBe(false)
})

test.each([
  ['something that is no item', { nonsense: 1 }],
  ['a partition that it never opened', { partitionDone: 'b' }],
  ['a checkpoint of one', { checkpoint: 1, partition: 'b' }],
  ['a row in one', { ...book('a9'), partition: 'b' }],
  ['a failure of one', { partitionFailed: 'b', error: new GatewayError('SOURCE_UNREACHABLE') }],
  ['assets of a record that it never yielded', { assets: 'a9', chunk: [] }],
])('a harvest: a connector that yields %s is at fault', async (_, item) => {
  const { harvest } = await openCatalogue()
  const connector = scripted(async function* ({ from }) {
    from('a')
    yield book('a1')
    yield item
    yield { partitionDone: 'a' }
  })
  const run = await harvest({ connector, options: {} })
  expect(run).toMatchObject({ state: 'PARTIAL', error: 'INTERNAL', written: 1, removed: 0 })
  expect(run.message).toMatch(/connector/i)
})

test('a harvest: a malformed row is quarantined by path and types, and the run goes on', async () => {
  const { harvest, store } = await openCatalogue()
  const connector = scripted(async function* ({ from }) {
    from('a')
    yield book('a1')
    yield { ...book('a2'), row: { id: 'a2', title: 7, shelf: 'a' } }
    yield { row: { title: 'x' }, entity: 'book', nativeId: null }
    yield { ...book('a3'), entity: 'scroll' }
    yield book('a4')
    yield { partitionDone: 'a' }
  })
  const run = await harvest({ connector, options: {} })
  expect(run).toMatchObject({ state: 'PARTIAL', seen: 5, written: 2, rejected: 3, error: null })
  const rejections = await store.rejections(operator, run.id, 10)
  expect(rejections.find(({ nativeId }) => nativeId === 'a2')).toMatchObject({
    entity: 'book',
    path: 'title',
    reason: 'expected string, received number',
  })
  expect(rejections.map(({ nativeId }) => nativeId).sort()).toEqual(['a2', 'a3', null])
})

test('a harvest: no value of a rejected row reaches the catalogue or the log', async () => {
  const { harvest, store, folder } = await openCatalogue()
  const said: unknown[] = []
  const log = {
    debug: (...words: unknown[]) => said.push(words),
    info: (...words: unknown[]) => said.push(words),
    warn: (...words: unknown[]) => said.push(words),
    error: (...words: unknown[]) => said.push(words),
    child: () => log,
  }
  const marker = 'zq-planted-marker'
  const connector = scripted(
    async function* ({ from }) {
      from('a')
      yield { ...book('a1'), row: { id: 'a1', title: { [marker]: marker }, shelf: marker } }
      yield { ...book('a2'), row: [marker] }
      yield { ...book('a3'), row: marker }
      yield { ...book('a4', { borrower: marker, nested: { marker } }) }
      yield { ...book('a5'), entity: marker }
      yield { ...book('throws', { borrower: marker }) }
      yield { partitionDone: 'a' }
      throw new Error(marker)
    },
    {
      map: {
        book: (row: { id: string; title: string }) => {
          if (row.id === 'throws') throw new Error(marker)
          return libraryConnector.map.book(
            { ...row, shelf: 'a' },
            { baseUrl: '', shelves: [] },
            undefined,
          )
        },
      },
    },
  )
  const run = await harvest({ connector, options: {}, log })
  expect(run).toMatchObject({ written: 1, rejected: 5 })
  const told = JSON.stringify([run, await store.rejections(operator, run.id, 10), said])
  expect(told).not.toContain(marker)
  await store.close()
  expect(await filesHold(folder, marker)).toBe(false)
})

test('a harvest: a record that the mapping spoils is rejected, and the record there is kept', async () => {
  const { harvest, store } = await openCatalogue()
  const rows = async function* ({ from }: { from(partition: string): unknown }) {
    from('a')
    yield book('a1')
    yield { partitionDone: 'a' }
  }
  await harvest({ connector: scripted(rows), options: {} })
  const map = { book: () => ({ record: { title: '' } }) }
  const connector = scripted(rows, { version: 2, map } as never)
  const run = await harvest({ connector, options: {}, allowRemovals: true })
  expect(run).toMatchObject({ state: 'PARTIAL', seen: 1, rejected: 1, removed: 0 })
  const [rejection] = await store.rejections(operator, run.id, 1)
  expect(rejection?.reason).toMatch(/^as mapped: /)
  expect(await idsOf(store)).toEqual(['library:a1'])
})

test('a harvest: the second one writes nothing, and maps nothing', async () => {
  const { options } = await playing({ books: books(7) })
  const { harvest, store } = await openCatalogue()
  let mapped = 0
  const connector = {
    ...libraryConnector,
    map: {
      book: (...row: Parameters<typeof libraryConnector.map.book>) => {
        mapped++
        return libraryConnector.map.book(...row)
      },
    },
  }
  expect(await harvest({ connector, options })).toMatchObject({ state: 'SUCCEEDED', written: 7 })
  const position = await store.position()
  const again = await harvest({ connector, options })
  expect(again).toMatchObject({ state: 'SUCCEEDED', seen: 7, written: 0, unchanged: 7 })
  expect(mapped).toBe(7)
  expect(await store.position()).toBe(position)
})

test('a harvest: a newer version of the connector maps unchanged rows again', async () => {
  const { options } = await playing({ books: books(3) })
  const { harvest, store } = await openCatalogue()
  await harvest({ connector: libraryConnector, options })
  const map = {
    book: (row: { id: string; title: string }) => {
      const mapped = libraryConnector.map.book(
        { ...row, shelf: 'a' },
        { baseUrl: '', shelves: [] },
        undefined,
      )
      return mapped && { record: { ...mapped.record, title: `${row.title}, 2nd edition` } }
    },
  }
  const run = await harvest({ connector: { ...libraryConnector, version: 2, map }, options })
  expect(run).toMatchObject({ state: 'SUCCEEDED', written: 3, unchanged: 0 })
  const [record] = await store.records(anonymous, ['library:a1'])
  expect(record).toMatchObject({ title: 'Book 1 of a, 2nd edition', connector: 'library@2' })
})

test('a harvest: other options map unchanged rows again', async () => {
  const { options } = await playing({ books: books(3) })
  const { harvest } = await openCatalogue()
  await harvest({ connector: libraryConnector, options })
  const run = await harvest({
    connector: libraryConnector,
    options: { ...options, shelves: ['a', 'b'] },
  })
  expect(run.unchanged).toBe(0)
})

test('a harvest: a native id that comes twice is written once, as it came first', async () => {
  const { harvest, store } = await openCatalogue()
  const connector = scripted(async function* ({ from }) {
    from('a')
    yield book('a1')
    yield book('a1', { title: 'Another' })
    yield { same: 'a1' }
    yield { partitionDone: 'a' }
  })
  expect(await harvest({ connector, options: {} })).toMatchObject({ seen: 1, written: 1 })
  expect((await store.records(anonymous, ['library:a1']))[0]?.title).toBe('Book a1')
})

test('a harvest: what is gone upstream is removed after a complete sweep, up to the share', async () => {
  const { library, options } = await playing({ books: books(10) })
  const { harvest, store } = await openCatalogue()
  await harvest({ connector: libraryConnector, options })
  library.books = library.books.slice(0, 9)
  expect(await harvest({ connector: libraryConnector, options })).toMatchObject({
    state: 'SUCCEEDED',
    removed: 1,
  })
  library.books = library.books.slice(0, 4)
  const withheld = await harvest({ connector: libraryConnector, options })
  expect(withheld).toMatchObject({ state: 'PARTIAL', removed: 0 })
  expect(withheld.message).toMatch(/--allow-removals/)
  expect(await idsOf(store)).toHaveLength(9)
  const allowed = await harvest({ connector: libraryConnector, options, allowRemovals: true })
  expect(allowed).toMatchObject({ state: 'SUCCEEDED', removed: 5 })
  expect(await idsOf(store)).toHaveLength(4)
})

test('a harvest: without a partition that was read to its end nothing is removed', async () => {
  const { harvest, store } = await openCatalogue()
  let ids = ['a1', 'a2', 'a3']
  const connector = scripted(async function* ({ from }) {
    from('a')
    for (const id of ids) yield book(id)
  })
  await harvest({ connector, options: {} })
  ids = ['a1']
  const run = await harvest({ connector, options: {}, allowRemovals: true })
  expect(run).toMatchObject({ state: 'SUCCEEDED', removed: 0 })
  expect(await idsOf(store)).toHaveLength(3)
})

test('a harvest: a partition that failed removes nothing, and the others go on', async () => {
  const { harvest, store } = await openCatalogue()
  const shelves: Record<string, string[]> = { a: ['a1', 'a2', 'a3'], b: ['b1', 'b2', 'b3'] }
  let isFailing = false
  const connector = scripted(async function* ({ from }) {
    for (const [shelf, ids] of Object.entries(shelves)) {
      from(shelf)
      for (const id of ids) yield book(id)
      if (isFailing && shelf === 'a') {
        yield { partitionFailed: 'a', error: new GatewayError('SOURCE_UNREACHABLE') }
        // Whatever it says after that, it is not complete.
        yield { partitionDone: 'a' }
      } else yield { partitionDone: shelf }
    }
  })
  await harvest({ connector, options: {} })
  isFailing = true
  shelves.a = []
  shelves.b = ['b1']
  const run = await harvest({ connector, options: {}, allowRemovals: true })
  expect(run).toMatchObject({ state: 'PARTIAL', removed: 2 })
  expect(await idsOf(store)).toEqual(['library:a1', 'library:a2', 'library:a3', 'library:b1'])
})

test('a harvest: a partition that is refused stops the run', async () => {
  const { harvest } = await openCatalogue()
  let isReached = false
  const connector = scripted(async function* ({ from }) {
    from('a')
    yield { partitionFailed: 'a', error: new GatewayError('SOURCE_REFUSED') }
    isReached = true
    yield { partitionDone: 'a' }
  })
  const run = await harvest({ connector, options: {} })
  expect(run).toMatchObject({ state: 'FAILED', error: 'SOURCE_REFUSED' })
  expect(isReached).toBe(false)
})

test('a harvest: a partition that may not be read costs that partition alone', async () => {
  const { harvest, store } = await openCatalogue()
  const connector = scripted(async function* ({ from }) {
    from('a')
    yield { partitionFailed: 'a', error: new GatewayError('SOURCE_FORBIDDEN') }
    from('b')
    yield book('b1')
    yield { partitionDone: 'b' }
  })
  const run = await harvest({ connector, options: {} })
  expect(run).toMatchObject({ state: 'PARTIAL', error: null, written: 1 })
  expect(await store.refusedCredentials('library')).toBeNull()
})

test('a harvest: a rejected row without an id withholds the removals of its partition only', async () => {
  const { harvest, store } = await openCatalogue()
  const shelves: Record<string, string[]> = { a: ['a1', 'a2'], b: ['b1', 'b2'] }
  let isBlind = false
  const connector = scripted(async function* ({ from }) {
    for (const [shelf, ids] of Object.entries(shelves)) {
      from(shelf)
      for (const id of ids) yield book(id)
      if (isBlind && shelf === 'a') yield { row: {}, entity: 'book', nativeId: null }
      yield { partitionDone: shelf }
    }
  })
  await harvest({ connector, options: {} })
  isBlind = true
  shelves.a = ['a1']
  shelves.b = ['b1']
  await harvest({ connector, options: {}, allowRemovals: true })
  expect(await idsOf(store)).toEqual(['library:a1', 'library:a2', 'library:b1'])
})

test('a harvest: a record that the source calls gone is removed, also before a sweep is complete', async () => {
  const { harvest, store } = await openCatalogue()
  let items: unknown[] = [book('a1'), book('a2')]
  const connector = scripted(async function* ({ from }) {
    from('a')
    yield* items
  })
  await harvest({ connector, options: {} })
  items = [{ gone: 'a1', proof: 'the source answers 410' }]
  expect(await harvest({ connector, options: {} })).toMatchObject({ removed: 1 })
  expect(await idsOf(store)).toEqual(['library:a2'])
})

test('a harvest: a record that is gone and comes back in one run is there', async () => {
  const { harvest, store } = await openCatalogue()
  let items: unknown[] = [book('a1')]
  const connector = scripted(async function* ({ from }) {
    from('a')
    yield* items
  })
  await harvest({ connector, options: {} })
  items = [{ gone: 'a1', proof: 'a feed' }, book('a1')]
  await harvest({ connector, options: {} })
  expect(await idsOf(store)).toEqual(['library:a1'])
})

test('a harvest: narrower rights hide at once, without a sweep', async () => {
  const { harvest, store } = await openCatalogue()
  let rights: Visibility = publicly
  let seenDuring: unknown = null
  const connector = scripted(async function* ({ from }) {
    from('a')
    yield { rights: 'project', visibility: rights }
    seenDuring = (await store.records(anonymous, ['library:a1']))[0]
    if (rights === publicly) yield { ...book('a1'), scope: 'project' }
    else throw new GatewayError('SOURCE_UNREACHABLE')
  })
  await harvest({ connector, options: {} })
  expect((await store.records(anonymous, ['library:a1']))[0]).not.toBeNull()
  rights = nobody
  await harvest({ connector, options: {} })
  expect(seenDuring).toBeNull()
  expect((await store.records(anonymous, ['library:a1']))[0]).toBeNull()
  expect((await store.records(operator, ['library:a1']))[0]).not.toBeNull()
})

test('a harvest: rights that cannot be read are kept for a day, then everything under them is hidden', async () => {
  const { harvest, store } = await openCatalogue()
  let time = Date.parse('2026-01-01T00:00:00Z')
  let rights: Visibility | null = publicly
  const connector = scripted(async function* ({ from }) {
    from('a')
    yield { rights: 'project', visibility: rights }
    yield { ...book('a1'), scope: 'project' }
  })
  const look = async () => {
    await harvest({ connector, options: {}, now: () => new Date(time) })
    return (await store.records(anonymous, ['library:a1']))[0] !== null
  }
  expect(await look()).toBe(true)
  rights = null
  time += 23 * 3_600_000
  expect(await look()).toBe(true)
  time += 2 * 3_600_000
  expect(await look()).toBe(false)
  rights = publicly
  expect(await look()).toBe(true)
})

test('a harvest: assets come in chunks, keep their order, and those that went are dropped', async () => {
  const { harvest, store } = await openCatalogue()
  let count = 1_234
  const connector = scripted(async function* ({ from }) {
    from('a')
    yield book('a1')
    for (let at = 0; at < count; at += 100) {
      const size = Math.min(100, count - at)
      const chunk = Array.from({ length: size }, (_, index) => {
        return assetOf('https://x.example.org', 'a1', `page-${at + index}`)
      })
      yield { assets: 'a1', chunk }
    }
    yield book('a2')
    yield { partitionDone: 'a' }
  })
  const names = async () => {
    const page = await store.assets(anonymous, 'library:a1', { first: 5_000 })
    return page.items.map(({ name }) => name)
  }
  await harvest({ connector, options: {} })
  expect(await names()).toEqual(Array.from({ length: 1_234 }, (_, index) => `page-${index}`))
  expect((await store.records(anonymous, ['library:a1']))[0]?.assetCount).toBe(1_234)
  count = 3
  await harvest({ connector, options: {} })
  expect(await names()).toEqual(['page-0', 'page-1', 'page-2'])
  expect((await store.records(anonymous, ['library:a1']))[0]?.assetCount).toBe(3)
})

test('a harvest: an asset that is none is told and left out, the others stay', async () => {
  const { harvest, store } = await openCatalogue()
  const good = (name: string) => assetOf('https://x.example.org', 'a1', name)
  const connector = scripted(async function* ({ from }) {
    from('a')
    yield book('a1')
    yield { assets: 'a1', chunk: [good('one'), { name: 7 }, good('two'), null] }
    yield { partitionDone: 'a' }
  })
  const run = await harvest({ connector, options: {} })
  expect(run).toMatchObject({ state: 'PARTIAL', written: 1, rejected: 1 })
  const { items } = await store.assets(anonymous, 'library:a1', { first: 10 })
  expect(items.map(({ name }) => name)).toEqual(['one', 'two'])
  const [rejection] = await store.rejections(operator, run.id, 1)
  expect(rejection).toMatchObject({ nativeId: 'a1', entity: 'asset' })
  expect(rejection?.reason).toMatch(/^2 of its assets: /)
})

test('a harvest: assets of a row that was rejected are left out', async () => {
  const { harvest, store } = await openCatalogue()
  const connector = scripted(async function* ({ from }) {
    from('a')
    yield { ...book('a1'), row: { id: 'a1' } }
    yield { assets: 'a1', chunk: [assetOf('https://x.example.org', 'a1', 'one')] }
    yield book('a2')
    yield { partitionDone: 'a' }
  })
  const run = await harvest({ connector, options: {} })
  expect(run).toMatchObject({ state: 'PARTIAL', error: null, written: 1, rejected: 1 })
  expect(await idsOf(store)).toEqual(['library:a2'])
})

test('a harvest: an etag counts only once the record has all of its assets', async () => {
  const { harvest } = await openCatalogue()
  const etags: unknown[] = []
  let isBreaking = true
  const connector = scripted(async function* ({ from, known }) {
    from('a')
    etags.push((await known('a1'))?.etag)
    yield { ...book('a1'), etag: 'v1' }
    yield { assets: 'a1', chunk: [assetOf('https://x.example.org', 'a1', 'one')] }
    if (isBreaking) throw new GatewayError('SOURCE_UNREACHABLE')
    yield { assets: 'a1', chunk: [assetOf('https://x.example.org', 'a1', 'two')] }
    yield { partitionDone: 'a' }
  })
  await harvest({ connector, options: {} })
  isBreaking = false
  await harvest({ connector, options: {} })
  await harvest({ connector, options: {} })
  expect(etags).toEqual([undefined, null, 'v1'])
})

test('a harvest: an etag told with the last assets takes the place of the one of the row, before and behind a checkpoint', async () => {
  const { harvest, store } = await openCatalogue()
  const etags: unknown[] = []
  const connector = scripted(async function* ({ from, known }) {
    from('a')
    for (const id of ['a1', 'a2']) {
      etags.push((await known(id))?.etag)
      yield { ...book(id), etag: 'early' }
      yield { assets: id, chunk: [assetOf('https://x.example.org', id, 'one')] }
      if (id === 'a2') yield { checkpoint: 1, partition: 'a' }
      yield { assets: id, chunk: [], etag: `late ${id}` }
    }
    // One that is the same but for its files.
    yield { same: 'a1' }
    yield { partitionDone: 'a' }
  })
  await harvest({ connector, options: {} })
  await harvest({ connector, options: {} })
  expect(etags).toEqual([undefined, undefined, 'late a1', 'late a2'])
  expect((await store.records(anonymous, ['library:a1']))[0]?.assetCount).toBe(1)
})

test('a harvest: what is the same counts as seen and is not removed', async () => {
  const { harvest, store } = await openCatalogue()
  const asked: (string | null | undefined)[] = []
  const connector = scripted(async function* ({ from, known }) {
    from('a')
    const ids = ['a1', 'a2', 'a3']
    const all = await Promise.all(ids.map(known))
    for (const [at, id] of ids.entries()) {
      asked.push(all[at]?.etag)
      yield all[at]?.etag === 'v1' ? { same: id } : { ...book(id), etag: 'v1' }
    }
    yield { partitionDone: 'a' }
  })
  await harvest({ connector, options: {} })
  const run = await harvest({ connector, options: {} })
  expect(run).toMatchObject({ seen: 3, unchanged: 3, written: 0, removed: 0 })
  expect(asked).toEqual([undefined, undefined, undefined, 'v1', 'v1', 'v1'])
  expect(await idsOf(store)).toHaveLength(3)
})

test('a harvest: questions for what is known go to the catalogue together', async () => {
  const { harvest, store } = await openCatalogue()
  let calls = 0
  const counting = new Proxy(store, {
    get(target, key) {
      if (key === 'known') calls++
      const value = Reflect.get(target, key)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  const connector = scripted(async function* ({ known }) {
    await Promise.all(Array.from({ length: 200 }, (_, index) => known(`a${index}`)))
    yield { expected: 200 }
  })
  await harvest({ connector, options: {}, store: counting })
  expect(calls).toBe(1)
})

test('a harvest: terms that the source delivers name the rows after them', async () => {
  const { harvest, store } = await openCatalogue()
  const term = (termId: unknown) => ({
    term: { termId, facet: 'structure', label: 'Field CA1', synonyms: ['CA1'], parents: [] },
  })
  const connector = scripted(
    async function* ({ from }) {
      from('a')
      yield term('MBA:382')
      yield term(382)
      yield book('a1')
      yield { partitionDone: 'a' }
    },
    {
      map: {
        book: (row: { id: string; title: string; shelf: string }) => {
          const mapped = libraryConnector.map.book(row, { baseUrl: '', shelves: [] }, undefined)
          const structure = [{ label: 'CA1', termId: null, origin: 'STATED', raw: null }]
          return mapped && { record: { ...mapped.record, structure } }
        },
      },
    } as never,
  )
  const run = await harvest({ connector, options: {} })
  expect(run).toMatchObject({ written: 1, rejected: 1 })
  expect((await store.vocabulary()).terms).toHaveLength(1)
  const [record] = await store.records(anonymous, ['library:a1'])
  expect(record?.structure).toMatchObject([{ label: 'Field CA1', termId: 'MBA:382', raw: 'CA1' }])
})

test('a harvest: what reading costs adds up, and what is free is null', async () => {
  const { harvest } = await openCatalogue()
  const paying = scripted(async function* () {
    yield { expected: 12 }
    yield { spent: 0.25 }
    yield { spent: 0.5 }
  })
  expect(await harvest({ connector: paying, options: {} })).toMatchObject({
    spent: 0.75,
    expected: 12,
  })
  const free = scripted(async function* () {
    yield { expected: 1 }
  })
  expect((await harvest({ connector: free, options: {} })).spent).toBeNull()
})

test('a harvest: one that is cancelled ends soon, keeps what it read and removes nothing', async () => {
  const { standin, options } = await playing({ books: books(20) })
  const { harvest, store } = await openCatalogue()
  standin.faults.add({ kind: 'hang-headers', after: 2 })
  const abort = new AbortController()
  const before = performance.now()
  const running = harvest({
    connector: libraryConnector,
    options,
    signal: abort.signal,
    allowRemovals: true,
    onProgress: ({ seen }) => {
      if (seen >= 4) abort.abort()
    },
  })
  expect(await running).toMatchObject({
    state: 'CANCELLED',
    error: 'CANCELLED',
    seen: 4,
    removed: 0,
  })
  expect(performance.now() - before).toBeLessThan(2_000)
  expect(await idsOf(store)).toHaveLength(4)
})

test('a harvest: one that is cancelled before it begins reads nothing', async () => {
  const { standin, options } = await playing({ books: books(2) })
  const { harvest } = await openCatalogue()
  const run = await harvest({
    connector: libraryConnector,
    options,
    signal: AbortSignal.abort(),
  })
  expect(run).toMatchObject({ state: 'CANCELLED', seen: 0 })
  expect(standin.requests).toHaveLength(0)
})

test('a harvest: a connector that gives nothing more is left after the idle time', async () => {
  const { harvest } = await openCatalogue()
  const connector = scripted(async function* ({ from }) {
    from('a')
    yield book('a1')
    await new Promise(() => {})
  })
  const run = await harvest({ connector, options: {}, timing: { idleTimeout: 60 } })
  expect(run).toMatchObject({ state: 'PARTIAL', error: 'SOURCE_UNREACHABLE', written: 1 })
})

test('a harvest: one that never ends is ended by its deadline', async () => {
  const { harvest } = await openCatalogue()
  const connector = scripted(async function* ({ from }) {
    from('a')
    for (let n = 0; ; n++) {
      yield book(`a${n}`)
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
  })
  const run = await harvest({ connector, options: {}, timing: { runTimeout: 80 } })
  expect(run).toMatchObject({ state: 'PARTIAL', error: 'TIMEOUT', removed: 0 })
})

test('a harvest: a source that is harvested already is a conflict', async () => {
  const { harvest, store } = await openCatalogue()
  const { promise: held, resolve: letGo } = Promise.withResolvers<void>()
  const { promise: begun, resolve: hasBegun } = Promise.withResolvers<void>()
  const slow = scripted(async function* () {
    hasBegun()
    await held
    yield book('a1')
  })
  const first = harvest({ connector: slow, options: {} })
  await begun
  await expect(harvest({ connector: slow, options: {} })).rejects.toMatchObject({
    code: 'CONFLICT',
  })
  letGo()
  expect(await first).toMatchObject({ state: 'SUCCEEDED' })
  await expect(harvest({ connector: slow, options: {}, source: 'nowhere' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  })
  expect(await idsOf(store)).toEqual(['library:a1'])
})

test('a harvest: a lease that is renewed by nothing but time stays', async () => {
  const { harvest, store } = await openCatalogue()
  const slow = scripted(async function* () {
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    yield book('a1')
  })
  const first = harvest({ connector: slow, options: {}, timing: { lease: 1_000 } })
  await new Promise((resolve) => setTimeout(resolve, 1_200))
  const { store: _, ...rest } = { store }
  await expect(harvest({ connector: slow, options: {}, ...rest })).rejects.toMatchObject({
    code: 'CONFLICT',
  })
  expect(await first).toMatchObject({ state: 'SUCCEEDED' })
})

test('a harvest: one that is interrupted goes on where it stood, and reads no page twice', async () => {
  const { standin, options } = await playing({ books: books(9) })
  const undisturbed = await openCatalogue()
  await undisturbed.harvest({ connector: libraryConnector, options })
  const wanted = await contents(undisturbed.store)
  const pages = standin.requests.length
  for (let stop = 1; stop < pages; stop++) {
    const { harvest, store } = await openCatalogue()
    const before = standin.requests.length
    const abort = new AbortController()
    const signal = abort.signal
    const cut = await harvest({
      connector: libraryConnector,
      options,
      signal,
      onProgress: ({ seen }) => {
        if (seen >= stop * 2) abort.abort(new Interruption())
      },
    })
    expect(cut.state).toBe('RUNNING')
    const run = await harvest({ connector: libraryConnector, options })
    expect(run).toMatchObject({ id: cut.id, state: 'SUCCEEDED', seen: 9, written: 9 })
    expect(await contents(store)).toEqual(wanted)
    const asked = standin.requests.slice(before).map(({ path, search }) => path + search)
    expect(asked).toEqual([...new Set(asked)])
  }
})

test('a harvest: a stream of assets that a checkpoint cuts goes on with its numbers', async () => {
  const { harvest, store } = await openCatalogue()
  const abort = new AbortController()
  const connector = scripted(async function* ({ from }) {
    const left = Number(from('a') ?? 0)
    if (left === 0) yield { ...book('a1'), etag: 'v1' }
    for (let page = left; page < 4; page++) {
      const chunk = [0, 1, 2].map((n) => assetOf('https://x.example.org', 'a1', `${page}-${n}`))
      yield { assets: 'a1', chunk }
      yield { checkpoint: page + 1, partition: 'a' }
      if (page === 1 && left === 0) {
        abort.abort(new Interruption())
        await new Promise(() => {})
      }
    }
    yield { partitionDone: 'a' }
  })
  await harvest({ connector, options: {}, signal: abort.signal })
  const run = await harvest({ connector, options: {} })
  expect(run).toMatchObject({ state: 'SUCCEEDED', seen: 1, written: 1 })
  const { items } = await store.assets(anonymous, 'library:a1', { first: 50 })
  expect(items.map(({ name }) => name)).toEqual(
    [0, 1, 2, 3].flatMap((page) => [0, 1, 2].map((n) => `${page}-${n}`)),
  )
  expect((await store.records(anonymous, ['library:a1']))[0]?.assetCount).toBe(12)
  expect(await store.known('library', ['a1'])).toEqual([{ etag: 'v1' }])
})
