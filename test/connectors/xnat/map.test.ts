import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fileAsset } from '../../../connectors/xnat/assets.ts'
import xnat from '../../../connectors/xnat/index.ts'
import { fileLinkOf, isStep, linksOf, locatorOf, pathOf } from '../../../connectors/xnat/links.ts'
import { utcOf } from '../../../connectors/xnat/times.ts'
import { Asset, MappedRecord } from '../../../src/model/index.ts'
import { mapRow } from './read-xnat.ts'

interface Parts {
  listed?: object
  fields?: object
  scans?: object[]
  item?: object
}

const scan = (ID: string, fields: object, ...resources: object[]) => ({
  xsiType: 'xnat:mrScanData',
  fields: { ID, ...fields },
  resources,
})

/** A session's row as a harvest composes it. */
function session({ listed = {}, fields = {}, scans = [], item = {} }: Parts = {}) {
  return {
    metIn: 'P',
    accessibility: 'public',
    isOpen: false,
    listed: { ID: 'X_E1', label: 'one', xsiType: 'xnat:mrSessionData', ...listed },
    item: {
      xsiType: 'xnat:mrSessionData',
      fields: { project: 'P', ...fields },
      shares: [],
      resources: [],
      scans,
      assessors: [],
      ...item,
    },
  }
}

const project = {
  id: 'P',
  name: 'A study',
  accessibility: 'public',
  isOpen: true,
  modalities: ['MR', 'PT'],
  subjects: { count: 12, ageMin: 20, ageMax: 45 },
}

const recordOf = (parts?: Parts, options?: object) =>
  mapRow('session', session(parts), options).record
const assetsOf = (...resources: object[]) =>
  mapRow('session', session({ scans: [scan('4', {}, ...resources)] })).assets ?? []
const labels = (terms: readonly { label: string }[]) => terms.map(({ label }) => label)

describe('xnat: a project as a record', () => {
  test('has its words, its page and its group of subjects', () => {
    const { record } = mapRow('project', {
      ...project,
      keywords: 'ageing, MRI ; ageing',
      investigator: 'A Lead',
    })
    expect(record).toMatchObject({
      kind: 'STUDY',
      title: 'A study',
      keywords: ['ageing', 'MRI'],
      creators: ['A Lead'],
      access: 'OPEN',
      landingPage: 'https://xnat.example.org/data/projects/P?format=html',
      subjects: { count: 12, ageMin: 20, ageMax: 45, ageUnit: 'years' },
    })
    expect(record.modality.map(({ termId }) => termId)).toEqual(['atlas:mri', 'atlas:pet'])
  })

  test('is named by its short title, else by its id, where it has no name', () => {
    expect(mapRow('project', { ...project, name: '', secondaryId: 'Short' }).record.title).toBe(
      'Short',
    )
    expect(mapRow('project', { ...project, name: null }).record.title).toBe('P')
  })

  test('says nothing of subjects that may not be seen, and of ages that are not known', () => {
    expect(mapRow('project', { ...project, subjects: null }).record.subjects).toBeNull()
    const ageless = { count: 3, ageMin: null, ageMax: null }
    expect(mapRow('project', { ...project, subjects: ageless }).record.subjects).toEqual({
      ...ageless,
      ageUnit: null,
    })
  })

  test('has no licence and no species unless the operator assumes one, and then it says so', () => {
    const { record } = mapRow('project', project)
    expect([record.species, record.license.raw]).toEqual([[], null])
    const options = { assumedSpecies: 'Homo sapiens', assumedLicense: 'CC-BY-4.0' }
    const assumed = mapRow('project', project, options).record
    expect(assumed.species).toMatchObject([{ label: 'Homo sapiens', origin: 'ASSUMED' }])
    expect(assumed.license.raw).toBe('CC-BY-4.0')
    expect(assumed.fields.map(({ field, origin }) => [field, origin])).toEqual([
      ['species', 'ASSUMED'],
      ['license', 'ASSUMED'],
    ])
    const own = { ...options, projectLicenses: { P: 'ODbL' } }
    expect(mapRow('project', project, own).record.license.raw).toBe('ODbL')
  })

  test.each([
    ['public', true, 'OPEN'],
    ['public', false, 'REGISTERED'],
    ['protected', true, 'ON_REQUEST'],
    ['private', true, 'CLOSED'],
  ])('%s at a site that is open (%s) has the access %s', (accessibility, isOpen, access) => {
    expect(mapRow('project', { ...project, accessibility, isOpen }).record.access).toBe(access)
  })
})

describe('xnat: a session as a record', () => {
  test('lies in its owner first, then in the projects that it is shared into', () => {
    const shares = [{ project: 'Q' }, { project: 'P' }, { project: 'R' }]
    const row = { ...session({ item: { shares } }), metIn: 'R' }
    expect(mapRow('session', row).record.parents).toEqual(['project:P', 'project:Q', 'project:R'])
  })

  test('has the label of its owner and its type as a title, and its ids as other names', () => {
    const { title, sameAs } = recordOf({
      listed: { label: 'as shared' },
      fields: { label: 'own', UID: '1.2.3' },
    })
    expect(title).toBe('own: MR session')
    expect(sameAs).toEqual(['X_E1', 'urn:oid:1.2.3'])
  })

  test.each([
    ['xnat:mrSessionData', 'MR session', ['magnetic resonance imaging']],
    [
      'xnat:petmrSessionData',
      'PET/MR session',
      ['positron emission tomography', 'magnetic resonance imaging'],
    ],
    ['xnat:ctSessionData', 'CT session', ['computed tomography']],
    ['xnat:eegSessionData', 'EEG session', ['electroencephalography']],
    ['abc:fooSessionData', 'foo session', []],
  ])('of the type %s is a %s', (xsiType, type, modality) => {
    const record = recordOf({ listed: { xsiType } })
    expect(record.title).toBe(`one: ${type}`)
    expect(labels(record.modality)).toEqual(modality)
  })

  test.each([
    ['PET', ['positron emission tomography']],
    ['MRI', ['magnetic resonance imaging']],
    ['PT\\CT', ['positron emission tomography', 'computed tomography']],
    ['QQ', ['QQ']],
  ])('that says %s is of that modality, whatever its type is', (modality, expected) => {
    expect(labels(recordOf({ fields: { modality } }).modality)).toEqual(expected)
  })

  test('has the contrasts of its scans, each with the name and the rule that gave it', () => {
    const { modality, fields } = recordOf({
      scans: [
        scan('1', { type: 'localizer' }),
        scan('2', { type: 't1_mpr_1mm_p2_pos50' }),
        scan('3', { type: 'unheard of', series_description: 'AX T2 FLAIR' }),
        scan('4', { type: 'unheard of too' }),
      ],
    })
    expect(modality.slice(1)).toMatchObject([
      { termId: 'atlas:mri-t1w', origin: 'MAPPED', raw: 't1_mpr_1mm_p2_pos50' },
      { termId: 'atlas:mri-flair', origin: 'MAPPED', raw: 'AX T2 FLAIR' },
    ])
    const rules = fields.filter(({ raw }) => raw?.includes('t1') || raw?.includes('T2'))
    expect(rules.map(({ rule }) => rule)).toEqual(['xnat:mprage', 'xnat:flair'])
  })

  test('has the parts of the body that names tell, as read from text', () => {
    const { structure } = recordOf({
      fields: { session_type: 'head^DHead' },
      scans: [scan('1', { type: 'KNEE PD SAG' }), scan('2', { type: 'SpinEchoFieldMap_AP' })],
    })
    expect(structure).toMatchObject([
      { label: 'knee', origin: 'EXTRACTED', raw: 'KNEE PD SAG' },
      { label: 'head', origin: 'EXTRACTED', raw: 'head^DHead' },
    ])
  })

  test.each([
    ['3.0', null, 3],
    ['', '1.5', 1.5],
    [null, null, null],
    ['15000', null, null],
    ['none', null, null],
  ])('with the field strength %s and scans of %s has %s tesla', (own, ofScans, tesla) => {
    const scans = [scan('1', { fieldStrength: ofScans }), scan('2', {})]
    expect(recordOf({ fields: { fieldStrength: own }, scans }).fieldStrength).toBe(tesla)
  })

  test('of scans of several field strengths has none', () => {
    const scans = [scan('1', { fieldStrength: '3.0' }), scan('2', { fieldStrength: '7' })]
    expect(recordOf({ scans }).fieldStrength).toBeNull()
  })

  test('changed when the server says so, if the zone of its clock is known', () => {
    const listed = {
      last_modified: '2024-07-30 10:15:27.184697',
      insert_date: '2020-01-01 00:00:00',
    }
    expect(recordOf({ listed }).modified).toBeNull()
    const options = { timeZone: 'Europe/London' }
    expect(recordOf({ listed }, options).modified).toBe('2024-07-30T09:15:27.184Z')
    const created = { ...listed, last_modified: '' }
    expect(recordOf({ listed: created }, options).modified).toBe('2020-01-01T00:00:00.000Z')
  })

  test('of which only the list is known is a record as well', () => {
    const { record, assets } = mapRow(
      'session',
      { ...session(), item: null },
      { depth: 'sessions' },
    )
    expect(record).toMatchObject({ title: 'one: MR session', parents: ['project:P'] })
    expect(assets).toEqual([])
  })
})

describe('xnat: resources as assets', () => {
  test('have a format, a size, and an address by their label that leads to their files', () => {
    const [asset] = assetsOf({
      label: 'DICOM',
      format: 'DICOM',
      file_count: 176,
      file_size: 33_554_432,
      xnat_abstractresource_id: 7777,
    })
    expect(asset).toMatchObject({
      name: 'scans/4/DICOM (176 files)',
      role: 'VOLUME',
      format: 'DICOM',
      size: 33_554_432,
      sizeIsExact: true,
      locator: 'xnat://xnat.example.org/data/experiments/X_E1/scans/4/resources/DICOM',
    })
    expect(JSON.stringify(asset)).not.toContain('7777')
    const root = 'https://xnat.example.org/data/experiments/X_E1/scans/4/resources/DICOM/files'
    expect(linksOf(asset?.locator ?? '')).toEqual({
      files: root,
      zip: `${root}?format=zip`,
      fileTemplate: `${root}/{+path}`,
    })
  })

  test.each(['', '0', 0, null, undefined, 'NaN'])(
    'with a size of %o have none that is known',
    (file_size) => {
      expect(assetsOf({ label: 'DICOM', file_size })[0]).toMatchObject({
        size: null,
        sizeIsExact: false,
      })
    },
  )

  test.each([
    ['NIFTI', null, 'NIfTI', 'VOLUME'],
    ['SNAPSHOTS', 'GIF', 'GIF', 'THUMBNAIL'],
    ['SNAPSHOTS', null, 'GIF', 'THUMBNAIL'],
    ['secondary', 'DICOM', 'DICOM', 'OTHER'],
    ['BIDS', null, 'JSON', 'METADATA'],
    ['protocols & notes', 'PDF', 'PDF', 'OTHER'],
    ['of our own', 'XYZ', 'XYZ', 'DIRECTORY'],
    ['of our own', null, null, 'DIRECTORY'],
  ])('%s in %s is %s and %s', (label, format, expected, role) => {
    expect(assetsOf({ label, format })[0]).toMatchObject({ format: expected, role })
  })

  test('of the session itself and of what was derived from it have their own addresses', () => {
    const DATA = { label: 'DATA' }
    const item = {
      resources: [{ label: 'a b/c' }],
      assessors: [{ xsiType: 'fs:fsData', fields: { ID: 'A1' }, out: [DATA], resources: [DATA] }],
    }
    const { assets = [] } = mapRow('session', session({ item }))
    expect(assets.map(({ locator }) => new URL(locator).pathname)).toEqual([
      '/data/experiments/X_E1/resources/a%20b%2Fc',
      '/data/experiments/X_E1/assessors/A1/out/resources/DATA',
      '/data/experiments/X_E1/assessors/A1/resources/DATA',
    ])
  })
})

test('xnat: names that no address can hold have no asset', () => {
  expect(assetsOf({ label: '..' }, { label: '.' }, { label: '...' })).toHaveLength(1)
})

describe('xnat: files as assets', () => {
  const options = xnat.options.parse({ baseUrl: 'http://127.0.0.1:8080/xnat' })
  const row = {
    Name: 'a b.dcm',
    Size: '192046',
    URI: '/data/experiments/X_E1/scans/4/resources/123/files/sub/a b.dcm',
    collection: 'DICOM',
    file_format: 'DICOM',
    digest: '4DCB184FE566523B94BEE851E18F02BA',
    cat_ID: '123',
  }

  test('have size, digest and an address by the label of their resource', () => {
    const asset = fileAsset('X_E1', row, options)
    expect(asset).toMatchObject({
      name: 'scans/4/DICOM/sub/a b.dcm',
      size: 192_046,
      checksum: { algorithm: 'MD5', value: '4dcb184fe566523b94bee851e18f02ba' },
    })
    expect(fileLinkOf(asset?.locator ?? '')).toBe(
      'http://127.0.0.1:8080/xnat/data/experiments/X_E1/scans/4/resources/DICOM/files/sub/a%20b.dcm',
    )
  })

  test('of unknown size and without a digest have neither', () => {
    for (const Size of ['', '0']) {
      const asset = fileAsset('X_E1', { ...row, Size, digest: '' }, options)
      expect(asset).toMatchObject({ size: null, sizeIsExact: false, checksum: null })
    }
  })

  test('that are told by a place on the server’s disks are left out', () => {
    for (const URI of [
      '/data/xnat/archive/P/arc001/one/SCANS/4/DICOM/a.dcm',
      'file:/x',
      '',
      null,
    ]) {
      expect(fileAsset('X_E1', { ...row, URI }, options)).toBeNull()
    }
  })
})

describe('xnat: addresses', () => {
  const step = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }).filter(isStep)

  test('a label of any letters leads back to itself and to no other resource', () => {
    fc.assert(
      fc.property(step, step, (scanId, label) => {
        const path = pathOf('experiments', 'E', 'scans', scanId, 'resources', label)
        const links = linksOf(locatorOf('https://site.example/x', path))
        const steps = new URL(links?.files ?? 'none:').pathname.split('/').map(decodeURIComponent)
        expect(steps).toEqual([
          '',
          'x',
          'data',
          'experiments',
          'E',
          'scans',
          scanId,
          'resources',
          label,
          'files',
        ])
      }),
      { numRuns: 200 },
    )
  })

  test('what is no locator of this kind has no links', () => {
    for (const other of [
      'https://a.example/x',
      'xnat://a.example/data/projects/P',
      's3://b/k',
      '',
    ]) {
      expect([linksOf(other), fileLinkOf(other)]).toEqual([null, null])
    }
  })
})

describe('xnat: times of a server’s clock', () => {
  test.each([
    ['2023-10-13 19:06:13.705', 'UTC', '2023-10-13T19:06:13.705Z'],
    ['2023-10-13 19:06:13', 'America/Chicago', '2023-10-14T00:06:13.000Z'],
    ['2026-02-02 14:54:44.225298', 'Europe/Paris', '2026-02-02T13:54:44.225Z'],
    // The hour that does not exist, and the one that comes twice.
    ['2024-03-31 02:30:00.0', 'Europe/Paris', '2024-03-31T01:30:00.000Z'],
    ['2024-03-31 03:30:00.0', 'Europe/Paris', '2024-03-31T01:30:00.000Z'],
    ['2024-10-27 02:30:00', 'Europe/Paris', '2024-10-27T00:30:00.000Z'],
    ['2024-11-03 01:30:00', 'America/Chicago', '2024-11-03T06:30:00.000Z'],
    ['Thu Mar 18 11:33:11 CDT 2021', 'UTC', null],
    ['2024-13-45', 'UTC', null],
  ])('%s in %s is %s', (text, zone, utc) => {
    expect(utcOf(text, zone)).toBe(utc)
  })
})

describe('xnat: rows of any content', () => {
  const text = fc.option(fc.oneof(fc.string({ maxLength: 20 }), fc.integer(), fc.constant('')), {
    nil: undefined,
  })
  const resource = fc.record({
    label: fc.string({ minLength: 1 }),
    format: text,
    file_count: text,
    file_size: text,
  })
  const anyScan = fc.record({
    xsiType: text,
    fields: fc.record({
      ID: fc.string({ minLength: 1 }),
      type: text,
      series_description: text,
      modality: text,
      fieldStrength: text,
    }),
    resources: fc.array(resource, { maxLength: 3 }),
  })

  test('that pass their shape become valid records with valid assets, each with one address', () => {
    fc.assert(
      fc.property(fc.array(anyScan, { maxLength: 4 }), text, text, (scans, label, modality) => {
        const row = session({ listed: { label }, fields: { modality }, scans })
        const parsed = xnat.rows.session.safeParse(row)
        if (!parsed.success) return
        expect(xnat.rows.session.parse(parsed.data)).toEqual(parsed.data)
        const { record, assets = [] } = mapRow('session', row)
        expect(MappedRecord.safeParse(record).error).toBeUndefined()
        for (const asset of assets) expect(Asset.safeParse(asset).error).toBeUndefined()
      }),
      { numRuns: 150 },
    )
  })
})
