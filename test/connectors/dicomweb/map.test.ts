import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contrastOf, readContrastRules } from '../../../connectors/dicomweb/contrast.ts'
import dicomweb from '../../../connectors/dicomweb/index.ts'
import { linkOf } from '../../../connectors/dicomweb/links.ts'
import { reducedSeries, reducedStudy } from '../../../connectors/dicomweb/reduce.ts'
import { tesla } from '../../../connectors/dicomweb/terms.ts'
import { knownWords } from '../../../connectors/dicomweb/words.ts'
import type { Mapped } from '../../../src/sdk/index.ts'
import { createVocabulary } from '../../../src/search/vocabulary/create-vocabulary.ts'
import { normaliseTerm } from '../../../src/search/vocabulary/normalise.ts'
import { seedTerms } from '../../../src/search/vocabulary/seed.ts'
import { optionsOf } from './read-dicomweb.ts'

type Set = Record<string, { vr?: string; Value?: unknown[] }>
const root = 'https://pacs.example.org/dicom-web'
const rules = readContrastRules()

function mapped(study: Set, series: Set[] | null, given: Record<string, unknown> = {}): Mapped {
  const options = optionsOf({ baseUrl: root, ...given })
  const whole = { '0020000D': { Value: ['1.2.3'] }, ...study }
  const row = {
    study: reducedStudy(whole, options),
    series: series?.map((one, at) =>
      reducedSeries({ '0020000E': { Value: [`1.2.3.${at + 1}`] }, ...one }, options),
    ),
  }
  const parsed = dicomweb.rows.study.parse({ ...row, series: row.series ?? null })
  const map = dicomweb.map.study(parsed, options, rules)
  if (map === null) throw new Error('no record')
  return map
}

const mr = (description: string, rest: Set = {}): Set => ({
  '00080060': { Value: ['MR'] },
  '0008103E': { Value: [description] },
  ...rest,
})

describe('dicomweb: a study', () => {
  test('of which nothing is said is a session of unknown everything', () => {
    const { record, assets } = mapped({}, null)
    expect(record).toMatchObject({
      kind: 'SESSION',
      title: 'session',
      description: null,
      domain: 'MEDICAL_IMAGING',
      species: [],
      modality: [],
      structure: [],
      fieldStrength: null,
      released: null,
      access: 'UNKNOWN',
      subjects: null,
    })
    expect(assets?.map(({ locator, size }) => [locator, size])).toEqual([
      ['dicomweb:studies/1.2.3', null],
      ['dicomweb:studies/1.2.3/metadata', null],
    ])
  })

  test('with empty values is like one without them', () => {
    const empty = {
      '00080020': { vr: 'DA' },
      '00080061': { Value: [null] },
      '00201206': { Value: [''] },
    }
    expect(mapped(empty, []).record).toEqual(mapped({}, []).record)
  })

  test('has the modalities that it says where its series are not read', () => {
    const { record } = mapped({ '00080061': { Value: ['PT', 'MR', 'SR'] } }, null)
    expect(record.title).toBe('MR PT session')
    expect(record.modality.map(({ raw, origin }) => [raw, origin])).toEqual([
      ['MR', 'MAPPED'],
      ['PT', 'MAPPED'],
    ])
  })

  const dates: [unknown, string, string | null][] = [
    ['20190314', 'day', '2019-03-14'],
    ['2019.03.14', 'day', '2019-03-14'],
    ['20190314', 'year', '2019'],
    ['20190314', 'none', null],
    ['20191399', 'day', null],
    ['00010101', 'year', null],
    ['SMITH', 'year', null],
    ['', 'year', null],
  ]
  test.each(dates)('of %j is dated, to the %s, %s', (date, studyDate, released) => {
    const { record } = mapped({ '00080020': { Value: [date] } }, null, { studyDate })
    expect(record.released).toBe(released)
    const told = record.fields.find(({ field }) => field === 'released')
    expect(told?.raw ?? null).toBe(released)
  })

  test('says what is assumed, and assumes no species where one is stated', () => {
    const given = {
      assumedSpecies: 'Homo sapiens',
      assumedLicense: 'CC-BY-4.0',
      assumedAccess: 'ON_REQUEST',
    }
    const { record } = mapped({}, null, given)
    expect(record.species).toEqual([
      { label: 'Homo sapiens', termId: null, origin: 'ASSUMED', raw: null },
    ])
    expect([record.license.raw, record.access]).toEqual(['CC-BY-4.0', 'ON_REQUEST'])
    expect(
      record.fields.flatMap(({ field, origin }) => (origin === 'ASSUMED' ? field : [])),
    ).toEqual(['license', 'access'])
    const mouse = mapped({ '00102201': { Value: ['Mus musculus'] } }, null, given)
    expect(mouse.record.species).toMatchObject([{ label: 'Mus musculus', origin: 'STATED' }])
  })

  test('has the field strength on which all its series agree', () => {
    const at = (value: unknown) => mr('', { '00180087': { Value: [value] } })
    expect(mapped({}, [at(3), at('3.0'), mr('')]).record.fieldStrength).toBe(3)
    expect(mapped({}, [at(3), at(1.5)]).record.fieldStrength).toBeNull()
  })

  test('is as available as it says', () => {
    const availability = (word: string) =>
      mapped({ '00080056': { Value: [word] } }, null).assets?.[0]?.availability
    expect(['ONLINE', 'NEARLINE', 'UNAVAILABLE', 'HEREABOUTS'].map(availability)).toEqual([
      'ONLINE',
      'ARCHIVED',
      'UNKNOWN',
      'UNKNOWN',
    ])
  })

  test('has a page to look at where the owner names a viewer', () => {
    const { record } = mapped({}, null, { viewerUrl: 'https://view.example.org/?s={study}' })
    expect([record.landingPage, ...record.viewers]).toEqual([
      'https://view.example.org/?s=1.2.3',
      'https://view.example.org/?s=1.2.3',
    ])
  })

  test('of the brain is neuroimaging, even with a scout of the head, and no other is', () => {
    const part = (name: string) => mr('', { '00180015': { Value: [name] } })
    const domain = (...names: string[]) => mapped({}, names.map(part)).record.domain
    expect(domain('BRAIN', 'HEAD')).toBe('NEUROIMAGING')
    expect([domain('HEAD'), domain('BRAIN', 'CHEST'), domain('KNEE')]).toEqual(
      Array(3).fill('MEDICAL_IMAGING'),
    )
  })
})

describe('dicomweb: a series', () => {
  test('as an asset can be fetched, and rendered where it is an image', () => {
    const { assets } = mapped({}, [
      mr('t1_mprage', { '00200011': { Value: ['3'] } }),
      { '00080060': { Value: ['SR'] } },
      { '00080060': { Value: ['SEG'] } },
    ])
    expect(assets?.slice(2).map(({ name, role, locator }) => [name, role, locator])).toEqual([
      ['series 3: MR, t1 mprage', 'DIRECTORY', 'dicomweb:studies/1.2.3/series/1.2.3.1'],
      [
        'series 3: MR, t1 mprage, rendered',
        'IMAGE',
        'dicomweb:studies/1.2.3/series/1.2.3.1/rendered',
      ],
      ['series: SR', 'DIRECTORY', 'dicomweb:studies/1.2.3/series/1.2.3.2'],
      ['series: SEG', 'LABELS', 'dicomweb:studies/1.2.3/series/1.2.3.3'],
      ['series: SEG, rendered', 'IMAGE', 'dicomweb:studies/1.2.3/series/1.2.3.3/rendered'],
    ])
  })

  const contrasts: [string, string | null][] = [
    ['t1_mprage_sag_p2_iso', 'T1-weighted MRI'],
    ['T1w_MPR', 'T1-weighted MRI'],
    ['Ax T2 FSE', 'T2-weighted MRI'],
    ['t2_space_dark-fluid FLAIR', 'FLAIR'],
    ['T2*_GRE', 'T2star-weighted MRI'],
    ['ep2d_diff_mddw_64_p2', 'diffusion MRI'],
    ['ep2d_diff_mddw_64_p2_ADC', 'diffusion MRI'],
    ['DTI_30dir', 'diffusion tensor imaging'],
    ['rfMRI rest AP BOLD', 'resting-state fMRI'],
    ['task-nback_bold', 'functional MRI'],
    ['SWI_Images', 'susceptibility-weighted imaging'],
    ['TOF_3D_multi-slab', 'magnetic resonance angiography'],
    ['localizer T1', null],
    ['T1 map', null],
    ['Series 4', null],
    ['', null],
  ]
  test.each(contrasts)('called %j shows %s', (description, label) => {
    expect(contrastOf(rules, 'MR', description)?.value ?? null).toBe(label)
    expect(contrastOf(rules, 'CT', description)).toBeNull()
  })

  test('has words of rules that are all known, and labels that the vocabulary has', () => {
    const vocabulary = createVocabulary(seedTerms)
    for (const { id, when, set } of rules.rules) {
      const text = JSON.stringify(when)
      const words = [...text.matchAll(/"values":\[([^\]]*)\]/g)]
        .flatMap(([, list]): string[] => JSON.parse(`[${list}]`))
        .filter((word) => word !== 'MR')
      expect(words.length, id).toBeGreaterThan(0)
      expect(words.flatMap(knownWords)).toEqual(words)
      const label = set.contrast ?? ''
      const term = { label, termId: null, origin: 'MAPPED' as const, raw: null }
      expect(normaliseTerm(term, 'modality', vocabulary).termId, label).toMatch(/^atlas:/)
    }
  })

  test.each([
    [3, 3],
    [15_000, 1.5],
    [0.064, 0.064],
    [0, null],
    [-3, null],
    [60, null],
    [1e9, null],
  ])('at %d has a field of %s tesla', (written, strength) => {
    expect(tesla(written)).toBe(strength)
  })

  test('at a field in gauss says so', () => {
    const { fields } = mapped({}, [mr('', { '00180087': { Value: ['15000'] } })]).record
    expect(fields).toContainEqual({
      field: 'fieldStrength',
      raw: '15000',
      rule: 'dicomweb:gauss',
      origin: 'MAPPED',
    })
  })

  test('with descriptions let through whole shows all of them', () => {
    const given = { descriptions: 'whole' }
    const study = { '00081030': { Value: ['Ageing cohort, wave 2'] } }
    const { record, assets } = mapped(study, [mr('t1 of wave 2')], given)
    expect(record.title).toBe('Ageing cohort, wave 2 (MR session: T1-weighted MRI)')
    expect(assets?.[2]?.name).toBe('series: MR, t1 of wave 2')
  })
})

describe('dicomweb: words', () => {
  test('that are kept of a text are always on the list, and survive a second look', () => {
    const parts = [
      'T1',
      'mprage',
      '_',
      ' ',
      '.',
      '3mm',
      '0.75mm',
      'Smith',
      '19600102',
      'b1000',
      '*',
      'ü',
    ]
    const text = fc.oneof(
      fc.string(),
      fc.array(fc.constantFrom(...parts)).map((all) => all.join('')),
    )
    fc.assert(
      fc.property(text, (text) => {
        const words = knownWords(text)
        expect(knownWords(words.join(' '))).toEqual(words)
        expect(words.join(' ')).not.toMatch(/smith|19600102/)
      }),
      { numRuns: 300 },
    )
  })
})

describe('dicomweb: links', () => {
  test('are built on the public root, with or without a slash at its end', () => {
    const links = [root, `${root}/`].map((baseUrl) =>
      linkOf('dicomweb:studies/1.2.3/metadata', optionsOf({ baseUrl })),
    )
    expect(links).toEqual(Array(2).fill(`${root}/studies/1.2.3/metadata`))
    const options = optionsOf({ baseUrl: 'http://10.0.0.7:8042/dicom-web', publicUrl: root })
    expect(linkOf('dicomweb:studies/1.2.3', options)).toBe(`${root}/studies/1.2.3`)
  })

  test.each(['https://u:p@pacs.example.org/dw', `${root}?token=1`, 'ftp://pacs.example.org', 'dw'])(
    'are not built on %s',
    (baseUrl) => {
      expect(dicomweb.options.safeParse({ baseUrl }).success).toBe(false)
    },
  )
})
