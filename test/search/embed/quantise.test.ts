import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quantise } from '../../../src/search/embed/quantise.ts'

const vector = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), {
  minLength: 1,
  maxLength: 300,
})

test('quantise: what comes out is a unit vector of nearly the same direction', () => {
  fc.assert(
    fc.property(vector, (numbers) => {
      const row = new Int8Array(numbers.length)
      const scale = quantise(numbers, row)
      const norm = Math.hypot(...numbers)
      fc.pre(norm > 1e-6)
      expect(Math.hypot(...row) * scale).toBeCloseTo(1, 9)
      const cosine = row.reduce(
        (sum, value, at) => sum + value * scale * ((numbers[at] ?? 0) / norm),
        0,
      )
      expect(cosine).toBeGreaterThan(0.999)
      expect(Math.min(...row)).toBeGreaterThanOrEqual(-127)
    }),
    { numRuns: 200, seed: 3 },
  )
})

test('quantise: a zero vector has a scale of zero, and so has what is no number', () => {
  const row = new Int8Array(3).fill(9)
  expect(quantise([0, 0, 0], row)).toBe(0)
  expect([...row]).toEqual([0, 0, 0])
  expect(quantise([1, Number.NaN, 0], row)).toBe(0)
  expect(quantise([1, Number.NEGATIVE_INFINITY, 0], row)).toBe(0)
})

test('quantise: a row is written where it belongs', () => {
  const rows = new Int8Array(6)
  quantise([0, -2], rows, 2)
  expect([...rows]).toEqual([0, 0, 0, -127, 0, 0])
})
