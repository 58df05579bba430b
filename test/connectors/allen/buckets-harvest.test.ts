import { describe, expect, test } from 'vitest'
import allen from '../../../connectors/allen/index.ts'
import { openBuckets } from '../../../connectors/allen/s3/buckets.ts'
import { classifyLicense } from '../../../src/search/vocabulary/license.ts'
import { read, withAllen } from './read-allen.ts'
import { assetsOf, names, recordIn, withBuckets } from './read-buckets.ts'

const bucketParts = ['abcAtlas', 'aind', 'visualBehavior', 'buckets']
const everything = ['abc-atlas', 'aind', names.ophys, names.neuropixels, 'buckets']
const inBucket = (name: string) => (request: { path: string }) =>
  request.path.startsWith(`/${name}`)

function originsOf(given: object): string[] {
  return allen.origins(allen.options.parse(given))
}

describe('allen: open buckets among the options', () => {
  test('are read by those only who name them', () => {
    const options = allen.options.parse({})
    expect(options.include.filter((part) => bucketParts.includes(part))).toEqual([])
    expect(originsOf({})).toEqual(['https://api.brain-map.org'])
  })

  test('add the origins of the buckets that are read, and of no other', () => {
    expect(originsOf({ include: ['buckets'] })).toEqual(['https://api.brain-map.org'])
    const origins = originsOf({ include: ['abcAtlas'] })
    expect(origins).toContain('https://allen-brain-cell-atlas.s3.us-west-2.amazonaws.com')
    expect(origins.filter((origin) => !/brain-map|allen-brain-cell-atlas/.test(origin))).toEqual([])
    expect(originsOf({ include: ['aind'], s3Endpoint: 'http://127.0.0.1:7480/' })).toEqual([
      'https://api.brain-map.org',
      'http://127.0.0.1:7480',
    ])
  })

  test.each([
    { abcAtlas: { releases: ['2023'] } },
    { abcAtlas: { release: 'newest' } },
    { aind: { prefixes: ['../x'] } },
    { aind: { maxAssets: 0 } },
    { visualBehavior: { sessions: 'some' } },
    { s3Endpoint: 's3://bucket' },
  ])('%j is refused', (given) => {
    expect(allen.options.safeParse(given).success).toBe(false)
  })
})

describe('allen: a bucket that fails', () => {
  const cases = [
    [names.abc, 'abc-atlas'],
    [names.aind, 'aind'],
    [names.ophys, names.ophys],
    [names.neuropixels, names.neuropixels],
  ] as const

  test.each(cases)('%s fails alone', async (bucket, partition) => {
    const reading = await withBuckets({}, (buckets) => {
      buckets.faults.add({ kind: 'status-500', match: inBucket(bucket) })
      return read(buckets)
    })
    expect(reading.error).toBeNull()
    expect(reading.failed).toEqual({ [partition]: 'SOURCE_UNREACHABLE' })
    expect(reading.done).toEqual(everything.filter((one) => one !== partition))
  })

  test('by being closed to everybody fails alone, since no account is locked by that', async () => {
    const change = (buckets: Parameters<NonNullable<AllenChange>>[0]) =>
      buckets.map((one) => (one.name === names.aind ? { ...one, isPublic: false } : one))
    const reading = await withBuckets({ change }, (buckets) => read(buckets))
    expect(reading.failed).toEqual({ aind: 'SOURCE_FORBIDDEN' })
    expect(reading.done).toEqual(everything.filter((one) => one !== 'aind'))
  })

  test('by being gone removes none of its records', async () => {
    const change = (buckets: Parameters<NonNullable<AllenChange>>[0]) =>
      buckets.filter((one) => one.name !== names.abc)
    const reading = await withBuckets({ change }, (buckets) => read(buckets))
    expect(reading.failed).toEqual({ 'abc-atlas': 'NOT_FOUND' })
  })

  test('with all others is a source that does not answer', async () => {
    const reading = await withBuckets({}, (buckets) => {
      buckets.faults.add({ kind: 'status-503' })
      return read(buckets, { options: { include: ['abcAtlas', 'aind'] } })
    })
    expect(reading.error).toMatchObject({ code: 'SOURCE_UNREACHABLE' })
    expect(reading.done).toEqual([])
  })

  test('cut off or replaced once on its way is read all the same', async () => {
    for (const kind of ['truncated-json', 'empty', 'html'] as const) {
      const reading = await withBuckets({}, (buckets) => {
        buckets.faults.add({
          kind,
          match: ({ path }) => path.endsWith('.json') || path.endsWith('.csv'),
          times: 1,
        })
        return read(buckets)
      })
      expect([kind, reading.failed]).toEqual([kind, {}])
      expect(reading.done).toEqual(everything)
    }
  })
})

describe('allen: the warehouse and the buckets', () => {
  test('do not wait for each other: the one that is down fails alone', async () => {
    const include = ['products', 'abcAtlas', 'archiveVolumes']
    await withBuckets({}, (buckets) =>
      withAllen({}, async (warehouse) => {
        const options = { ...buckets.options, ...warehouse.options, include, structureGraphs: [] }
        warehouse.faults.add({ kind: 'status-500' })
        const without = await read({ options })
        expect(without.error).toBeNull()
        expect(without.failed).toEqual({ Product: 'SOURCE_UNREACHABLE' })
        expect(without.done).toEqual(['abc-atlas', 'archive'])

        warehouse.faults.clear()
        buckets.faults.add({ kind: 'status-500' })
        const other = await read({ options })
        expect(other.error).toBeNull()
        expect(other.failed).toEqual({ 'abc-atlas': 'SOURCE_UNREACHABLE' })
        expect(other.done).toEqual(['Product', 'archive'])
      }),
    )
  })
})

describe('allen: buckets that are told as they are', () => {
  test('are records with the bucket as an asset, each once', async () => {
    const reading = await withBuckets({}, (buckets) => read(buckets))
    const told = reading.order.filter((id) => id.startsWith('bucket:'))
    expect(new Set(told).size).toBe(told.length)
    expect(told).toHaveLength(openBuckets.length)
    for (const id of told) {
      expect(recordIn(reading, id)).toMatchObject({ kind: 'COLLECTION', access: 'OPEN' })
      expect(assetsOf(reading, id)).toMatchObject([{ role: 'DIRECTORY', size: null, payer: null }])
    }
    expect(assetsOf(reading, 'bucket:allencell')).toMatchObject([
      { locator: 's3://allencell/', region: 'us-east-1' },
    ])
    expect(assetsOf(reading, 'bucket:aind-benchmark-data/ephys-compression')).toMatchObject([
      { locator: 's3://aind-benchmark-data/ephys-compression/' },
    ])
  })

  test('are the same records whether a part reads them or not', async () => {
    const [read1, read2] = await withBuckets({}, async (buckets) => [
      await read(buckets),
      await read(buckets, { options: { include: ['buckets'] } }),
    ])
    for (const [id, mapped] of read2.records) expect(read1.records.get(id)).toEqual(mapped)
    expect(read2.records.size).toBe(openBuckets.length)
  })

  test('have licences that core can tell, or none', async () => {
    const classes = openBuckets.map(({ name, license }) => [name, classifyLicense(license).class])
    expect(classes.filter(([, one]) => one === 'UNKNOWN').map(([name]) => name)).toEqual([
      'allen-brain-cell-atlas',
      'allencell',
    ])
  })
})

type AllenChange = Parameters<typeof withBuckets>[0]['change']
