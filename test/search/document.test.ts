import { describe, expect, test } from 'vitest'
import { noAssets, type StoredRecord, type Term, unknownRecord } from '../../src/model/index.ts'
import { daysOf, toDocument } from '../../src/search/document.ts'
import { createVocabulary } from '../../src/search/vocabulary/create-vocabulary.ts'

const vocabulary = createVocabulary([
  { termId: 'X:1', facet: 'structure', label: 'Brain', synonyms: [], parents: [] },
  { termId: 'X:2', facet: 'structure', label: 'Hippocampus', synonyms: [], parents: ['X:1'] },
  { termId: 'X:3', facet: 'structure', label: 'CA1', synonyms: [], parents: ['X:2'] },
  { termId: 'X:4', facet: 'structure', label: 'CA3', synonyms: [], parents: ['X:2'] },
])
const term = (label: string, termId: string | null = null): Term => ({
  label,
  termId,
  origin: 'STATED',
  raw: null,
})
const bare: StoredRecord = {
  ...unknownRecord,
  ...noAssets,
  parents: [],
  sameAs: [],
  keywords: [],
  creators: [],
  publications: [],
  viewers: [],
  species: [],
  modality: [],
  structure: [],
  technique: [],
  referenceSpace: [],
  fields: [],
  id: 'lab:D1',
  source: 'lab',
  nativeId: 'D1',
  kind: 'DATASET',
  title: 'A thing',
  visibility: { discover: ['public'], retrieve: [] },
  connector: 'lab@1',
  rowHash: '0'.repeat(64),
  quality: { score: 0, missing: [], problems: [] },
  harvest: 'h1',
  identity: null,
  harvestedAt: '2025-01-01T00:00:00Z',
}
const documentOf = (more: Partial<StoredRecord>) => toDocument({ ...bare, ...more }, vocabulary)

describe('toDocument', () => {
  test('toDocument: the identity of a record is one value to collapse by', () => {
    expect(documentOf({ identity: 'q1w2' }).identity).toBe('q1w2')
  })

  test('toDocument: what is unknown is absent, never a default', () => {
    expect(documentOf({})).toEqual({
      id: 'lab:D1',
      source: 'lab',
      discover: ['public'],
      parents: [],
      identity: null,
      text: {
        title: 'A thing',
        identifiers: 'lab:D1; D1',
        keywords: '',
        terms: 'Dataset',
        creators: '',
        description: '',
      },
      identifiers: ['lab:d1', 'd1'],
      facets: {
        SOURCE: [{ value: 'lab', label: 'lab' }],
        KIND: [{ value: 'DATASET', label: 'Dataset' }],
      },
      resolution: null,
      released: null,
      modified: null,
      subjects: null,
      fieldStrength: null,
    })
  })

  test('toDocument: a resolution that is no length, and subjects without a count, are absent', () => {
    const document = documentOf({
      resolution: { values: [0.5], unit: 'deg', micrometres: null },
      subjects: { count: null, ageMin: 3, ageMax: null, ageUnit: 'weeks' },
    })
    expect(document.resolution).toBeNull()
    expect(document.subjects).toBeNull()
  })

  test('toDocument: no subjects is a count', () => {
    const subjects = { count: 0, ageMin: null, ageMax: null, ageUnit: null }
    expect(documentOf({ subjects }).subjects).toBe(0)
  })

  test('toDocument: a structure brings its ancestors, each once, with their labels', () => {
    const structure = [term('CA1 field', 'X:3'), term('CA3', 'X:4'), term('Hippocampus', 'X:2')]
    expect(documentOf({ structure }).facets.STRUCTURE).toEqual([
      { value: 'X:2', label: 'Hippocampus' },
      { value: 'X:1', label: 'Brain' },
      { value: 'X:3', label: 'CA1' },
      { value: 'X:4', label: 'CA3' },
    ])
  })

  test('toDocument: a better vocabulary needs no harvest', () => {
    const structure = [term('regio superior')]
    expect(documentOf({ structure }).facets.STRUCTURE).toEqual([
      { value: 'regio superior', label: 'regio superior' },
    ])
    const better = createVocabulary([
      ...vocabulary.terms(),
      {
        termId: 'X:3',
        facet: 'structure',
        label: 'CA1',
        synonyms: ['Regio Superior'],
        parents: [],
      },
    ])
    const { facets, text } = toDocument({ ...bare, structure }, better)
    expect(facets.STRUCTURE?.map(({ value }) => value)).toEqual(['X:2', 'X:1', 'X:3'])
    expect(text.terms).toBe('CA1; Dataset')
  })

  test('toDocument: a term of no vocabulary is its label, and has no ancestors', () => {
    const { facets } = documentOf({ structure: [term('left bit')], species: [term('Yeti', 'Y:1')] })
    expect(facets.STRUCTURE).toEqual([{ value: 'left bit', label: 'left bit' }])
    expect(facets.SPECIES).toEqual([{ value: 'Y:1', label: 'Yeti' }])
  })

  test('toDocument: all facets of values are there', () => {
    const { facets, text } = documentOf({
      domain: 'NEUROIMAGING',
      species: [term('Mus musculus', 'NCBITaxon:10090')],
      modality: [term('MRI')],
      technique: [term('Nissl')],
      referenceSpace: [term('CCFv3')],
      formats: ['NIfTI', 'NRRD'],
      license: { raw: 'as is', spdx: 'CC-BY-NC-4.0', class: 'NON_COMMERCIAL', url: null },
      access: 'DATA_USE_AGREEMENT',
      availability: 'ONLINE',
      dataLevel: 'raw',
    })
    const values = Object.fromEntries(
      Object.entries(facets).map(([facet, list]) => [facet, list.map(({ value }) => value).join()]),
    )
    expect(values).toEqual({
      SOURCE: 'lab',
      KIND: 'DATASET',
      DOMAIN: 'NEUROIMAGING',
      SPECIES: 'NCBITaxon:10090',
      MODALITY: 'MRI',
      TECHNIQUE: 'Nissl',
      REFERENCE_SPACE: 'CCFv3',
      FORMAT: 'NIfTI,NRRD',
      LICENSE: 'CC-BY-NC-4.0',
      LICENSE_CLASS: 'NON_COMMERCIAL',
      ACCESS: 'DATA_USE_AGREEMENT',
      AVAILABILITY: 'ONLINE',
      DATA_LEVEL: 'raw',
    })
    expect(facets.LICENSE_CLASS?.[0]?.label).toBe('Non commercial')
    expect(text.terms).toBe('Mus musculus; MRI; Nissl; CCFv3; Dataset; NIfTI; NRRD')
  })

  test('toDocument: a licence without an SPDX id is its own words, cut when they are a page', () => {
    const license = { spdx: null, class: 'UNKNOWN', url: null } as const
    expect(documentOf({ license: { ...license, raw: 'Ask us' } }).facets.LICENSE).toEqual([
      { value: 'Ask us', label: 'Ask us' },
    ])
    const [cut] =
      documentOf({ license: { ...license, raw: 'x'.repeat(5_000) } }).facets.LICENSE ?? []
    expect(cut?.value).toHaveLength(200)
  })

  test('toDocument: identifiers are folded, without resolvers, each once', () => {
    const document = documentOf({
      sameAs: ['https://doi.org/10.1234/ABC', 'RRID:SCR_002978', 'doi:10.1234/abc'],
      publications: [{ title: null, doi: '10.5555/Paper', url: null }],
    })
    expect(document.identifiers).toEqual([
      'lab:d1',
      'd1',
      '10.1234/abc',
      'rrid:scr_002978',
      'scr_002978',
      '10.5555/paper',
    ])
  })

  test('toDocument: resolution is the finest and the coarsest axis, times are milliseconds', () => {
    const document = documentOf({
      resolution: { values: [0.01, 0.01, 0.1], unit: 'mm', micrometres: [10, 10, 100] },
      modified: '2020-01-02T00:00:00Z',
      fieldStrength: 7,
    })
    expect(document.resolution).toEqual({ min: 10, max: 100 })
    expect(document.modified).toBe(Date.UTC(2020, 0, 2))
    expect(document.fieldStrength).toBe(7)
  })
})

describe('daysOf', () => {
  const day = (text: string) => Date.parse(text) / 86_400_000

  test.each([
    ['1970-01-01', '1970-01-01', '1970-01-01'],
    ['2020', '2020-01-01', '2020-12-31'],
    ['2020-02', '2020-02-01', '2020-02-29'],
    ['2021-02', '2021-02-01', '2021-02-28'],
    ['2021-02-31', '2021-02-28', '2021-02-28'],
    ['1969-12', '1969-12-01', '1969-12-31'],
    ['0050', '0050-01-01', '0050-12-31'],
  ])('daysOf: %s is from %s to %s', (date, from, to) => {
    expect(daysOf(date)).toEqual({ from: day(from), to: day(to) })
  })
})
