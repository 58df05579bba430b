import { describe, expect, test } from 'vitest'
import { anonymous, operator } from '../../../src/model/index.ts'
import type { StoreStep } from '../../../src/store/index.ts'
import {
  asset,
  harvest,
  lab,
  put,
  reject,
  type StoreInUse,
  seen,
  source,
  titles,
} from '../samples.ts'

export function testVisibility(use: StoreInUse): void {
  describe('visibility', () => {
    const hidden = { discover: ['lab'], retrieve: ['lab'] }

    test('hidden: is absent in records, links, children, assets, counts and totals', async () => {
      await harvest(use.store, [
        put('top'),
        put('secret', { parents: ['one:top'], visibility: hidden }, { assets: [asset('x')] }),
        put('a', { parents: ['one:top', 'one:secret'], isVersionOf: 'one:secret' }),
      ])
      const look = async (viewer: typeof anonymous) => {
        const [secret, a] = await use.store.records(viewer, ['one:secret', 'one:a'])
        const key = { record: 'one:secret', key: (await keyOfSecret()) ?? '' }
        return {
          secret: secret?.title ?? null,
          parents: a?.parents,
          isVersionOf: a?.isVersionOf,
          children: (await use.store.children(viewer, 'one:top', { first: 10 })).items.map(
            ({ id }) => id,
          ),
          otherParents: (await use.store.children(viewer, 'one:top', { first: 1 })).items[0]
            ?.parents,
          total: (await use.store.children(viewer, 'one:top', { first: 0 })).total,
          below: (await use.store.childrenOf(viewer, ['one:secret'], { first: 10 })).map(
            ({ total }) => total,
          ),
          assets: (await use.store.assets(viewer, 'one:secret', { first: 10 })).total,
          byKey: (await use.store.assetsByKey(viewer, [key])).map((found) => found?.name ?? null),
          records: (await use.store.sources(viewer)).map(({ records }) => records),
        }
      }
      const keyOfSecret = async () =>
        (await use.store.assets(operator, 'one:secret', { first: 1 })).items[0]?.key
      expect(await look(anonymous)).toEqual({
        secret: null,
        parents: ['one:top'],
        isVersionOf: null,
        children: ['one:a'],
        otherParents: ['one:top'],
        total: 1,
        below: [0],
        assets: 0,
        byKey: [null],
        records: [2, 0],
      })
      const all = {
        secret: 'Record secret',
        parents: ['one:top', 'one:secret'],
        isVersionOf: 'one:secret',
        children: ['one:a', 'one:secret'],
        otherParents: ['one:top', 'one:secret'],
        total: 2,
        below: [1],
        assets: 1,
        byKey: ['x'],
        records: [3, 0],
      }
      expect(await look(lab)).toEqual(all)
      expect(await look(operator)).toEqual(all)
    })

    test('sources: one that the viewer may not discover is absent, and so are its harvests', async () => {
      await use.store.configureSources([source('one', { discover: ['lab'] }), source('two')])
      const run = await harvest(use.store, [reject('a')])
      const other = await harvest(use.store, [], {}, 'two')
      const list = async (viewer: typeof anonymous) => ({
        sources: (await use.store.sources(viewer)).map(({ id }) => id),
        harvests: (await use.store.harvests(viewer, null, { first: 10 })).items.map(({ id }) => id),
        total: (await use.store.harvests(viewer, null, { first: 10 })).total,
        ofOne: (await use.store.harvests(viewer, 'one', { first: 10 })).total,
        byId: (await use.store.harvestsById(viewer, [run.id, 'x', other.id])).map(
          (each) => each?.id ?? null,
        ),
        rejections: (await use.store.rejections(viewer, run.id, 10)).length,
      })
      expect(await list(anonymous)).toEqual({
        sources: ['two'],
        harvests: [other.id],
        total: 1,
        ofOne: 0,
        byId: [null, null, other.id],
        rejections: 0,
      })
      expect(await list(lab)).toEqual({
        sources: ['one', 'two'],
        harvests: [other.id, run.id],
        total: 2,
        ofOne: 1,
        byId: [run.id, null, other.id],
        rejections: 1,
      })
    })

    test('rights: hide and show what lives under their scope at once, with a step of the outbox each', async () => {
      await harvest(use.store, [
        put('a', {}, { scope: 'project' }),
        put('b', {}, { scope: 'other' }),
        put('c'),
      ])
      expect(await titles(use.store, ['one:a', 'one:b', 'one:c'])).not.toContain(null)
      const position = await use.store.position()
      const at = '2026-01-01T00:00:00Z'
      await harvest(use.store, [
        seen('a'),
        seen('b'),
        seen('c'),
        { do: 'rights', scope: 'project', visibility: hidden, at },
      ])
      expect(await titles(use.store, ['one:a', 'one:b', 'one:c'])).toEqual([
        null,
        'Record b',
        'Record c',
      ])
      expect((await use.store.changes(position, 10)).map(({ id }) => id)).toEqual(['one:a'])
      expect((await use.store.sources(anonymous))[0]?.records).toBe(2)
      // Could not be read: what was last known stays.
      await harvest(use.store, [
        seen('a'),
        seen('b'),
        seen('c'),
        { do: 'rights', scope: 'project', visibility: null, at },
      ])
      expect(await titles(use.store, ['one:a'], lab)).toEqual(['Record a'])
      await harvest(use.store, [
        seen('a'),
        seen('b'),
        seen('c'),
        {
          do: 'rights',
          scope: 'project',
          visibility: { discover: ['public'], retrieve: ['lab'] },
          at,
        },
      ])
      expect(await titles(use.store, ['one:a'])).toEqual(['Record a'])
      expect((await use.store.sources(anonymous))[0]?.records).toBe(3)
    })

    test('rights: hold for records that come later, together with what these state themselves', async () => {
      await harvest(use.store, [
        {
          do: 'rights',
          scope: 's',
          visibility: { discover: ['lab', 'staff'], retrieve: ['public'] },
          at: '2026-01-01T00:00:00Z',
        },
        put('a', {}, { scope: 's' }),
        put('b', { visibility: { discover: ['public'], retrieve: ['lab'] } }, { scope: 's' }),
        put('c', { visibility: { discover: ['lab', 'guests'], retrieve: [] } }, { scope: 's' }),
      ])
      const records = await use.store.records(operator, ['one:a', 'one:b', 'one:c'])
      expect(records.map((record) => record?.visibility)).toEqual([
        { discover: ['lab', 'staff'], retrieve: ['public'] },
        { discover: ['lab', 'staff'], retrieve: ['lab'] },
        { discover: ['lab'], retrieve: [] },
      ])
    })

    test('rights: that could never be read open nothing', async () => {
      const at = '2026-01-01T00:00:00Z'
      await harvest(use.store, [
        { do: 'rights', scope: 's', visibility: null, at },
        put('a', {}, { scope: 's' }),
      ])
      expect(await titles(use.store, ['one:a'])).toEqual([null])
      await harvest(use.store, [
        seen('a'),
        { do: 'rights', scope: 's', visibility: { discover: ['public'], retrieve: [] }, at },
      ])
      expect(await titles(use.store, ['one:a'])).toEqual(['Record a'])
    })

    test('rights: too old, they hide everything under them until they are read again', async () => {
      const rights = (at: string): StoreStep => ({
        do: 'rights',
        scope: 's',
        visibility: { discover: ['public'], retrieve: ['public'] },
        at,
      })
      await harvest(use.store, [
        rights('2026-01-01T00:00:00Z'),
        put('a', {}, { scope: 's' }),
        put('b'),
      ])
      await use.store.expireRights('one', '2026-01-01T00:00:00.000Z')
      expect(await titles(use.store, ['one:a'])).toEqual(['Record a'])
      const position = await use.store.position()
      await use.store.expireRights('one', '2026-01-01T00:00:00.001Z')
      expect(await titles(use.store, ['one:a', 'one:b'])).toEqual([null, 'Record b'])
      expect((await use.store.records(operator, ['one:a']))[0]?.visibility).toEqual({
        discover: [],
        retrieve: [],
      })
      expect((await use.store.changes(position, 10)).map(({ id }) => id)).toEqual(['one:a'])
      // Not opened by a failed reading, nor by a new row.
      await harvest(use.store, [
        { ...rights('2026-01-02T00:00:00Z'), visibility: null } as StoreStep,
        put('a', { title: 'New' }, { scope: 's' }),
        seen('b'),
      ])
      expect(await titles(use.store, ['one:a'])).toEqual([null])
      await harvest(use.store, [seen('a'), seen('b'), rights('2026-01-02T00:00:00Z')])
      expect(await titles(use.store, ['one:a'])).toEqual(['New'])
    })

    test('configuration: the operator’s groups stand over rows and rights until they are taken away', async () => {
      await harvest(use.store, [
        put('a'),
        put('b', { visibility: { discover: ['staff'], retrieve: ['staff'] } }),
        {
          do: 'rights',
          scope: 's',
          visibility: { discover: ['lab'], retrieve: ['lab'] },
          at: '2026-01-01T00:00:00Z',
        },
        put('c', {}, { scope: 's' }),
      ])
      const all = ['one:a', 'one:b', 'one:c']
      const position = await use.store.position()
      await use.store.configureSources([source('one', { visibility: hidden }), source('two')])
      expect(await titles(use.store, all)).toEqual([null, null, null])
      expect(await titles(use.store, all, lab)).not.toContain(null)
      // The third one was for this group before.
      expect((await use.store.changes(position, 10)).map(({ id }) => id)).toEqual([
        'one:a',
        'one:b',
      ])
      await harvest(use.store, [seen('a'), seen('b'), seen('c'), put('d')])
      expect(await titles(use.store, ['one:d'])).toEqual([null])
      await use.store.configureSources([source('one'), source('two')])
      expect(await titles(use.store, [...all, 'one:d'])).toEqual([
        'Record a',
        null,
        null,
        'Record d',
      ])
      expect(await titles(use.store, all, lab)).toEqual(['Record a', null, 'Record c'])
    })

    test('sources: a record is hidden from those who may not discover its source', async () => {
      await harvest(use.store, [put('a'), put('b', { visibility: hidden })])
      const position = await use.store.position()
      await use.store.configureSources([source('one', { discover: ['lab'] }), source('two')])
      expect((await use.store.changes(position, 10)).map(({ id }) => id)).toEqual(['one:a'])
      expect(await titles(use.store, ['one:a', 'one:b'])).toEqual([null, null])
      expect(await titles(use.store, ['one:a', 'one:b'], lab)).toEqual(['Record a', 'Record b'])
      await use.store.configureSources([source('one'), source('two')])
      expect(await titles(use.store, ['one:a', 'one:b'])).toEqual(['Record a', null])
    })

    test('children: are paged in the order of their ids, without the hidden ones', async () => {
      const children = Array.from({ length: 12 }, (_, at) =>
        put(`child ${String(at).padStart(2, '0')}`, {
          parents: ['one:top'],
          visibility: at % 3 === 0 ? hidden : null,
        }),
      )
      await harvest(use.store, [put('top'), ...children])
      const found: string[] = []
      let after: string | null = null
      for (let more = true; more; ) {
        const page = await use.store.children(anonymous, 'one:top', { first: 3, after })
        expect(page.total).toBe(8)
        found.push(...page.items.map(({ nativeId }) => nativeId))
        after = page.cursors.at(-1) ?? null
        more = page.hasNext
      }
      expect(found).toEqual(
        children.filter((_, at) => at % 3 !== 0).map(({ record }) => record.nativeId),
      )
      // A child that is moved is found under its new parent only.
      await harvest(use.store, [
        seen('top'),
        put('child 01', { parents: [] }),
        ...children.map((child) => seen(child.record.nativeId)),
      ])
      expect((await use.store.children(anonymous, 'one:top', { first: 0 })).total).toBe(7)
    })
  })
}
