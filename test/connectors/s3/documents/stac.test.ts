import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { isProblem } from '../../../../connectors/s3/documents/rows.ts'
import { landsat } from '../../../../connectors/s3/sample/documents.ts'
import { stacRows } from '../../../../connectors/s3/stac/read.ts'
import { only, options, place } from './read-document.ts'

const scene = 'landsat-c2l1/LC08_L1TP_107018_20181001_20200830_02_T1.json'
const at = (key: string) => ({ bucket: 'usgs-landsat', region: 'us-west-2', key })
const read = (key: string) => stacRows(landsat[key], at(key))
const item = (properties: object, rest: object = {}) =>
  only(stacRows({ type: 'Feature', stac_version: '1.1.0', id: 'x', properties, ...rest }, place))
const collection = (rest: object) =>
  only(stacRows({ type: 'Collection', stac_version: '1.0.0', id: 'x', ...rest }, place)).record
const file = (asset: object, properties: object = {}) =>
  item(properties, { assets: { one: { href: 'one.tif', ...asset } } }).assets[0]

describe('stac: a document', () => {
  test('without a version of STAC is of something else', () => {
    expect(stacRows({ type: 'Feature', id: 'x' }, place)).toMatchObject({ problem: 'OTHER' })
  })

  test('without an id is refused', () => {
    expect(stacRows({ stac_version: '1.0.0', type: 'Feature' }, place)).toMatchObject({
      problem: 'INVALID',
    })
  })

  test('of a type that STAC has not is refused', () => {
    expect(stacRows({ stac_version: '1.0.0', id: 'x', type: 'Table' }, place)).toMatchObject({
      problem: 'INVALID',
    })
  })

  test('leads to the documents below it, those of its own bucket', () => {
    const rows = read('catalog.json')
    expect(isProblem(rows) ? [] : rows[0]?.links).toEqual(['landsat-c2l1/collection.json'])
  })

  test('leads to each document once, and never to itself', () => {
    const links = ['document.json', './next.json', 'next.json', '../../../above.json'].map(
      (href) => ({
        rel: 'child',
        href,
      }),
    )
    const rows = stacRows({ type: 'Catalog', stac_version: '1.0.0', id: 'x', links }, place)
    expect(isProblem(rows) ? [] : rows[0]?.links).toEqual(['a/b/next.json'])
  })

  test('of several items gives each an id of its own', () => {
    const one = { type: 'Feature', stac_version: '1.0.0', collection: 'c', properties: {} }
    const rows = stacRows(
      {
        type: 'FeatureCollection',
        features: [{ ...one, id: 'a' }, { ...one }, { ...one, id: 'b' }],
      },
      place,
    )
    expect(isProblem(rows) ? [] : rows.map(({ nativeId }) => nativeId)).toEqual([
      's3://open-things/a/b/document.json#c/a',
      's3://open-things/a/b/document.json#c/b',
    ])
  })
})

describe('stac: a collection', () => {
  const { record } = only(read('landsat-c2l1/collection.json'))

  test('is a dataset below its catalogue, made by its producers and not by its hosts', () => {
    expect(record).toMatchObject({
      kind: 'DATASET',
      domain: 'GEOSPATIAL',
      parents: ['s3://usgs-landsat/catalog.json'],
      creators: ['NASA', 'USGS'],
      modality: [
        { label: 'OLI' },
        { label: 'TIRS' },
        { label: 'optical imaging', origin: 'MAPPED' },
      ],
    })
  })

  test('has the finest of its ground distances, and says that this was chosen', () => {
    expect(record.resolution).toEqual({ values: [15], unit: 'm', micrometres: [15_000_000] })
    expect(record.fields).toContainEqual({
      field: 'resolution',
      raw: '15, 30, 60',
      rule: 's3:stac/finest-gsd',
      origin: 'MAPPED',
    })
  })

  test('of an interval without an end is of its start', () => {
    expect(record.released).toBe('1972-07-25')
  })

  test('has the licence that its link words, where its own word only stands for one', () => {
    expect(record.license).toMatchObject({ raw: 'Public Domain', class: 'OPEN' })
  })

  test('without a link keeps the word, of which no class is known', () => {
    for (const license of ['proprietary', 'other', 'various']) {
      expect(collection({ license }).license).toEqual({
        raw: license,
        spdx: null,
        class: 'UNKNOWN',
        url: null,
      })
    }
  })

  test('of several linked licences is of none of them', () => {
    const links = ['a', 'b'].map((name) => ({
      rel: 'license',
      title: 'CC0-1.0',
      href: `https://example.org/${name}`,
    }))
    const { license } = collection({ license: 'various', links })
    expect(license).toMatchObject({ raw: 'various', class: 'UNKNOWN', url: null })
  })

  test('of an SPDX licence is of its class', () => {
    expect(collection({ license: 'CC-BY-SA-4.0' }).license).toMatchObject({
      spdx: 'CC-BY-SA-4.0',
      class: 'SHARE_ALIKE',
    })
  })

  test('has the version of the extension, and what it is cited by', () => {
    expect(
      collection({
        version: '2',
        'sci:doi': '10.1234/abc',
        'sci:citation': 'Somebody, 2020',
        'sci:publications': [{ doi: '10.1234/def', citation: 'Else' }],
      }),
    ).toMatchObject({
      version: '2',
      sameAs: ['10.1234/abc'],
      publications: [{ doi: '10.1234/abc', title: 'Somebody, 2020' }, { doi: '10.1234/def' }],
      landingPage: 'https://doi.org/10.1234/abc',
    })
  })

  test('has every coordinate system of its summaries, by code and by number', () => {
    const summaries = { 'proj:code': ['EPSG:32659', 'IAU_2015:30100'], 'proj:epsg': [4326] }
    expect(collection({ summaries }).referenceSpace).toMatchObject([
      { label: 'EPSG:32659', termId: 'EPSG:32659' },
      { label: 'IAU_2015:30100', termId: null },
      { label: 'EPSG:4326', termId: 'EPSG:4326' },
    ])
  })
})

describe('stac: an item', () => {
  const { record, assets } = only(read(scene))

  test('is an image of its collection with date, level and coordinate system', () => {
    expect(record).toMatchObject({
      kind: 'IMAGE',
      title: 'LC08_L1TP_107018_20181001_20200830_02_T1',
      parents: ['s3://usgs-landsat/landsat-c2l1/collection.json'],
      dataLevel: 'L1TP',
      released: '2018-10-01',
      modified: '2020-08-29T22:00:00.000Z',
      referenceSpace: [
        { label: 'EPSG:32655', termId: 'EPSG:32655', origin: 'MAPPED', raw: '32655' },
      ],
      resolution: { values: [15] },
    })
  })

  test('says of no interval more than both of its ends', () => {
    const { record: interval } = item({
      datetime: null,
      start_datetime: '2020-12-11T22:38:32Z',
      end_datetime: '2020-12-31T22:38:32Z',
    })
    expect(interval.released).toBe('2020-12')
  })

  test('has its files in the bucket that was read, with size and checksum, and who pays', () => {
    expect(assets[0]).toEqual({
      name: 'Panchromatic band (B8)',
      role: 'IMAGE',
      format: 'GeoTIFF',
      mediaType: 'image/vnd.stac.geotiff; cloud-optimized=true',
      size: 210_000_000,
      sizeIsExact: true,
      checksum: {
        algorithm: 'SHA256',
        value: createHash('sha256').update('a panchromatic band').digest('hex'),
        source: 'STAC file:checksum',
      },
      availability: 'ONLINE',
      locator: 's3://usgs-landsat/collection02/LC08_L1TP_107018_20181001_20200830_02_T1_B8.TIF',
      region: 'us-west-2',
      payer: 'CALLER',
    })
    expect(assets[2]).toMatchObject({
      role: 'METADATA',
      locator: 's3://usgs-landsat/landsat-c2l1/LC08_MTL.json',
    })
    expect(record.access).toBe('REQUESTER_PAYS')
  })

  test('says that the caller pays in another bucket only where the document does', () => {
    expect(file({ href: 's3://other/a.tif' })).toMatchObject({ payer: null, region: null })
    const storage = { 'storage:requester_pays': true, 'storage:region': 'eu-west-1' }
    expect(file({ href: 's3://other/a.tif' }, storage)).toMatchObject({
      payer: 'CALLER',
      region: 'eu-west-1',
    })
    expect(file({ href: 'https://other.example/a.tif' }, storage)).toMatchObject({
      payer: null,
      region: null,
    })
  })

  test('of files elsewhere has an access that nobody knows', () => {
    const { record: elsewhere } = item({}, { assets: { a: { href: 'https://example.org/a.tif' } } })
    expect(elsewhere).toMatchObject({ access: 'UNKNOWN', accessNote: null })
    expect(file({ href: 'https://example.org/a.tif' })?.availability).toBe('UNKNOWN')
    expect(item({}).record).toMatchObject({
      access: options.access,
      accessNote: options.accessNote,
    })
  })

  test.each([
    ['Glacier', 'ARCHIVED'],
    ['DEEP_ARCHIVE', 'ARCHIVED'],
    ['Glacier Instant Retrieval', 'ONLINE'],
    ['Standard', 'ONLINE'],
  ])('of the tier %s has files that are %s', (tier, availability) => {
    expect(file({ 'storage:tier': tier })?.availability).toBe(availability)
  })

  test.each([
    [['thumbnail'], 'THUMBNAIL'],
    [['data', 'metadata'], 'METADATA'],
    [['data'], 'IMAGE'],
    [['constructor'], 'IMAGE'],
  ])('of a file with the roles %j has one for %s', (roles, role) => {
    expect(file({ roles })?.role).toBe(role)
  })

  test('with values of other types knows less, and is a record all the same', () => {
    const { record: poor } = item(
      { gsd: 'fine', 'proj:epsg': 'none', instruments: [1], datetime: 5, keywords: { a: 1 } },
      { links: 'none', assets: { a: { href: 4 }, b: null, c: { href: 'c.tif', roles: 'data' } } },
    )
    expect(poor).toMatchObject({
      resolution: null,
      referenceSpace: [],
      modality: [],
      released: null,
    })
  })
})
