import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { directoriesOf } from '../../../connectors/allen/abc/harvest.ts'
import { readManifest } from '../../../connectors/allen/abc/manifest.ts'
import { abcAtlasBucket } from '../../../connectors/allen/standin/s3-abc.ts'
import { read, recordOf } from './read-allen.ts'
import { assetsOf, changed, names, recordIn, withBuckets } from './read-buckets.ts'

const abc = { include: ['abcAtlas'] }
const both = { ...abc, abcAtlas: { releases: ['20230830', '20231215'] } }

function file(path: string, size: number | null = 5, more: object = {}) {
  const url = `https://allen-brain-cell-atlas.s3.us-west-2.amazonaws.com/${path}`
  return {
    version: '20240101',
    relative_path: path,
    url,
    size,
    file_hash: 'ab'.repeat(16),
    ...more,
  }
}

function manifest(file_listing: object, directory_listing: object = {}) {
  return {
    version: '20240101',
    resource_uri: 's3://allen-brain-cell-atlas/',
    directory_listing,
    file_listing,
  }
}

describe('allen: manifest of the Brain Cell Atlas', () => {
  test.each([
    null,
    [],
    {},
    { ...manifest({}), version: 'newest' },
    manifest({}),
    manifest({ A: { metadata: { zzOperator: { login: 'x' } } } }),
  ])('that is %j is found out', (document) => {
    expect(() => readManifest(document)).toThrow('manifest')
  })

  test('is followed to both depths, through names with dots and compound extensions', () => {
    const { directories } = readManifest(
      manifest({
        A: {
          expression_matrices: {
            'C57BL6J-638850.12': {
              raw: { files: { h5ad: file('x/C57BL6J-638850.12-raw.h5ad') } },
              log2: { files: { h5ad: file('x/C57BL6J-638850.12-log2.h5ad') } },
            },
          },
          image_volumes: { annotation_10: { files: { 'nii.gz': file('v/annotation_10.nii.gz') } } },
        },
      }),
    )
    expect(directories[0]?.files.map(({ names, extension }) => [...names, extension])).toEqual([
      ['annotation_10', 'nii.gz'],
      ['C57BL6J-638850.12', 'log2', 'h5ad'],
      ['C57BL6J-638850.12', 'raw', 'h5ad'],
    ])
    expect(directories[0]?.resolutions).toEqual([10])
  })

  test('counts files that are damaged or elsewhere, and links to none of them', () => {
    const { directories } = readManifest(
      manifest({
        A: {
          metadata: {
            good: { files: { csv: file('m/good.csv') } },
            damaged: { files: { csv: { url: 'https://example.org/x', size: 1 } } },
            private: { files: { csv: file('m/p.csv', 1, { url: 's3://allen-private/p.csv' }) } },
            climbing: { files: { csv: file('../up.csv', 1, { url: null }) } },
          },
        },
      }),
    )
    expect(directories[0]).toMatchObject({ unlinked: 3 })
    expect(directories[0]?.files.map(({ path }) => path)).toEqual(['m/good.csv'])
  })

  test('without addresses is read by its root', () => {
    const { directories } = readManifest(
      manifest({ A: { metadata: { a: { files: { csv: file('m/a.csv', 5, { url: null }) } } } } }),
    )
    expect(directories[0]?.files[0]?.place).toEqual({
      bucket: 'allen-brain-cell-atlas',
      key: 'm/a.csv',
    })
  })

  test('with a size that is not known adds up to nothing', () => {
    const tree = { A: { metadata: { a: { files: { csv: file('m/a.csv', null) } } } } }
    const listing = { A: { directories: { metadata: { version: '20240101', total_size: 7 } } } }
    const [directory] = readManifest(manifest(tree, listing)).directories
    expect(directory?.kinds).toMatchObject([{ stated: 7, counted: null, files: 1 }])
  })

  test('that a newer one repeats tells nothing twice; what differs is a version', () => {
    const one = (version: string, hash: string) =>
      readManifest({
        ...manifest({
          A: { metadata: { a: { files: { csv: file('m/a.csv') } } } },
          B: { metadata: { b: { files: { csv: file('m/b.csv', 5, { file_hash: hash }) } } } },
        }),
        version,
      })
    const rows = [
      ...directoriesOf([
        one('20240303', '33'.repeat(16)),
        one('20240202', '22'.repeat(16)),
        one('20240101', '22'.repeat(16)),
      ]),
    ].map(({ row: { name, release, releases, isSuperseded } }) => [
      name,
      release,
      releases.join(' '),
      isSuperseded,
    ])
    expect(rows).toEqual([
      ['A', '20240303', '20240303 20240202 20240101', false],
      ['B', '20240303', '20240303', false],
      ['B', '20240202', '20240202 20240101', true],
    ])
  })
})

describe('allen: harvest of the Brain Cell Atlas', () => {
  test('reads the newest release alone, and none of its files', async () => {
    await withBuckets({}, async (buckets) => {
      const reading = await read(buckets, { options: abc })
      expect(reading.done).toEqual(['abc-atlas'])
      expect(reading.rejected).toEqual([])
      expect(recordIn(reading, 'abc:release:20231215')).toMatchObject({
        kind: 'COLLECTION',
        released: '2023-12-15',
        parents: ['bucket:allen-brain-cell-atlas'],
      })
      expect(reading.records.has('abc:release:20230830')).toBe(false)
      expect(buckets.largeReads).toEqual([])
      expect(buckets.requests.filter(({ search }) => search === '')).toHaveLength(1)
    })
  })

  test('gives directories with their files, sizes, hashes and the space they are in', async () => {
    const reading = await withBuckets({}, (buckets) => read(buckets, { options: abc }))
    expect(recordIn(reading, 'abc:Allen-CCF-2020')).toMatchObject({
      kind: 'ATLAS',
      version: '20230630',
      released: '2023-06-30',
      resolution: { values: [10], unit: 'um', micrometres: [10] },
      referenceSpace: [{ label: 'Allen Mouse CCFv3' }],
      license: { raw: 'Allen Institute Terms of Use', class: 'NON_COMMERCIAL' },
      species: [{ label: 'Mus musculus', origin: 'MAPPED' }],
    })
    const assets = assetsOf(reading, 'abc:Allen-CCF-2020')
    expect(assets.map(({ name, role, format }) => [name, role, format])).toEqual([
      ['annotation_10.nii.gz', 'LABELS', 'NIfTI'],
      ['annotation_boundary_10.nii.gz', 'LABELS', 'NIfTI'],
      ['average_template_10.nii.gz', 'VOLUME', 'NIfTI'],
      ['parcellation.csv', 'TABLE', 'CSV'],
      ['parcellation_term.csv', 'TABLE', 'CSV'],
    ])
    expect(assets[0]).toMatchObject({
      size: 27_539_347,
      sizeIsExact: true,
      checksum: { algorithm: 'MD5', value: '84735b65980bd862cde8c2cb4e8560a7' },
      locator:
        's3://allen-brain-cell-atlas/image_volumes/Allen-CCF-2020/20230630/annotation_10.nii.gz',
      region: 'us-west-2',
      payer: null,
    })
    expect(recordIn(reading, 'abc:MERFISH-C57BL6J-638850')).toMatchObject({
      kind: 'DATASET',
      license: { raw: 'CC BY-NC 4.0' },
      referenceSpace: [],
      technique: [{ label: 'MERFISH' }],
    })
  })

  test('says where stated sizes do not hold, and what is not linked to', async () => {
    const reading = await withBuckets({}, (buckets) => read(buckets, { options: abc }))
    const zhuang = recordIn(reading, 'abc:Zhuang-ABCA-1')
    expect(zhuang.fields).toContainEqual(
      expect.objectContaining({ field: 'totalBytes', rule: 'allen:abc-total-size' }),
    )
    expect(zhuang.description).toContain('560000007')
    const novel = 'abc:Novel-2031-CCF'
    expect(recordIn(reading, novel)).toMatchObject({
      title: 'Allen Brain Cell Atlas: Novel-2031-CCF',
      species: [],
      license: { class: 'UNKNOWN' },
      referenceSpace: [{ label: 'Allen Mouse CCFv3' }],
      resolution: { values: [25] },
    })
    expect(recordIn(reading, novel).description).toContain('3 of its files are not linked to')
    expect(assetsOf(reading, novel)).toHaveLength(1)
    expect(JSON.stringify(reading.items)).not.toMatch(/allen-internal|example\.org/)
    const whole = recordIn(reading, 'abc:Allen-CCF-2020').fields
    expect(whole.filter(({ field }) => field === 'totalBytes')).toEqual([])
  })

  test('of several releases makes older content a version, and the same a part of both', async () => {
    const reading = await withBuckets({}, (buckets) => read(buckets, { options: both }))
    const [newest, older] = ['abc:release:20231215', 'abc:release:20230830']
    expect(recordIn(reading, 'abc:Allen-CCF-2020').parents).toEqual([newest, older])
    expect(recordIn(reading, 'abc:MERFISH-C57BL6J-638850').parents).toEqual([newest])
    expect(recordIn(reading, 'abc:MERFISH-C57BL6J-638850@20230830')).toMatchObject({
      isVersionOf: 'abc:MERFISH-C57BL6J-638850',
      parents: [older],
      version: '20230830',
    })
    expect(assetsOf(reading, 'abc:MERFISH-C57BL6J-638850@20230830')).toHaveLength(4)
  })

  test('of a release that is not there fails', async () => {
    const reading = await withBuckets({}, (buckets) =>
      read(buckets, { options: { ...abc, abcAtlas: { releases: ['20991231'] } } }),
    )
    expect(reading.failed).toEqual({ 'abc-atlas': 'ANSWER_INVALID' })
    expect(reading.done).toEqual([])
  })

  test('of a bucket without releases fails', async () => {
    const reading = await withBuckets({ change: changed(names.abc, () => []) }, (buckets) =>
      read(buckets, { options: abc }),
    )
    expect(reading.failed).toEqual({ 'abc-atlas': 'ANSWER_INVALID' })
  })

  test.each(['no JSON', '{"version":"20231215"}', '[]'])(
    'of a manifest that is %s fails',
    async (body) => {
      const change = changed(names.abc, (objects) =>
        objects.map((one) =>
          one.key === 'releases/20231215/manifest.json' ? { ...one, body } : one,
        ),
      )
      const reading = await withBuckets({ change }, (buckets) => read(buckets, { options: abc }))
      expect(reading.failed).toEqual({ 'abc-atlas': 'ANSWER_INVALID' })
    },
  )
})

describe('allen: a directory of the Brain Cell Atlas that is in no list', () => {
  const row = {
    name: 'Brand-New-1',
    release: '20300101',
    releases: ['20300101'],
    isSuperseded: false,
    content: 'x',
    kinds: [
      { kind: 'metadata', version: null, viewLink: null, stated: null, counted: 1, files: 1 },
    ],
    resolutions: [],
    unlinked: 0,
  }

  test('is told by its name, and nothing of it is guessed', () => {
    expect(recordOf('abcDirectory', row)).toMatchObject({
      title: 'Allen Brain Cell Atlas: Brand-New-1',
      description: null,
      version: null,
      released: null,
      species: [],
      technique: [],
      structure: [],
      domain: null,
      resolution: null,
      license: { raw: null, class: 'UNKNOWN' },
    })
  })

  test.each([
    ['HMBA-MERSCOPE-H22.30.001-BG', [], 'spatial transcriptomics'],
    [
      'HMBA-10xMultiome-BG',
      ['Homo sapiens', 'Macaca mulatta', 'Callithrix jacchus'],
      'single-nucleus RNA sequencing',
    ],
    ['Consensus-WMB-AIBS-10X', ['Mus musculus'], 'single-cell RNA sequencing'],
  ])('or of its family: %s', (name, species, technique) => {
    const record = recordOf('abcDirectory', { ...row, name })
    expect(record.species.map(({ label }) => label)).toEqual(species)
    expect(record.technique.map(({ label }) => label)).toEqual([technique])
  })
})

const folder = new URL('../../../../shared/upstreams/allen/abc_atlas/', import.meta.url)

describe.skipIf(!existsSync(folder))(
  'allen: published manifest (skipped without ../shared/upstreams/allen)',
  () => {
    const { directories, version } = existsSync(folder)
      ? readManifest(
          JSON.parse(readFileSync(new URL('manifest_20231215_excerpt.json', folder), 'utf8')),
        )
      : { directories: [], version: '' }

    test('has its directories and files', () => {
      expect(version).toBe('20231215')
      expect(
        directories.map(({ name, files, unlinked }) => [name, files.length, unlinked]),
      ).toEqual([
        ['Allen-CCF-2020', 9, 0],
        ['MERFISH-C57BL6J-638850', 6, 0],
      ])
    })

    test('adds up where it is whole, and its excerpt does not', () => {
      const sums = directories.flatMap(({ name, kinds }) =>
        kinds.map(({ kind, stated, counted }) => [name, kind, stated === counted]),
      )
      expect(sums).toEqual([
        ['Allen-CCF-2020', 'image_volumes', true],
        ['Allen-CCF-2020', 'metadata', false],
        ['MERFISH-C57BL6J-638850', 'expression_matrices', true],
        ['MERFISH-C57BL6J-638850', 'metadata', true],
      ])
    })

    test('agrees with our own sample where that has its files', async () => {
      const { objects } = abcAtlasBucket()
      const keys = new Set(Array.isArray(objects) ? objects.map(({ key }) => key) : [])
      const merfish = directories.find(({ name }) => name === 'MERFISH-C57BL6J-638850')
      for (const { path } of merfish?.files ?? []) expect(keys).toContain(path)
    })
  },
)
