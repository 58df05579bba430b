import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import shanoir from '../../../connectors/shanoir/index.ts'
import { linkOf } from '../../../connectors/shanoir/links.ts'
import { dayBefore, markOf, writtenMark } from '../../../connectors/shanoir/marks.ts'
import { checkPage, facetValues, searchText } from '../../../connectors/shanoir/search.ts'
import { mapRow } from './read-shanoir.ts'

const study = {
  id: 17,
  studyType: 'CLINICAL',
  license: null,
  isPublic: false,
  membership: 'member',
  mayDownload: true,
  needsAgreement: false,
}
const document = {
  datasetId: 5,
  datasetName: 't1_mprage',
  datasetType: 'MR_DATASET',
  datasetNature: 'T1_WEIGHTED_MR_DATASET',
  examinationId: 9,
  processed: false,
  dataReuseAgreement: true,
  study,
  subject: 'cafe',
  category: 'LIVING_HUMAN_BEING',
  specie: null,
}
const datasetOf = (change: object = {}, options: object = {}) =>
  mapRow('dataset', { ...document, ...change }, options)
const recordOf = (change: object = {}) => datasetOf(change).record
const labels = (terms: readonly { label: string }[]) => terms.map(({ label }) => label)

const card = {
  id: 17,
  name: 'A study',
  studyType: 'CLINICAL',
  isPublic: true,
  membership: 'member',
  mayDownload: true,
  needsAgreement: false,
  contents: { datasets: 500, types: ['MR_DATASET'], natures: [] },
}
const studyOf = (change: object = {}) => mapRow('study', { ...card, ...change })

describe('shanoir: a dataset', () => {
  test('lies below its examination and its study, and one that was processed below the study alone', () => {
    expect(recordOf().parents).toEqual(['examination:9', 'study:17'])
    expect(recordOf({ examinationId: null, processed: true }).parents).toEqual(['study:17'])
  })

  test.each([
    ['MR_DATASET', 'IMAGE', ['magnetic resonance imaging']],
    ['Mr', 'IMAGE', ['magnetic resonance imaging']],
    ['PET_DATASET', 'IMAGE', ['positron emission tomography']],
    ['EEG_DATASET', 'DATASET', ['electroencephalography']],
    ['SEG_DATASET', 'DATASET', []],
    ['HOLOGRAM_DATASET', 'DATASET', ['HOLOGRAM']],
    ['constructor', 'DATASET', ['CONSTRUCTOR']],
    [null, 'DATASET', []],
  ])('of the type %s is of the kind %s with the modality %j', (datasetType, kind, modality) => {
    const record = recordOf({ datasetType, datasetNature: null })
    expect([record.kind, labels(record.modality)]).toEqual([kind, modality])
  })

  test.each([
    ['T1_WEIGHTED_MR_DATASET', 'atlas:mri-t1w'],
    ['FLAIR_MR_DATASET', 'atlas:mri-flair'],
    ['SPIN_TAGGING_PERFUSION_MR_DATASET', 'atlas:mri-asl'],
    ['H1_SINGLE_VOXEL_SPECTROSCOPY_DATASET', 'atlas:mrs'],
  ])('of the nature %s has the contrast %s', (datasetNature, termId) => {
    const [, contrast] = recordOf({ datasetNature }).modality
    expect(contrast).toMatchObject({ termId, origin: 'MAPPED', raw: datasetNature })
  })

  test('tells by which rules its modality came of type and nature', () => {
    expect(recordOf({}).fields.filter(({ field }) => field === 'modality')).toEqual([
      { field: 'modality', raw: 'MR_DATASET', rule: 'shanoir:mr', origin: 'MAPPED' },
      {
        field: 'modality',
        raw: 'T1_WEIGHTED_MR_DATASET',
        rule: 'shanoir:t1-weighted',
        origin: 'MAPPED',
      },
    ])
    const unmapped = recordOf({ datasetType: 'SEG_DATASET', datasetNature: 'HOLOGRAM_MR_DATASET' })
    expect(unmapped.fields.filter(({ field }) => field === 'modality')).toEqual([])
  })

  test('of a nature that tells no contrast has none', () => {
    expect(recordOf({ datasetNature: 'FIELD_MAP_DATASET_SHORT_ECHO_TIME' }).modality).toHaveLength(
      1,
    )
  })

  test('without a name is called after its examination and its sort', () => {
    const title = (change: object) => recordOf({ datasetName: ' ', ...change }).title
    expect(title({ examinationComment: 'Visit 2' })).toBe('Visit 2, T1 weighted MR')
    expect(title({ datasetNature: 'FLAIR_MR_DATASET' })).toBe('FLAIR MR')
    expect(title({ datasetNature: null, datasetType: null })).toBe('dataset:5')
  })

  test('tells what it was acquired with in units, and nothing that was not measured', () => {
    const record = recordOf({
      magneticFieldStrength: 3,
      sliceThickness: 1.2000000476837158,
      pixelBandwidth: 240,
    })
    expect(record.fieldStrength).toBe(3)
    expect(record.description).toBe('Slice thickness 1.2 mm. Pixel bandwidth 240 Hz/px.')
    const none = recordOf({ magneticFieldStrength: 0, sliceThickness: 0, pixelBandwidth: null })
    expect([none.fieldStrength, none.description]).toEqual([null, null])
    // Gauss, or wrong.
    expect(recordOf({ magneticFieldStrength: 15_000 }).fieldStrength).toBeNull()
  })

  test.each([
    ['2018-11-07T00:00:00.000+00:00', '2018-11-07T00:00:00Z'],
    ['2018-11-07T00:00:00.000+0000', '2018-11-07T00:00:00Z'],
    ['2018-11-07', '2018-11-07T00:00:00Z'],
    [1_541_548_800_000, '2018-11-07T00:00:00Z'],
    [-1, '1969-12-31T00:00:00Z'],
    ['2018-02-31', null],
    ['yesterday', null],
    [null, null],
  ])('imported at %j was modified at %j', (importDate, modified) => {
    expect(recordOf({ importDate }).modified).toBe(modified)
  })

  test('keeps of the day of the examination the year alone', () => {
    const row = { ...document, examinationDate: '2019-03-04T00:00:00.000+00:00' }
    const kept = JSON.stringify(shanoir.rows.dataset.parse(row))
    expect(kept).not.toContain('2019-03')
    expect(mapRow('dataset', row).record.description).toBe('Examined in 2019.')
  })

  test.each([
    [{}, 'MAPPED', 'Homo sapiens'],
    [{ category: null }, 'ASSUMED', 'Homo sapiens'],
    [{ category: 'LIVING_ANIMAL', specie: 'Rattus norvegicus' }, 'STATED', 'Rattus norvegicus'],
    [{ category: 'LIVING_ANIMAL' }, null, null],
    [{ category: 'PHANTOM' }, null, null],
    [{ category: null, subjectType: 'PHANTOM' }, null, null],
    [{ category: null, study: { ...study, studyType: 'METHODOLOGICAL' } }, null, null],
    [{ category: null, study: { ...study, studyType: 'PRECLINICAL' } }, null, null],
  ])('of a subject %j is of a species %s: %s', (change, origin, label) => {
    const { species } = recordOf(change)
    expect([species[0]?.origin ?? null, species[0]?.label ?? null]).toEqual([origin, label])
  })

  test('tells whether there is consent to reuse, and of what was processed that nobody knows', () => {
    const note = (change: object) => recordOf(change).accessNote
    expect(note({})).not.toContain('reuse')
    expect(note({ dataReuseAgreement: false })).toContain('no consent to reuse')
    expect(note({ dataReuseAgreement: null })).toContain('not known')
    expect(note({ dataReuseAgreement: true, processed: true })).toContain('not known')
  })

  test('has an asset for each format, without size or checksum, and its page as the first viewer', () => {
    const { record, assets = [] } = datasetOf()
    expect(assets.map(({ locator }) => locator)).toEqual([
      'shanoir://shanoir.example.org/dataset/5?format=dcm',
      'shanoir://shanoir.example.org/dataset/5?format=nii',
    ])
    for (const { size, checksum } of assets) expect([size, checksum]).toEqual([null, null])
    expect(record.viewers[0]).toBe('https://shanoir.example.org/shanoir-ng/dataset/details/5')
    expect(record.viewers[0]).toBe(record.landingPage)
  })

  test('that is no DICOM, or was processed, comes as it is stored; without the right to download it has none', () => {
    const locators = (change: object) => datasetOf(change).assets?.map(({ locator }) => locator)
    const asStored = ['shanoir://shanoir.example.org/dataset/5']
    expect(locators({ datasetType: 'EEG_DATASET' })).toEqual(asStored)
    expect(locators({ processed: true })).toEqual(asStored)
    expect(locators({ study: { ...study, mayDownload: false } })).toEqual([])
  })
})

describe('shanoir: a study', () => {
  test('has all its datasets as an asset up to 500 of them', () => {
    expect(studyOf().assets).toHaveLength(2)
    const contents = { ...card.contents, datasets: 501 }
    expect(studyOf({ contents }).assets).toEqual([])
    expect(studyOf({ membership: 'none' }).assets).toEqual([])
  })

  test('without counted subjects tells no number of them', () => {
    expect(studyOf({ nbSubjects: 12 }).record.subjects?.count).toBe(12)
    expect(studyOf({ nbSubjects: 0 }).record.subjects).toBeNull()
  })

  test('is of humans as an assumption where it is clinical', () => {
    expect(studyOf().record.species[0]).toMatchObject({ origin: 'ASSUMED' })
    expect(studyOf({ studyType: 'METHODOLOGICAL' }).record.species).toEqual([])
    expect(studyOf({ studyType: 'PRECLINICAL' }).record.species).toEqual([])
  })

  test.each([
    [{}, 'ON_REQUEST', 'account-request'],
    [{ isPublic: false }, 'CLOSED', 'Only members'],
    [{ needsAgreement: true }, 'DATA_USE_AGREEMENT', 'agreement'],
    [{ membership: 'pending', needsAgreement: true }, 'DATA_USE_AGREEMENT', '/shanoir-ng/dua'],
    [{ mayDownload: false }, 'ON_REQUEST', 'may not download'],
  ])('that is %j is open by %s', (change, access, said) => {
    const { record } = studyOf(change)
    expect(record.access).toBe(access)
    expect(record.accessNote).toContain(said)
  })

  test('tells when it is done', () => {
    const description = (change: object) => studyOf(change).record.description
    const days = { startDate: '2015-03-02', endDate: '2019-12-20' }
    expect(description({ studyStatus: 'FINISHED', ...days })).toBe(
      'Finished, 2015-03-02 to 2019-12-20.',
    )
    expect(description({ endDate: '2019-12-20' })).toBe('Until 2019-12-20.')
    expect(description({ description: 'Of rats.', startDate: '2015-03-02' })).toBe(
      'Of rats.\n\nSince 2015-03-02.',
    )
    expect(description({})).toBeNull()
  })
})

describe('shanoir: links', () => {
  test('of a locator are those of the server, with what it says of TLS', () => {
    const root = 'https://shanoir.example.org/shanoir-ng/datasets/datasets'
    expect(linkOf('shanoir://shanoir.example.org/dataset/5?format=nii')).toBe(
      `${root}/download/5?format=nii`,
    )
    expect(linkOf('shanoir://shanoir.example.org/dataset/5')).toBe(`${root}/download/5`)
    expect(linkOf('shanoir://shanoir.example.org/study/17?format=dcm')).toBe(
      `${root}/massiveDownloadByStudy?studyId=17&format=dcm`,
    )
    const plain = datasetOf({}, { publicUrl: 'http://localhost:8080' }).assets?.[0]?.locator ?? ''
    expect(linkOf(plain)).toMatch(/^http:\/\/localhost:8080\/.*download\/5\?format=dcm$/)
    for (const other of [
      'https://shanoir.example.org/dataset/5',
      'shanoir://x/dataset/5/6',
      'no',
    ]) {
      expect(linkOf(other)).toBeNull()
    }
  })
})

describe('shanoir: the index', () => {
  const page = (content: object[], totalElements = content.length) => ({
    content: content as never[],
    totalElements,
  })

  test('is asked for what comes after a dataset, by the day before it was read last', () => {
    expect(searchText(17, 42, null)).toBe('studyId:17 AND datasetId:{42 TO *]')
    expect(searchText(17, 0, dayBefore('2026-01-01T00:30:00.000Z'))).toBe(
      'studyId:17 AND importDate:[2025-12-31T00:00:00Z TO *] AND datasetId:{0 TO *]',
    )
  })

  test('gives no page that goes back, repeats, strays or hides', () => {
    const of = (...ids: number[]) => ids.map((datasetId) => ({ datasetId, studyId: 17 }))
    checkPage(page(of(5, 6, 9), 20), 17, 4)
    checkPage(page([]), 17, 4)
    expect(() => checkPage(page(of(4, 5)), 17, 4)).toThrow(/order, or twice/)
    expect(() => checkPage(page(of(6, 5)), 17, 4)).toThrow(/order, or twice/)
    expect(() => checkPage(page(of(5)), 18, 4)).toThrow(/another study/)
    expect(() => checkPage(page([], 3), 17, 4)).toThrow(/does not give/)
    expect(() => checkPage(page(of(5, 6), 1), 17, 4)).toThrow(/more datasets/)
  })

  test('counts values by the names of their fields, never by place', () => {
    const facets = [
      null,
      { content: [] },
      {
        content: [
          { field: { name: 'datasetType' }, value: 'pet_dataset', valueCount: 2 },
          { field: { name: 'datasetType' }, value: '<none>', valueCount: 2 },
          { field: { name: 'datasetType' }, value: 'ct_dataset', valueCount: 0 },
          { key: { name: 'datasetType' }, value: 'mr_dataset', valueCount: 7 },
        ],
      },
    ]
    const counted = { ...page([]), facetResultPages: facets } as never
    expect(facetValues(counted, 'datasetType')).toEqual(['MR_DATASET', 'PET_DATASET'])
    expect(facetValues(counted, 'datasetNature')).toEqual([])
    expect(facetValues({ ...page([]), facetResultPages: null } as never, 'datasetType')).toEqual([])
  })
})

test('shanoir: a mark is read as it was written, and nothing else is read as one', () => {
  const time = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) })
  fc.assert(
    fc.property(time, time, fc.nat(), fc.string(), (swept, read, total, other) => {
      const mark = { state: 'abc', swept: swept.toISOString(), read: read.toISOString(), total }
      expect(markOf(writtenMark(mark))).toEqual(mark)
      expect(markOf(other)).toBeNull()
    }),
    { numRuns: 100 },
  )
  expect([markOf(null), markOf(undefined), markOf('a b c 1')]).toEqual([null, null, null])
})

test('shanoir: whatever stands in a row, what is kept of it is kept again as it is', () => {
  const value = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.boolean())
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom(...Object.keys(shanoir.rows.dataset.shape)), value),
      (row) => {
        const parsed = shanoir.rows.dataset.safeParse({ ...document, ...row })
        if (!parsed.success) return
        expect(shanoir.rows.dataset.parse(structuredClone(parsed.data))).toEqual(parsed.data)
      },
    ),
    { numRuns: 300 },
  )
})
