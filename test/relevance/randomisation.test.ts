import { describe, expect, test } from 'vitest'
import { randomisationTest } from './randomisation.ts'

const zeros = (count: number) => new Array<number>(count).fill(0)
const ones = (count: number) => new Array<number>(count).fill(1)

describe('randomisation test', () => {
  test('gives 1 where nothing differs', () => {
    expect(randomisationTest([0.1, 0.5], [0.1, 0.5])).toBe(1)
    expect(randomisationTest([], [])).toBe(1)
  })

  test('comes near the share of all signs that are as extreme', () => {
    // Five differences of 1: only all plus and all minus reach the sum of 5, two of 32.
    expect(randomisationTest(ones(5), zeros(5))).toBeCloseTo(2 / 32, 2)
    // 1, 2, 3: the sum of 6 is reached by two of eight; that of 1 + 2 − 3 = 0 by all.
    expect(randomisationTest([1, 2, 3], zeros(3))).toBeCloseTo(2 / 8, 1)
    expect(randomisationTest([1, 2, 0], [0, 0, 3])).toBe(1)
  })

  test('is small for many differences of one sign, and never 0', () => {
    const p = randomisationTest(ones(40), zeros(40))
    expect(p).toBeLessThan(0.001)
    expect(p).toBe(1 / 10_001)
  })

  test('does not ask which of the two is better', () => {
    const figures = [0.3, 0.9, 0.4, 0.8]
    const others = [0.1, 0.5, 0.6, 0.2]
    expect(randomisationTest(figures, others)).toBe(randomisationTest(others, figures))
  })

  test('is the same for the same seed', () => {
    const figures = [0.3, 0.9, 0.4, 0.8, 0.1, 0.7]
    const others = [0.1, 0.5, 0.6, 0.2, 0.2, 0.3]
    const once = randomisationTest(figures, others, { seed: 7 })
    expect(randomisationTest(figures, others, { seed: 7 })).toBe(once)
    expect(randomisationTest(figures, others, { seed: 8 })).toBeCloseTo(once, 1)
  })

  test('refuses figures that do not belong together', () => {
    expect(() => randomisationTest([1], [1, 2])).toThrow(RangeError)
  })
})
