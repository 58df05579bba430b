import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compose, type Documents } from '../../../connectors/allen/aind/compose.ts'
import type { Fields } from '../../../connectors/allen/aind/drift.ts'
import { AindAsset } from '../../../connectors/allen/aind/rows.ts'
import { plantedInAssets } from '../../../connectors/allen/standin.ts'
import { MappedRecord } from '../../../src/model/index.ts'
import { read, recordOf } from './read-allen.ts'
import { assetsOf, recordIn, withBuckets } from './read-buckets.ts'

const aind = { include: ['aind'] }
const zero = 'aind:ecephys_661398_2023-03-31_17-01-09'
const ten = 'aind:ecephys_691897_2023-10-18_16-00-06'
const one = 'aind:multiplane-ophys_721291_2024-05-21_08-40-35'
const derived = `${one}_processed_2024-05-23_01-02-03`
const two = 'aind:SmartSPIM_753506_2025-01-09_18-59-36'
const person = 'aind:exaSPIM_H17.24.001_2024-02-02_10-00-00'
const bare = 'aind:behavior_700708_2024-06-14_08-38-30'

const context = {
  bucket: 'aind-open-data',
  name: 'asset_1_2024-05-06_07-08-09',
  pseudonym: (name: string) => `p(${name.length})`,
}

function composed(core: Documents['core'], combined: Fields | null = null) {
  return AindAsset.parse(compose({ combined, core, key: 'k', problems: [] }, context))
}

/** The whole sample, as one harvest gives it. */
async function sample() {
  return withBuckets({}, (buckets) => read(buckets, { options: aind }))
}

describe('allen: assets of Neural Dynamics in the generations of their schema', () => {
  test('0.x: texts, a day and a time apart, and files one by one', async () => {
    const reading = await sample()
    expect(recordIn(reading, zero)).toMatchObject({
      kind: 'DATASET',
      title: 'ecephys_661398_2023-03-31_17-01-09',
      description: 'Raw data of 2023-03-31: ecephys. Project: Brain Computer Interface.',
      dataLevel: 'raw',
      creators: ['Allen Institute for Neural Dynamics'],
      species: [{ label: 'Mus musculus', termId: null, origin: 'STATED' }],
      modality: [{ label: 'electrophysiology', origin: 'MAPPED', raw: 'ecephys' }],
      technique: [{ label: 'extracellular recording' }],
      license: { raw: 'CC-BY-4.0' },
      access: 'OPEN',
      modified: null,
      subjects: { count: 1, ageMin: 40, ageMax: 44, ageUnit: 'weeks' },
    })
    expect(recordIn(reading, ten)).toMatchObject({
      description: 'Raw data of 2023-10-18: Extracellular electrophysiology.',
      creators: ['Allen Institute for Neural Dynamics'],
      species: [],
      subjects: null,
    })
  })

  test('1.x: one combined file', async () => {
    const reading = await sample()
    const record = recordIn(reading, one)
    expect(record).toMatchObject({
      description: 'Responses of visual cortex to sequences of images.',
      creators: ['Allen Institute for Neural Dynamics', 'Ada Example'],
      species: [{ label: 'Mus musculus', termId: 'NCBITaxon:10090' }],
      sameAs: ['CodeOcean:11111111-2222-4333-8444-555555555555'],
      modified: '2024-06-01T02:03:04.567Z',
      subjects: { count: 1, ageMin: 24, ageMax: 28, ageUnit: 'weeks' },
      parents: ['bucket:aind-open-data'],
    })
    expect(record.modality.map(({ label }) => label)).toEqual([
      'two-photon microscopy',
      'behavior videos',
    ])
    expect(record.structure.map(({ label, termId }) => [label, termId])).toEqual([
      ['Primary visual area', 'MBA:385'],
      ['VISl', null],
    ])
  })

  test('1.x: invalid, its core files null in the combined one and read beside it', async () => {
    const reading = await sample()
    const record = recordIn(reading, derived)
    expect(record).toMatchObject({
      dataLevel: 'derived',
      parents: ['bucket:aind-open-data', one],
      // A time that does not say where may be hours off.
      modified: null,
    })
    expect(record.fields).toContainEqual(
      expect.objectContaining({ rule: 'allen:aind-metadata-status', raw: 'Invalid' }),
    )
    expect(record.description).toBe(
      'Derived data of 2024-05-23: Planar optical physiology. Restrictions: Not for use in grant reviews. Its metadata are invalid. Its file procedures.json is no JSON object. Its metadata say that it lies where nobody may read it.',
    )
  })

  test('2.x: details of the subject, modalities, voxels of its tiles', async () => {
    const reading = await sample()
    expect(recordIn(reading, two)).toMatchObject({
      creators: ['Allen Institute for Neural Dynamics', 'Bo Beispiel'],
      species: [{ label: 'Mus musculus', termId: 'NCBITaxon:10090' }],
      modality: [{ label: 'light-sheet microscopy' }],
      resolution: { values: [1.8, 1.8, 2], unit: 'um', micrometres: [1.8, 1.8, 2] },
      subjects: { ageMin: 16, ageMax: 20 },
      sameAs: ['CodeOcean:22222222-2222-4333-8444-555555555555'],
    })
    expect(recordIn(reading, two).keywords).toEqual(
      expect.arrayContaining(['SPIM', 'whole brain', 'C57BL/6J', 'wt/wt']),
    )
  })

  test('without metadata an asset is told by its name, and that they are missing', async () => {
    const reading = await sample()
    expect(recordIn(reading, bare)).toMatchObject({
      description: 'Data. Its metadata are missing.',
      species: [],
      license: { raw: 'CC-BY-4.0' },
    })
    expect(assetsOf(reading, bare).map(({ name }) => name)).toEqual([
      'trainer_state.json',
      'behavior/',
    ])
    expect(reading.records.has('aind:codeocean-logs')).toBe(false)
  })

  test('assets are the files of the folder with their sizes, its folders, and stores', async () => {
    const reading = await sample()
    expect(assetsOf(reading, two).map(({ name, role, format }) => [name, role, format])).toEqual([
      ['metadata.nd.json', 'METADATA', 'JSON'],
      ['SPIM.ome.zarr/', 'VOLUME', 'OME-Zarr'],
      ['derivatives/', 'DIRECTORY', null],
    ])
    const sized = assetsOf(reading, zero).find(({ name }) => name === 'README.txt')
    expect(sized).toMatchObject({ size: 812, checksum: null })
  })
})

describe('allen: what metadata of Neural Dynamics say of people and animals', () => {
  test('goes nowhere: operators, accounts, birth dates, cages, servers, private buckets', async () => {
    const reading = await sample()
    const told = JSON.stringify([...reading.rows, ...reading.records, reading.items])
    for (const word of plantedInAssets) expect(told).not.toContain(word)
  })

  test('of a person is the species and nothing else', async () => {
    const reading = await sample()
    const record = recordIn(reading, person)
    expect(record).toMatchObject({ species: [{ label: 'Homo sapiens' }], subjects: null })
    expect(record.keywords).toEqual(['SPIM', 'Selective plane illumination microscopy'])
    expect(JSON.parse(reading.rows.get(person) ?? '{}')).toMatchObject({
      subject: null,
      strain: null,
      genotype: null,
      age: null,
    })
  })

  test.each([
    ['no species', { date_of_birth: '2024-01-01', genotype: 'g', subject_id: '1' }],
    [
      'a person by the kind of its details',
      {
        subject_id: '1',
        subject_details: {
          object_type: 'Human subject',
          species: { name: 'Other' },
          genotype: 'g',
        },
      },
    ],
    ['a person in plain words', { species: 'human', genotype: 'g', subject_id: '1' }],
    ['a person by number', { species: { name: 'x', registry_identifier: '9606' }, genotype: 'g' }],
  ])('of a subject with %s is nothing but the species', (_, subject) => {
    const row = composed({ subject, data_description: { creation_time: '2024-05-06T01:02:03' } })
    expect(row).toMatchObject({ subject: null, genotype: null, strain: null, age: null })
  })

  test('of an animal is a pseudonym, and an age that hides the date of birth', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 700 }),
        fc.integer({ min: 0, max: 3_000 }),
        (age, at) => {
          const day = (n: number) => new Date(Date.UTC(2018, 0, 1 + n)).toISOString().slice(0, 10)
          const born = day(at)
          const row = composed({
            subject: { species: 'Mus musculus', subject_id: '654321', date_of_birth: born },
            session: { session_start_time: `${day(at + age)}T23:59:59-08:00` },
          })
          expect(row.age).not.toBeNull()
          const { min, max } = row.age ?? { min: 0, max: 0 }
          expect([max - min, min % 4]).toEqual([4, 0])
          expect(age >= min * 7 && age < max * 7).toBe(true)
          expect(row.subject).toBe('p(14)')
          expect(JSON.stringify(row)).not.toContain('654321')
        },
      ),
      { numRuns: 100 },
    )
  })

  test.each([
    ['jdoe', []],
    ['jane.doe@example.org', []],
    ['Jane Doe', ['Jane Doe']],
    ['Élodie O’Neil-Šimić', ['Élodie O’Neil-Šimić']],
    [{ name: 'Jane Doe' }, ['Jane Doe']],
    [{ name: 'unknown' }, []],
    [7, []],
  ])('investigator %j is an author or nobody', (investigator, authors) => {
    const row = composed({ data_description: { investigators: [investigator] } })
    expect(row.investigators).toEqual(authors)
  })

  test('experimenters are never authors', () => {
    const row = composed({ data_description: { experimenters: ['Jane Doe'] } })
    expect(JSON.stringify(row)).not.toContain('Jane')
  })
})

describe('allen: metadata of Neural Dynamics in spellings that nobody documents', () => {
  test('whatever they hold, they make a valid record', () => {
    const fields = fc.dictionary(
      fc.constantFrom(
        ...[
          'modality',
          'modalities',
          'platform',
          'experiment_type',
          'institution',
          'creation_time',
        ],
        ...['creation_date', 'data_level', 'license', 'investigators', 'related_data', 'tags'],
        ...[
          'source_data',
          'project_name',
          'subject_id',
          'data_summary',
          'schema_version',
          'species',
        ],
        ...['subject_details', 'date_of_birth', 'genotype', 'tiles', 'axes', 'coordinate_system'],
        ...['data_streams', 'targeted_structure', 'session_start_time', 'location', 'name'],
        ...['external_links', 'other_identifiers', 'metadata_status', 'last_modified'],
      ),
      fc.oneof(
        fc.jsonValue({ maxDepth: 3 }),
        fc.constantFrom('Mus musculus', '2024-01-01', '0.1.2'),
      ),
    )
    fc.assert(
      fc.property(fields, fields, fields, fields, (combined, description, subject, acquisition) => {
        const row = composed({ data_description: description, subject, acquisition }, combined)
        const record = recordOf('aindAsset', JSON.parse(JSON.stringify(row)))
        expect(MappedRecord.safeParse(record).error).toBeUndefined()
      }),
      { numRuns: 300 },
    )
  })

  test.each([
    ['nanometer', ['748', '748', '1000'], [0.748, 0.748, 1]],
    ['micrometer', [0.748, 0.748, 1], [0.748, 0.748, 1]],
    ['millimeter', [1, 1, 2], [1000, 1000, 2000]],
    ['furlong', [1, 1, 1], null],
    ['micrometer', [1, 1], null],
    ['micrometer', ['wide', 1, 1], null],
    ['micrometer', [0, 1, 1], null],
  ])('a voxel in %s of %j is %j', (unit, scale, resolution) => {
    const acquisition = {
      axes: ['X', 'Y', 'Z'].map((name) => ({ name, unit })),
      tiles: [{ coordinate_transformations: [{ scale }, { translation: [0, 0, 0] }] }],
    }
    expect(
      composed({ acquisition }).resolution?.map((one) => Number(one.toFixed(6))) ?? null,
    ).toEqual(resolution)
  })

  test('of several resolutions the finest is told, those of images too', () => {
    const images = [
      [2, 2, 4],
      [1, 1, 2],
    ].map((scale) => ({
      image_to_acquisition_transform: [{ object_type: 'Scale', scale }],
    }))
    const acquisition = { data_streams: [{ configurations: [{ images }] }] }
    expect(composed({ acquisition }).resolution).toEqual([1, 1, 2])
  })

  test('a session of a hundred thousand trials is looked at no longer than that', () => {
    const trials = Array.from({ length: 300_000 }, (_, index) => ({ index }))
    const before = performance.now()
    expect(composed({ session: { trials, targeted_structure: 'VISp' } }).structures).toHaveLength(1)
    expect(performance.now() - before).toBeLessThan(2_000)
  })

  test('related data count where they are open, by the name of their asset', () => {
    const related_data = [
      's3://aind-open-data/ecephys_1_2024-01-01_00-00-00/ecephys',
      's3://aind-private/ecephys_2_2024-01-01_00-00-00',
      '/allen/programs/ecephys_3',
      '\\\\share\\ecephys_4',
    ].map((related_data_path) => ({ related_data_path, relation: 'input' }))
    const description = { related_data, source_data: ['ecephys_5_2024-01-01_00-00-00'] }
    expect(composed({ data_description: description }).sources).toEqual([
      'ecephys_5_2024-01-01_00-00-00',
      'ecephys_1_2024-01-01_00-00-00',
    ])
  })
})

const folder = new URL('../../../../shared/upstreams/allen/aind/', import.meta.url)
const published = (name: string) =>
  JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Fields

describe.skipIf(!existsSync(folder))(
  'allen: published metadata of Neural Dynamics (skipped without ../shared/upstreams/allen)',
  () => {
    test('0.10.0 is read', () => {
      const row = composed({ data_description: published('data_description_0.10.0') })
      expect(row).toMatchObject({
        generation: '0.x',
        created: '2023-10-18',
        level: 'raw',
        investigators: [],
        modalities: [{ abbreviation: 'ecephys' }],
        platform: { abbreviation: 'ecephys' },
        institution: 'Allen Institute for Neural Dynamics',
      })
      expect(JSON.stringify(row)).not.toMatch(/John|691897/)
    })

    test('2.0.3 is read with its subject and acquisition', () => {
      const row = composed({
        data_description: published('data_description_2.0.3'),
        subject: published('subject_2.0.2'),
        acquisition: published('acquisition_exaspim_2.0.3'),
      })
      expect(row).toMatchObject({
        generation: '2.x',
        investigators: ['Jane Smith'],
        species: { name: 'Mus musculus', taxon: 10090 },
        strain: 'C57BL/6J',
        resolution: [0.748, 0.748, 1],
        age: { min: 0, max: 4 },
      })
      // An operator, a birth date, parents and a cage of the animal.
      expect(JSON.stringify(row)).not.toMatch(/John|2022-11-22T|546543|232323|cage/)
      const record = recordOf('aindAsset', row)
      expect(record.modality.map(({ label }) => label)).toEqual([
        'electrophysiology',
        'behavior videos',
      ])
    })
  },
)
