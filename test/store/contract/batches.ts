import { describe, expect, test } from 'vitest'
import { anonymous, operator } from '../../../src/model/index.ts'
import {
  asset,
  begin,
  code,
  endWell,
  harvest,
  owner,
  put,
  type StoreInUse,
  titles,
} from '../samples.ts'

export function testBatches(use: StoreInUse): void {
  describe('batches', () => {
    test('a batch: leaves nothing behind when one of its steps fails', async () => {
      const { harvest: run } = await begin(use.store)
      const foreign = put('b', { source: 'two', id: 'two:b' })
      expect(await code(use.store.apply(run.id, owner, [put('a'), foreign]))).toBe('INTERNAL')
      expect(await titles(use.store, ['one:a'])).toEqual([null])
      expect(await use.store.changes(0, 10)).toEqual([])
      // Visibilities that were first named in it are not believed to be there either.
      const odd = put('c', { visibility: { discover: ['odd'], retrieve: ['odd'] } })
      expect(await code(use.store.apply(run.id, owner, [odd, foreign]))).toBe('INTERNAL')
      await use.store.apply(run.id, owner, [odd])
      expect((await use.store.records(operator, ['one:c']))[0]?.visibility.discover).toEqual([
        'odd',
      ])
    })

    test('a batch: is refused with CONFLICT when its lease is another owner’s', async () => {
      const { harvest: run } = await begin(use.store, 'one', { leaseSeconds: 0 })
      await begin(use.store, 'one', { owner: 'elsewhere:2:test' })
      expect(await code(use.store.apply(run.id, owner, [put('a')]))).toBe('CONFLICT')
      expect(await code(use.store.finishHarvest(run.id, owner, endWell))).toBe('CONFLICT')
      expect(await titles(use.store, ['one:a'])).toEqual([null])
    })

    test('a batch: is refused for a harvest that is over or was never', async () => {
      const run = await harvest(use.store, [])
      expect(await code(use.store.apply(run.id, owner, [put('a')]))).toBe('CONFLICT')
      expect(await code(use.store.apply('nothing', owner, []))).toBe('NOT_FOUND')
    })

    test('a record: comes back as it was put, with its sums and the harvest that wrote it', async () => {
      const step = put('a', {
        parents: [],
        species: [{ label: 'Mus musculus', termId: null, origin: 'STATED', raw: null }],
      })
      const run = await harvest(use.store, [
        {
          ...step,
          assets: [
            asset('x'),
            asset('y', { role: 'MESH', format: 'OBJ', availability: 'ARCHIVED' }),
          ],
        },
      ])
      const [record] = await use.store.records(anonymous, ['one:a'])
      expect(record).toEqual({
        ...step.record,
        visibility: { discover: ['public'], retrieve: ['public'] },
        assetCount: 2,
        totalBytes: 200,
        formats: ['NRRD', 'OBJ'],
        roles: ['MESH', 'VOLUME'],
        availability: 'ARCHIVED',
        harvest: run.id,
        harvestedAt: expect.stringMatching(/^\d{4}-.*Z$/),
        identity: null,
      })
    })

    test('records: come in the order asked for, repeats and absent ones included', async () => {
      await harvest(use.store, [put('a'), put('b')])
      expect(await titles(use.store, ['one:b', 'one:x', 'one:a', 'one:b'])).toEqual([
        'Record b',
        null,
        'Record a',
        'Record b',
      ])
    })

    test('compare and known: answer each row in order', async () => {
      await harvest(use.store, [put('a', {}, { etag: 'v1' }), put('b')])
      const rows = [
        { nativeId: 'b', hash: 'other' },
        { nativeId: 'x', hash: 'other' },
        { nativeId: 'a', hash: put('a').hash },
      ]
      expect(await use.store.compare('one', rows)).toEqual(['changed', 'new', 'unchanged'])
      expect(await use.store.compare('two', rows)).toEqual(['new', 'new', 'new'])
      expect(await use.store.known('one', ['b', 'x', 'a'])).toEqual([
        { etag: null },
        null,
        { etag: 'v1' },
      ])
    })
  })
}
