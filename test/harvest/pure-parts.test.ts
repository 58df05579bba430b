import { expect, test } from 'vitest'
import { kindOf, readableId } from '../../src/harvest/item.ts'
import { secureLink } from '../../src/harvest/links.ts'
import { normaliseAssets, normaliseRecord } from '../../src/harvest/normalise.ts'
import { Pump } from '../../src/harvest/pump.ts'
import { qualityOf } from '../../src/harvest/quality.ts'
import { Throttle } from '../../src/harvest/timing.ts'
import {
  type Asset,
  GatewayError,
  type MappedRecord,
  type TermFacet,
  unknownLicense,
  unknownRecord,
} from '../../src/model/index.ts'
import { createVocabulary } from '../../src/search/vocabulary/create-vocabulary.ts'

const record: MappedRecord = { ...unknownRecord, kind: 'DATASET', title: 'A data set' }

test.each([
  [null],
  ['row'],
  [7],
  [{}],
  [{ rows: [] }],
  [{ row: {}, entity: 1, nativeId: 'a' }],
  [{ row: {}, entity: 'a', nativeId: 1 }],
  [{ row: {}, entity: 'a' }],
  [{ same: '' }],
  [{ same: 7 }],
  [{ gone: 'a' }],
  [{ assets: 'a', chunk: null }],
  [{ rights: 'a', visibility: { discover: ['public'] } }],
  [{ checkpoint: { at: new Date() }, partition: 'a' }],
  [{ checkpoint: 1 }],
  [{ partitionDone: null }],
  [{ partitionFailed: 'a', error: new Error('no code') }],
  [{ spent: -1 }],
  [{ spent: Number.NaN }],
  [{ expected: 1.5 }],
  [{ same: 'a', more: 'b' }],
])('an item: %j is none that a harvest may yield', (item) => {
  expect(() => kindOf(item)).toThrow(GatewayError)
})

test('an item: every kind of the union is told apart', () => {
  const error = new GatewayError('SOURCE_UNREACHABLE')
  const items = [
    { row: undefined, entity: 'a', nativeId: null },
    { same: 'a' },
    { assets: 'a', chunk: [] },
    { rights: 'a', visibility: null },
    { gone: 'a', proof: '410' },
    { term: {} },
    { checkpoint: null, partition: 'a' },
    { partitionDone: 'a' },
    { partitionFailed: 'a', error },
    { spent: 0 },
    { expected: 7 },
  ]
  expect(items.map(kindOf)).toEqual(items.map((item) => Object.keys(item)[0]))
})

test('a native id: an empty, an overlong one and one with control characters cannot be read', () => {
  for (const id of [null, '', 'x'.repeat(2_000), 'a\nb', '\u0000'])
    expect(readableId(id)).toBeNull()
  expect(readableId('Søren/1 2:3')).toBe('Søren/1 2:3')
})

test.each([
  ['http://example.org/a?b=c#d', 'https://example.org/a?b=c#d'],
  ['https://example.org/A%20b', 'https://example.org/A%20b'],
  ['https://user:secret@example.org/', 'https://example.org/'],
  ['http://127.0.0.1:8080/a', 'http://127.0.0.1:8080/a'],
  ['http://localhost/a', 'http://localhost/a'],
  ['http://example.org:8080/a', 'http://example.org:8080/a'],
  ['http://172.20.1.1/a', 'http://172.20.1.1/a'],
  ['s3://bucket/key', 's3://bucket/key'],
])('a link: %s is kept as %s', (link, kept) => {
  expect(secureLink(link)).toBe(kept)
})

test('normalising: unknown stays unknown', () => {
  expect(normaliseRecord(record, createVocabulary([]))).toEqual(record)
})

test('normalising: two spellings of one concept become one term', () => {
  const mouse = {
    termId: 'NCBITaxon:10090',
    facet: 'species',
    label: 'Mus musculus',
    synonyms: ['mouse'],
    parents: [],
  } as const
  const said = (label: string) => ({ label, termId: null, origin: 'STATED' as const, raw: null })
  const { species } = normaliseRecord(
    { ...record, species: [said('Mouse'), said('mus musculus'), said('Axolotl')] },
    createVocabulary([{ ...mouse, synonyms: [...mouse.synonyms], parents: [] }]),
  )
  expect(species.map(({ label }) => label)).toEqual(['Mus musculus', 'Axolotl'])
})

test('normalising: of a record that was normalised only what has changed is, and all terms with the species', () => {
  const term = (termId: string, facet: TermFacet, label: string) => ({
    ...{ termId, facet, label, synonyms: [`a ${label}`], parents: [] },
  })
  const vocabulary = createVocabulary([
    term('NCBITaxon:10090', 'species', 'Mus musculus'),
    term('MBA:1089', 'structure', 'hippocampus'),
    term('atlas:mri', 'modality', 'MRI'),
  ])
  const said = (label: string) => ({ label, termId: null, origin: 'STATED' as const, raw: null })
  const given: MappedRecord = {
    ...record,
    title: ' A  title ',
    keywords: [' word '],
    species: [said('a Mus musculus')],
    structure: [said('a hippocampus')],
    modality: [said('a MRI')],
  }
  const wordsOf = (changed?: string[]) => {
    const made = normaliseRecord(given, vocabulary, changed)
    const labels = [...made.species, ...made.structure, ...made.modality].map(({ label }) => label)
    return [made.title, ...made.keywords, ...labels]
  }
  const all = ['A title', 'word', 'Mus musculus', 'hippocampus', 'MRI']
  const none = [' A  title ', ' word ', 'a Mus musculus', 'a hippocampus', 'a MRI']
  expect(wordsOf()).toEqual(all)
  expect(wordsOf([])).toEqual(none)
  expect(wordsOf(['keywords'])).toEqual(none.with(1, 'word'))
  expect(wordsOf(['structure', 'title'])).toEqual(none.with(0, 'A title').with(3, 'hippocampus'))
  expect(wordsOf(['species'])).toEqual([...none.slice(0, 2), ...all.slice(2)])
})

test('normalising: a length is told in micrometres, and what is no length is not', () => {
  const vocabulary = createVocabulary([])
  const resolution = (unit: string) =>
    normaliseRecord(
      { ...record, resolution: { values: [0.5, 2], unit, micrometres: null } },
      vocabulary,
    ).resolution?.micrometres
  expect(resolution('mm')).toEqual([500, 2000])
  expect(resolution('deg')).toBeNull()
})

test('normalising: what the connector says of a licence stands, and the rest stays unknown', () => {
  const license = { ...unknownLicense, raw: 'Made-up terms', class: 'NON_COMMERCIAL' as const }
  const kept = normaliseRecord({ ...record, license }, createVocabulary([])).license
  expect(kept).toMatchObject({ raw: 'Made-up terms', class: 'NON_COMMERCIAL', spdx: null })
})

test('normalising: a locator that comes twice names one asset', () => {
  const asset: Asset = {
    name: 'a',
    role: 'OTHER',
    format: null,
    mediaType: null,
    size: null,
    sizeIsExact: false,
    checksum: null,
    availability: 'ONLINE',
    locator: 'http://example.org/a',
    region: null,
    payer: null,
  }
  const kept = normaliseAssets([asset, { ...asset, locator: 'https://example.org/a' }])
  expect(kept.map(({ locator }) => locator)).toEqual(['https://example.org/a'])
})

test('quality: a record without landing page and assets lacks the mandatory subset', () => {
  expect(qualityOf(record, 'a', false).problems).toEqual([
    'There is neither a landing page nor an asset.',
  ])
  expect(qualityOf(record, 'a', true).problems).toEqual([])
  expect(qualityOf(record, 'a', null).problems).toEqual([])
  expect(
    qualityOf({ ...record, landingPage: 'https://example.org/' }, 'a', false).problems,
  ).toEqual([])
})

test('quality: the score is the share of what is known, and what lacks is named', () => {
  const nothing = qualityOf(record, 'a', false)
  expect(nothing.score).toBe(0)
  expect(nothing.missing).toContain('species')
  const described = qualityOf({ ...record, description: 'Words.', access: 'OPEN' }, 'a', true)
  expect(described.score).toBeGreaterThan(0.1)
  expect(described.missing).not.toContain('description')
  expect(described.missing).not.toContain('assets')
})

test('quality: what looks wrong is told', () => {
  const wrong = qualityOf(
    {
      ...record,
      title: 'a',
      parents: ['a'],
      isVersionOf: 'a',
      subjects: { count: 2, ageMin: 3, ageMax: 1, ageUnit: 'days' },
    },
    'a',
    true,
  )
  expect(wrong.problems).toHaveLength(4)
})

test('the pump: an item that never comes is given up, and so is one after an interruption', async () => {
  const never = (async function* () {
    yield 1
    await new Promise(() => {})
  })()
  const pump = new Pump<number>(never, 40)
  expect((await pump.next()).value).toBe(1)
  await expect(pump.next()).rejects.toMatchObject({ code: 'SOURCE_UNREACHABLE' })
  await expect(pump.next()).rejects.toMatchObject({ code: 'SOURCE_UNREACHABLE' })
  const before = performance.now()
  await pump.close(50)
  expect(performance.now() - before).toBeLessThan(500)
})

test('the pump: a connector that is left early may clean up', async () => {
  let isClean = false
  const items = (async function* () {
    try {
      yield 1
      yield 2
    } finally {
      isClean = true
    }
  })()
  const pump = new Pump<number>(items, 1_000)
  await pump.next()
  pump.interrupt(new GatewayError('CANCELLED'))
  await expect(pump.next()).rejects.toMatchObject({ code: 'CANCELLED' })
  await pump.close(1_000)
  expect(isClean).toBe(true)
})

test('the throttle: the first value and the last one are told, and few between', async () => {
  const told: number[] = []
  const throttle = new Throttle<number>(1_000, (value) => told.push(value))
  for (let value = 0; value < 100; value++) throttle.push(value)
  expect(told).toEqual([0])
  throttle.close()
  expect(told).toEqual([0, 99])
})
