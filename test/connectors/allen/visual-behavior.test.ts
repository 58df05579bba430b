import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  bySemver,
  manifestVersion,
  readVisualManifest,
} from '../../../connectors/allen/visual-behavior/manifest.ts'
import { sessionsOf } from '../../../connectors/allen/visual-behavior/sessions.ts'
import { idOf, listIn, readTable } from '../../../connectors/allen/visual-behavior/tables.ts'
import { read, recordOf } from './read-allen.ts'
import {
  assetsOf,
  changed,
  etagsOf,
  names,
  readsOf,
  recordIn,
  withBuckets,
} from './read-buckets.ts'

const visual = { include: ['visualBehavior'] }
const ophys = 'visual-behavior:visual-behavior-ophys'
const neuropixels = 'visual-behavior:visual-behavior-neuropixels'
const sessions = (which: string) => ({ ...visual, visualBehavior: { sessions: which } })

describe('allen: manifests of Visual Behavior', () => {
  test('are put in order by their numbers, not their letters', () => {
    expect(['0.9.0', '1.0.0', '0.10.0', '0.10.1'].sort(bySemver)).toEqual([
      '1.0.0',
      '0.10.1',
      '0.10.0',
      '0.9.0',
    ])
  })

  test.each([
    ['p/manifests/p_manifest_v1.0.1.json', '1.0.1'],
    ['p/manifests/p_project_manifest_v0.3.0.json', '0.3.0'],
    ['p/manifests/p_manifest_v1.0.json', null],
    ['p/manifests/p_manifest_v1.0.1-rc1.json', null],
    ['p/manifests/old/p_manifest_v1.0.1.json', null],
    ['p/p_manifest_v1.0.1.json', null],
  ])('%s is of version %s', (key, version) => {
    expect(manifestVersion(key)).toBe(version)
  })

  const file = {
    url: 'http://visual-behavior-ophys-data.s3.amazonaws.com/p/a.csv',
    version_id: 'v1',
    file_hash: 'ab'.repeat(64),
  }
  const manifest = (more: object = {}) => ({
    project_name: 'p',
    manifest_version: '1.0.0',
    metadata_file_id_column_name: 'file_id',
    data_pipeline: [{ name: 'AllenSDK', version: '2.0.0' }],
    metadata_files: { a: file },
    data_files: {},
    ...more,
  })

  test.each([null, {}, manifest({ metadata_files: {} }), manifest({ manifest_version: 'A' })])(
    'that are %j are found out',
    (document) => {
      expect(() => readVisualManifest(document)).toThrow('manifest')
    },
  )

  test('link to open buckets only, and take nothing else for a hash or a version', () => {
    const read = readVisualManifest(
      manifest({
        data_pipeline: 'placeholder',
        data_files: {
          good: file,
          odd: { ...file, file_hash: 'md5', version_id: 'a b?' },
          elsewhere: { ...file, url: 'http://www.example.org/path/to/a.csv' },
          climbing: { ...file, url: 's3://visual-behavior-ophys-data/../x' },
          zzOperator: { login: 'x' },
        },
      }),
    )
    expect(read).toMatchObject({ unlinked: 2, pipeline: [] })
    expect([...read.files]).toEqual([
      ['good', expect.objectContaining({ versionId: 'v1', blake2b: file.file_hash })],
      ['odd', expect.objectContaining({ versionId: null, blake2b: null })],
    ])
  })
})

describe('allen: tables of Visual Behavior', () => {
  test('numbers that a spreadsheet made fractions of are ids, and others are not', () => {
    const ids = ['951410079', '951410079.0', '-999', '', 'nan', '9.5'].map((id) =>
      idOf({ id }, 'id'),
    )
    expect(ids).toEqual(['951410079', '951410079', null, null, null, null])
  })

  test('lists as Python prints them are lists, without what is not there', () => {
    expect(listIn({ a: "['APN', 'CA1', nan, \"VISp\"]" }, 'a')).toEqual(['APN', 'CA1', 'VISp'])
    expect(listIn({ a: 'VISp' }, 'a')).toEqual(['VISp'])
    expect(listIn({ a: '[]' }, 'a')).toEqual([])
    expect(listIn({}, 'a')).toEqual([])
  })

  test.each(['a,b\n1,"2', 'a,b\n1,2\n', ''])('%j without its column is found out', (text) => {
    if (text === '') expect(readTable(text, 'id')).toEqual([])
    else expect(() => readTable(text, 'id')).toThrow('table')
  })
})

describe('allen: harvest of Visual Behavior', () => {
  test('gives each recording with the files of its experiments and its behavior', async () => {
    await withBuckets({}, async (buckets) => {
      const reading = await read(buckets, { options: visual })
      expect(reading.done).toEqual([names.ophys, names.neuropixels])
      const id = `${ophys}:ophys:951410079`
      expect(recordIn(reading, id)).toMatchObject({
        kind: 'SESSION',
        parents: [ophys],
        version: '0.10.0',
        title:
          'Visual Behavior optical physiology session 951410079: OPHYS_1_images_A, Familiar, Sst-IRES-Cre, VISl, VISp',
        species: [{ label: 'Mus musculus' }],
        technique: [{ label: 'calcium imaging' }],
        structure: [{ label: 'VISl' }, { label: 'VISp' }],
        subjects: { count: 1, ageMin: 28, ageMax: 32, ageUnit: 'weeks' },
      })
      const assets = assetsOf(reading, id)
      expect(assets.map(({ name }) => name)).toEqual([
        'behavior_ophys_experiment_951980471.nwb',
        'behavior_ophys_experiment_951980473.nwb',
        'behavior_session_951520319.nwb',
      ])
      expect(assets[0]).toMatchObject({
        format: 'NWB',
        size: null,
        checksum: { algorithm: 'BLAKE2B', value: expect.stringMatching(/^[0-9a-f]{128}$/) },
        locator: expect.stringMatching(
          /^s3:\/\/visual-behavior-ophys-data\/visual-behavior-ophys\/behavior_ophys_experiments\/behavior_ophys_experiment_951980471\.nwb\?versionId=\w+$/,
        ),
      })
      expect(recordIn(reading, `${neuropixels}:ecephys:1052533639`).structure).toMatchObject([
        { label: 'APN' },
        { label: 'CA1' },
        { label: 'VISp' },
      ])
      expect(buckets.largeReads).toEqual([])
    })
  })

  test('gives the project with its newest manifest, tables and what no session has', async () => {
    const reading = await withBuckets({}, (buckets) => read(buckets, { options: visual }))
    expect(recordIn(reading, ophys)).toMatchObject({
      kind: 'COLLECTION',
      version: '0.10.0',
      parents: ['bucket:visual-behavior-ophys-data'],
      license: { class: 'NON_COMMERCIAL' },
      subjects: { count: 1, ageMin: 28, ageMax: 32 },
    })
    expect(assetsOf(reading, ophys).map(({ name }) => name)).toEqual([
      'visual-behavior-ophys_project_manifest_v0.10.0.json',
      'ophys_session_table.csv',
      'ophys_experiment_table.csv',
      'behavior_session_table.csv',
      'ophys_cells_table.csv',
      'behavior_session_870987812.nwb',
    ])
    expect(recordIn(reading, ophys).description).toContain('lead elsewhere')
    expect(JSON.stringify(reading.items)).not.toContain('allen-internal')
  })

  test('with all sessions gives those of training, and with none reads no table', async () => {
    await withBuckets({}, async (buckets) => {
      const all = await read(buckets, { options: sessions('all') })
      const training = recordIn(all, `${ophys}:behavior:870987812`)
      expect(training).toMatchObject({ modality: [{ label: 'behavior' }], technique: [] })
      // Recorded as optical physiology, so not told twice.
      expect(all.records.has(`${ophys}:behavior:951520319`)).toBe(false)
      const before = buckets.requests.length
      const none = await read(buckets, { options: sessions('none') })
      const read2 = readsOf({ requests: buckets.requests.slice(before) })
      expect(read2).toHaveLength(2)
      expect(recordIn(none, ophys)).toMatchObject({ subjects: null, structure: [] })
      expect(assetsOf(none, ophys)).toHaveLength(1 + 4 + 5)
    })
  })

  test('names no animal by its number', async () => {
    const reading = await withBuckets({}, (buckets) => read(buckets, { options: sessions('all') }))
    const rows = [...reading.rows.values()].map((row) => JSON.parse(row))
    const subjects = rows.flatMap(({ subject }) => subject ?? [])
    // The reader's own pseudonyms are the names that it is given.
    expect(new Set(subjects)).toEqual(
      new Set(['subject 457841', 'subject 449653', 'subject 530862']),
    )
    expect(JSON.stringify(rows.map(({ subject: _, ...row }) => row))).not.toMatch(
      /457841|449653|530862|"206"|age_in_days/,
    )
  })

  test('of what has not changed lists, and reads nothing', async () => {
    await withBuckets({}, async (buckets) => {
      const first = await read(buckets, { options: visual })
      const before = buckets.requests.length
      const known = etagsOf(first)
      const again = await read(buckets, { options: visual, known, full: false })
      expect(readsOf({ requests: buckets.requests.slice(before) })).toEqual([])
      expect(again.items).toEqual([])
      const other = await read(buckets, { options: sessions('all'), known, full: false })
      expect(other.done).toEqual([names.ophys, names.neuropixels])
    })
  })

  test('finds out a table that is not what the manifest says', async () => {
    const change = changed(names.ophys, (objects) =>
      objects.map((one) =>
        one.key.endsWith('ophys_session_table.csv') ? { ...one, body: `${one.body} ` } : one,
      ),
    )
    const reading = await withBuckets({ change }, (buckets) => read(buckets, { options: visual }))
    expect(reading.failed).toEqual({ [names.ophys]: 'ANSWER_INVALID' })
    expect(reading.done).toEqual([names.neuropixels])
  })

  test('of one project leaves the others', async () => {
    const options = { ...visual, visualBehavior: { projects: ['visual-behavior-neuropixels'] } }
    const reading = await withBuckets({}, (buckets) => read(buckets, { options }))
    expect(reading.records.has(neuropixels)).toBe(true)
    expect(reading.records.has(ophys)).toBe(false)
  })
})

describe('allen: a session of Visual Behavior of which little is known', () => {
  test('is told by its number', () => {
    const [session] = sessionsOf(
      { ophys_session_table: [{ ophys_session_id: '7' }, { ophys_session_id: 'x' }] },
      'file_id',
      'all',
      (name) => name,
    )
    const place = { project: 'p', bucket: names.ophys, manifest: 'p/manifests/m', version: '1.0.0' }
    expect(recordOf('visualSession', { ...place, ...session?.row, files: 0 })).toMatchObject({
      title: 'Visual Behavior optical physiology session 7',
      description: null,
      structure: [],
      subjects: null,
    })
  })
})

const table = new URL(
  '../../../../shared/upstreams/allen/visual_behavior/ophys_session_table_first40.csv',
  import.meta.url,
)

describe.skipIf(!existsSync(table))(
  'allen: published sessions (skipped without ../shared/upstreams/allen)',
  () => {
    test('are all read, none with an age to the day or the number of a mouse', () => {
      const rows = readTable(readFileSync(table, 'utf8'), 'ophys_session_id')
      const found = [
        ...sessionsOf({ ophys_session_table: rows }, 'file_id', 'recorded', () => 'pseudonym'),
      ]
      expect(found).toHaveLength(40)
      expect(found[0]?.row).toMatchObject({
        id: '951410079',
        creLine: 'Sst-IRES-Cre',
        indicator: 'GCaMP6f',
        acquired: '2019-09-20',
        experience: 'Familiar',
        age: { min: 28, max: 32 },
      })
      expect(found.every(({ row }) => row.age !== null && row.age.min % 4 === 0)).toBe(true)
      expect(JSON.stringify(found)).not.toMatch(/"?mouse_id|457841/)
    })
  },
)
