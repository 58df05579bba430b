import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { publicationsIn } from '../../../../connectors/s3/croissant/citation.ts'
import { croissantRows } from '../../../../connectors/s3/croissant/read.ts'
import { datsRows } from '../../../../connectors/s3/dats/read.ts'
import { frictionlessRows } from '../../../../connectors/s3/frictionless/read.ts'
import { cameraTraps, croissant, dats } from '../../../../connectors/s3/sample/documents.ts'
import { only, place } from './read-document.ts'

const context = { '@vocab': 'https://schema.org/', cr: 'http://mlcommons.org/croissant/' }
const base = {
  '@context': context,
  '@type': 'Dataset',
  'dct:conformsTo': 'http://mlcommons.org/croissant/1.1',
  name: 'x',
}
const dataset = (rest: object) => only(croissantRows({ ...base, ...rest }, place))
const oneFile = (file: object) =>
  dataset({ distribution: [{ '@type': 'cr:FileObject', contentUrl: 'x.bin', ...file }] }).assets[0]

describe('croissant: a dataset', () => {
  const { record, assets } = only(croissantRows(croissant['croissant.json'], place))

  test('has licence, date, authors without their addresses, and the domain that its keywords say', () => {
    expect(record).toMatchObject({
      kind: 'DATASET',
      title: 'PatchCamelyon',
      creators: ['Bastiaan S. Veeling'],
      domain: 'MEDICAL_IMAGING',
      license: { spdx: 'CC0-1.0', class: 'OPEN' },
      released: '2018-06-08',
      landingPage: 'https://github.com/basveeling/pcam',
      publications: [
        {
          title: 'Rotation Equivariant CNNs for Digital Pathology',
          doi: '10.1007/978-3-030-00934-2_24',
        },
      ],
    })
  })

  test('has the files that stand by themselves, and the folder of a set of files', () => {
    expect(assets).toMatchObject([
      {
        name: 'training patches',
        size: 6_400_000_000,
        sizeIsExact: false,
        checksum: { algorithm: 'MD5', source: 'Croissant md5' },
        locator: 's3://open-things/a/b/camelyonpatch_level_2_split_train_x.h5.gz',
        payer: 'CALLER',
      },
      { name: 'labels/*.csv', role: 'DIRECTORY', locator: 's3://open-things/a/b/labels/' },
    ])
  })

  test('that conforms to nothing and has no files of Croissant is of something else', () => {
    const { 'dct:conformsTo': _, ...rest } = base
    expect(croissantRows(rest, place)).toMatchObject({ problem: 'OTHER' })
    expect(croissantRows({ ...base, '@type': 'sc:Person' }, place)).toMatchObject({
      problem: 'OTHER',
    })
  })

  test('without a name is refused', () => {
    expect(croissantRows({ ...base, name: ' ' }, place)).toMatchObject({ problem: 'INVALID' })
  })

  test('is read whatever names the context gives to its terms', () => {
    const aliased = {
      '@context': [
        'https://example.org/context-that-is-not-fetched',
        {
          s: 'https://schema.org/',
          c: 'http://mlcommons.org/croissant/',
          titel: 's:name',
          d: { '@id': 's:description' },
        },
      ],
      '@graph': [
        { '@type': 's:Person', titel: 'somebody' },
        {
          '@type': ['s:Dataset'],
          'http://purl.org/dc/terms/conformsTo': { '@id': 'http://mlcommons.org/croissant/1.0' },
          titel: [
            { '@value': 'Daten', '@language': 'de' },
            { '@value': 'Data', '@language': 'en' },
          ],
          d: { fr: 'données', en: 'data' },
          's:distribution': { '@type': 'c:FileObject', 's:contentUrl': { '@id': 'a.csv' } },
        },
      ],
    }
    const found = only(croissantRows(aliased, place))
    expect(found.record).toMatchObject({ title: 'Data', description: 'data' })
    expect(found.assets).toMatchObject([{ locator: 's3://open-things/a/b/a.csv', format: 'CSV' }])
  })

  test('of several licences is of none of them', () => {
    const { license } = dataset({
      license: ['CC-BY-4.0', { '@type': 'CreativeWork', name: 'MIT' }],
    }).record
    expect(license).toMatchObject({ raw: 'CC-BY-4.0; MIT', class: 'UNKNOWN' })
    const work = { '@type': 'CreativeWork', url: 'https://creativecommons.org/licenses/by/4.0/' }
    expect(dataset({ license: work }).record.license.spdx).toBe('CC-BY-4.0')
  })

  test('that changes from day to day says so', () => {
    expect(dataset({ 'cr:isLiveDataset': true }).record.keywords).toContain('live dataset')
    expect(dataset({ 'cr:isLiveDataset': false }).record.keywords).toEqual([])
  })

  test('of which no words name a domain has none', () => {
    expect(
      dataset({ keywords: 'movies, ratings', description: 'Scores of a tag genome.' }).record,
    ).toMatchObject({
      domain: null,
      keywords: ['movies', 'ratings'],
    })
  })

  test('has no checksum where the field holds something else', () => {
    expect(oneFile({ sha256: 'sha256' })?.checksum).toBeNull()
    expect(
      oneFile({ sha256: 'https://github.com/mlcommons/croissant/issues/80' })?.checksum,
    ).toBeNull()
    expect(oneFile({ md5: 'bc1++XNoIWW685QyDLewsg==' })?.checksum?.value).toBe(
      '6dcd7ef973682165baf394320cb7b0b2',
    )
  })

  test('has no file of its own where one lies inside an archive', () => {
    expect(oneFile({ contentUrl: 'inside.csv', containedIn: { '@id': 'archive' } })).toBeUndefined()
    expect(oneFile({ contentUrl: 'beside.csv' })?.locator).toBe('s3://open-things/a/b/beside.csv')
  })

  test('has no file where the link is one to somebody’s disk', () => {
    expect(oneFile({ contentUrl: 'file:///home/somebody/x' })).toBeUndefined()
  })
})

describe('croissant: a citation', () => {
  test.each([
    ['None', []],
    ['', []],
    ['Somebody, a book, 2020', []],
    [
      '@article{x, title={A {B} C},\n doi = "10.1234/abc"}',
      [{ title: 'A B C', doi: '10.1234/abc' }],
    ],
    [
      '@misc{a, title="T", year=2020} @misc{b, url={https://doi.org/10.1234/z}}',
      [{ title: 'T' }, { doi: '10.1234/z' }],
    ],
    ['https://dl.acm.org/doi/abs/10.1145/967900.968104', [{ doi: '10.1145/967900.968104' }]],
    ['@article{x, title={unclosed', [{ title: 'unclosed' }]],
  ])('%j names %j', (citation, expected) => {
    expect(publicationsIn(citation)).toMatchObject(expected)
    expect(publicationsIn(citation)).toHaveLength(expected.length)
  })
})

describe('dats: a dataset', () => {
  const source = dats['DATS.json'] as Record<string, unknown>
  const read = (rest: object = {}) => only(datsRows({ ...source, ...rest }, place))

  test('has what it states: species, structure, modality, licence, publications, subjects', () => {
    expect(read().record).toMatchObject({
      title: 'PREVENT-AD open data',
      species: [{ label: 'Homo sapiens', termId: 'NCBITaxon:9606' }],
      structure: [{ label: 'brain' }],
      modality: [{ label: 'magnetic resonance imaging' }],
      technique: [{ label: 'tractography' }],
      domain: 'NEUROIMAGING',
      license: { spdx: 'CC-BY-NC-4.0', class: 'NON_COMMERCIAL' },
      creators: ['Douglas Research Centre', 'Judes Poirier'],
      sameAs: ['10.1016/j.nicl.2021.102733'],
      publications: [{ doi: '10.1016/j.nicl.2021.102733' }],
      subjects: { count: 308 },
      released: '2021-05',
      landingPage: 'https://registeredpreventad.loris.ca',
    })
  })

  test('has a size as printed, of value and unit, and the access that it says', () => {
    const { record, assets } = read()
    expect(assets).toMatchObject([{ size: 16_200_000_000, sizeIsExact: false, format: 'MINC' }])
    expect(record.access).toBe('REGISTERED')
  })

  test.each([
    ['private', 'CLOSED'],
    ['controlled access', 'DATA_USE_AGREEMENT'],
    ['open', 'OPEN'],
    ['something', 'UNKNOWN'],
  ])('whose privacy is %s has the access %s', (privacy, access) => {
    const distributions = [{ access: { landingPage: 'https://example.org' } }]
    expect(read({ privacy, distributions }).record.access).toBe(access)
  })

  test('that is open by its words is as the bucket is that its files lie in', () => {
    const distributions = [{ access: { accessURL: 'data.zip' } }]
    expect(read({ privacy: 'open', distributions }).record.access).toBe('REQUESTER_PAYS')
    expect(read({ privacy: 'private', distributions }).record.access).toBe('CLOSED')
  })

  test('of which nothing is said of species or people has none', () => {
    const { record } = only(
      datsRows({ title: 'x', types: [{}], isAbout: [{ name: 'aging' }] }, place),
    )
    expect(record).toMatchObject({
      species: [],
      structure: [],
      subjects: null,
      keywords: ['aging'],
    })
  })

  test('without a title is refused, and without its marks is of something else', () => {
    expect(datsRows({ ...source, title: ' ' }, place)).toMatchObject({ problem: 'INVALID' })
    expect(datsRows({ title: 'x', types: ['a'] }, place)).toMatchObject({ problem: 'OTHER' })
  })
})

describe('frictionless: a package', () => {
  const { record, assets } = only(frictionlessRows(cameraTraps['datapackage.json'], place))

  test('has the taxa that it lists, the domain of its profile, and authors but not contacts', () => {
    expect(record).toMatchObject({
      title: 'MICA: muskrat and coypu camera trap observations',
      domain: 'ECOLOGY',
      species: [{ label: 'Myocastor coypus' }, { label: 'Ondatra zibethicus' }],
      creators: ['Emma Cartuyvels'],
      license: { spdx: 'CC0-1.0', class: 'OPEN' },
      released: '2023-09-01',
      modified: '2023-09-01T08:15:30.000Z',
    })
  })

  test('has the files of its resources; size and checksum only of whole ones', () => {
    expect(assets).toMatchObject([
      {
        name: 'deployments',
        size: 4_096,
        sizeIsExact: true,
        checksum: {
          algorithm: 'SHA256',
          value: createHash('sha256').update('where cameras stood').digest('hex'),
          source: 'Frictionless hash',
        },
      },
      { name: 'media-1.csv', size: null, checksum: null },
      { name: 'media-2.csv', size: null, checksum: null },
    ])
    expect(assets).toHaveLength(3)
  })

  test('without title and name is called as its folder', () => {
    const { record: bare } = only(frictionlessRows({ resources: [{ path: 'x.csv' }] }, place))
    expect(bare).toMatchObject({
      title: 'b',
      domain: null,
      license: { class: 'UNKNOWN', raw: null },
    })
  })

  test('without resources is of something else', () => {
    expect(frictionlessRows({ resources: [{ name: 'x' }] }, place)).toMatchObject({
      problem: 'OTHER',
    })
    expect(frictionlessRows({ resources: [] }, place)).toMatchObject({ problem: 'OTHER' })
  })
})
