import { expect, test } from 'vitest'
import { z } from 'zod'
import { reasonOf, reasonOfThrown } from '../../src/harvest/reason.ts'
import { GatewayError } from '../../src/model/index.ts'

const Shape = z.object({
  id: z.number(),
  name: z.string().max(3),
  kind: z.enum(['scan', 'session']),
  age: z.object({ days: z.number().nullable() }),
  tags: z.array(z.string()),
  counts: z.record(z.string(), z.number()),
  either: z.union([z.string(), z.object({ value: z.number() })]),
  when: z.iso.date(),
})
const good = {
  id: 1,
  name: 'abc',
  kind: 'scan',
  age: { days: 56 },
  tags: ['a'],
  counts: { a: 1 },
  either: 'x',
  when: '2026-11-21',
}

const reasonFor = (row: unknown) => {
  const parsed = Shape.safeParse(row)
  if (parsed.success) throw new Error('the row is valid')
  return reasonOf(parsed.error, row, Shape)
}

test.each([
  ['a missing field', { id: undefined }, 'id', 'expected number, received nothing'],
  ['a wrong type', { id: 'Secret' }, 'id', 'expected number, received string'],
  ['null', { name: null }, 'name', 'expected string, received null'],
  ['a nested field', { age: { days: 'P56' } }, 'age.days', 'expected number, received string'],
  ['an item', { tags: ['a', 7] }, 'tags[1]', 'expected string, received number'],
  ['a list for an object', { age: [] }, 'age', 'expected object, received array'],
  [
    'an unknown word',
    { kind: 'Secret' },
    'kind',
    'expected one of the known values, received string',
  ],
  ['a long text', { name: 'Secret' }, 'name', 'expected string of at most 3, received string'],
  [
    'a bad format',
    { when: 'Secret' },
    'when',
    'expected a string in the form date, received string',
  ],
  [
    'no branch of a union',
    { either: 7 },
    'either',
    'expected one of several shapes, received number',
  ],
])('a reason: %s is told by path and types', (_, change, path, reason) => {
  expect(reasonFor({ ...good, ...change })).toEqual({ path, reason })
})

test('a reason: a key that came with the row is not told, for it may be a name', () => {
  const { path } = reasonFor({ ...good, counts: { 'Secret, Person': 'x' } })
  expect(path).toBe('counts.*')
})

test('a reason: no value of a bad row is in it', () => {
  for (const key of Object.keys(good)) {
    const told = JSON.stringify(reasonFor({ ...good, [key]: { Secret: 'Secret' } }))
    expect(told).not.toContain('Secret')
  }
})

test('a reason: unexpected keys of a strict shape are not named', () => {
  const strict = z.strictObject({ id: z.number() })
  const row = { id: 1, 'Secret, Person': 2 }
  const { error } = strict.safeParse(row)
  expect(JSON.stringify(reasonOf(error as z.ZodError, row, strict))).not.toContain('Secret')
})

test('a reason: what is thrown is told by its class, and only a GatewayError by its message', () => {
  expect(reasonOfThrown(new TypeError('Secret'))).toBe('the row could not be mapped (TypeError)')
  class Secret extends Error {}
  expect(reasonOfThrown(new Secret('Secret'))).toBe('the row could not be mapped (Error)')
  expect(reasonOfThrown('Secret')).toBe('the row could not be mapped (Error)')
  const error = new GatewayError('ROW_INVALID', { message: 'The row names no organism.' })
  expect(reasonOfThrown(error)).toBe('The row names no organism.')
})
