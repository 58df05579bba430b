import { describe, expect, test } from 'vitest'
import { anonymous, operator, type Viewer } from '../../../src/model/index.ts'
import type { StoreStep } from '../../../src/store/index.ts'
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
  replay,
  type StoreInUse,
  source,
  titles,
} from '../samples.ts'
import { ann, registration } from './registry.ts'

const open = { discover: ['public'], retrieve: ['public'] }
const sum = { algorithm: 'SHA256', value: 'aabb', source: 'manifest' } as const

export function testRemoveSource(use: StoreInUse): void {
  describe('removal of a source', () => {
    const remove = (confirmRecords: number) =>
      use.store.removeSource('mine', { confirmRecords, by: 'ann' })
    const add = async () => {
      await use.store.registerSource(registration('mine'), 'ann')
      await use.store.approveSource('mine', 'operator')
    }
    const mine = (id: string, changes: object = {}, step: object = {}) =>
      put(id, { source: 'mine', ...changes }, step)
    const page: StoreStep[] = [
      mine('top'),
      mine(
        'a',
        { parents: ['mine:top'], sameAs: ['10.1234/a'], landingPage: 'https://mine.example.org/a' },
        { assets: [asset('x', { checksum: sum })], scope: 's' },
      ),
      mine('b', { visibility: { discover: ['lab'], retrieve: [] } }),
      { do: 'rights', scope: 's', visibility: open, at: '2026-05-01T00:00:00Z' },
      {
        do: 'terms',
        terms: [{ termId: 'X:1', facet: 'structure', label: 'X', synonyms: [], parents: [] }],
      },
      reject('c', 'all', '{}'),
    ]

    test('another number than it has, or a harvest under way: removes nothing', async () => {
      await add()
      await harvest(use.store, [mine('a'), mine('b')], {}, 'mine')
      const before = [await use.store.registeredSources(), await idsIn(use.store)]
      for (const wrong of [0, 1, 3, -2, Number.NaN]) {
        await expect(remove(wrong)).rejects.toMatchObject({
          code: 'CONFLICT',
          argument: 'confirmRecords',
        })
      }
      const { harvest: run } = await begin(use.store, 'mine')
      await expect(remove(2)).rejects.toMatchObject({ code: 'CONFLICT', argument: undefined })
      await use.store.finishHarvest(run.id, owner, { ...endWell, cancelled: true })
      expect([await use.store.registeredSources(), await idsIn(use.store)]).toEqual(before)
      expect(await remove(2)).toBe(2)
    })

    test('a removed source: nothing of it is left for anybody, and the others stay', async () => {
      await add()
      const others = [
        put('o', { sameAs: ['10.1234/A'] }, { assets: [asset('o', { checksum: sum })] }),
      ]
      await harvest(use.store, others)
      const alone = await replay(use.store)
      const { version } = await use.store.vocabulary()
      const run = await harvest(use.store, page, {}, 'mine')
      const [o] = await use.store.records(anonymous, ['one:o'])
      expect(o?.sameAs).toContain('https://mine.example.org/a')
      const position = await use.store.position()
      expect(await remove(3)).toBe(3)

      for (const viewer of [operator, ann, anonymous] satisfies Viewer[]) {
        expect((await use.store.sources(viewer)).map(({ id }) => id)).toEqual(['one', 'two'])
        expect(await titles(use.store, ['mine:top', 'mine:a', 'mine:b'], viewer)).toEqual([
          null,
          null,
          null,
        ])
        expect(await use.store.harvestsById(viewer, [run.id])).toEqual([null])
        expect((await use.store.harvests(viewer, null, { first: 9 })).total).toBe(1)
        expect(await use.store.rejections(viewer, run.id, 9)).toEqual([])
      }
      expect(
        (await use.store.harvestChanges(run.id, { change: null, first: 9, after: null })).total,
      ).toBe(0)
      const [after] = await use.store.records(anonymous, ['one:o'])
      expect(after?.sameAs).toEqual(['10.1234/A'])
      const [key] = (await use.store.assets(anonymous, 'one:o', { first: 1 })).items
      expect(await use.store.mirrorsOf(anonymous, [key ?? { record: '', key: '' }])).toEqual([[]])
      const { terms, version: now } = await use.store.vocabulary()
      expect(terms).toEqual([])
      expect(now).toBeGreaterThan(version)
      // The index is told of every record that is gone, and of the other one, which stands alone again.
      expect(await replay(use.store)).toEqual(alone)
      const told = (await use.store.changes(position, 100)).filter(({ record }) => record === null)
      expect(told.map(({ id }) => id).sort()).toEqual(['mine:a', 'mine:b', 'mine:top'])
      expect(await use.store.lastChange('mine:a')).toMatchObject({ isGone: true })
    })

    test('calls for a removed source: it is as if it had never been', async () => {
      await add()
      await harvest(use.store, page, {}, 'mine')
      const { harvest: run } = await begin(use.store, 'mine', { leaseSeconds: 0 })
      await remove(3)
      expect(await code(use.store.apply(run.id, owner, [mine('z')]))).toBe('NOT_FOUND')
      expect(await code(begin(use.store, 'mine'))).toBe('NOT_FOUND')
      expect(await code(remove(3))).toBe('NOT_FOUND')
      expect(await code(use.store.pauseSource('mine', true, 'ann'))).toBe('NOT_FOUND')
      expect(await code(use.store.keptRows('mine', 0, 5))).toBe('NOT_FOUND')
      expect(await code(use.store.sourceQuality('mine'))).toBe('NOT_FOUND')
      expect(await use.store.registeredSources()).toEqual([])
      await use.reopen()
      expect((await use.store.sources(operator)).map(({ id }) => id)).toEqual(['one', 'two'])
    })

    test('its id: is free, and who takes it learns nothing of who had it', async () => {
      await add()
      await harvest(use.store, page, {}, 'mine')
      await harvest(use.store, [{ do: 'gone', nativeId: 'b', proof: '410' }], {}, 'mine')
      await remove(2)
      await use.store.registerSource(registration('mine', { owners: ['bob'] }), 'bob')
      await use.store.approveSource('mine', 'operator')
      const bob: Viewer = { ...ann, subject: 'bob' }
      expect((await use.store.harvests(bob, 'mine', { first: 9 })).total).toBe(0)
      const seen = await use.store.audit({ sources: ['mine'], first: 50, before: null })
      expect(seen.entries.map(({ action, by }) => [action, by])).toEqual([
        ['source.approved', 'operator'],
        ['source.registered', 'bob'],
        ['visibility', 'bob'],
      ])
      // Operators find the rows of before, by its id.
      const { entries } = await use.store.audit({ sources: null, first: 50, before: null })
      const former = entries.filter(
        ({ source, detail }) => source === null && detail.source === 'mine',
      )
      expect(former.map(({ action, by }) => [action, by])).toEqual([
        ['source.removed', 'ann'],
        ['gone', null],
        ['source.approved', 'operator'],
        ['source.registered', 'ann'],
        ['visibility', 'ann'],
      ])
      expect(former[0]?.detail).toEqual({ source: 'mine', records: 2 })
      expect(former[1]?.detail).toMatchObject({ nativeId: 'b', proof: '410' })
      expect(await harvest(use.store, [mine('a', { title: 'Bob’s' })], {}, 'mine')).toMatchObject({
        written: 1,
        state: 'SUCCEEDED',
      })
      expect(await titles(use.store, ['mine:a', 'mine:top'])).toEqual(['Bob’s', null])
      expect(await use.store.lastChange('mine:a')).toMatchObject({ isGone: false })
    })

    test('its id in the sources file: is the file’s from then on', async () => {
      await add()
      await harvest(use.store, page, {}, 'mine')
      const removing = remove(3)
      await use.store.configureSources([source('one'), source('two'), source('mine')])
      expect(await removing).toBe(3)
      const found = (await use.store.sources(operator)).find(({ id }) => id === 'mine')
      expect(found).toMatchObject({ origin: 'file', records: 0, lastHarvest: null })
    })
  })
}
