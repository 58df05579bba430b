import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyRules, factsOf, ruleReport } from '../../../src/sdk/index.ts'
import { operatorsFor } from '../../../src/sdk/rules/operators.ts'
import { phraseTest, wordsOf } from '../../../src/sdk/rules/phrases.ts'
import { bookOf, fields, type TestRule } from './rules.ts'

const runs = { numRuns: 60 }
const word = fc.stringMatching(/^[a-z0-9]{1,3}$/)
const text = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '))

const row = fc.record({
  name: fc.option(text),
  tesla: fc.option(fc.integer({ min: 0, max: 4 })),
  open: fc.option(fc.boolean()),
  tags: fc.array(text, { maxLength: 3 }),
})

interface TestCondition {
  field: string
  operator: string
  values?: unknown[]
}
const condition: fc.Arbitrary<TestCondition> = fc
  .constantFrom(...(Object.keys(fields) as (keyof typeof fields)[]))
  .chain((field) =>
    fc
      .constantFrom(...operatorsFor(fields[field]))
      .chain((operator): fc.Arbitrary<TestCondition> => {
        if (operator === 'present' || operator === 'absent') return fc.constant({ field, operator })
        const value: fc.Arbitrary<unknown> =
          fields[field] === 'number'
            ? fc.integer({ min: 0, max: 4 })
            : fields[field] === 'boolean'
              ? fc.boolean()
              : text
        const most = operator.endsWith('-than') ? 1 : 3
        return fc.record({
          field: fc.constant(field),
          operator: fc.constant(operator),
          values: fc.array(value, { minLength: 1, maxLength: most }),
        })
      }),
  )
const group = (member: fc.Arbitrary<unknown>) =>
  fc
    .tuple(fc.constantFrom('all', 'any'), fc.array(member, { minLength: 1, maxLength: 3 }))
    .map(([which, members]) => ({ [which]: members }))
const when = group(fc.oneof(condition, group(condition)))
const set = fc.constantFrom<object>({ note: 'n' }, { modality: ['m'] }, { note: 'n', open: true })
const rules = fc
  .array(fc.record({ when, set }), { minLength: 1, maxLength: 6 })
  .map((all): TestRule[] => all.map((rule, nth) => ({ id: `r${nth}`, ...rule })))

type Row = Parameters<typeof factsOf>[0]
const applied = (book: ReturnType<typeof bookOf>, values: Row) => applyRules(book, factsOf(values))

/** The same in capitals: texts of rows, or values of rules. */
function loud<T>(value: T): T {
  const all = JSON.stringify(value, (key, one: unknown) =>
    typeof one === 'string' && !['field', 'operator', 'id'].includes(key) ? one.toUpperCase() : one,
  )
  return JSON.parse(all) as T
}

describe('rules: whatever they are', () => {
  test('of each slot the first rule decides that fits alone', () => {
    fc.assert(
      fc.property(rules, row, (all, values) => {
        const fits = applied(bookOf(all), values)
        const alone = all.map((rule) => applied(bookOf([rule]), values))
        for (const slot of ['note', 'modality', 'open'] as const) {
          expect(fits[slot]).toEqual(alone.find((one) => one[slot] !== undefined)?.[slot])
        }
      }),
      runs,
    )
  })

  test('case changes nothing, in rows or in rules', () => {
    const idsOf = (fits: ReturnType<typeof applied>) =>
      Object.entries(fits).map(([slot, fit]) => [slot, fit?.rule])
    fc.assert(
      fc.property(rules, row, (all, values) => {
        const told = idsOf(applied(bookOf(all), values))
        expect(idsOf(applied(bookOf(all), loud(values)))).toEqual(told)
        const shouted = all.map((rule) => ({ ...rule, when: loudValues(rule.when) }))
        expect(idsOf(applied(bookOf(shouted), values))).toEqual(told)
      }),
      runs,
    )
  })

  test('applied twice they say the same, and change neither row nor rules', () => {
    fc.assert(
      fc.property(rules, row, (all, values) => {
        const book = bookOf(all)
        const before = JSON.stringify([book.rules, values])
        const once = applied(book, values)
        expect(applied(book, { name: 'another', tags: ['t1'] })).toBeDefined()
        expect(applied(book, values)).toEqual(once)
        expect(JSON.stringify([book.rules, values])).toBe(before)
      }),
      runs,
    )
  })

  test('an operator and its not- never fit both, and never neither', () => {
    const positive = condition.filter(({ operator }) => !/^not-|-than$|absent/.test(operator))
    fc.assert(
      fc.property(positive, row, (one, values) => {
        const opposite = one.operator === 'present' ? 'absent' : `not-${one.operator}`
        const fits = [one, { ...one, operator: opposite }].map((each) => {
          const rule = { id: 'one', when: { all: [each] }, set: { note: 'n' } }
          return applied(bookOf([rule]), values).note !== undefined
        })
        expect(fits.toSorted()).toEqual([false, true])
      }),
      runs,
    )
  })

  test('the raw value is one that the row has, or none', () => {
    fc.assert(
      fc.property(rules, row, (all, values) => {
        const raws = Object.values(values).flat().map(String)
        for (const fit of Object.values(applied(bookOf(all), values))) {
          if (fit?.raw != null) expect(raws).toContain(fit.raw)
        }
      }),
      runs,
    )
  })

  test('a report counts each row once for each slot', () => {
    fc.assert(
      fc.property(rules, fc.array(row, { maxLength: 5 }), (all, rows) => {
        const report = ruleReport(bookOf(all), rows.map(factsOf))
        for (const { matched, unmatched } of report.slots) {
          expect(matched + unmatched).toBe(rows.length)
        }
        for (const { count, examples } of report.rules) {
          expect(examples.reduce((sum, one) => sum + one.count, 0)).toBe(count)
        }
      }),
      runs,
    )
  })
})

function loudValues(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(loudValues)
  if (typeof node !== 'object' || node === null) return node
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      key === 'values' ? loud(value) : loudValues(value),
    ]),
  )
}

describe('rules: words', () => {
  const parted = fc.array(fc.tuple(word, fc.constantFrom(' ', '_', '-', '. ', '/', ' (')), {
    minLength: 1,
    maxLength: 5,
  })

  test('are the same however they are parted', () => {
    fc.assert(
      fc.property(parted, (parts) => {
        const words = parts.map(([one]) => one)
        expect(wordsOf(parts.flat().join(''))).toBe(` ${words.join(' ')} `)
      }),
      runs,
    )
  })

  test('of a text are found as phrases of it, and as the open ends of longer ones', () => {
    fc.assert(
      fc.property(parted, fc.nat(), fc.nat(), (parts, from, length) => {
        const words = parts.map(([one]) => one)
        const start = from % words.length
        const some = words.slice(start, start + 1 + (length % words.length))
        const has = (phrase: string) => phraseTest([phrase])(wordsOf(words.join('-')))
        expect(has(some.join(' '))).toBe(true)
        expect(has(some.map((one) => `${one[0]}*`).join(' '))).toBe(true)
        expect(has(some.map((one) => `*${one.at(-1)}*`).join(' '))).toBe(true)
        expect(has([some[0], ...some.slice(1).map(() => '*')].join(' '))).toBe(true)
        expect(has(`${some.join(' ')} zzzz`)).toBe(false)
        expect(has(`${words.join(' ')} *`)).toBe(false)
      }),
      runs,
    )
  })

  test('of a long text without any end are looked through at once', () => {
    const started = performance.now()
    const words = wordsOf(`${'a'.repeat(200_000)} ${'a '.repeat(50_000)}${'ab'.repeat(100_000)}`)
    for (const phrase of ['*a* a* *b c', '*ab* b', '*aaaaaaaac*', 'a * a b']) {
      expect(phraseTest([phrase])(words), phrase).toBe(false)
    }
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})
