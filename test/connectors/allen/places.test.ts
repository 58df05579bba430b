import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bucketId, openBuckets } from '../../../connectors/allen/s3/buckets.ts'
import {
  bucketAsset,
  folderAsset,
  formatOf,
  pageOf,
  placeBelow,
  placeOf,
} from '../../../connectors/allen/s3/places.ts'
import { Asset } from '../../../src/model/index.ts'
import { parseS3Locator } from '../../../src/sdk/index.ts'

describe('allen buckets: an address leads to an open bucket or nowhere', () => {
  test.each([
    'https://allen-internal-staging.s3.us-west-2.amazonaws.com/a.csv',
    's3://allen-internal-staging/a.csv',
    's3://aind-open-data.example.org/a',
    'https://aind-open-data.s3.us-west-2.amazonaws.com.example.org/a',
    'https://aind-open-data.s3.amazonaws.com@example.org/a',
    'https://user:pass@aind-open-data.s3.amazonaws.com/a',
    'https://aind-open-data.s3.amazonaws.com:8443/a',
    'https://s3.amazonaws.com/aind-open-data/../allen-internal-staging/a',
    'https://s3.amazonaws.com/aind-open-data%2f..%2fallen-internal-staging/a',
    's3://aind-open-data/../allen-internal-staging/a',
    's3://aind-open-data/a\\b',
    's3://aind-open-data/a\nb',
    '\\\\allen\\programs\\aind-open-data',
    '/allen/aind-open-data/a',
    'file:///aind-open-data/a',
    'javascript:aind-open-data',
    'https://aind-open-data.s3.amazonaws.com/%E0%A4%A',
    '',
    null,
    undefined,
  ])('%j leads nowhere', (address) => {
    expect(placeOf(address)).toBeNull()
  })

  test.each([
    ['s3://aind-open-data/a/b.json', 'a/b.json'],
    ['s3://aind-open-data/a name', 'a name'],
    ['s3://aind-open-data', ''],
    ['https://aind-open-data.s3.us-west-2.amazonaws.com/a%20name/b', 'a name/b'],
    ['http://aind-open-data.s3.amazonaws.com/a', 'a'],
    ['https://aind-open-data.s3-us-west-2.amazonaws.com/a', 'a'],
    ['https://s3.us-west-2.amazonaws.com/aind-open-data/a/b', 'a/b'],
    ['https://aind-open-data.s3.us-west-2.amazonaws.com/index.html#a/', 'index.html'],
  ])('%s is a place in the bucket', (address, key) => {
    expect(placeOf(address)).toEqual({ bucket: 'aind-open-data', key })
  })

  test('a bucket that is in no list is never led to, however it is written', () => {
    const known = new Set(openBuckets.map(({ name }) => name))
    const bucket = fc.stringMatching(/^[a-z][a-z0-9.-]{2,30}[a-z0-9]$/)
    const form = fc.constantFrom(
      (name: string, key: string) => `s3://${name}/${key}`,
      (name: string, key: string) => `https://${name}.s3.us-west-2.amazonaws.com/${key}`,
      (name: string, key: string) => `https://s3.us-west-2.amazonaws.com/${name}/${key}`,
      (name: string, key: string) => `https://${name}/s3.amazonaws.com/aind-open-data/${key}`,
      (name: string, key: string) => `https://aind-open-data.${name}.s3.amazonaws.com/${key}`,
    )
    fc.assert(
      fc.property(bucket, fc.string(), form, (name, key, write) => {
        fc.pre(!known.has(name))
        expect(placeOf(write(name, key))).toBeNull()
      }),
      { numRuns: 300 },
    )
  })

  test('a page of a place leads back to it, whatever its key', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (key) => {
        const place = placeOf(`s3://aind-open-data/${key}`)
        fc.pre(place !== null)
        expect(placeOf(pageOf(place))).toEqual(place)
      }),
      { numRuns: 300 },
    )
  })

  test('nothing below a place is above it', () => {
    const place = { bucket: 'aind-open-data', key: 'a/' }
    expect(placeBelow(place, 'b.csv')).toEqual({ bucket: 'aind-open-data', key: 'a/b.csv' })
    expect(placeBelow(place, '../b.csv')).toBeNull()
    expect(placeBelow(place, '/b.csv')).toBeNull()
  })
})

describe('allen buckets: assets', () => {
  test('a version of an object has a locator of its own, and a question mark in a key is none', () => {
    const place = { bucket: 'aind-open-data', key: 'a b/c?versionId=1.nwb' }
    const asset = bucketAsset(place, { name: 'c.nwb', versionId: 'x_.1' })
    expect(Asset.parse(asset)).toMatchObject({
      locator: 's3://aind-open-data/a%20b/c%3FversionId%3D1.nwb?versionId=x_.1',
      region: 'us-west-2',
      payer: null,
      size: null,
      sizeIsExact: false,
      format: 'NWB',
    })
  })

  test('a locator leads back to the object and its version, whatever they are called', () => {
    const text = fc.string({ minLength: 1, unit: 'grapheme' })
    fc.assert(
      fc.property(text, fc.option(text), (key, versionId) => {
        const place = { bucket: 'aind-open-data', key: key.toWellFormed() }
        const { locator } = bucketAsset(place, { name: 'a', versionId })
        const version = versionId === null ? {} : { versionId: versionId.toWellFormed() }
        expect(parseS3Locator(locator)).toEqual({ ...place, ...version })
      }),
      { numRuns: 300 },
    )
  })

  test('a Zarr store is one volume, another folder a directory', () => {
    const at = (key: string) => folderAsset({ bucket: 'aind-open-data', key }, key)
    expect(at('a/t.ome.zarr/')).toMatchObject({ role: 'VOLUME', format: 'OME-Zarr' })
    expect(at('a/t.zarr/')).toMatchObject({ role: 'VOLUME', format: 'Zarr' })
    expect(at('a/b/')).toMatchObject({ role: 'DIRECTORY', format: null, size: null })
  })

  test.each([
    ['annotation_10.nii.gz', 'NIfTI'],
    ['C57BL6J-638850.12-raw.h5ad', 'H5AD'],
    ['table.csv.gz', 'CSV'],
    ['tile.ome.tif', 'OME-TIFF'],
    ['README', null],
  ])('%s has the format of its longest known ending', (name, format) => {
    expect(formatOf(name)).toBe(format)
  })

  test('every bucket has an id of its own and the region that it is in', () => {
    const ids = openBuckets.map(({ name }) => bucketId(name))
    expect(new Set(ids).size).toBe(ids.length)
    const elsewhere = openBuckets.filter(({ region }) => region !== 'us-west-2')
    expect(elsewhere.map(({ name, region }) => [name, region])).toEqual([
      ['allencell', 'us-east-1'],
    ])
  })
})
