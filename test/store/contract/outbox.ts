import { describe, expect, test } from 'vitest'
import { asset, harvest, put, type StoreInUse, seen } from '../samples.ts'

export function testOutbox(use: StoreInUse): void {
  describe('outbox', () => {
    test('a put of the same record: takes no step', async () => {
      await harvest(use.store, [put('a', {}, { assets: [asset('x')] })])
      const position = await use.store.position()
      const run = await harvest(use.store, [put('a', {}, { assets: [asset('x')] })])
      expect(run).toMatchObject({ seen: 1, written: 0, unchanged: 1 })
      expect(await use.store.position()).toBe(position)
    })

    test('positions: rise and never come again, and a record stands once', async () => {
      await harvest(use.store, [put('a'), put('b')])
      const before = await use.store.position()
      await harvest(use.store, [
        put('a', { title: 'New' }),
        { do: 'gone', nativeId: 'b', proof: '410' },
      ])
      const changes = await use.store.changes(0, 10)
      expect(changes.map(({ id, record }) => [id, record?.title ?? null])).toEqual([
        ['one:a', 'New'],
        ['one:b', null],
      ])
      expect(changes.every(({ position }) => position > before)).toBe(true)
      await use.reopen()
      await harvest(use.store, [seen('a'), put('b')])
      const [, last] = await use.store.changes(0, 10)
      expect(last).toMatchObject({ id: 'one:b', record: { title: 'Record b' } })
      expect(last?.position).toBeGreaterThan(changes[1]?.position ?? 0)
      expect(await use.store.position()).toBe(last?.position)
    })

    test('changes: come oldest first, as many as asked for, after the position', async () => {
      await harvest(use.store, [put('a'), put('b'), put('c')])
      const first = await use.store.changes(0, 2)
      expect(first.map(({ id }) => id)).toEqual(['one:a', 'one:b'])
      const rest = await use.store.changes(first[1]?.position ?? 0, 2)
      expect(rest.map(({ id }) => id)).toEqual(['one:c'])
    })

    test('changes: hold hidden records with the groups that may see them', async () => {
      await harvest(use.store, [put('a', { visibility: { discover: ['lab'], retrieve: [] } })])
      expect((await use.store.changes(0, 10))[0]?.record?.visibility).toEqual({
        discover: ['lab'],
        retrieve: [],
      })
    })

    test('lastChange: is where a record stands in the outbox, gone or not', async () => {
      expect(await use.store.lastChange('one:a')).toBeNull()
      await harvest(use.store, [put('a'), put('b')])
      const [a, b] = await use.store.changes(0, 10)
      expect(await use.store.lastChange('one:a')).toEqual({ position: a?.position, isGone: false })
      expect(await use.store.lastChange('one:b')).toEqual({ position: b?.position, isGone: false })
      await harvest(use.store, [seen('a'), { do: 'gone', nativeId: 'b', proof: '410' }])
      const position = await use.store.position()
      expect(await use.store.lastChange('one:b')).toEqual({ position, isGone: true })
      expect(await use.store.lastChange('one:a')).toEqual({ position: a?.position, isGone: false })
      await harvest(use.store, [seen('a'), put('b')])
      expect(await use.store.lastChange('one:b')).toMatchObject({ isGone: false })
    })
  })
}
