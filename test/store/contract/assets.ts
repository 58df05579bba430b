import { describe, expect, test } from 'vitest'
import { anonymous } from '../../../src/model/index.ts'
import type { StoreStep } from '../../../src/store/index.ts'
import {
  asset,
  begin,
  code,
  harvest,
  owner,
  put,
  reject,
  type StoreInUse,
  seen,
} from '../samples.ts'

export function testAssets(use: StoreInUse): void {
  describe('assets', () => {
    const keysOf = async () =>
      (await use.store.assets(anonymous, 'one:a', { first: 100 })).items.map(({ key }) => key)

    test('assets: keep their keys when they are reordered, and repeated locators are told apart', async () => {
      const [x, y] = [asset('x'), asset('y')]
      await harvest(use.store, [put('a', {}, { assets: [x, y, x] })])
      const [keyX, keyY, again] = await keysOf()
      expect(again).toBe(`${keyX}-1`)
      await harvest(use.store, [put('a', {}, { assets: [y, x, x] })])
      expect(await keysOf()).toEqual([keyY, keyX, again])
      expect(keyX).toMatch(/^[A-Za-z0-9_-]{16}$/)
    })

    test('assets: those that are no longer there are dropped, and the record takes a step', async () => {
      await harvest(use.store, [put('a', {}, { assets: [asset('x'), asset('y')] })])
      const position = await use.store.position()
      const run = await harvest(use.store, [put('a', {}, { assets: [asset('y')] })])
      expect(run).toMatchObject({ written: 1, unchanged: 0 })
      const page = await use.store.assets(anonymous, 'one:a', { first: 10 })
      expect(page).toMatchObject({ total: 1, items: [{ name: 'y', record: 'one:a' }] })
      expect(await use.store.position()).toBe(position + 1)
      const [record] = await use.store.records(anonymous, ['one:a'])
      expect(record).toMatchObject({ assetCount: 1, totalBytes: 100 })
    })

    test('assets: null leaves them as they are', async () => {
      await harvest(use.store, [put('a', {}, { assets: [asset('x')] })])
      await harvest(use.store, [put('a', { title: 'New' })])
      expect(await use.store.records(anonymous, ['one:a'])).toMatchObject([
        { title: 'New', assetCount: 1 },
      ])
    })

    test('sums: total bytes are null when one size is unknown, or there is no asset', async () => {
      const unsized = asset('y', { size: null, format: null, availability: 'UNKNOWN' })
      await harvest(use.store, [
        put('a', {}, { assets: [asset('x'), unsized] }),
        put('b', {}, { assets: [] }),
      ])
      expect(await use.store.records(anonymous, ['one:a', 'one:b'])).toMatchObject([
        { assetCount: 2, totalBytes: null, formats: ['NRRD'], availability: 'UNKNOWN' },
        { assetCount: 0, totalBytes: null, formats: [], roles: [], availability: 'UNKNOWN' },
      ])
    })

    test('streamed assets: a chunk that is sent again after a crash changes nothing', async () => {
      const { harvest: run } = await begin(use.store)
      const names = ['0', '1', '2', '3', '1']
      const chunk = (from: number, to: number): StoreStep => ({
        do: 'assets',
        nativeId: 'a',
        from,
        chunk: names.slice(from, to).map((name) => asset(name)),
      })
      await use.store.apply(run.id, owner, [put('a'), chunk(0, 2)])
      await use.store.apply(run.id, owner, [chunk(2, 5)])
      const keys = await keysOf()
      expect(new Set(keys).size).toBe(5)
      await use.reopen()
      await begin(use.store)
      await use.store.apply(run.id, owner, [chunk(0, 2), chunk(2, 5)])
      await use.store.apply(run.id, owner, [{ do: 'assetsDone', nativeId: 'a', count: 5 }])
      expect(await keysOf()).toEqual(keys)
      expect(await use.store.records(anonymous, ['one:a'])).toMatchObject([
        { assetCount: 5, totalBytes: 500 },
      ])
      const position = await use.store.position()
      await use.store.apply(run.id, owner, [
        chunk(0, 5),
        { do: 'assetsDone', nativeId: 'a', count: 5 },
      ])
      expect(await use.store.position()).toBe(position)
    })

    test('streamed assets: a shorter list drops what is beyond', async () => {
      const stream = (count: number): StoreStep[] => [
        {
          do: 'assets',
          nativeId: 'a',
          from: 0,
          chunk: Array.from({ length: count }, (_, at) => asset(`${at}`)),
        },
        { do: 'assetsDone', nativeId: 'a', count },
      ]
      await harvest(use.store, [put('a'), ...stream(3)])
      const run = await harvest(use.store, [seen('a'), ...stream(1)])
      expect(run).toMatchObject({ seen: 1, written: 1, unchanged: 0 })
      expect((await use.store.assets(anonymous, 'one:a', { first: 10 })).total).toBe(1)
      await harvest(use.store, [seen('a'), { do: 'assetsDone', nativeId: 'a', count: 0 }])
      expect(await use.store.records(anonymous, ['one:a'])).toMatchObject([
        { assetCount: 0, totalBytes: null },
      ])
    })

    test('streamed assets: those of a record that is not there are passed over', async () => {
      const run = await harvest(use.store, [
        reject('a'),
        { do: 'assets', nativeId: 'a', from: 0, chunk: [asset('x')] },
        { do: 'assetsDone', nativeId: 'a', count: 1 },
      ])
      expect(run).toMatchObject({ state: 'PARTIAL', seen: 1, rejected: 1 })
    })

    test('asset sums: tell apart what costs differently, and what has no size', async () => {
      const bucket = { locator: 's3://b/x', payer: 'CALLER', region: 'us-east-1' } as const
      const assets = [
        asset('x', { ...bucket, size: 1_000_000_000, sizeIsExact: false }),
        asset('y', { ...bucket, locator: 's3://b/y', size: null, sizeIsExact: false }),
        asset('z', { ...bucket, locator: 's3://b/z', availability: 'ARCHIVED' }),
        asset('w'),
        asset('v'),
      ]
      await harvest(use.store, [
        put('a', {}, { assets }),
        put('b', {}, { assets: [] }),
        put('c', { visibility: { discover: ['lab'], retrieve: ['lab'] } }, { assets }),
      ])
      const [sums, ...others] = await use.store.assetSums(anonymous, [
        'one:a',
        'one:b',
        'one:c',
        'one:d',
      ])
      const inBucket = { inBucket: true, region: 'us-east-1', payer: 'CALLER' }
      const outside = { inBucket: false, region: null, payer: null }
      // In whatever order.
      expect(new Set(sums)).toEqual(
        new Set([
          {
            ...inBucket,
            isArchived: false,
            count: 2,
            sized: 1,
            bytes: 1_000_000_000,
            billedBytes: 1_073_741_824,
          },
          { ...inBucket, isArchived: true, count: 1, sized: 1, bytes: 100, billedBytes: 100 },
          { ...outside, isArchived: false, count: 2, sized: 2, bytes: 200, billedBytes: 200 },
        ]),
      )
      expect(others).toEqual([[], null, null])
    })

    test('assets: are paged in the source’s order and found by their keys', async () => {
      const assets = Array.from({ length: 25 }, (_, at) => asset(`file ${at}`))
      await harvest(use.store, [put('a', {}, { assets }), put('b', {}, { assets: [asset('z')] })])
      const names: string[] = []
      let after: string | null = null
      for (let more = true; more; ) {
        const page = await use.store.assets(anonymous, 'one:a', { first: 10, after })
        names.push(...page.items.map(({ name }) => name))
        expect(page.total).toBe(25)
        after = page.cursors.at(-1) ?? null
        more = page.hasNext
      }
      expect(names).toEqual(assets.map(({ name }) => name))
      const keys = await keysOf()
      const found = await use.store.assetsByKey(anonymous, [
        { record: 'one:a', key: keys[7] ?? '' },
        { record: 'one:b', key: keys[7] ?? '' },
        { record: 'one:a', key: 'nothing' },
      ])
      expect(found.map((each) => each?.name ?? null)).toEqual(['file 7', null, null])
      const pages = await use.store.assetsOf(anonymous, ['one:b', 'one:x', 'one:a'], { first: 1 })
      expect(pages.map(({ items, total }) => [items[0]?.name, total])).toEqual([
        ['z', 1],
        [undefined, 0],
        ['file 0', 25],
      ])
      expect(await code(use.store.assets(anonymous, 'one:a', { first: 1, after: '!' }))).toBe(
        'BAD_INPUT',
      )
    })
  })
}
