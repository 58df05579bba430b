import { describe, expect, test } from 'vitest'
import { anonymous, operator } from '../../../src/model/index.ts'
import type { StoreStep } from '../../../src/store/index.ts'
import {
  begin,
  code,
  endWell,
  harvest,
  idsIn,
  owner,
  put,
  reject,
  type StoreInUse,
  seen,
  source,
  titles,
} from '../samples.ts'

export function testHarvests(use: StoreInUse): void {
  describe('harvests', () => {
    test('counts: each native id counts once in a harvest, also when it is met again', async () => {
      await harvest(use.store, [put('a'), put('b')])
      const { harvest: run } = await begin(use.store)
      const page = [seen('a'), put('b', { title: 'New' }), put('c'), reject('d'), seen('unknown')]
      await use.store.apply(run.id, owner, page)
      const counts = { seen: 5, written: 2, unchanged: 2, rejected: 1 }
      expect(await use.store.apply(run.id, owner, page)).toMatchObject(counts)
      // What was unchanged at first, and is written after all, is written.
      const later = await use.store.apply(run.id, owner, [put('a', { title: 'New' }), put('d')])
      expect(later).toMatchObject({ seen: 5, written: 4, unchanged: 1, rejected: 1 })
    })

    test('an interrupted harvest: goes on where it was, under the same id and with its counts', async () => {
      await harvest(
        use.store,
        ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => put(id)),
      )
      const first = await begin(use.store, 'one', { leaseSeconds: 0 })
      await use.store.apply(first.harvest.id, owner, [
        seen('a', 'p'),
        seen('b', 'p'),
        put('new', {}, { partition: 'p' }),
        reject('bad', 'p'),
        { do: 'checkpoint', partition: 'p', checkpoint: { page: 2 } },
        { do: 'checkpoint', partition: 'q', checkpoint: null },
        { do: 'partitionDone', partition: 'q' },
        { do: 'checkpoint', partition: 'r', checkpoint: 7 },
        { do: 'partitionDone', partition: 'r' },
        { do: 'partitionFailed', partition: 'r', error: 'TIMEOUT' },
      ])
      await use.reopen()
      const again = await begin(use.store, 'one', { owner: 'elsewhere:9:x' })
      expect(again).toMatchObject({
        resumed: true,
        harvest: { id: first.harvest.id, seen: 4, written: 1, unchanged: 2, rejected: 1 },
      })
      expect(again.partitions).toEqual({
        p: { checkpoint: { page: 2 }, done: false },
        q: { checkpoint: null, done: true },
        r: { checkpoint: 7, done: false },
      })
      // The page before the checkpoint is read twice, nothing counts twice, and what was met then is not removed.
      const run = await use.store.apply(first.harvest.id, 'elsewhere:9:x', [
        put('new', {}, { partition: 'p' }),
        reject('bad', 'p'),
        seen('c', 'p'),
        seen('d', 'p'),
        seen('e', 'p'),
        ...(['p', 'all', 'r'] as const).map(
          (partition): StoreStep => ({ do: 'partitionDone', partition }),
        ),
      ])
      expect(run).toMatchObject({ seen: 7, written: 1, unchanged: 5, rejected: 1 })
      const end = await use.store.finishHarvest(first.harvest.id, 'elsewhere:9:x', endWell)
      expect(end).toMatchObject({ state: 'PARTIAL', removed: 1 })
      expect(await idsIn(use.store)).toEqual([
        'one:a',
        'one:b',
        'one:c',
        'one:d',
        'one:e',
        'one:new',
      ])
    })

    test('a harvest that ended: is not gone on with, whatever its verdict', async () => {
      const run = await harvest(use.store, [put('a')], { error: 'TIMEOUT' })
      const next = await begin(use.store)
      expect(next).toMatchObject({ resumed: false, partitions: {} })
      expect(next.harvest.id).not.toBe(run.id)
    })

    test('a full harvest: does not go on with an incremental one', async () => {
      const first = await begin(use.store, 'one', { full: false })
      await use.store.apply(first.harvest.id, owner, [
        put('a'),
        { do: 'partitionDone', partition: 'all' },
      ])
      const next = await begin(use.store)
      expect(next).toMatchObject({ resumed: false, harvest: { full: true, seen: 0 } })
      expect((await use.store.harvestsById(operator, [first.harvest.id]))[0]).toMatchObject({
        state: 'CANCELLED',
        seen: 1,
      })
    })

    test('a lease: keeps others out until it lapses, is given up or its process is dead', async () => {
      await begin(use.store)
      expect(await code(begin(use.store, 'one', { owner: 'elsewhere:2:x' }))).toBe('CONFLICT')
      // The same owner comes back.
      const { harvest: run } = await begin(use.store)
      await use.store.releaseHarvest(run.id, 'elsewhere:2:x')
      expect(await code(begin(use.store, 'one', { owner: 'elsewhere:2:x' }))).toBe('CONFLICT')
      await use.store.releaseHarvest(run.id, owner)
      const next = await begin(use.store, 'one', { owner: 'elsewhere:2:x' })
      expect(next).toMatchObject({ resumed: true, harvest: { id: run.id } })
      expect(await code(begin(use.store, 'nothing'))).toBe('NOT_FOUND')
    })

    test('a batch: renews the lease', async () => {
      const { harvest: run } = await begin(use.store, 'one', { leaseSeconds: 1 })
      for (let round = 0; round < 2; round++) {
        await new Promise((resolve) => setTimeout(resolve, 550))
        await use.store.apply(run.id, owner, [])
      }
      expect(await code(begin(use.store, 'one', { owner: 'elsewhere:2:x' }))).toBe('CONFLICT')
    })

    test.each([
      ['it came to its end', [put('a')], {}, 'SUCCEEDED', 'READY'],
      ['a row was rejected', [put('a'), reject('b')], {}, 'PARTIAL', 'READY'],
      ['it broke off with nothing seen', [], { error: 'SOURCE_UNREACHABLE' }, 'FAILED', 'FAILING'],
      ['it broke off later', [put('a')], { error: 'TIMEOUT' }, 'PARTIAL', 'READY'],
      ['the source refused', [], { error: 'SOURCE_REFUSED' }, 'FAILED', 'NEEDS_LOGIN'],
      ['it was cancelled', [put('a')], { cancelled: true }, 'CANCELLED', 'PENDING'],
    ] as const)('the verdict when %s', async (_, steps, finish, state, sourceState) => {
      const run = await harvest(use.store, steps, { ...finish, message: 'Why.' })
      expect(run).toMatchObject({ state, message: 'Why.' })
      expect(run.finishedAt).toMatch(/Z$/)
      const [one] = await use.store.sources(anonymous)
      expect(one).toMatchObject({ state: sourceState, lastHarvest: run.id })
      const well = state === 'SUCCEEDED' || state === 'PARTIAL'
      expect(one?.harvestedAt).toBe(well ? run.finishedAt : null)
    })

    test('since: is when the last harvest that read everything had started', async () => {
      expect((await begin(use.store, 'two')).since).toBeNull()
      const run = await harvest(use.store, [put('a'), reject('b')])
      await harvest(use.store, [put('a')], { error: 'TIMEOUT' })
      await harvest(use.store, [{ do: 'partitionFailed', partition: 'x', error: 'TIMEOUT' }])
      expect((await begin(use.store)).since).toBe(run.startedAt)
    })

    test('sources: harvesting, stale and paused are worked out when they are read', async () => {
      await harvest(use.store, [put('a')])
      await use.store.configureSources([
        source('one', { staleAfterSeconds: 0 }),
        source('two', { title: 'Renamed' }),
      ])
      await begin(use.store, 'two')
      const states = async () =>
        (await use.store.sources(anonymous)).map(({ state, records }) => [state, records])
      expect(await states()).toEqual([
        ['STALE', 1],
        ['HARVESTING', 0],
      ])
      expect((await use.store.sources(anonymous))[1]?.title).toBe('Renamed')
      await use.store.configureSources([source('two')])
      expect(await states()).toEqual([
        ['PAUSED', 1],
        ['HARVESTING', 0],
      ])
      expect(await titles(use.store, ['one:a'])).toEqual(['Record a'])
      expect(await code(begin(use.store, 'one'))).toBe('CONFLICT')
      await use.store.configureSources([source('one', { staleAfterSeconds: 3600 }), source('two')])
      expect((await states())[0]).toEqual(['READY', 1])
    })

    test('harvests: come newest first and are paged', async () => {
      const runs = [
        await harvest(use.store, []),
        await harvest(use.store, [], {}, 'two'),
        await harvest(use.store, []),
      ]
      const first = await use.store.harvests(anonymous, null, { first: 2 })
      expect(first).toMatchObject({
        hasNext: true,
        total: 3,
        items: [{ id: runs[2]?.id }, { id: runs[1]?.id, source: 'two' }],
      })
      const rest = await use.store.harvests(anonymous, null, {
        first: 2,
        after: first.cursors[1] ?? '',
      })
      expect(rest).toMatchObject({ hasNext: false, total: 3, items: [{ id: runs[0]?.id }] })
      expect(
        (await use.store.harvests(anonymous, 'one', { first: 5 })).items.map(({ id }) => id),
      ).toEqual([runs[2]?.id, runs[0]?.id])
      expect(await code(use.store.harvests(anonymous, null, { first: 1, after: 'bm8' }))).toBe(
        'BAD_INPUT',
      )
    })

    test('scopes: are those that records live under, each once', async () => {
      expect(await use.store.scopes('one')).toEqual([])
      await harvest(use.store, [
        put('a', {}, { scope: 'q' }),
        put('b', {}, { scope: 'p' }),
        put('c', {}, { scope: 'q' }),
        put('d'),
        { do: 'rights', scope: 'empty', visibility: null, at: '2026-01-01T00:00:00Z' },
      ])
      expect(await use.store.scopes('one')).toEqual(['p', 'q'])
      expect(await use.store.scopes('two')).toEqual([])
      expect(await code(use.store.scopes('nobody'))).toBe('NOT_FOUND')
    })

    test('refused credentials: are known by their fingerprint until a harvest says otherwise', async () => {
      const kept = () => use.store.refusedCredentials('one')
      expect(await kept()).toBeNull()
      await harvest(use.store, [], { error: 'SOURCE_REFUSED', refusedCredentials: 'a' })
      expect(await kept()).toBe('a')
      await use.reopen()
      await use.store.configureSources([source('one'), source('two')])
      await harvest(use.store, [], { error: 'SOURCE_UNREACHABLE' })
      expect(await kept()).toBe('a')
      expect(await use.store.refusedCredentials('two')).toBeNull()
      await harvest(use.store, [], { refusedCredentials: null })
      expect(await kept()).toBeNull()
    })

    test('spending and the expected number of rows: are kept with the harvest', async () => {
      const run = await harvest(use.store, [
        { do: 'expected', rows: 100 },
        { do: 'spent', dollars: 0.25 },
        { do: 'spent', dollars: 0.5 },
      ])
      expect(run).toMatchObject({ expected: 100, spent: 0.75 })
      expect(await harvest(use.store, [])).toMatchObject({ expected: null, spent: null })
    })

    test('an interrupted harvest: is gone on with under the same mapping, and else read anew, in full', async () => {
      const begun = (mapping?: string) => {
        const request = { full: false, owner, leaseSeconds: 0 }
        return use.store.beginHarvest(
          'one',
          mapping === undefined ? request : { ...request, mapping },
        )
      }
      const { harvest: first } = await begun('m1')
      const checkpoint: StoreStep = { do: 'checkpoint', partition: 'p', checkpoint: 1 }
      await use.store.apply(first.id, owner, [put('a'), checkpoint])
      await use.reopen()
      const same = await begun('m1')
      expect(same).toMatchObject({ resumed: true, harvest: { id: first.id, full: false } })
      // Nobody knows, as of the harvests of older files.
      expect(await begun()).toMatchObject({ resumed: true, harvest: { id: first.id } })
      const other = await begun('m2')
      expect(other).toMatchObject({ resumed: false, partitions: {}, harvest: { full: true } })
      const [cutOff] = await use.store.harvestsById(operator, [first.id])
      expect(cutOff).toMatchObject({ state: 'CANCELLED', written: 1 })
      expect(await begun('m2')).toMatchObject({ resumed: true, harvest: { id: other.harvest.id } })
    })

    test('rejections: are told by path and reason', async () => {
      const run = await harvest(use.store, [
        reject('a'),
        reject(null),
        reject('c', 'all', '{"kept":true}'),
      ])
      expect(run).toMatchObject({ seen: 3, rejected: 3 })
      const rejections = await use.store.rejections(operator, run.id, 2)
      const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT/)
      const told = { entity: 'thing', path: 'title', reason: 'expected string', times: 1 }
      expect(rejections).toEqual([
        { nativeId: 'a', ...told, firstAt: at, lastAt: at },
        { nativeId: null, ...told, firstAt: at, lastAt: at },
      ])
      for (const { firstAt, lastAt } of rejections) expect(lastAt).toBe(firstAt)
    })

    test('rejections: a row that is rejected again is told with the newest reason, since when, and how often', async () => {
      const because = (reason: string, nativeId: string | null = 'a') => {
        const rejection = { nativeId, entity: 'thing', path: null, reason }
        return { ...reject(nativeId), rejection }
      }
      const told = async (id: string) => (await use.store.rejections(operator, id, 9))[0]
      const first = await harvest(use.store, [because('one')])
      const since = (await told(first.id))?.firstAt
      await harvest(use.store, [put('b')])
      const { harvest: run } = await begin(use.store)
      await use.store.apply(run.id, owner, [because('two')])
      // The same page once more, after a crash: it is no other rejection.
      await use.store.apply(run.id, owner, [because('three')])
      await use.store.finishHarvest(run.id, owner, endWell)
      const now = await told(run.id)
      expect(now).toMatchObject({ reason: 'three', firstAt: since, times: 2 })
      expect(Date.parse(now?.lastAt ?? '')).toBeGreaterThanOrEqual(Date.parse(since ?? 'never'))
      expect(await told(first.id)).toMatchObject({ reason: 'one', times: 1 })
      // Neither the row of another source, nor one without an id, is the same row.
      const other = await harvest(use.store, [because('four')], {}, 'two')
      expect(await told(other.id)).toMatchObject({ reason: 'four', times: 1 })
      for (const _ of [1, 2]) {
        const unnamed = await harvest(use.store, [because('five', null)])
        expect(await told(unnamed.id)).toMatchObject({ nativeId: null, times: 1 })
      }
    })

    test('vocabulary: the species of a term are kept as told, and those of two sources add up', async () => {
      const root = { termId: 'MBA:1', facet: 'structure' as const, label: 'Root' }
      const terms = (species?: string[]): StoreStep => ({
        do: 'terms',
        terms: [{ ...root, synonyms: [], parents: [], ...(species && { species }) }],
      })
      await harvest(use.store, [terms()])
      const before = await use.store.vocabulary()
      expect(before.terms[0]).not.toHaveProperty('species')
      await harvest(use.store, [terms(['NCBITaxon:10090'])])
      const told = await use.store.vocabulary()
      expect(told.version).toBeGreaterThan(before.version)
      expect(told.terms[0]?.species).toEqual(['NCBITaxon:10090'])
      await harvest(use.store, [terms(['NCBITaxon:10116', 'NCBITaxon:10090'])], {}, 'two')
      expect((await use.store.vocabulary()).terms[0]?.species).toEqual([
        'NCBITaxon:10090',
        'NCBITaxon:10116',
      ])
    })

    test('vocabulary: its number changes with its terms only', async () => {
      const term = {
        termId: 'MBA:1',
        facet: 'structure',
        label: 'Root',
        synonyms: ['R'],
        parents: [],
      } as const
      const terms = (label: string): StoreStep => ({
        do: 'terms',
        terms: [{ ...term, label, synonyms: ['R'], parents: [] }],
      })
      const before = await use.store.vocabulary()
      expect(before.terms).toEqual([])
      await harvest(use.store, [terms('Root')])
      const { version, terms: known } = await use.store.vocabulary()
      expect(version).not.toBe(before.version)
      expect(known).toEqual([term])
      await harvest(use.store, [terms('Root')])
      expect((await use.store.vocabulary()).version).toBe(version)
      await harvest(use.store, [terms('Whole brain')], {}, 'two')
      const both = await use.store.vocabulary()
      expect(both.version).not.toBe(version)
      expect(both.terms).toEqual([{ ...term, synonyms: ['R', 'Whole brain'] }])
    })

    test('the installation key: is made once', async () => {
      const key = await use.store.installationKey()
      expect(Buffer.from(key, 'base64url')).toHaveLength(32)
      await use.reopen()
      expect(await use.store.installationKey()).toBe(key)
    })
  })
}
