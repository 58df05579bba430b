import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bareDoi, Description, versionIn } from '../../../connectors/s3/bids/description.ts'
import { appliesTo, bidsFile } from '../../../connectors/s3/bids/entities.ts'
import { readParticipants } from '../../../connectors/s3/bids/participants.ts'
import { surveyOf } from '../../../connectors/s3/bids/survey.ts'
import {
  annexChecksum,
  manifestAlgorithm,
  readManifest,
  readSidecar,
  sidecarOf,
} from '../../../connectors/s3/checksums.ts'
import { formatOf } from '../../../connectors/s3/formats.ts'
import { digested, entriesOf } from '../../../connectors/s3/listing.ts'
import { Options } from '../../../connectors/s3/options.ts'
import { changeHead, licenseName } from '../../../connectors/s3/papers.ts'
import { compareKeys, webAddress } from '../../../connectors/s3/place.ts'
import type { S3Object } from '../../../src/sdk/index.ts'

const object = (key: string, size = 1): S3Object => ({
  key,
  size,
  etag: 'e',
  modified: '2024-01-01T00:00:00Z',
  storageClass: 'STANDARD',
  availability: 'ONLINE',
})

describe('s3: formats', () => {
  test.each([
    ['a/b.ome.tif', 'OME-TIFF', 'IMAGE'],
    ['a/b.tif', 'TIFF', 'IMAGE'],
    ['sub-01.nii.gz', 'NIfTI', 'VOLUME'],
    ['x.dlabel.nii', 'CIFTI-2', 'LABELS'],
    ['tpl-X_res-01_dseg.nii.gz', 'NIfTI', 'LABELS'],
    ['image.ome.zarr/', 'OME-Zarr', 'DIRECTORY'],
    ['image.zarr', 'Zarr', 'DIRECTORY'],
    ['archive.v2.tar.gz', 'TAR', 'ARCHIVE'],
    ['notes.gz', 'gzip', 'OTHER'],
    ['a/thumbnail.png', 'PNG', 'THUMBNAIL'],
    ['a/T1w.png', 'PNG', 'IMAGE'],
    ['README', 'text', 'METADATA'],
    ['data.xyz', null, 'OTHER'],
    ['no-suffix', null, 'OTHER'],
  ])('s3: %s is %s, a file for %s', (key, format, role) => {
    expect(formatOf(key)).toMatchObject({ format, role })
  })

  test('s3: a content type counts only where the suffix is unknown, and one that says nothing does not', () => {
    expect(formatOf('a/b', 'application/dicom; x=1')).toMatchObject({ format: 'DICOM' })
    expect(formatOf('a/b.csv', 'application/dicom')).toMatchObject({ format: 'CSV' })
    expect(formatOf('a/b', 'binary/octet-stream')).toMatchObject({ format: null, mediaType: null })
  })

  test.each([
    ['image/tiff', 'TIFF', 'IMAGE'],
    ['text/plain', 'text', 'OTHER'],
    ['application/x-hdf5', 'HDF5', 'OTHER'],
    ['application/gzip', 'gzip', 'OTHER'],
    ['image/vnd.stac.geotiff', 'GeoTIFF', 'IMAGE'],
  ])('s3: %s alone is %s: formats written as it are told by their suffix', (type, format, role) => {
    expect(formatOf('a/b', type)).toEqual({ format, mediaType: type, role })
  })
})

describe('s3: checksums', () => {
  const sha = 'a'.repeat(64)

  test('s3: a manifest gives checksums by key, and passes over what is none or climbs out', () => {
    const text = `${sha}  data/a.bin\n${sha} *./data/b c.bin\nno hash  x\n${'a'.repeat(63)}  short\n${sha}  ../up\n`
    const found = readManifest(text, 'sha256', 'bag/', 'manifest')
    expect([...found.keys()]).toEqual(['bag/data/a.bin', 'bag/data/b c.bin'])
    expect(found.get('bag/data/a.bin')).toEqual({
      algorithm: 'SHA256',
      value: sha,
      source: 'manifest',
    })
  })

  test.each(['SHA256SUMS', 'manifest-sha256.txt', 'checksums.sha256', 'sha256sum.txt'])(
    's3: %s holds checksums of others',
    (name) => expect(manifestAlgorithm(name)?.toLowerCase()).toBe('sha256'),
  )

  test('s3: a sidecar is of the file whose name it bears, however it is written', () => {
    expect(sidecarOf('a/x.nii.gz.sha256')).toEqual({ of: 'a/x.nii.gz', algorithm: 'sha256' })
    expect(sidecarOf('a/x.nii.gz')).toBeNull()
    const value = { algorithm: 'SHA256', value: sha, source: 'sidecar' }
    for (const text of [
      sha,
      `${sha.toUpperCase()}\n`,
      `${sha}  x.nii.gz\n`,
      `SHA256(x.nii.gz)= ${sha}`,
    ]) {
      expect(readSidecar(text, 'sha256', 'a/x.nii.gz')).toEqual(value)
    }
    expect(readSidecar(`${sha}  other.nii.gz`, 'sha256', 'a/x.nii.gz')).toBeNull()
    expect(readSidecar(sha, 'md5', 'a/x.nii.gz')).toBeNull()
  })

  test('s3: a key of git-annex names the hash of its content', () => {
    expect(annexChecksum(`annex/SHA256E-s12--${sha}.nii.gz`)?.value).toBe(sha)
    expect(annexChecksum(`annex/MD5E-s12--${'b'.repeat(32)}.txt`)?.algorithm).toBe('MD5')
    expect(annexChecksum(`annex/SHA256E-s12--${'b'.repeat(32)}.txt`)).toBeNull()
    expect(annexChecksum('annex/URL--http&c%%x')).toBeNull()
  })
})

describe('s3: listings', () => {
  test('s3: a store is one entry, and what lies in it or in datasets of their own is passed over', () => {
    const keys = [
      'p/a.tif',
      'p/derivatives/x/y',
      'p/empty/',
      'p/s.ome.zarr/.zattrs',
      'p/s.ome.zarr/0/0',
      'p/t/.zgroup',
      'p/t/0/0',
      'p/z.tif',
    ]
    const { entries, inside } = entriesOf(
      keys.map((key) => object(key, key.endsWith('/') ? 0 : 1)),
      'p/',
      ['p/derivatives/'],
    )
    expect(entries.map(({ key, isFolder }) => [key, isFolder])).toEqual([
      ['p/a.tif', false],
      ['p/s.ome.zarr/', true],
      ['p/t/', true],
      ['p/z.tif', false],
    ])
    expect(inside).toBeNull()
  })

  test('s3: a digest does not depend on where pages end, and changes with key, size, ETag and order', () => {
    const { entries } = entriesOf(
      ['a', 'b', 'c', 'd'].map((key) => object(key)),
      '',
      [],
    )
    const whole = digested('', entries)
    for (let at = 0; at <= entries.length; at++) {
      expect(digested(digested('', entries.slice(0, at)), entries.slice(at))).toBe(whole)
    }
    const [first, ...rest] = entries
    if (first === undefined) throw new Error('no entries')
    for (const other of [{ key: 'A' }, { size: 2 }, { etag: 'f' }, { storageClass: 'GLACIER' }]) {
      expect(digested('', [{ ...first, ...other }, ...rest])).not.toBe(whole)
    }
    expect(digested('', [...rest, first])).not.toBe(whole)
  })

  test('s3: keys are ordered as a listing orders them, by their bytes', () => {
    const key = fc.string({ unit: 'binary', maxLength: 6 })
    fc.assert(
      fc.property(key, key, (a, b) => {
        const bytes = Buffer.compare(Buffer.from(a), Buffer.from(b))
        expect(Math.sign(compareKeys(a, b))).toBe(bytes)
      }),
      { numRuns: 500 },
    )
  })
})

describe('s3: BIDS', () => {
  test('s3: a sidecar applies at its level and below, to files that say at least as much', () => {
    const file = bidsFile('sub-01/func/sub-01_task-rest_run-1_bold.nii.gz')
    const applies = (path: string) => {
      const sidecar = bidsFile(path)
      return file !== null && sidecar !== null && appliesTo(sidecar, file)
    }
    expect(applies('task-rest_bold.json')).toBe(true)
    expect(applies('bold.json')).toBe(true)
    expect(applies('sub-01/sub-01_bold.json')).toBe(true)
    expect(applies('task-other_bold.json')).toBe(false)
    expect(applies('sub-02/sub-02_bold.json')).toBe(false)
    expect(applies('task-rest_events.json')).toBe(false)
    expect(bidsFile('README.md')?.entities.size ?? 0).toBe(0)
    expect(bidsFile('a-b-c_x.json')).toBeNull()
  })

  test('s3: what names tell is told once, sorted, and sidecars of a series come from the top down', () => {
    const survey = surveyOf(
      'ds/',
      [
        'ds/task-rest_bold.json',
        'ds/sub-02/ses-b/func/sub-02_ses-b_task-rest_bold.nii.gz',
        'ds/sub-01/ses-a/func/sub-01_ses-a_task-rest_space-MNI152NLin6Asym_bold.nii.gz',
        'ds/sub-02/ses-b/func/sub-02_ses-b_task-rest_bold.json',
        'ds/sub-02/ses-b/func/sub-02_ses-b_task-rest_events.tsv',
      ].map((key) => object(key)),
    )
    expect(survey).toMatchObject({
      series: ['func/bold'],
      tasks: ['rest'],
      sessions: ['a', 'b'],
      spaces: ['MNI152NLin6Asym'],
    })
    expect(survey.samples[0]?.sidecars.map(({ key }) => key)).toEqual([
      'ds/task-rest_bold.json',
      'ds/sub-02/ses-b/func/sub-02_ses-b_task-rest_bold.json',
    ])
  })

  test('s3: of participants only counts and ranges are kept, and of one alone no age', () => {
    const table =
      'participant_id\tage\tspecies\nsub-1\t31\tMus musculus\nsub-2\t95\tmus musculus\nsub-3\tn/a\tn/a\nsub-emptyroom\t1\tn/a\n'
    expect(readParticipants(table)).toEqual({
      count: 3,
      ageMin: 31,
      ageMax: 89,
      species: ['mus musculus'],
    })
    expect(readParticipants('participant_id\tage\nsub-1\t31\n')).toMatchObject({
      count: 1,
      ageMin: null,
      ageMax: null,
    })
    expect(() => readParticipants('name\tage\nsub-1\t31\n')).toThrow()
  })

  test('s3: any table of participants gives numbers and none of its cells', () => {
    const cell = fc
      .string({ minLength: 12, maxLength: 20 })
      .map((text) => `zq${text.replaceAll(/[\t\r\n"]/g, 'x')}`)
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }), (rows) => {
        const table = [
          'participant_id\tage\tsex',
          ...rows.map(([id, sex]) => `sub-${id}\t30\t${sex}`),
        ].join('\n')
        expect(JSON.stringify(readParticipants(table))).not.toContain('zq')
      }),
      { numRuns: 100 },
    )
  })

  test('s3: a description in which every field is of a wrong type is one that says nothing', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom('Name', 'Authors', 'License', 'GeneratedBy', 'DatasetDOI'),
          fc.jsonValue(),
        ),
        (json) => {
          expect(Description.safeParse(json).success).toBe(true)
        },
      ),
      { numRuns: 200 },
    )
  })

  test('s3: DOIs lose resolver and prefix, and tell a version at their end', () => {
    expect(bareDoi('doi:10.18112/openneuro.ds004332.v1.0.2')).toBe(
      '10.18112/openneuro.ds004332.v1.0.2',
    )
    expect(bareDoi('https://doi.org/10.17605/OSF.IO/CJ2DR.')).toBe('10.17605/OSF.IO/CJ2DR')
    expect([bareDoi('n/a'), bareDoi(''), bareDoi(null)]).toEqual([null, null, null])
    expect(versionIn('10.18112/openneuro.ds004332.v1.0.2')).toBe('1.0.2')
    expect(versionIn('10.1167/13.5.22')).toBeNull()
  })

  test('s3: the newest entry of a change log gives version and day, wherever it stands', () => {
    expect(changeHead('1.0.1 2018-07-17\n - x\n1.0.0 2018-03-30\n')).toEqual({
      version: '1.0.1',
      released: '2018-07-17',
    })
    expect(changeHead('1.0.0 2018-03-30\n2.0.0\t2020-01-02\n')).toEqual({
      version: '2.0.0',
      released: '2020-01-02',
    })
    expect(changeHead('Fixed things in 1.2 of 2018\n')).toEqual({ version: null, released: null })
  })

  test('s3: a licence text is known by its first line', () => {
    expect(licenseName('Attribution 4.0 International\n\n=======\nCreative Commons …')).toBe(
      'Creative Commons Attribution 4.0 International',
    )
    expect(licenseName('CC0 1.0 Universal\n\nStatement of Purpose')).toBe('CC0 1.0 Universal')
    expect(licenseName('MIT License\n\nCopyright (c)')).toBe('MIT License')
    expect(licenseName(`Copyright 1993 somebody@lab.example ${'x '.repeat(300)}`)).toMatch(
      /^Copyright 1993.*…$/,
    )
  })
})

describe('s3: options', () => {
  test('s3: places inside one another, an inventory of folders and an endpoint with a path are refused', () => {
    const faults = (places: object[]) =>
      Options.safeParse({ places }).error?.issues.map(({ path }) => path.join('.'))
    expect(faults([{ bucket: 'a-b' }, { bucket: 'a-b', prefix: 'x' }])).toEqual(['places'])
    expect(
      faults([
        { bucket: 'a-b', prefix: 'xy' },
        { bucket: 'a-b', prefix: 'x' },
      ]),
    ).toBeUndefined()
    expect(
      faults([{ bucket: 'a-b', datasets: 'folders', inventory: { bucket: 'i-j', manifest: 'm' } }]),
    ).toEqual(['places.0.inventory'])
    expect(faults([{ bucket: 'a-b', endpoint: 'http://host/path' }])).toEqual(['places.0.endpoint'])
    expect(faults([])).toEqual(['places'])
  })

  test('s3: the address of an object is that of its region, or its service, and unknown without either', () => {
    const aws = { name: 'b-c', region: 'eu-west-1', endpoint: null }
    expect(webAddress(aws, 'a b/c')).toBe('https://b-c.s3.eu-west-1.amazonaws.com/a%20b/c')
    expect(webAddress({ ...aws, name: 'b.c' }, 'x')).toBe(
      'https://s3.eu-west-1.amazonaws.com/b.c/x',
    )
    expect(webAddress({ ...aws, region: null }, 'x')).toBeNull()
    expect(webAddress({ ...aws, endpoint: 'http://h:1' }, 'x')).toBe('http://h:1/b-c/x')
  })
})
