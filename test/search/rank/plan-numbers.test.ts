import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findNumbers } from '../../../src/search/rank/plan-numbers.ts'
import { planQuery } from '../../../src/search/rank/plan-query.ts'
import { contextOf } from './small-lexicon.ts'

const day = (date: string) => Date.parse(date) / 86_400_000
const found = (query: string) =>
  findNumbers(query, 2026).map(({ text, facet, min, max, label }) => ({
    text,
    facet,
    min,
    max,
    label,
  }))

describe('findNumbers: what is none', () => {
  test.each([
    '',
    'CA1 MNI152 ds000114 T1w T2 2009c 5xFAD D1 h2o',
    'E13.5 P56 layer 5 Area 17 BA 44 Brodmann area 9',
    '10x Visium, Smart-seq2, 4i, 3D, 2d',
    '10.1016/j.cell.2020.04.007',
    'https://example.org/2019/25um',
    '488 nm laser, 920nm excitation, 594 nm',
    '40 µm sections, 50 um thick slices, 2 mm lesion',
    'CD4 T cells, 4 T cells, 3 t',
    'type 2 patients, 20 year old subjects',
    '4 to 18 years, 20 and 80',
    '2000 neurons, 1950 cells, 1899, 2150',
    '2019-03-15, v2019, JPEG 2000',
    '40 T, 0 T, 0 mm',
    'xMEG 2010x',
    '12 months old mice',
  ])('findNumbers: %j holds none', (query) => {
    expect(found(query)).toEqual([])
  })

  test('findNumbers: a year is one up to the next', () => {
    expect(found('2027')).toHaveLength(1)
    expect(found('2028')).toEqual([])
  })
})

describe('findNumbers: resolution', () => {
  test.each([
    ['25um', 22.5, 27.5, 'resolution 25 µm'],
    ['25 µm', 22.5, 27.5, 'resolution 25 µm'],
    ['25 μm', 22.5, 27.5, 'resolution 25 µm'],
    ['25-micron', 22.5, 27.5, 'resolution 25 µm'],
    ['39 micrometre', 35.1, 42.9, 'resolution 39 µm'],
    ['0.5mm', 450, 550, 'resolution 500 µm'],
    ['0,5 mm', 450, 550, 'resolution 500 µm'],
    ['1 mm3', 900, 1100, 'resolution 1 mm'],
    ['2x2x2 mm', 1800, 2200, 'resolution 2 mm'],
    ['0.5 x 0.5 x 2 mm', 450, 2200, 'resolution 500 µm – 2 mm'],
    ['8 nm', 0.0072, 0.0088, 'resolution 8 nm'],
    ['10-25 um', 9, 27.5, 'resolution 10 µm – 25 µm'],
    ['between 10 and 25 µm', 9, 27.5, 'resolution 10 µm – 25 µm'],
    ['< 50 µm', 0, 49.95, 'resolution < 50 µm'],
    ['better than 50 µm', 0, 49.95, 'resolution < 50 µm'],
    ['at least 50 µm', 0, 55, 'resolution ≤ 50 µm'],
    ['up to 1 mm', 0, 1100, 'resolution ≤ 1 mm'],
    ['> 1 mm', 1001, Number.POSITIVE_INFINITY, 'resolution > 1 mm'],
  ])('findNumbers: %j is one', (query, min, max, label) => {
    expect(found(query)).toEqual([{ text: query, facet: 'RESOLUTION', min, max, label }])
    expect(found(`mouse ${query} brain`)).toMatchObject([{ min, max }])
  })
})

describe('findNumbers: field strength', () => {
  test.each([
    ['3T', 2.9, 3.1, 'field strength 3 T'],
    ['3 T', 2.9, 3.1, 'field strength 3 T'],
    ['3t', 2.9, 3.1, 'field strength 3 T'],
    ['3-tesla', 2.9, 3.1, 'field strength 3 T'],
    ['3.0T', 2.9, 3.1, 'field strength 3 T'],
    ['7 Tesla', 6.9, 7.1, 'field strength 7 T'],
    ['1.5T', 1.4, 1.6, 'field strength 1.5 T'],
    ['9.4 T', 9.3, 9.5, 'field strength 9.4 T'],
    ['1.5/3T', 1.4, 3.1, 'field strength 1.5 T – 3 T'],
    ['at least 3T', 2.9, Number.POSITIVE_INFINITY, 'field strength ≥ 3 T'],
  ])('findNumbers: %j is one', (query, min, max, label) => {
    expect(found(query)).toEqual([{ text: query, facet: 'FIELD_STRENGTH', min, max, label }])
  })
})

describe('findNumbers: subjects', () => {
  test.each([
    ['> 100 subjects', 101, Number.POSITIVE_INFINITY, '> 100 subjects'],
    ['more than 50 subjects', 51, Number.POSITIVE_INFINITY, '> 50 subjects'],
    ['at least 50 participants', 50, Number.POSITIVE_INFINITY, '≥ 50 subjects'],
    ['mindestens 50 Probanden', 50, Number.POSITIVE_INFINITY, '≥ 50 subjects'],
    ['plus de 50 sujets', 51, Number.POSITIVE_INFINITY, '> 50 subjects'],
    ['100+ subjects', 100, Number.POSITIVE_INFINITY, '≥ 100 subjects'],
    ['fewer than 10 subjects', 0, 9, '< 10 subjects'],
    ['n=20', 18, 22, '20 subjects'],
    ['N = 20', 18, 22, '20 subjects'],
    ['n >= 20', 20, Number.POSITIVE_INFINITY, '≥ 20 subjects'],
    ['1 subject', 1, 2, '1 subjects'],
    ['1,200 participants', 1080, 1320, '1200 subjects'],
    ['20-40 subjects', 20, 40, '20 – 40 subjects'],
  ])('findNumbers: %j are so many', (query, min, max, label) => {
    expect(found(query)).toEqual([{ text: query, facet: 'SUBJECTS', min, max, label }])
  })

  test('findNumbers: what the subjects are is not part of the number', () => {
    expect(found('more than 20 mice')).toMatchObject([{ text: 'more than 20', min: 21 }])
    expect(found('30 healthy volunteers')).toMatchObject([{ text: '30', min: 27, max: 33 }])
  })
})

describe('findNumbers: years', () => {
  test.each([
    ['2019', day('2019-01-01'), day('2019-12-31'), 'released 2019'],
    ['in 2019', day('2019-01-01'), day('2019-12-31'), 'released 2019'],
    ['since 2015', day('2015-01-01'), Number.POSITIVE_INFINITY, 'released since 2015'],
    ['seit 2015', day('2015-01-01'), Number.POSITIVE_INFINITY, 'released seit 2015'],
    ['after 2015', day('2016-01-01'), Number.POSITIVE_INFINITY, 'released after 2015'],
    ['before 2020', Number.NEGATIVE_INFINITY, day('2019-12-31'), 'released before 2020'],
    ['until 2020', Number.NEGATIVE_INFINITY, day('2020-12-31'), 'released until 2020'],
    ['2010-2015', day('2010-01-01'), day('2015-12-31'), 'released 2010–2015'],
    ['between 2010 and 2015', day('2010-01-01'), day('2015-12-31'), 'released 2010–2015'],
    ['from 2015 onwards', day('2015-01-01'), Number.POSITIVE_INFINITY, 'released since 2015'],
  ])('findNumbers: %j says when', (query, min, max, label) => {
    expect(found(query)).toEqual([{ text: query, facet: 'RELEASED', min, max, label }])
  })
})

describe('findNumbers: any text', () => {
  test('findNumbers: ranges have ends in order, come in order and do not overlap', () => {
    const piece = fc.constantFrom(
      ...['25', 'um', '-', '10', 'T', '7T', '>', 'n', '=', 'subjects', '2019', 'since', 'x', '.'],
      ...['0.5mm', 'and', 'between', ' ', ' ', '/', '+', 'mice', '1,000'],
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const query = pieces.join('')
        let last = 0
        for (const { start, end, min, max, text } of findNumbers(query, 2026)) {
          expect(start).toBeGreaterThanOrEqual(last)
          expect(min).toBeLessThanOrEqual(max)
          expect(query.slice(start, end)).toBe(text)
          last = end
        }
      }),
      { numRuns: 300 },
    )
  })

  test('findNumbers: a long query of spaces and digits is read at once', () => {
    const started = performance.now()
    for (const query of [' '.repeat(8_000), '1 '.repeat(4_000), '1 x '.repeat(2_000)]) {
      findNumbers(query, 2026)
    }
    expect(performance.now() - started).toBeLessThan(500)
  })
})

describe('planQuery: numbers', () => {
  const context = contextOf({
    records: [
      { title: 'Mouse atlas at 25 um', description: '25 micron JPEG 2000 for 20 subjects' },
      { title: 'Rat brain', identifiers: 'x2019' },
    ],
  })
  const plan = (query: string) => planQuery(query, context)
  const deciding = (query: string) =>
    plan(query)
      .groups.filter(({ ranksOnly }) => !ranksOnly)
      .map(({ queried }) => queried)

  test('planQuery: a number with its unit ranks, in whatever way texts write it, and is told', () => {
    const { groups, soft, interpretation } = plan('mouse atlas 25um')
    expect(soft).toEqual([
      { text: '25um', facet: 'RESOLUTION', min: 22.5, max: 27.5, label: 'resolution 25 µm' },
    ])
    expect(interpretation.at(-1)).toEqual({
      text: '25um',
      as: 'NUMBER',
      label: 'resolution 25 µm',
      termId: null,
    })
    const number = groups.find(({ queried }) => queried === '25um')
    expect(number).toMatchObject({
      ranksOnly: true,
      isRequired: false,
      alternatives: [
        { words: ['25', 'um'], how: 'EXACT', weight: 1 },
        { words: ['25', 'micron'], how: 'FORM' },
      ],
    })
    expect(deciding('mouse atlas 25um')).toEqual(['mouse', 'atlas'])
  })

  test('planQuery: a number alone decides what matches where texts say it', () => {
    expect(deciding('25 micron')).toEqual(['25 micron'])
    expect(plan('7T')).toMatchObject({ groups: [], impossible: false, soft: [{ min: 6.9 }] })
  })

  test('planQuery: numbers of phrases, identifiers and names are not ranges', () => {
    expect(plan('"mouse atlas at 25 um"').soft).toEqual([])
    expect(plan('x:25um').soft).toEqual([])
    expect(plan('JPEG 2000 mouse').soft).toEqual([])
    expect(plan('BMA 2019 marmoset').soft).toEqual([])
    expect(plan('mouse 2000').soft).toHaveLength(1)
  })

  test('planQuery: a name does not go across a number', () => {
    const { interpretation } = plan('guinea 25um pig')
    expect(interpretation.map(({ as, label }) => `${as} ${label}`)).not.toContain(
      'CONCEPT Cavia porcellus',
    )
  })

  test('planQuery: five digits of subjects are no identifier', () => {
    expect(plan('mouse 10000 subjects')).toMatchObject({
      impossible: false,
      soft: [{ facet: 'SUBJECTS', min: 9000, max: 11000 }],
    })
  })
})
