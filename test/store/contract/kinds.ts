import { describe, expect, test } from 'vitest'
import { anonymous, operator } from '../../../src/model/index.ts'
import type { HarvestChange } from '../../../src/store/index.ts'
import {
  asset,
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
} from '../samples.ts'

export function testKinds(use: StoreInUse): void {
  describe('remaps and replays', () => {
    const remap = (kind: 'REMAP' | 'REPLAY' = 'REMAP', changes: object = {}) =>
      use.store.beginHarvest('one', { full: true, owner, leaseSeconds: 60, kind, ...changes })

    test('a remap: removes nothing, and leaves the state, the times and what a harvest goes on from', async () => {
      const first = await harvest(use.store, [put('a'), put('b')])
      await harvest(use.store, [], { error: 'SOURCE_REFUSED', refusedCredentials: 'x' })
      const [before] = await use.store.sources(operator)
      const { harvest: run, since, resumed } = await remap()
      expect([run.kind, since, resumed]).toEqual(['REMAP', first.startedAt, false])
      expect((await use.store.sources(operator))[0]).toEqual(before)
      await use.store.apply(run.id, owner, [
        put('a', { title: 'New' }),
        { do: 'partitionDone', partition: 'all' },
      ])
      const end = { ...endWell, removalShare: 1, refusedCredentials: null }
      expect(await use.store.finishHarvest(run.id, owner, end)).toMatchObject({
        kind: 'REMAP',
        state: 'SUCCEEDED',
        written: 1,
        removed: 0,
      })
      expect((await use.store.sources(operator))[0]).toEqual(before)
      expect(before).toMatchObject({ state: 'NEEDS_LOGIN', harvestedAt: first.finishedAt })
      expect(await use.store.refusedCredentials('one')).toBe('x')
      expect(await idsIn(use.store)).toEqual(['one:a', 'one:b'])
      expect((await begin(use.store)).since).toBe(first.startedAt)
    })

    test('a remap that was cut off: is cancelled by what begins next, and never gone on with', async () => {
      const { harvest: first } = await remap('REMAP', { leaseSeconds: 0 })
      await use.store.apply(first.id, owner, [put('a')])
      const { harvest: second, resumed } = await remap('REMAP', { leaseSeconds: 0 })
      expect([resumed, second.id === first.id, second.seen]).toEqual([false, false, 0])
      const next = await begin(use.store)
      expect(next).toMatchObject({ resumed: false, harvest: { kind: 'HARVEST' } })
      expect(await use.store.harvestsById(operator, [first.id, second.id])).toMatchObject([
        { state: 'CANCELLED', error: 'CANCELLED', written: 1 },
        { state: 'CANCELLED', error: 'CANCELLED' },
      ])
    })

    test('a harvest that was cut off: is gone on with after a remap', async () => {
      const { harvest: first } = await begin(use.store, 'one', { leaseSeconds: 0 })
      await use.store.apply(first.id, owner, [
        put('a'),
        { do: 'checkpoint', partition: 'all', checkpoint: 7 },
      ])
      const { harvest: run } = await remap('REPLAY')
      expect(await code(begin(use.store))).toBe('CONFLICT')
      expect(await code(remap())).toBe('CONFLICT')
      await use.store.finishHarvest(run.id, owner, endWell)
      expect(await begin(use.store)).toMatchObject({
        resumed: true,
        harvest: { id: first.id, written: 1 },
        partitions: { all: { checkpoint: 7, done: false } },
      })
    })

    test('a lease: keeps a remap out, also that of its own owner', async () => {
      const { harvest: run } = await begin(use.store)
      expect(await code(remap())).toBe('CONFLICT')
      await use.store.releaseHarvest(run.id, owner)
      expect(await code(remap())).toBe('no error')
    })

    test('of a source that is paused: rows can be mapped anew, though it is not harvested', async () => {
      await use.store.configureSources([source('two')])
      expect(await code(begin(use.store))).toBe('CONFLICT')
      expect(await code(remap())).toBe('no error')
    })

    test('a harvest on a condition: is refused when another one has ended meanwhile', async () => {
      const first = await harvest(use.store, [])
      const onlyAfter = (id: string | null) =>
        use.store.beginHarvest('one', { full: true, owner, leaseSeconds: 0, after: id })
      expect(await code(onlyAfter(null))).toBe('CONFLICT')
      expect(await code(onlyAfter('unheard of'))).toBe('CONFLICT')
      const { harvest: run } = await remap()
      await use.store.finishHarvest(run.id, owner, endWell)
      expect(await code(onlyAfter(first.id))).toBe('no error')
      // It was cut off: whoever goes on with it waits for the same end.
      expect(await code(onlyAfter(first.id))).toBe('no error')
    })
  })

  describe('what harvests did', () => {
    const changes = async (id: string, change: HarvestChange['change'] | null = null) =>
      use.store.harvestChanges(id, { change, first: 100, after: null })
    const told = async (id: string) =>
      (await changes(id)).changes.map(({ change, nativeId, fields }) => [
        change,
        nativeId,
        ...fields,
      ])

    test('an unknown harvest, and a cursor of nobody: tell nothing', async () => {
      const none = { changes: [], cursors: [], hasNext: false, total: 0 }
      expect(await changes('unheard of')).toEqual(none)
      const run = await harvest(use.store, [put('a')])
      const after = (text: string) =>
        use.store.harvestChanges(run.id, { change: null, first: 5, after: text })
      expect(await code(after('bm8'))).toBe('BAD_INPUT')
    })

    test('each record: is told of once, with the fields that differ', async () => {
      const first = await harvest(use.store, [
        put('same'),
        put('old', { keywords: ['a'] }, { assets: [asset('x')] }),
        put('files', {}, { assets: [asset('x')] }),
        put('hidden'),
        put('row only'),
        put('gone'),
        put('back'),
      ])
      const gone = (nativeId: string) => ({ do: 'gone', nativeId, proof: '410' }) as const
      const page = [
        put('same'),
        put('new'),
        put('old', { keywords: ['a', 'b'], title: 'Old' }, { assets: [asset('x'), asset('y')] }),
        put('files', {}, { assets: [asset('y')] }),
        put('hidden', { visibility: { discover: ['lab'], retrieve: [] } }),
        put('row only', { rowHash: '1'.repeat(64) }, { hash: 'another' }),
        put('short-lived'),
      ]
      const second = await harvest(use.store, [
        ...page,
        // A page that is read twice tells nothing twice, and what is written again adds to what was told.
        ...page,
        put('old', { keywords: ['a', 'b'], title: 'Old', version: '2' }, { assets: [asset('y')] }),
        put('new', { title: 'Changed already' }),
        gone('short-lived'),
        gone('back'),
        put('back', { title: 'Is back' }),
        gone('gone'),
      ])
      expect(await told(second.id)).toEqual([
        ['ADDED', 'new'],
        ['ADDED', 'back'],
        ['CHANGED', 'files', 'assets'],
        ['CHANGED', 'hidden', 'visibility'],
        ['CHANGED', 'old', 'assets', 'keywords', 'title', 'version'],
        ['CHANGED', 'row only'],
        ['REMOVED', 'gone'],
      ])
      const { changes: all, total } = await changes(second.id)
      expect(total).toBe(7)
      expect(all.map(({ id, title }) => [id, title])).toContainEqual(['one:new', 'Changed already'])
      expect(all.at(-1)).toEqual({
        change: 'REMOVED',
        id: 'one:gone',
        nativeId: 'gone',
        title: 'Record gone',
        fields: [],
      })
      // What the first one added is told by it still, also of those that are no more.
      const added = (await changes(first.id, 'ADDED')).changes.map(({ nativeId }) => nativeId)
      expect(added).toEqual(['back', 'gone', 'same', 'old', 'files', 'hidden', 'row only'])
      expect((await changes(first.id)).total).toBe(7)
      expect((await changes(second.id, 'REMOVED')).total).toBe(1)
    })

    test('streamed files: a record whose files differ is changed', async () => {
      const files = (name: string) =>
        [
          { do: 'assets', nativeId: 'a', from: 0, chunk: [asset(name, { size: name.length })] },
          { do: 'assetsDone', nativeId: 'a', count: 1 },
        ] as const
      const first = await harvest(use.store, [put('a'), ...files('x')])
      expect(await told(first.id)).toEqual([['ADDED', 'a']])
      const second = await harvest(use.store, [seen('a'), ...files('longer')])
      expect(await told(second.id)).toEqual([['CHANGED', 'a', 'assets']])
    })

    test('records that a whole partition no longer holds: are told as removed', async () => {
      await harvest(use.store, [put('a'), put('b')])
      const run = await harvest(use.store, [seen('a')], { removalShare: 1 })
      expect(await told(run.id)).toEqual([['REMOVED', 'b']])
    })

    test('pages: are the same list, however they are cut', async () => {
      const start = ['a', 'b', 'c', 'd', 'e'].map((id) => put(id))
      const first = await harvest(use.store, [...start, put('z')])
      const second = await harvest(
        use.store,
        [put('a', { title: 'A' }), put('b', { title: 'B' }), seen('c'), seen('d'), put('new')],
        { removalShare: 1 },
      )
      for (const run of [first, second]) {
        const whole = await changes(run.id)
        expect(whole.total).toBe(run === first ? 6 : 5)
        for (const size of [1, 2, 3]) {
          const paged: HarvestChange[] = []
          for (let after: string | null = null, more = true; more; ) {
            const page = await use.store.harvestChanges(run.id, {
              change: null,
              first: size,
              after,
            })
            expect(page.total).toBe(whole.total)
            paged.push(...page.changes)
            after = page.cursors.at(-1) ?? null
            more = page.hasNext
          }
          expect(paged).toEqual(whole.changes)
        }
      }
    })

    test('older harvests: after 20 newer ones nothing is told of them', async () => {
      const first = await harvest(use.store, [put('a'), put('b')])
      const second = await harvest(use.store, [put('a', { title: 'A' })], { removalShare: 1 })
      await harvest(use.store, [put('x', { source: 'two' })], {}, 'two')
      for (let round = 0; round < 18; round++) await harvest(use.store, [seen('a')])
      expect((await changes(first.id)).total).toBe(2)
      await harvest(use.store, [seen('a')])
      expect((await changes(first.id)).total).toBe(0)
      expect(await told(second.id)).toEqual([
        ['CHANGED', 'a', 'title'],
        ['REMOVED', 'b'],
      ])
    })

    test('a remap: tells what it changed', async () => {
      await harvest(use.store, [put('a'), put('b'), reject('c')])
      const request = { full: true, owner, leaseSeconds: 60, kind: 'REMAP' } as const
      const { harvest: run } = await use.store.beginHarvest('one', request)
      await use.store.apply(run.id, owner, [put('a', { domain: 'GENOMICS' }), put('b')])
      await use.store.finishHarvest(run.id, owner, endWell)
      expect(await told(run.id)).toEqual([['CHANGED', 'a', 'domain']])
      expect((await use.store.records(anonymous, ['one:a']))[0]?.domain).toBe('GENOMICS')
    })
  })
}
