import { describe, expect, test } from 'vitest'
import { type Asset, anonymous, operator, type Viewer } from '../../../src/model/index.ts'
import { asset, harvest, lab, put, type StoreInUse, source } from '../samples.ts'

const sum = (value: string, changes: Partial<Asset> = {}): Partial<Asset> => ({
  checksum: { algorithm: 'SHA256', value, source: 'manifest' },
  ...changes,
})
const hidden = { visibility: { discover: ['lab'], retrieve: ['lab'] } }

export function testMirrors(use: StoreInUse): void {
  describe('mirrors', () => {
    /** Records of source `two`, one an asset. */
    const fillTwo = (...assets: Asset[]) =>
      harvest(
        use.store,
        assets.map((one, at) => put(`m${at}`, { source: 'two' }, { assets: [one] })),
        {},
        'two',
      )

    /** Names of the mirrors of each asset of `one:a`, as the viewer sees them. */
    const mirrorsOf = async (viewer: Viewer = anonymous) => {
      const { items } = await use.store.assets(viewer, 'one:a', { first: 100 })
      const found = await use.store.mirrorsOf(viewer, items)
      return Object.fromEntries(
        items.map(({ name }, at) => [name, found[at]?.map((one) => one.name).sort()]),
      )
    }

    test('mirrors: have the same checksum, unless a size contradicts it', async () => {
      const assets = [
        asset('x', sum('aa')),
        asset('y', sum('bb')),
        asset('weak', { size: null, checksum: { algorithm: 'CRC32C', value: 'ee', source: 's' } }),
        asset('empty', sum('dd', { size: 0 })),
        asset('z'),
      ]
      await harvest(use.store, [put('a', {}, { assets })])
      await fillTwo(
        asset('same', sum('aa')),
        asset('of no size', sum('aa', { size: null, sizeIsExact: false })),
        asset('printed', sum('aa', { size: 120, sizeIsExact: false })),
        asset('larger', sum('aa', { size: 101 })),
        asset('other algorithm', {
          checksum: { algorithm: 'MD5', value: 'aa', source: 'manifest' },
        }),
        asset('as weak', {
          size: null,
          checksum: { algorithm: 'CRC32C', value: 'ee', source: 's' },
        }),
        asset('as empty', sum('dd', { size: 0 })),
      )
      expect(await mirrorsOf()).toEqual({
        x: ['of no size', 'printed', 'same'],
        y: [],
        weak: [],
        empty: [],
        z: [],
      })
    })

    test('mirrors: lie at the same place, however it is written', async () => {
      const object = { locator: 's3://atlas-data/v1/a%20b.nrrd', region: 'us-west-2' }
      await harvest(use.store, [
        put('a', {}, { assets: [asset('x', object), asset('local', { locator: 'xnat:1/2' })] }),
      ])
      const at = (name: string, locator: string, changes: Partial<Asset> = {}) =>
        asset(name, { locator, ...changes })
      await fillTwo(
        at('virtual', 'https://atlas-data.s3.us-west-2.amazonaws.com/v1/a%20b.nrrd'),
        at('path', 'https://s3.us-west-2.amazonaws.com/atlas-data/v1/a%20b.nrrd'),
        at('old', 'http://s3.amazonaws.com/atlas-data/v1/a%20b.nrrd'),
        at('again', 's3://atlas-data/v1/a%20b.nrrd'),
        at('larger', 'https://atlas-data.s3.amazonaws.com/v1/a%20b.nrrd', { size: 7 }),
        at('a bucket elsewhere', object.locator, { region: 'eu-west-1' }),
        at('a version', 'https://atlas-data.s3.amazonaws.com/v1/a%20b.nrrd?versionId=1'),
        at('another case', 'https://atlas-data.s3.amazonaws.com/V1/a%20b.nrrd'),
        at('as local', 'xnat:1/2'),
      )
      expect(await mirrorsOf()).toEqual({ x: ['again', 'old', 'path', 'virtual'], local: [] })
    })

    test('mirrors: are files of the same name and size in records that say they are the same', async () => {
      const assets = [asset('x'), asset('y'), asset('z', { size: null })]
      await harvest(use.store, [
        put('a', { sameAs: ['https://doi.org/10.1234/ABC', 'LOCAL-1'] }, { assets }),
      ])
      const copy = (name: string, changes: Partial<Asset> = {}) =>
        asset(name, { locator: `https://mirror.example.org/${name}`, ...changes })
      await use.store.configureSources([source('one'), source('two'), source('three')])
      await harvest(
        use.store,
        [
          put(
            'b',
            { source: 'two', sameAs: ['doi:10.1234/abc'] },
            { assets: [copy('x'), copy('y', { size: 7 }), copy('z')] },
          ),
          put('c', { source: 'two', sameAs: ['LOCAL-1'] }, { assets: [copy('x')] }),
        ],
        {},
        'two',
      )
      expect(await mirrorsOf()).toEqual({ x: ['x'], y: [], z: [] })
      // A collection: which of its records is meant, nobody knows.
      await harvest(
        use.store,
        ['d', 'e'].map((id) =>
          put(
            id,
            { source: 'three', sameAs: ['10.1234/abc'] },
            { assets: [copy('x', { locator: `https://three.example.org/${id}` })] },
          ),
        ),
        {},
        'three',
      )
      expect(await mirrorsOf()).toEqual({ x: ['x'], y: [], z: [] })
    })

    test('mirrors: end with what they rest on', async () => {
      const declared = { sameAs: ['10.1234/abc'] }
      await harvest(use.store, [put('a', declared, { assets: [asset('x', sum('aa'))] })])
      const copy = asset('x', { locator: 'https://mirror.example.org/x' })
      const mirror = (sameAs: string[], changes: Partial<Asset> = {}) =>
        put('b', { source: 'two', sameAs }, { assets: [{ ...copy, ...changes }] })
      const fill = (...steps: Parameters<typeof harvest>[1]) =>
        harvest(use.store, steps, { removalShare: 1 }, 'two')
      await fill(mirror(['10.1234/abc']))
      expect(await mirrorsOf()).toEqual({ x: ['x'] })
      await fill(mirror([]))
      expect(await mirrorsOf()).toEqual({ x: [] })
      await fill(mirror([], sum('aa')))
      expect(await mirrorsOf()).toEqual({ x: ['x'] })
      await fill(mirror([], sum('ab')))
      expect(await mirrorsOf()).toEqual({ x: [] })
      await fill(mirror(['10.1234/abc']))
      expect(await mirrorsOf()).toEqual({ x: ['x'] })
      await fill()
      expect(await mirrorsOf()).toEqual({ x: [] })
    })

    test('mirrors: are not there for who may not discover their records, and hide no others', async () => {
      const declared = { sameAs: ['RRID:SCR_020999'] }
      const copy = (at: number, changes: Partial<Asset> = {}) =>
        asset('x', { locator: `https://mirror.example.org/${at}`, ...changes })
      await harvest(use.store, [put('a', declared, { assets: [asset('x', sum('aa'))] })])
      await harvest(
        use.store,
        [
          put('b', { source: 'two', ...declared }, { assets: [copy(1)] }),
          put('c', { source: 'two', ...declared, ...hidden }, { assets: [copy(2)] }),
          put('d', { source: 'two', ...hidden }, { assets: [copy(3, sum('aa'))] }),
        ],
        {},
        'two',
      )
      const places = async (viewer: Viewer) => {
        const { items } = await use.store.assets(viewer, 'one:a', { first: 1 })
        const [found] = await use.store.mirrorsOf(viewer, items)
        return found?.map(({ locator }) => locator.at(-1)).sort()
      }
      expect(await places(anonymous)).toEqual(['1'])
      // Whoever sees both records of that identifier knows that it is ambiguous.
      expect(await places(lab)).toEqual(['3'])
      expect(await places(operator)).toEqual(['3'])
      const { items } = await use.store.assets(lab, 'two:d', { first: 1 })
      expect(await use.store.mirrorsOf(anonymous, items)).toEqual([[]])
      expect((await use.store.mirrorsOf(lab, items)).flat()).toHaveLength(1)
    })

    test('mirrors: of many assets come in their order, at most 20 each', async () => {
      const assets = Array.from({ length: 40 }, (_, at) => asset(`${at}`, sum(`f${at % 2}0`)))
      await harvest(use.store, [put('a', {}, { assets })])
      const { items } = await use.store.assets(anonymous, 'one:a', { first: 100 })
      const wanted = [...items.toReversed(), { record: 'one:never', key: 'x' }, ...items]
      const found = await use.store.mirrorsOf(anonymous, wanted)
      expect(found.map((each) => each.length)).toEqual(
        wanted.map(({ record }) => (record === 'one:a' ? 19 : 0)),
      )
      for (const [at, each] of found.entries()) {
        const name = (wanted[at] as { name?: string }).name
        expect(each.every((one) => Number(one.name) % 2 === Number(name) % 2)).toBe(true)
        expect(each.some((one) => one.name === name)).toBe(false)
      }
      const more = Array.from({ length: 100 }, (_, at) => asset(`more ${at}`, sum('f00')))
      await fillTwo(...more)
      expect((await use.store.mirrorsOf(anonymous, items))[0]).toHaveLength(20)
    })
  })
}
