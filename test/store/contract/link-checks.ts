import { describe, expect, test } from 'vitest'
import { anonymous } from '../../../src/model/index.ts'
import type { StoreStep, Verdict } from '../../../src/store/index.ts'
import { asset, code, harvest, lab, put, type StoreInUse } from '../samples.ts'

const open = { access: 'OPEN' } as const
const hour = 3_600_000
const start = Date.parse('2026-05-01T00:00:00Z')
const inHours = (hours: number) => new Date(start + hours * hour).toISOString()

export function testLinkChecks(use: StoreInUse): void {
  describe('link checks', () => {
    const take = async (hours: number, first = 100, source = 'one') => {
      const due = await use.store.takeLinksToCheck(source, { now: inHours(hours), first })
      return due.map(({ asset: { name } }) => name).sort()
    }
    const save = async (name: string, verdict: Verdict, hours: number, record = 'one:a') => {
      const { items } = await use.store.assets(lab, record, { first: 100 })
      const key = items.find((one) => one.name === name)?.key ?? 'never'
      await use.store.saveLinkChecks([{ record, key, at: inHours(hours), verdict }])
    }
    const healthOf = async (record = 'one:a') => {
      const { items } = await use.store.assets(anonymous, record, { first: 100 })
      return items.map(({ lastCheck }) => lastCheck?.health ?? null)
    }
    const fill = (...steps: StoreStep[]) => harvest(use.store, steps)

    test('links to check: are of what everybody can fetch from the web at nobody’s cost', async () => {
      const closed = { discover: ['public'], retrieve: ['lab'] }
      await fill(
        put('a', open, {
          assets: [
            asset('x'),
            asset('bucket', { locator: 's3://b/k' }),
            asset('paid', { payer: 'CALLER', locator: 'https://example.org/paid' }),
            asset('archived', { availability: 'ARCHIVED' }),
            asset('asked for', { availability: 'ON_REQUEST' }),
            asset('y', { availability: 'UNKNOWN' }),
          ],
        }),
        put('b', { access: 'REGISTERED' }, { assets: [asset('registered')] }),
        put('c', {}, { assets: [asset('of unknown access')] }),
        put('d', { ...open, visibility: closed }, { assets: [asset('closed')] }),
        put(
          'e',
          { ...open, visibility: { discover: ['lab'], retrieve: ['public'] } },
          {
            assets: [asset('hidden')],
          },
        ),
        put('f', open, { assets: [] }),
      )
      expect(await take(0)).toEqual(['x', 'y'])
      expect(await take(0, 100, 'two')).toEqual([])
      expect(await code(take(0, 1, 'never'))).toBe('NOT_FOUND')
    })

    test('links to check: go around all assets, one of each record in turn', async () => {
      const records = ['a', 'b', 'c'].map((id) =>
        put(id, open, { assets: Array.from({ length: 4 }, (_, at) => asset(`${id}${at}`)) }),
      )
      await fill(...records)
      expect(await take(0, 2)).toEqual(['a0', 'b0'])
      await use.reopen()
      expect(await take(0, 2)).toEqual(['a1', 'c0'])
      const rest: string[] = []
      for (let round = 0; round < 4; round += 1) rest.push(...(await take(0, 2)))
      expect(rest).toEqual(['b1', 'c1', 'a2', 'b2', 'a3', 'c2', 'b3', 'c3'])
    })

    test('links to check: what is well rests seven days, what is not a day, what was silent two hours', async () => {
      await fill(put('a', open, { assets: ['w', 'x', 'y', 'z'].map((name) => asset(name)) }))
      await save('w', 'OK', 0)
      await save('x', 'GONE', 0)
      await save('y', 'UNREACHABLE', 0)
      await save('z', 'CHANGED', 0)
      expect(await take(1)).toEqual([])
      expect(await take(3)).toEqual(['y'])
      expect(await take(21)).toEqual(['x', 'y', 'z'])
      expect(await take(24 * 7)).toEqual(['w', 'x', 'y', 'z'])
      // Half of the room at most, so that others have their turn.
      expect(await take(24 * 7, 2)).toContain('w')
    })

    test('health: is gone when the upstream has said so three times apart, and not before', async () => {
      await fill(put('a', open, { assets: [asset('x')] }))
      expect(await healthOf()).toEqual([null])
      const seen: (string | null)[] = []
      for (const [verdict, hours] of [
        ['GONE', 0],
        ['GONE', 1],
        ['GONE', 2],
        ['GONE', 20],
        ['UNREACHABLE', 30],
        ['GONE', 39],
        ['GONE', 40],
        ['CHANGED', 41],
        ['GONE', 80],
        ['OK', 101],
      ] as const) {
        await save('x', verdict, hours)
        seen.push(...(await healthOf()))
      }
      expect(seen).toEqual([
        ...['MISSING', 'MISSING', 'MISSING', 'MISSING', 'UNREACHABLE', 'MISSING', 'GONE'],
        ...['CHANGED', 'MISSING', 'OK'],
      ])
      const [found] = (await use.store.assets(anonymous, 'one:a', { first: 1 })).items
      expect(found?.lastCheck).toEqual({ at: inHours(101), health: 'OK' })
    })

    test('health: goes with the asset that it is of, and stays when a harvest changes nothing', async () => {
      const named = (...names: string[]) =>
        fill(put('a', open, { assets: names.map((name) => asset(name)) }))
      await named('x', 'y')
      await save('x', 'OK', 0)
      await save('y', 'CHANGED', 0)
      await named('y', 'x')
      expect(await healthOf()).toEqual(['CHANGED', 'OK'])
      await named('z', 'x')
      expect(await healthOf()).toEqual([null, 'OK'])
      expect((await use.store.linkHealth(anonymous))[0]).toMatchObject({ checked: 1, ok: 1 })
      await save('y', 'OK', 1)
      expect(await healthOf()).toEqual([null, 'OK'])
      const run = await named('z', 'x')
      expect(run).toMatchObject({ written: 0 })
      await fill({ do: 'gone', nativeId: 'a', proof: 'status 410' })
      expect(await use.store.linkHealth(anonymous)).toEqual([])
    })

    test('health of a source: counts what the viewer may discover', async () => {
      const inLab = { discover: ['lab'], retrieve: ['lab'] }
      await fill(
        put('a', open, { assets: ['u', 'v', 'w'].map((name) => asset(name)) }),
        put('b', { ...open, visibility: inLab }, { assets: [asset('z')] }),
      )
      await save('u', 'OK', 5)
      await save('v', 'GONE', 1)
      await save('w', 'UNREACHABLE', 2)
      await save('z', 'CHANGED', 0, 'one:b')
      const counts = { source: 'one', ok: 1, unreachable: 1, missing: 1, gone: 0 }
      expect(await use.store.linkHealth(anonymous)).toEqual([
        { ...counts, checked: 3, changed: 0, oldest: new Date(start + hour).toISOString() },
      ])
      expect(await use.store.linkHealth(lab)).toMatchObject([{ ...counts, checked: 4, changed: 1 }])
    })
  })
}
