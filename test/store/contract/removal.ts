import { describe, expect, test } from 'vitest'
import { operator } from '../../../src/model/index.ts'
import type { StoreStep } from '../../../src/store/index.ts'
import {
  asset,
  begin,
  endWell,
  harvest,
  idsIn,
  owner,
  put,
  reject,
  type StoreInUse,
  seen,
  titles,
} from '../samples.ts'

export function testRemoval(use: StoreInUse): void {
  describe('removal', () => {
    const five = ['a', 'b', 'c', 'd', 'e'].map((id) => put(id))

    test('a whole partition: records that it no longer holds are removed', async () => {
      await harvest(use.store, [...five, put('x', {}, { partition: 'other' })])
      const run = await harvest(
        use.store,
        ['a', 'b', 'c', 'd'].map((id) => seen(id)),
      )
      expect(run).toMatchObject({ state: 'SUCCEEDED', seen: 4, removed: 1, message: null })
      expect(await titles(use.store, ['one:e', 'one:x'])).toEqual([null, 'Record x'])
      expect(await idsIn(use.store)).toEqual(['one:a', 'one:b', 'one:c', 'one:d', 'one:x'])
    })

    test('too many at once: nothing is removed, and the verdict says how many it would have been', async () => {
      await harvest(use.store, five)
      const few = [seen('a'), seen('b'), seen('c')]
      const run = await harvest(use.store, few)
      expect(run).toMatchObject({ state: 'PARTIAL', removed: 0, error: null })
      expect(run.message).toMatch(/^2 records .*--allow-removals/)
      expect(await idsIn(use.store)).toHaveLength(5)
      expect(await harvest(use.store, few, { removalShare: 1 })).toMatchObject({
        state: 'SUCCEEDED',
        removed: 2,
      })
    })

    test('gone: is removed at once and counts towards the share', async () => {
      await harvest(use.store, five)
      const run = await harvest(use.store, [
        { do: 'gone', nativeId: 'a', proof: 'status 410' },
        { do: 'gone', nativeId: 'unheard of', proof: 'status 410' },
        ...['c', 'd', 'e'].map((id) => seen(id)),
      ])
      expect(run).toMatchObject({ state: 'PARTIAL', removed: 1 })
      expect(await idsIn(use.store)).toEqual(['one:b', 'one:c', 'one:d', 'one:e'])
    })

    test.each<[string, StoreStep[]]>([
      ['that failed', [{ do: 'partitionFailed', partition: 'all', error: 'TIMEOUT' }]],
      ['with a rejected row without an id', [reject(null)]],
    ])('a partition %s: loses nothing', async (_, steps) => {
      await harvest(use.store, five)
      const run = await harvest(use.store, [
        ...['a', 'b', 'c', 'd'].map((id) => seen(id)),
        ...steps,
      ])
      expect(run).toMatchObject({ state: 'PARTIAL', removed: 0 })
      expect(await idsIn(use.store)).toHaveLength(5)
    })

    test('a partition that was not read to its end: loses nothing', async () => {
      await harvest(use.store, five)
      const { harvest: run } = await begin(use.store)
      await use.store.apply(run.id, owner, [seen('a')])
      expect(
        await use.store.finishHarvest(run.id, owner, { ...endWell, removalShare: 1 }),
      ).toMatchObject({ state: 'SUCCEEDED', removed: 0 })
      expect(await idsIn(use.store)).toHaveLength(5)
    })

    test('a cancelled harvest: removes nothing', async () => {
      await harvest(use.store, five)
      const run = await harvest(use.store, [seen('a')], { cancelled: true, removalShare: 1 })
      expect(run).toMatchObject({ state: 'CANCELLED', removed: 0 })
      expect(await idsIn(use.store)).toHaveLength(5)
    })

    test('a record that moved to another partition: is kept', async () => {
      await harvest(use.store, five)
      const run = await harvest(use.store, [
        ...['a', 'b', 'c', 'd'].map((id) => seen(id)),
        seen('e', 'other'),
      ])
      expect(run).toMatchObject({ state: 'SUCCEEDED', removed: 0 })
      // It belongs to the other one from now on.
      const { harvest: next } = await begin(use.store)
      await use.store.apply(next.id, owner, [
        seen('a'),
        { do: 'partitionDone', partition: 'other' },
      ])
      await use.store.finishHarvest(next.id, owner, endWell)
      expect(await idsIn(use.store)).toEqual(['one:a', 'one:b', 'one:c', 'one:d'])
    })

    test('a rejected row with an id: keeps the old record, and counts as seen', async () => {
      await harvest(use.store, five)
      const run = await harvest(use.store, [
        ...['a', 'b', 'c', 'd'].map((id) => seen(id)),
        reject('e'),
      ])
      expect(run).toMatchObject({
        state: 'PARTIAL',
        seen: 5,
        unchanged: 4,
        rejected: 1,
        removed: 0,
      })
      expect(await titles(use.store, ['one:e'])).toEqual(['Record e'])
    })

    test('a first harvest: has nothing to remove and is not held up by the share', async () => {
      expect(await harvest(use.store, five, { removalShare: 0 })).toMatchObject({
        state: 'SUCCEEDED',
        removed: 0,
      })
    })

    test('a removed record: takes its assets and links with it', async () => {
      await harvest(use.store, [
        put('top'),
        ...five,
        put('z', { parents: ['one:top'] }, { assets: [asset('x')] }),
      ])
      await harvest(use.store, [{ do: 'gone', nativeId: 'z', proof: '404' }, seen('top'), ...five])
      expect((await use.store.children(operator, 'one:top', { first: 1 })).total).toBe(0)
      await harvest(use.store, [seen('top'), ...five, put('z')])
      expect((await use.store.assets(operator, 'one:z', { first: 1 })).total).toBe(0)
    })
  })
}
