import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { anonymous, GatewayError, type VocabularyTerm } from '../../src/model/index.ts'
import { EmbeddedIndex } from '../../src/search/embedded/index.ts'
import { type Follower, type FollowOptions, follow } from '../../src/search/follow.ts'
import { readBatch } from '../../src/search/read-batch.ts'
import type { SearchIndex } from '../../src/search/search-index.ts'
import { createVocabulary } from '../../src/search/vocabulary/create-vocabulary.ts'
import { openStore, type RecordStore, type StoreStep } from '../../src/store/index.ts'
import { begin, endWell, owner, put, source } from '../store/samples.ts'
import { tempFolder } from '../support/temp.ts'
import { until } from '../support/until.ts'
import { batchOf, cursorKey, requestOf, vocabulary } from './fixture.ts'
import { labMember } from './suite/opened.ts'

async function openCatalogue(): Promise<{ store: RecordStore; path: string }> {
  const path = join(await tempFolder(), 'catalogue.db')
  const store = openStore(path, 'write')
  onTestFinished(() => store.close())
  await store.configureSources([source('one')])
  return { store, path }
}

async function write(store: RecordStore, steps: readonly StoreStep[]): Promise<void> {
  const { harvest } = await begin(store, 'one', { full: false })
  await store.apply(harvest.id, owner, steps)
  await store.finishHarvest(harvest.id, owner, endWell)
}

async function openIndex(): Promise<EmbeddedIndex> {
  const index = await EmbeddedIndex.open({ folder: await tempFolder() })
  onTestFinished(() => index.close())
  return index
}

function start(
  store: FollowOptions['store'],
  index: SearchIndex,
  options: Partial<FollowOptions> = {},
): Follower & { end(): Promise<void> } {
  const ending = new AbortController()
  const follower = follow({
    store,
    index,
    intervalMs: 5,
    batchSize: 7,
    signal: ending.signal,
    ...options,
  })
  const end = async () => {
    ending.abort()
    await follower.done
  }
  onTestFinished(end)
  return { ...follower, end }
}

/** The real engine, with something of it replaced. */
function engine(index: EmbeddedIndex, parts: Partial<SearchIndex>): SearchIndex {
  return Object.assign(
    {
      configure: (settings) => index.configure(settings),
      apply: (batch) => index.apply(batch),
      rebuild: (batches, signal) => index.rebuild(batches, signal),
      unfinished: () => index.unfinished(),
      modelWanted: (viewer, request) => index.modelWanted(viewer, request),
      search: (viewer, request) => index.search(viewer, request),
      matches: (viewer, request) => index.matches(viewer, request),
      facetValues: (viewer, request) => index.facetValues(viewer, request),
      suggest: (viewer, prefix, first) => index.suggest(viewer, prefix, first),
      similar: (viewer, id, first) => index.similar(viewer, id, first),
      whyNot: (viewer, request, id) => index.whyNot(viewer, request, id),
      stats: () => index.stats(),
      close: () => index.close(),
    } satisfies SearchIndex,
    parts,
  )
}

const ids = async (index: SearchIndex, query = '') => {
  const { hits } = await index.search(anonymous, requestOf({ query }))
  return hits.map(({ id }) => id).sort()
}

const books = (count: number) =>
  Array.from({ length: count }, (_, index) => put(`b${index}`, { title: `Book ${index}` }))

const term = (termId: string, parents: string[] = []): VocabularyTerm => ({
  termId,
  facet: 'structure',
  label: `Structure ${termId}`,
  synonyms: [],
  parents,
})

const structure = (termId: string) => ({
  structure: [{ label: `Structure ${termId}`, termId, origin: 'STATED' as const, raw: null }],
})

describe('following the catalogue', () => {
  test('the index holds what was there before, in all of its batches', async () => {
    const { store } = await openCatalogue()
    await write(store, books(30))
    const index = await openIndex()
    await start(store, index).caughtUp()
    expect(await ids(index)).toHaveLength(30)
    expect((await index.stats()).position).toBe(await store.position())
  })

  test('what another connection writes, hides and removes comes by itself', async () => {
    const { store, path } = await openCatalogue()
    const reader = openStore(path, 'read')
    onTestFinished(() => reader.close())
    const index = await openIndex()
    const follower = start(reader, index)
    await write(store, [put('a'), put('b'), put('c')])
    await follower.caughtUp()
    expect(await ids(index)).toEqual(['one:a', 'one:b', 'one:c'])
    await write(store, [
      put('a', { title: 'Another', visibility: { discover: ['lab'], retrieve: [] } }),
      { do: 'gone', nativeId: 'b', proof: 'said so' },
    ])
    await follower.caughtUp()
    expect(await ids(index)).toEqual(['one:c'])
    expect((await index.search(labMember, requestOf({ query: 'another' }))).total).toBe(1)
  })

  test('a follower goes on where the one before it ended', async () => {
    const { store } = await openCatalogue()
    const index = await openIndex()
    await write(store, books(10))
    const first = start(store, index)
    await first.caughtUp()
    await first.end()
    await write(store, [put('later')])
    let read = 0
    const counting = Object.assign(Object.create(store) as RecordStore, {
      changes: async (position: number, limit: number) => {
        const changes = await store.changes(position, limit)
        read += changes.length
        return changes
      },
    })
    await start(counting, index).caughtUp()
    expect(await ids(index)).toHaveLength(11)
    expect(read).toBe(1)
  })

  test('when terms come, records are made again with them, without a new generation', async () => {
    const { store } = await openCatalogue()
    const index = await openIndex()
    await write(store, [...books(20), put('s', structure('X:2'))])
    const follower = start(store, index)
    await follower.caughtUp()
    const { generation } = await index.stats()
    const below = () =>
      index.search(anonymous, requestOf({ filter: { structure: ['Structure X:1'] } }))
    expect((await below()).total).toBe(0)
    await write(store, [{ do: 'terms', terms: [term('X:1'), term('X:2', ['X:1'])] }])
    await until('the record is found below its new parent', async () => (await below()).total === 1)
    await until('the index is not outdated', async () => !(await index.stats()).outdated)
    expect(await index.stats()).toMatchObject({ generation, position: await store.position() })
  })

  test('an index has caught up only when terms that came with the records are in all of them', async () => {
    const { store } = await openCatalogue()
    const index = await openIndex()
    await write(store, [...books(20), put('s', structure('X:2'))])
    const follower = start(store, index)
    await follower.caughtUp()
    await write(store, [{ do: 'terms', terms: [term('X:1'), term('X:2', ['X:1'])] }])
    await write(store, [put('t', structure('X:2'))])
    await follower.caughtUp()
    const filter = { structure: ['Structure X:1'] }
    expect((await index.search(anonymous, requestOf({ filter }))).total).toBe(2)
    expect((await index.stats()).outdated).toBe(false)
  })

  test('an index that an older seed made is made again at the start, without a harvest', async () => {
    const { store } = await openCatalogue()
    const souris = { label: 'souris', termId: null, origin: 'STATED' as const, raw: null }
    await write(store, [...books(8), put('m', { species: [souris] })])
    const index = await openIndex()
    const older = createVocabulary([])
    await index.configure({ vocabulary: older, cursorKey: await store.installationKey() })
    const upTo = { from: 0, upTo: Number.POSITIVE_INFINITY }
    const { batch } = await readBatch(store, older, upTo, 100, new AbortController().signal)
    await index.apply({ ...batch, refreshed: true })
    const mice = async () => {
      const filter = { species: ['NCBITaxon:10090'] }
      return (await index.search(anonymous, requestOf({ filter }))).total
    }
    expect(await mice()).toBe(0)
    await start(store, index).caughtUp()
    expect(await mice()).toBe(1)
    expect(await index.stats()).toMatchObject({ documents: 9, outdated: false })
  })

  test('an index that is ahead of the catalogue is made again', async () => {
    const { store } = await openCatalogue()
    await write(store, books(3))
    const index = await openIndex()
    await index.configure({ vocabulary, cursorKey: await store.installationKey() })
    await index.apply(
      batchOf([{ id: 'a:stray', title: 'Of a catalogue that was put back' }], 99_999),
    )
    const said: string[] = []
    start(store, index, { log: (message) => said.push(message) })
    await until('it is made again', async () => (await index.stats()).generation === 2)
    expect(await ids(index)).toEqual(['one:b0', 'one:b1', 'one:b2'])
    expect(said.join()).toContain('ahead of the catalogue')
  })

  test('an index of another catalogue is emptied before anything is served', async () => {
    const { store } = await openCatalogue()
    await write(store, books(2))
    const index = await openIndex()
    await index.configure({ vocabulary, cursorKey })
    await index.apply(batchOf([{ id: 'a:stray', title: 'Of another catalogue' }], 1))
    const follower = start(store, index)
    await follower.ready
    expect(await ids(index, 'another')).toEqual([])
    await follower.caughtUp()
    expect(await ids(index)).toEqual(['one:b0', 'one:b1'])
  })

  test('faults of the engine or the catalogue are tried again, and said once', async () => {
    const { store } = await openCatalogue()
    await write(store, books(20))
    const index = await openIndex()
    let faults = 4
    const failing = Object.assign(Object.create(store) as RecordStore, {
      changes: (position: number, limit: number) =>
        faults-- > 0 ? Promise.reject(new Error('locked')) : store.changes(position, limit),
    })
    const said: string[] = []
    await start(failing, index, { log: (message) => said.push(message) }).caughtUp()
    expect(await ids(index)).toHaveLength(20)
    expect(said).toHaveLength(1)
  })

  test('the next batch is read while one is written, but only when more is waiting', async () => {
    const { store } = await openCatalogue()
    await write(store, books(20))
    const index = await openIndex()
    const events: string[] = []
    const writing = Promise.withResolvers<void>()
    const gate = Promise.withResolvers<void>()
    const watched = Object.assign(Object.create(store) as RecordStore, {
      changes: async (position: number, limit: number) => {
        const changes = await store.changes(position, limit)
        events.push(`${changes.length} read`)
        return changes
      },
    })
    const slow = engine(index, {
      apply: async (batch) => {
        events.push(`${batch.documents.length} written`)
        writing.resolve()
        await gate.promise
        await index.apply(batch)
      },
    })
    const follower = start(watched, slow, { batchSize: 15 })
    await writing.promise
    await until('the rest is read', () => events.length === 3)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(events).toEqual(['15 read', '15 written', '5 read'])
    gate.resolve()
    await follower.caughtUp()
    expect(events).toEqual(['15 read', '15 written', '5 read', '5 written'])
    expect(await ids(index)).toHaveLength(20)
  })

  test('what was read ahead with an older vocabulary is not written', async () => {
    const { store } = await openCatalogue()
    await write(store, [...books(20), put('s', structure('X:2'))])
    const index = await openIndex()
    let structures: string[] | null = null
    const watched = engine(index, {
      apply: async (batch) => {
        // Terms come while the first batch is written, and the second one is read already.
        if (batch.position < 15) {
          await new Promise((resolve) => setTimeout(resolve, 50))
          await write(store, [{ do: 'terms', terms: [term('X:1'), term('X:2', ['X:1'])] }])
        }
        const last = batch.documents.find(({ id }) => id === 'one:s')
        structures ??= last?.facets.STRUCTURE?.map(({ value }) => value) ?? null
        await index.apply(batch)
      },
    })
    await start(store, watched, { batchSize: 14 }).caughtUp()
    expect(structures).toEqual(['X:1', 'X:2'])
    expect(await ids(index)).toHaveLength(21)
  })

  test('a record that is written while a large batch is read is in it once, as it was last', async () => {
    const { store } = await openCatalogue()
    await write(store, books(150))
    let read = 0
    const moving = Object.assign(Object.create(store) as RecordStore, {
      changes: async (position: number, limit: number) => {
        const changes = await store.changes(position, limit)
        if (read++ === 0) {
          await write(store, [
            put('b1', { title: 'Novel' }),
            { do: 'gone', nativeId: 'b2', proof: 'x' },
          ])
        }
        return changes
      },
    })
    const index = await openIndex()
    const batches: string[][] = []
    const watched = engine(index, {
      apply: async (batch) => {
        batches.push([...batch.documents.map(({ id }) => id), ...batch.removed])
        await index.apply(batch)
      },
    })
    await start(moving, watched, { batchSize: 1_000 }).caughtUp()
    expect(batches.map((batch) => [batch.length, new Set(batch).size])).toEqual([[150, 150]])
    expect((await index.stats()).documents).toBe(149)
    expect(await ids(index, 'novel')).toEqual(['one:b1'])
  })

  test('after a failure a few records find out whether the engine is back, before long', async () => {
    const { store } = await openCatalogue()
    await write(store, books(300))
    const index = await openIndex()
    const sizes: number[] = []
    const down = engine(index, {
      apply: async (batch) => {
        sizes.push(batch.documents.length)
        if (sizes.length < 12) throw new Error('down')
        await index.apply(batch)
      },
    })
    const begun = performance.now()
    // Without the limit the last of these pauses would be 10 seconds.
    await start(store, down, { batchSize: 250, longestBackoffMs: 20 }).caughtUp()
    expect(performance.now() - begun).toBeLessThan(5_000)
    expect(sizes).toEqual([250, ...Array(11).fill(100), 200])
    expect((await index.stats()).documents).toBe(300)
  })

  test('a rebuild that the end of a process interrupted goes on by itself, from where it was', async () => {
    const { store } = await openCatalogue()
    await write(store, books(30))
    const index = await openIndex()
    await start(store, index).caughtUp()
    const asked: [number, number][] = []
    let unfinished = 10
    const resuming = engine(index, {
      unfinished: async () => unfinished,
      rebuild: async (batches, _, from = 0) => {
        // As an engine that finds what is there of no use.
        if (asked.length === 0) {
          asked.push([from, 0])
          throw new GatewayError('CONFLICT')
        }
        unfinished = 0
        let records = 0
        for await (const batch of batches) records += batch.documents.length
        asked.push([from, records])
      },
    })
    const said: string[] = []
    const follower = start(store, resuming, { log: (message) => said.push(message) })
    await until('it is made', () => asked.length === 2)
    await follower.end()
    expect(asked).toEqual([
      [10, 0],
      [0, 30],
    ])
    expect(said[0]).toContain('interrupted')
  })

  test('a rebuild while records are written loses none of them', async () => {
    const { store } = await openCatalogue()
    await write(store, books(60))
    const index = await openIndex()
    const follower = start(store, index)
    await follower.caughtUp()
    let rebuilding = true
    const rebuild = follower.rebuild().finally(() => {
      rebuilding = false
    })
    let written = 0
    while (rebuilding) {
      await write(store, [
        put(`new${written++}`),
        { do: 'gone', nativeId: `b${written}`, proof: 'x' },
      ])
      await new Promise((resolve) => setImmediate(resolve))
    }
    await rebuild
    await follower.caughtUp()
    expect(await index.stats()).toMatchObject({ generation: 2, position: await store.position() })
    expect(await ids(index, 'record')).toHaveLength(Math.min(written, 100))
    expect((await index.stats()).documents).toBe(60 + written - Math.min(written, 59))
  })

  test('a rebuild does not switch while a batch for the old generation is under way', async () => {
    const { store } = await openCatalogue()
    await write(store, books(5))
    const index = await openIndex()
    const held = Promise.withResolvers<void>()
    const gate = Promise.withResolvers<void>()
    let holds = true
    const slow = Object.assign(Object.create(store) as RecordStore, {
      changes: async (position: number, limit: number) => {
        const changes = await store.changes(position, limit)
        if (position > 0 && holds) {
          holds = false
          held.resolve()
          await gate.promise
        }
        return changes
      },
    })
    const follower = start(slow, index)
    await follower.caughtUp()
    await write(store, [put('later')])
    await held.promise
    let switched = false
    const rebuild = follower.rebuild().then(() => {
      switched = true
    })
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(switched).toBe(false)
    gate.resolve()
    await rebuild
    expect(await index.stats()).toMatchObject({ generation: 2, position: await store.position() })
  })

  test('a rebuild that is cancelled leaves the index, and following goes on', async () => {
    const { store } = await openCatalogue()
    await write(store, books(60))
    const index = await openIndex()
    const follower = start(store, index)
    await follower.caughtUp()
    await expect(follower.rebuild(AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' })
    await write(store, [put('later')])
    await follower.caughtUp()
    expect(await ids(index)).toHaveLength(61)
    expect((await index.stats()).generation).toBe(1)
  })

  test('waiting for a position ends with the following', async () => {
    const { store } = await openCatalogue()
    const index = await openIndex()
    const follower = start(store, index)
    const waiting = follower.caughtUp(1_000)
    const given = new AbortController()
    const impatient = follower.caughtUp(1_000, given.signal)
    given.abort()
    await expect(impatient).rejects.toMatchObject({ code: 'CANCELLED' })
    await Promise.all([
      expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' }),
      follower.end(),
    ])
    await expect(follower.caughtUp(0)).rejects.toMatchObject({ code: 'CANCELLED' })
  })
})
