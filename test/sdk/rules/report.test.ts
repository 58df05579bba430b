import { describe, expect, test } from 'vitest'
import {
  factsOf,
  printedRuleReport,
  RuleTally,
  ruleBook,
  ruleReport,
  ruleShape,
} from '../../../src/sdk/index.ts'
import { bookOf, ruleOn, slots } from './rules.ts'

const t1 = {
  id: 't1',
  when: { all: [{ field: 'name', operator: 'has-words', values: ['t1', 'mprage'] }] },
  set: { modality: 'T1-weighted MRI' },
}
const strong = {
  id: 'strong',
  when: {
    any: [
      { field: 'tesla', operator: 'bigger-than', values: [3] },
      { field: 'tags', operator: 'equals', values: ['strong'] },
    ],
  },
  set: { note: 'high field', open: true },
}
const never = { ...ruleOn('name', 'equals', ['nothing like this']), id: 'never' }
const book = bookOf([t1, strong, never])
const rows = [
  { name: 'T1', tesla: 7 },
  { name: 'MPRAGE', tesla: 3 },
  { name: 'T1' },
  { name: 'yeti', tags: ['a', 'b', 'a'] },
  { name: 'yeti' },
  {},
].map(factsOf)

describe('rules: a report', () => {
  const report = ruleReport(book, rows)

  test('tells how often each rule fits and by which values, the most frequent first', () => {
    expect(report.rows).toBe(6)
    expect(report.rules).toEqual([
      {
        rule: 't1',
        set: { modality: [{ id: null, label: 'T1-weighted MRI' }] },
        count: 3,
        examples: [
          { raw: 'T1', count: 2 },
          { raw: 'MPRAGE', count: 1 },
        ],
      },
      {
        rule: 'strong',
        set: { note: 'high field', open: true },
        count: 1,
        examples: [{ raw: '7', count: 1 }],
      },
      { rule: 'never', set: { note: 'fits' }, count: 0, examples: [] },
    ])
  })

  test('tells what no rule knows, by field that rules of the slot look at', () => {
    expect(report.slots[0]).toEqual({
      slot: 'modality',
      matched: 3,
      unmatched: 3,
      unknown: [
        {
          field: 'name',
          values: [
            { raw: 'yeti', count: 2 },
            { raw: null, count: 1 },
          ],
          others: 0,
        },
      ],
    })
    const open = report.slots.find(({ slot }) => slot === 'open')
    expect([open?.matched, open?.unmatched]).toEqual([1, 5])
    expect(open?.unknown.map(({ field }) => field)).toEqual(['tesla', 'tags'])
    expect(open?.unknown[1]?.values).toEqual([
      { raw: null, count: 4 },
      { raw: 'a', count: 1 },
      { raw: 'b', count: 1 },
    ])
  })

  test('is of some slots and values only where it is told so', () => {
    const few = ruleReport(book, rows, { slots: ['modality'], examples: 1 })
    expect(few.rules.map(({ rule }) => rule)).toEqual(['t1'])
    expect(few.rules[0]?.examples).toEqual([{ raw: 'T1', count: 2 }])
    expect(few.slots.map(({ slot }) => slot)).toEqual(['modality'])
    expect(few.slots[0]?.unknown[0]).toMatchObject({ values: [{ raw: 'yeti' }], others: 1 })
  })

  test('of no rows has nothing to tell', () => {
    const none = ruleReport(book, [])
    expect(none.slots).toContainEqual({ slot: 'open', matched: 0, unmatched: 0, unknown: [] })
  })

  test('is printed for people', () => {
    const lines = printedRuleReport(ruleReport(book, rows, { slots: ['modality', 'note'] }))
    expect(lines).toBe(`6 rows, 2 of 3 rules decided something:
     3  t1  →  modality: T1-weighted MRI
             2  T1
             1  MPRAGE
     1  strong  →  note: high field; open: true
             1  7
decided nothing: never
modality: 3 rows by a rule, 3 that no rule knows:
        name
             2  yeti
             1  (nothing)
note: 1 rows by a rule, 5 that no rule knows:
        tesla
             4  (nothing)
             1  3
        tags
             4  (nothing)
             1  a
             1  b
        name
             2  yeti
             1  (nothing)
             1  MPRAGE
             1  T1
`)
  })

  test('does not hold rows for unknown that no rule of the slot looks at', () => {
    const scopes = { study: { name: 'text' }, scan: { type: 'text' } } as const
    const rule = ruleShape(slots).parse(ruleOn('type', 'equals', ['a']))
    const tally = new RuleTally(ruleBook([rule], scopes))
    tally.add(factsOf({ name: 'x' }), 'study')
    tally.add(factsOf({ type: 'b' }), 'scan')
    expect(tally.report().slots).toEqual([
      {
        slot: 'note',
        matched: 0,
        unmatched: 1,
        unknown: [{ field: 'type', values: [{ raw: 'b', count: 1 }], others: 0 }],
      },
    ])
  })
})
