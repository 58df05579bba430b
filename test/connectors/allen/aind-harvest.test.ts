import { describe, expect, test } from 'vitest'
import { read } from './read-allen.ts'
import {
  assetsOf,
  changed,
  etagsOf,
  names,
  readsOf,
  recordIn,
  withBuckets,
  withObject,
} from './read-buckets.ts'

const aind = { include: ['aind'] }
const zero = 'aind:ecephys_661398_2023-03-31_17-01-09'
const ten = 'aind:ecephys_691897_2023-10-18_16-00-06'
const one = 'aind:multiplane-ophys_721291_2024-05-21_08-40-35'
const derived = `${one}_processed_2024-05-23_01-02-03`
const two = 'aind:SmartSPIM_753506_2025-01-09_18-59-36'
const person = 'aind:exaSPIM_H17.24.001_2024-02-02_10-00-00'
const bare = 'aind:behavior_700708_2024-06-14_08-38-30'

/** The whole sample, as one harvest gives it. */
async function sample() {
  return withBuckets({}, (buckets) => read(buckets, { options: aind }))
}

describe('allen: harvest of Neural Dynamics', () => {
  test('of what has not changed lists, and reads nothing', async () => {
    await withBuckets({}, async (buckets) => {
      const first = await read(buckets, { options: aind })
      const before = buckets.requests.length
      const again = await read(buckets, { options: aind, known: etagsOf(first), full: false })
      const second = buckets.requests.slice(before)
      expect(second.every(({ search }) => search.includes('list-type=2'))).toBe(true)
      // One page of all folders, and one of each.
      expect(second).toHaveLength(1 + 8)
      const same = again.items.flatMap((item) => ('same' in item ? [item.same] : []))
      expect(same.sort()).toEqual([zero, ten, one, derived, two, person, bare].sort())
      expect(again.done).toEqual(['aind'])
    })
  })

  test.each([
    [
      'a file of metadata that says something else',
      withObject(names.aind, {
        key: 'ecephys_691897_2023-10-18_16-00-06/data_description.json',
        body: '{"schema_version":"0.10.0"}',
      }),
    ],
    [
      'a file more',
      withObject(names.aind, {
        key: 'ecephys_691897_2023-10-18_16-00-06/new.txt',
        size: 1,
      }),
    ],
    [
      'a folder more',
      withObject(names.aind, {
        key: 'ecephys_691897_2023-10-18_16-00-06/new/a.txt',
        size: 1,
      }),
    ],
    [
      'a file less',
      changed(names.aind, (objects) =>
        objects.filter(({ key }) => !key.includes('691897_2023-10-18_16-00-06/data')),
      ),
    ],
  ])('reads again the one asset that has %s', async (_, change) => {
    const first = await sample()
    await withBuckets({ change }, async (buckets) => {
      const again = await read(buckets, { options: aind, known: etagsOf(first), full: false })
      expect([...again.records.keys()]).toEqual(['bucket:aind-open-data', ten])
    })
  })

  test('that was interrupted goes on after the last asset it had', async () => {
    await withBuckets({}, async (buckets) => {
      const whole = await read(buckets, { options: { ...aind, aind: { batch: 2 } } })
      for (let cut = 1; cut < whole.items.length; cut += 3) {
        const first = await read(buckets, {
          options: { ...aind, aind: { batch: 2 } },
          stopAfter: cut,
        })
        const before = buckets.requests.length
        const rest = await read(buckets, {
          options: { ...aind, aind: { batch: 2 } },
          left: first.checkpoints,
        })
        expect(rest.done).toEqual(['aind'])
        const all = new Set([...first.order, ...rest.order])
        expect([...all].sort()).toEqual([...new Set(whole.order)].sort())
        const { last } = (first.checkpoints.aind ?? {}) as { last?: string }
        const reread = readsOf({ requests: buckets.requests.slice(before) })
        if (last !== undefined)
          expect(reread.some((path) => path.includes(`/${last}/`))).toBe(false)
      }
    })
  })

  test('that is bounded reads so many, and takes none of the others for gone', async () => {
    await withBuckets({}, async (buckets) => {
      const reading = await read(buckets, {
        options: { ...aind, aind: { maxAssets: 3, batch: 2 } },
      })
      expect(reading.order.filter((id) => id.startsWith('aind:'))).toHaveLength(3)
      expect([reading.done, reading.failed]).toEqual([[], {}])
    })
  })

  test('by prefixes reads each asset once, however they overlap', async () => {
    const options = { ...aind, aind: { prefixes: ['ecephys_69', 'ecephys_', 'SmartSPIM_'] } }
    const reading = await withBuckets({}, (buckets) => read(buckets, { options }))
    expect(reading.order.filter((id) => id.startsWith('aind:'))).toEqual([two, zero, ten])
  })

  test('of a bucket that says it is empty fails', async () => {
    const reading = await withBuckets({ change: changed(names.aind, () => []) }, (buckets) =>
      read(buckets, { options: aind }),
    )
    expect(reading.failed).toEqual({ aind: 'ANSWER_INVALID' })
  })

  test('of a folder with thousands of files streams them', async () => {
    const name = 'confocal_123456_2024-07-08_09-10-11'
    const files = Array.from({ length: 2_500 }, (_, index) => ({
      key: `${name}/tile_${String(index).padStart(5, '0')}.tif`,
      size: index,
    }))
    const change = changed(names.aind, (objects) => [...objects, ...files])
    const reading = await withBuckets({ change }, (buckets) =>
      read(buckets, { options: { ...aind, aind: { prefixes: ['confocal_'] } } }),
    )
    const chunks = reading.items.flatMap((item) => ('assets' in item ? [item.chunk.length] : []))
    expect(chunks).toEqual([1000, 1000, 500])
    expect(new Set(assetsOf(reading, `aind:${name}`).map(({ locator }) => locator)).size).toBe(
      2_500,
    )
  })

  test('of metadata that are too large or archived goes on without them', async () => {
    const key = 'ecephys_691897_2023-10-18_16-00-06/data_description.json'
    const large = withObject(names.aind, { key, size: 9_000_000 })
    const cold = withObject(names.aind, { key, size: 90, storageClass: 'GLACIER' })
    for (const [change, words] of [
      [large, 'is too large to be read'],
      [cold, 'is archived'],
    ] as const) {
      await withBuckets({ change }, async (buckets) => {
        const reading = await read(buckets, { options: aind })
        expect(recordIn(reading, ten).description).toContain(words)
        expect(buckets.largeReads).toEqual([])
        expect(reading.done).toEqual(['aind'])
      })
    }
  })
})
