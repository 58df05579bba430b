import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayOf, momentOf } from '../../../connectors/rest/convert.ts'
import type { DateFormat } from '../../../connectors/rest/manifest.ts'
import { type Reading, read, readManifestOf, recordAt, withRest } from './read-rest.ts'
import { manifestOf, readSmall } from './small.ts'

/** The record of one row of a small manifest. */
async function recordOf(
  record: Record<string, unknown>,
  row: Record<string, unknown>,
  root: Record<string, unknown> = {},
  options: Record<string, unknown> = {},
) {
  const fields = {
    id: { path: 'id', required: true },
    name: 'name',
    list: 'list[*]',
    number: { path: 'number', type: 'number' },
    flag: { path: 'flag', type: 'boolean' },
  }
  const reading = await readSmall(
    manifestOf({ record, root, listing: { fields } }),
    () => ({ json: { rows: [{ id: 'a', ...row }] } }),
    { options },
  )
  return recordAt(reading, 'thing:a')
}

const locators = (reading: Reading, id: string) =>
  (reading.assets.get(id) ?? []).map(({ locator }) => new URL(locator).pathname)

describe('rest: a slot', () => {
  test('takes the first way that gives a value, a list all that give some', async () => {
    const record = await recordOf(
      {
        description: ['{name}', 'none of {name}', 'Thing {id}'],
        keywords: ['{list}', '{name}', 'x'],
      },
      { list: ['x', 'y', '', null, 'y'] },
    )
    expect(record.description).toBe('Thing a')
    expect(record.keywords).toEqual(['x', 'y'])
  })

  test('tells what is stated, mapped and assumed', async () => {
    const species = [
      '{name}',
      { from: '{list}', map: { mus: 'Mus musculus' } },
      'Rattus norvegicus',
    ]
    const record = await recordOf({ species }, { name: 'Homo sapiens', list: ['MUS', 'odd'] })
    expect(record.species).toEqual([
      { label: 'Homo sapiens', termId: null, origin: 'STATED', raw: null },
      { label: 'Mus musculus', termId: null, origin: 'MAPPED', raw: 'MUS' },
      { label: 'odd', termId: null, origin: 'STATED', raw: null },
      { label: 'Rattus norvegicus', termId: null, origin: 'ASSUMED', raw: null },
    ])
  })

  test('of values that a map does not have is what else says', async () => {
    const from = { from: '{list}', map: { a: 'A' } }
    const labels = async (end: object) =>
      (await recordOf({ technique: { ...from, ...end } }, { list: ['a', 'b'] })).technique.map(
        ({ label }) => label,
      )
    expect(await labels({})).toEqual(['A', 'b'])
    expect(await labels({ else: 'other' })).toEqual(['A', 'other'])
    expect(await labels({ else: null })).toEqual(['A'])
  })

  test('cuts values where it is told to', async () => {
    const keywords = [{ from: '{name}', split: ';', after: ':', before: ' -' }]
    const record = await recordOf({ keywords }, { name: 'k:one - 1; k:two ;; three' })
    expect(record.keywords).toEqual(['one', 'two', 'three'])
  })

  test.each([
    ['T', 3, 3],
    ['mT', 1500, 1.5],
    ['G', 15_000, 1.5],
    ['T', 0, null],
    ['T', -3, null],
  ])('of a field strength in %s makes %d to %d tesla', async (unit, number, tesla) => {
    const record = await recordOf({ fieldStrength: { from: '{number}', unit } }, { number })
    expect(record.fieldStrength).toBe(tesla)
  })

  test('of a resolution holds each axis, or nothing', async () => {
    const resolution = { values: ['{number}', '{number}', '{name}'], unit: 'mm' }
    const whole = await recordOf({ resolution }, { number: -1, name: '1.5' })
    expect(whole.resolution).toEqual({ values: [1, 1, 1.5], unit: 'mm', micrometres: null })
    expect((await recordOf({ resolution }, { number: 1, name: 'thick' })).resolution).toBeNull()
  })

  test('of publications knows a DOI in whatever form', async () => {
    const record = await recordOf(
      { publications: '{list}' },
      { list: ['https://doi.org/10.1000/a.b', 'doi:10.1000/c.', 'A book', 'https://x.org/p'] },
    )
    expect(record.publications).toEqual([
      { title: null, doi: '10.1000/a.b', url: 'https://doi.org/10.1000/a.b' },
      { title: null, doi: '10.1000/c', url: null },
      { title: 'A book', doi: null, url: null },
      { title: null, doi: null, url: 'https://x.org/p' },
    ])
  })

  test('of links lets no other scheme through', async () => {
    const record = await recordOf(
      { landingPage: '{name}', viewers: '{list}' },
      { name: 'javascript:alert(1)', list: ['ftp://x', 'https://x.org'] },
    )
    expect([record.landingPage, record.viewers]).toEqual([null, ['https://x.org']])
  })

  test('that nobody fills is unknown, unless the owner assumes something', async () => {
    const row = { name: 'n' }
    const plain = await recordOf({}, row)
    expect(plain).toMatchObject({
      species: [],
      access: 'UNKNOWN',
      license: { raw: null },
      subjects: null,
    })
    const options = { assumedSpecies: 'Mus musculus', assumedLicense: 'CC0', assumedAccess: 'OPEN' }
    const assumed = await recordOf({}, row, {}, options)
    expect(assumed).toMatchObject({
      species: [{ label: 'Mus musculus', origin: 'ASSUMED' }],
      license: { raw: 'CC0' },
      access: 'OPEN',
      fields: [
        { field: 'license', origin: 'ASSUMED' },
        { field: 'access', origin: 'ASSUMED' },
      ],
    })
  })

  test('of who may see it is public at a plain yes only', async () => {
    const visibility = async (value: unknown, flag: unknown) =>
      (await recordOf({ public: value }, { flag }, {}, { group: 'members' })).visibility
    const members = { discover: ['members'], retrieve: ['members'] }
    expect(await visibility('{flag}', true)).toBeNull()
    expect(await visibility('{flag}', 'TRUE')).toBeNull()
    for (const flag of [false, null, 'yes', 'maybe']) {
      expect(await visibility('{flag}', flag)).toEqual(members)
    }
    expect(await visibility(false, true)).toEqual(members)
    const worded = await recordOf(
      { public: '{name}' },
      { name: 'not yet' },
      {},
      { group: 'members' },
    )
    expect(worded.visibility).toEqual(members)
    const nobody = await recordOf({ public: false }, {})
    expect(nobody.visibility).toEqual({ discover: [], retrieve: [] })
  })
})

describe('rest: rules', () => {
  const rules = [
    {
      id: 'scout',
      when: { any: [{ field: 'name', operator: 'has-words', values: ['scout'] }] },
      set: { kind: 'IMAGE' },
    },
    {
      id: 't1',
      when: {
        all: [
          { field: 'name', operator: 'contains', values: ['T1', 'mprage'] },
          { field: 'name', operator: 'not-contains', values: ['t1rho'] },
        ],
      },
      set: { modality: { id: 'atlas:mri-t1w', label: 'T1-weighted MRI' }, access: 'OPEN' },
    },
    {
      id: 'strong',
      when: { all: [{ field: 'number', operator: 'bigger-than', values: [3] }] },
      set: { access: 'CLOSED', dataLevel: 'high field' },
    },
    {
      id: 'bare',
      when: { all: [{ field: 'name', operator: 'absent' }] },
      set: { accessNote: 'Nobody knows.' },
    },
    {
      id: 'listed',
      when: { all: [{ field: 'list', operator: 'equals', values: ['b'] }] },
      set: { species: ['Mus musculus', 'Homo sapiens'] },
    },
  ]
  const ruled = (row: Record<string, unknown>) => recordOf({ access: 'REGISTERED' }, row, { rules })

  test('set a term, with the rule and the raw value as where it comes from', async () => {
    const record = await ruled({ name: 'AX_T1_MPRAGE' })
    expect(record.modality).toEqual([
      { label: 'T1-weighted MRI', termId: 'atlas:mri-t1w', origin: 'MAPPED', raw: 'AX_T1_MPRAGE' },
    ])
    expect(record.fields).toContainEqual({
      field: 'modality',
      raw: 'AX_T1_MPRAGE',
      rule: 't1',
      origin: 'MAPPED',
    })
  })

  test('are tried in their order: of each slot the first that fits decides', async () => {
    const record = await ruled({ name: 't1', number: 7 })
    expect([record.access, record.dataLevel]).toEqual(['OPEN', 'high field'])
    expect((await ruled({ name: 't2', number: 7 })).access).toBe('CLOSED')
    expect((await ruled({ name: 't2', number: 3 })).access).toBe('REGISTERED')
  })

  test('fit whole words only where words are asked for', async () => {
    expect((await ruled({ name: '3-plane_SCOUT' })).kind).toBe('IMAGE')
    expect((await ruled({ name: 'scouting' })).kind).toBe('DATASET')
  })

  test('of what must not be there do not fit what has it', async () => {
    expect((await ruled({ name: 'T1rho map' })).modality).toEqual([])
  })

  test('fit by what is absent, and by one of several values', async () => {
    const record = await ruled({ list: ['a', ' B '] })
    expect(record.accessNote).toBe('Nobody knows.')
    expect(record.species.map(({ label }) => label)).toEqual(['Mus musculus', 'Homo sapiens'])
    expect(record.fields).toContainEqual({
      field: 'accessNote',
      raw: null,
      rule: 'bare',
      origin: 'MAPPED',
    })
  })
})

describe('rest: dates', () => {
  test.each<[DateFormat, string | number, string | null]>([
    ['iso', '2016-08-09T14:15:30-05:00', '2016-08-09'],
    ['iso', '2016-08', '2016-08'],
    ['iso', '2016', '2016'],
    ['iso', '2016-02-30', null],
    ['iso', '09.08.2016', null],
    ['YYYYMMDD', '20160809', '2016-08-09'],
    ['DD/MM/YYYY', '9/8/2016', '2016-08-09'],
    ['MM/DD/YYYY', '8/9/2016', '2016-08-09'],
    ['DD.MM.YYYY', '31.02.2016', null],
    ['YYYY', '2016', '2016'],
    ['epoch-seconds', 0, '1970-01-01'],
    ['epoch-milliseconds', -86_400_000, '1969-12-31'],
    ['epoch-milliseconds', 1e300, null],
  ])('in the form %s make %s to %s', (date, value, day) => {
    expect(dayOf(value, { date, zone: null })).toBe(day)
  })

  test('without a zone are no moment, unless the manifest names one', () => {
    const text = '2016-08-09 14:15:30'
    expect(momentOf(text, { date: 'iso', zone: null })).toBeNull()
    expect(momentOf(text, { date: 'iso', zone: 'UTC' })).toBe('2016-08-09T14:15:30.000Z')
    expect(momentOf('2016-08-09T14:15:30.123456-05:00', { date: 'iso', zone: null })).toBe(
      '2016-08-09T19:15:30.123Z',
    )
  })

  test('of any text are a date or nothing', () => {
    const formats: DateFormat[] = ['iso', 'YYYYMMDD', 'DD/MM/YYYY', 'epoch-seconds']
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...formats), (text, date) => {
        expect(dayOf(text, { date, zone: null }) ?? '2000').toMatch(/^-?\d{4,6}(-\d\d(-\d\d)?)?$/)
        expect(momentOf(text, { date, zone: 'UTC' }) ?? 'Z').toMatch(/Z$/)
      }),
      { numRuns: 300 },
    )
  })
})

describe('rest: what comes of', () => {
  test('DANDI: the newest published version, else the draft, with its files', async () => {
    const reading = await readManifestOf('dandi')
    expect(recordAt(reading, 'dandiset:000003')).toMatchObject({
      version: '0.230629.1955',
      sameAs: ['DANDI:000003', 'doi:10.48324/dandi.000003/0.230629.1955'],
      landingPage: 'https://dandiarchive.org/dandiset/000003/0.230629.1955',
      species: [{ label: 'Mus musculus', raw: 'Mus musculus - House mouse' }],
      license: { raw: 'CC-BY-4.0' },
      access: 'OPEN',
      subjects: { count: 16 },
      released: '2023-06-29',
    })
    expect(recordAt(reading, 'dandiset:000108')).toMatchObject({
      version: 'draft',
      released: '2020-03-15',
    })
    expect(reading.assets.get('dandiset:000003')).toHaveLength(7)
    expect(reading.assets.get('dandiset:000108')?.[0]).toMatchObject({
      format: 'OME-Zarr',
      role: 'DIRECTORY',
    })
    expect(locators(reading, 'dandiset:000143')[0]).toMatch(
      /^\/api\/assets\/000143[^/]*\/download\/$/,
    )
  })

  test('Girder: folders below folders, each item with the rights of its folder', async () => {
    const reading = await readManifestOf('girder')
    const named = (title: string) =>
      [...reading.records].find(([, record]) => record.title === title)
    const [cortex] = named('Cortex') ?? []
    expect(named('Annotated')?.[1].parents).toEqual([cortex])
    expect(named('Slide 1, regions')?.[1]).toMatchObject({
      kind: 'DATASET',
      parents: [named('Annotated')?.[0]],
      license: { raw: 'CC-BY-4.0' },
      visibility: null,
    })
    expect(named('Draft')?.[1].visibility).toEqual({ discover: [], retrieve: [] })
    expect(reading.assets.get(named('Slide 5')?.[0] ?? '')).toHaveLength(4)
  })

  test('LORIS: scans by their type, with what their headers say, for members only', async () => {
    const reading = await withRest('loris', ({ options, world }) =>
      read({ ...options, group: 'loris-members' }, { credentials: world.credentials }),
    )
    const scans = [...reading.records.values()].filter(({ kind }) => kind === 'IMAGE')
    const [t1, t2, flair, diffusion] = scans
    expect(t1).toMatchObject({
      title: 't1_mprage scan, visit V1, Pumpernickel',
      modality: [{ termId: 'atlas:mri-t1w', raw: 't1_mprage' }],
      fieldStrength: 3,
      resolution: { values: [1, 1, 1.2], unit: 'mm' },
      modified: '2016-08-09T19:15:30.000Z',
      visibility: { discover: ['loris-members'], retrieve: ['loris-members'] },
    })
    // Not a number: unknown, and nothing made up.
    expect(t2?.fieldStrength).toBeNull()
    expect([flair, diffusion].map((one) => one?.modality[0]?.label)).toEqual([
      'FLAIR',
      'diffusion MRI',
    ])
    const id = reading.order.find((one) => one.startsWith('image:')) ?? ''
    expect(reading.assets.get(id)?.[0]).toMatchObject({
      format: 'MINC',
      size: null,
      checksum: null,
    })
    expect(locators(reading, id)).toEqual([`/api/v0.0.4-dev${id.slice('image:'.length)}`])
  })

  test('SciTran: acquisitions with the digests of their files, hidden where they are not public', async () => {
    const reading = await readManifestOf('scitran')
    const [id, record] = [...reading.records].find(([, { title }]) => title === '3_1_t1') ?? []
    expect(record).toMatchObject({
      kind: 'IMAGE',
      modality: [{ termId: 'atlas:mri-t1w' }],
      visibility: null,
    })
    expect(reading.assets.get(id ?? '')?.[0]).toMatchObject({
      format: 'DICOM',
      role: 'ARCHIVE',
      mediaType: 'application/zip',
      checksum: { algorithm: 'SHA384', value: expect.stringMatching(/^[0-9a-f]{96}$/) },
    })
    const hidden = [...reading.records.values()].filter(({ visibility }) => visibility !== null)
    expect(hidden.map(({ title }) => title)).toContain('Session visit 1/2, Testdata')
    expect(hidden).toHaveLength(5)
  })

  test('OpenNeuro: the newest snapshot, and links that hold no signature', async () => {
    const reading = await readManifestOf('openneuro')
    expect(recordAt(reading, 'dataset:ds000001')).toMatchObject({
      title: 'Balloon Analog Risk-taking Task',
      publications: [{ doi: '10.3389/fnins.2012.00080' }],
      species: [{ label: 'Homo sapiens', origin: 'MAPPED', raw: 'Human' }],
      license: { raw: 'PDDL' },
      access: 'OPEN',
    })
    expect(recordAt(reading, 'dataset:ds000117').modality.map(({ label }) => label)).toEqual([
      'MEG',
      'MRI',
    ])
    expect(recordAt(reading, 'dataset:ds900002').modality).toEqual([])
    const files = reading.assets.get('dataset:ds000001') ?? []
    expect(files.map(({ role }) => role)).toEqual([
      'OTHER',
      'METADATA',
      'TABLE',
      'DIRECTORY',
      'VOLUME',
    ])
    expect(locators(reading, 'dataset:ds000001').at(-1)).toBe(
      '/crn/datasets/ds000001/snapshots/1.0.0/files/T1w%20template.nii.gz',
    )
  })

  test('EBRAINS: versions, named by their dataset where they have no name of their own', async () => {
    const reading = await readManifestOf('ebrains')
    const at = (nth: number) =>
      recordAt(reading, `dataset:00000000-0000-4000-8000-00000000000${nth}`)
    expect(at(1)).toMatchObject({
      title: 'Whole-brain parcellation of the Julich-Brain Cytoarchitectonic Atlas',
      version: 'v2.9',
      sameAs: ['https://doi.org/10.25493/MXJ6-6DH'],
      license: { raw: 'Creative Commons Attribution-NonCommercial-ShareAlike 4.0 International' },
      access: 'OPEN',
      creators: [],
    })
    expect(at(3)).toMatchObject({ access: 'DATA_USE_AGREEMENT', released: '2021-03-04' })
    expect(at(3).species.map(({ label }) => label)).toEqual(['Mus musculus', 'Homo sapiens'])
  })
})
