import { describe, expect, test } from 'vitest'
import {
  applyRules,
  factsOf,
  fitOrigin,
  fitTerms,
  ruleBook,
  ruleShape,
} from '../../../src/sdk/index.ts'
import { bookOf, holds, ruleOn, slots, type TestRule } from './rules.ts'

const noted = (rules: TestRule[], row: Parameters<typeof factsOf>[0]) =>
  applyRules(bookOf(rules), factsOf(row)).note ?? null

describe('rules: an operator', () => {
  test.each<[string, unknown[] | undefined, string | null, boolean]>([
    ['equals', ['T1w', 'other'], ' t1W ', true],
    ['equals', ['T1'], 't1w', false],
    ['not-equals', ['t1', 't2'], 'T2', false],
    ['not-equals', ['t1'], 't1w', true],
    ['not-equals', ['t1'], null, true],
    ['contains', ['PRAGE'], 'mprage', true],
    ['not-contains', ['map'], 'T1 MAP', false],
    ['not-contains', ['map'], null, true],
    ['starts-with', ['T1'], ' t1_map', true],
    ['starts-with', ['map'], 't1_map', false],
    ['not-starts-with', ['T1'], 't1_map', false],
    ['not-starts-with', ['T1'], 'a t1', true],
    ['ends-with', ['MAP'], 't1_map', true],
    ['not-ends-with', ['MAP'], 't1_map', false],
    ['not-ends-with', ['MAP'], null, true],
    ['has-words', ['t1'], 'AX_T1-post', true],
    ['has-words', ['t1'], 't1w', false],
    ['has-words', ['t1*'], 't1w', true],
    ['has-words', ['t1*'], 'wt1w', false],
    ['has-words', ['*t1*'], 'wt1w', true],
    ['has-words', ['*weighted'], 'T1weighted', true],
    ['has-words', ['low dose ct*'], 'Low-dose CTAC', true],
    ['has-words', ['low dose ct*'], 'low CTAC dose', false],
    ['has-words', ['task *'], 'TASK-nback', true],
    ['has-words', ['task *'], 'task', false],
    ['has-words', ['t2star'], 'GRE T2 *', true],
    ['has-words', ['t2'], 'GRE T2*', false],
    ['has-words', ['TÊTE'], 'vue-tête', true],
    ['has-words', ['tete', 't', 'te'], 'vue-te\u0302te', false],
    ['has-words', ['t1'], 'T1加权', true],
    ['has-words', ['加权*'], 'T1加权像', true],
    ['has-words', ['t1'], null, false],
    ['not-has-words', ['scout'], 'scouting', true],
    ['not-has-words', ['scout'], '3 plane SCOUT', false],
    ['not-has-words', ['scout'], null, true],
    ['present', undefined, 'x', true],
    ['present', undefined, null, false],
    ['absent', undefined, null, true],
    ['absent', undefined, 'x', false],
  ])('%s %j of %j is %s', (operator, values, name, isFit) => {
    expect(holds({ name }, 'name', operator, values)).toBe(isFit)
  })

  test.each<[string, number, number | null, boolean]>([
    ['bigger-than', 3, 3.1, true],
    ['bigger-than', 3, 3, false],
    ['smaller-than', 3, 2.9, true],
    ['smaller-than', 3, 3, false],
    ['smaller-than', 3, null, false],
    ['equals', 3, 3, true],
    ['equals', 3, 30, false],
    ['not-equals', 3, 3, false],
  ])('%s %d of %d is %s', (operator, value, tesla, isFit) => {
    expect(holds({ tesla }, 'tesla', operator, [value])).toBe(isFit)
  })

  test('knows false from nothing', () => {
    expect(holds({ open: false }, 'open', 'equals', [false])).toBe(true)
    expect(holds({}, 'open', 'equals', [false])).toBe(false)
    expect(holds({ open: false }, 'open', 'present')).toBe(true)
  })

  test('fits a list where one value does, and with not- where none does', () => {
    const tags = ['a', ' B ']
    expect(holds({ tags }, 'tags', 'equals', ['b'])).toBe(true)
    expect(holds({ tags }, 'tags', 'not-equals', ['b'])).toBe(false)
    expect(holds({ tags }, 'tags', 'not-equals', ['c'])).toBe(true)
    expect(holds({ tags: [] }, 'tags', 'absent')).toBe(true)
  })
})

describe('rules: groups', () => {
  const t1 = { field: 'name', operator: 'has-words', values: ['t1'] }
  const strong = { field: 'tesla', operator: 'bigger-than', values: [3] }
  const unknown = { field: 'tesla', operator: 'absent' }
  const rule = (when: unknown): TestRule => ({ id: 'one', when, set: { note: 'fits' } })
  const fits = (when: unknown, row: object) => noted([rule(when)], { ...row }) !== null

  test('of all want each, of any want one', () => {
    expect(fits({ all: [t1, strong] }, { name: 't1', tesla: 7 })).toBe(true)
    expect(fits({ all: [t1, strong] }, { name: 't1', tesla: 3 })).toBe(false)
    expect(fits({ any: [t1, strong] }, { name: 't1', tesla: 3 })).toBe(true)
    expect(fits({ any: [t1, strong] }, { name: 't2', tesla: 3 })).toBe(false)
  })

  test('may stand in groups: of that modality, or of one that is not known', () => {
    const when = { all: [t1, { any: [strong, unknown] }] }
    expect(fits(when, { name: 't1', tesla: 7 })).toBe(true)
    expect(fits(when, { name: 't1' })).toBe(true)
    expect(fits(when, { name: 't1', tesla: 1 })).toBe(false)
    expect(fits({ any: [{ all: [t1, strong] }, unknown] }, { name: 't1', tesla: 1 })).toBe(false)
  })
})

describe('rules: what fits', () => {
  const t1 = {
    id: 't1',
    when: {
      all: [
        { field: 'name', operator: 'contains', values: ['t1'] },
        { field: 'tags', operator: 'equals', values: ['head'] },
      ],
    },
    set: { modality: { id: 'atlas:mri-t1w', label: 'T1-weighted MRI' }, note: 'of t1' },
  }
  const bare = {
    id: 'bare',
    when: { all: [{ field: 'tesla', operator: 'absent' }] },
    set: { modality: ['MRI', 'CT'], note: 'of bare', open: false },
  }

  test('decides each slot that no rule before it did', () => {
    const row = factsOf({ name: 'AX T1', tags: ['x', 'Head'] })
    const { modality, note, open } = applyRules(bookOf([t1, bare]), row)
    expect([modality?.rule, note?.value, open?.value]).toEqual(['t1', 'of t1', false])
    expect(applyRules(bookOf([bare, t1]), row).note?.rule).toBe('bare')
    expect(applyRules(bookOf([t1]), factsOf({ name: 'T2' }))).toEqual({})
  })

  test('tells the raw value that the first condition held by, for a record', () => {
    const row = factsOf({ name: 'AX T1', tags: ['x', 'Head'] })
    const { modality } = applyRules(bookOf([t1]), row)
    if (modality === undefined) throw new Error('no fit')
    expect(modality.field).toBe('name')
    expect(fitTerms(modality)).toEqual([
      { label: 'T1-weighted MRI', termId: 'atlas:mri-t1w', origin: 'MAPPED', raw: 'AX T1' },
    ])
    expect(fitOrigin('modality', modality)).toEqual({
      field: 'modality',
      raw: 'AX T1',
      rule: 't1',
      origin: 'MAPPED',
    })
    expect(fitOrigin('modality', modality, { rule: 'x:t1', how: 'EXTRACTED' })).toMatchObject({
      rule: 'x:t1',
      origin: 'EXTRACTED',
    })
  })

  test('by what is not there has no raw value, and labels have no id', () => {
    const { modality } = applyRules(bookOf([bare]), factsOf({ name: 'x' }))
    expect([modality?.raw, modality?.field]).toEqual([null, null])
    expect(modality && fitTerms(modality).map(({ label, termId }) => [label, termId])).toEqual([
      ['MRI', null],
      ['CT', null],
    ])
  })

  test('and sets no term is known for what it is', () => {
    const nothing = { ...ruleOn('name', 'equals', ['scout']), set: { modality: [] } }
    expect(applyRules(bookOf([nothing, bare]), factsOf({ name: 'scout' })).modality?.value).toEqual(
      [],
    )
  })
})

describe('rules: alternatives', () => {
  const own = { name: 'alternatives', tesla: 'number' } as const
  const book = bookOf(
    [
      {
        id: 'a',
        when: { all: [{ field: 'name', operator: 'has-words', values: ['a'] }] },
        set: { note: 'a' },
      },
      {
        id: 'b',
        when: { all: [{ field: 'name', operator: 'has-words', values: ['b'] }] },
        set: { note: 'b' },
      },
      {
        id: 'c',
        when: { all: [{ field: 'name', operator: 'has-words', values: ['c'] }] },
        set: { open: true },
      },
      { id: 'none', when: { all: [{ field: 'name', operator: 'absent' }] }, set: { open: false } },
    ],
    own,
  )
  const told = (...name: (string | null)[]) => {
    const { note, open } = applyRules(book, factsOf({ name }))
    return [note?.value, note?.raw, open?.value, open?.raw]
  }

  test('are tried in their order, whatever that of the rules', () => {
    expect(told('b 1', 'a 2')).toEqual(['b', 'b 1', undefined, undefined])
    expect(told(null, 'x', 'a 2')).toEqual(['a', 'a 2', undefined, undefined])
  })

  test('decide each slot by themselves', () => {
    expect(told('c 1', 'b 2')).toEqual(['b', 'b 2', true, 'c 1'])
  })

  test('of which there is none are absent', () => {
    expect(told(null)).toEqual([undefined, undefined, false, null])
  })
})

describe('rules: kinds of rows', () => {
  const scopes = { study: { title: 'text' }, scan: { title: 'text', type: 'text' } } as const
  const shape = ruleShape(slots)
  const noteOf = (rule: object, scope: string, row: Parameters<typeof factsOf>[0]) =>
    applyRules(ruleBook([shape.parse(rule)], scopes), factsOf(row), scope).note?.value

  test('are looked at by rules that name them, or name none', () => {
    const rule = ruleOn('title', 'present')
    expect(noteOf(rule, 'study', { title: 'x' })).toBe('fits')
    expect(noteOf({ ...rule, scope: ['scan'] }, 'study', { title: 'x' })).toBeUndefined()
    expect(noteOf({ ...rule, scope: ['scan'] }, 'scan', { title: 'x' })).toBe('fits')
    expect(noteOf(rule, 'other', { title: 'x' })).toBeUndefined()
  })

  test('without a field do not fit by its absence', () => {
    for (const operator of ['absent', 'not-equals']) {
      const values = operator === 'absent' ? undefined : ['x']
      const rule = ruleOn('type', operator, values)
      expect(noteOf(rule, 'scan', {})).toBe('fits')
      expect(noteOf(rule, 'study', {})).toBeUndefined()
    }
  })
})
