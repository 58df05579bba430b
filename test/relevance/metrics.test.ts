import { describe, expect, test } from 'vitest'
import { averagePrecision, meanOf, ndcg, recall } from './metrics.ts'

/** Two relevant documents of different worth, one that was judged not relevant. */
const grades = new Map([
  ['a', 3],
  ['b', 1],
  ['c', 0],
])

describe('metrics: nDCG', () => {
  test('is 1 when the best come first, in the order of their grades', () => {
    expect(ndcg(['a', 'b', 'c'], grades)).toBe(1)
  })

  test('divides a gain by the binary logarithm of its rank plus one, and takes grades as they are', () => {
    // b at rank 1, a at rank 3: 1 + 3 / log2(4) = 2.5; at best 3 + 1 / log2(3).
    expect(ndcg(['b', 'x', 'a'], grades)).toBeCloseTo(2.5 / (3 + 1 / Math.log2(3)), 12)
    expect(ndcg(['b', 'x', 'a'], grades)).toBeCloseTo(0.68853, 5)
  })

  test('counts a relevant document that was not found as missed', () => {
    expect(ndcg(['a'], grades)).toBeCloseTo(3 / 3.63093, 5)
    expect(ndcg([], grades)).toBe(0)
  })

  test('looks at the first ten, and no more can be gained there than ten documents hold', () => {
    const many = new Map(Array.from({ length: 12 }, (_, index) => [`r${index}`, 1]))
    expect(ndcg([...many.keys()].slice(0, 10), many)).toBe(1)
    const late = [...Array.from({ length: 10 }, (_, index) => `x${index}`), 'a']
    expect(ndcg(late, grades)).toBe(0)
    expect(ndcg(late, grades, 11)).toBeCloseTo(3 / Math.log2(12) / 3.63093, 5)
  })

  test('takes documents of equal grade in any order for the same, and of equal score as they were told', () => {
    const equal = new Map([
      ['a', 2],
      ['b', 2],
    ])
    expect(ndcg(['a', 'b'], equal)).toBe(1)
    expect(ndcg(['b', 'a'], equal)).toBe(1)
    // An answer may give these two the same score; a reader still meets one of them first.
    expect(ndcg(['x', 'a'], grades)).not.toBe(ndcg(['a', 'x'], grades))
  })

  test('gives nothing for a document that is told again, though it takes a place', () => {
    expect(ndcg(['a', 'a', 'b'], grades)).toBeCloseTo((3 + 1 / 2) / 3.63093, 5)
  })

  test('takes a grade below 0 for not relevant', () => {
    const withNegative = new Map([...grades, ['d', -1]])
    expect(ndcg(['d', 'a', 'b'], withNegative)).toBeCloseTo((3 / Math.log2(3) + 1 / 2) / 3.63093, 5)
  })
})

describe('metrics: average precision', () => {
  test('is the mean of the precisions where relevant documents stand', () => {
    // Found at ranks 1 and 3: (1/1 + 2/3) / 2.
    expect(averagePrecision(['b', 'x', 'a'], grades)).toBeCloseTo(5 / 6, 12)
    expect(averagePrecision(['a', 'b'], grades)).toBe(1)
  })

  test('counts 0 for one that was not found, and once for one that is told again', () => {
    expect(averagePrecision(['x', 'a'], grades)).toBe(0.25)
    expect(averagePrecision(['a', 'a'], grades)).toBe(0.5)
  })
})

describe('metrics: recall', () => {
  test('is the share of the relevant among the first hundred', () => {
    const filler = Array.from({ length: 99 }, (_, index) => `x${index}`)
    expect(recall(['a', 'a', ...filler], grades)).toBe(0.5)
    expect(recall([...filler, 'a', 'b'], grades)).toBe(0.5)
    expect(recall([...filler, 'a', 'b'], grades, 101)).toBe(1)
  })
})

describe('metrics: a query without relevant documents', () => {
  test.each([new Map(), new Map([['c', 0]])])('has no figure: %o', (none) => {
    expect(ndcg(['a'], none)).toBeNull()
    expect(averagePrecision(['a'], none)).toBeNull()
    expect(recall(['a'], none)).toBeNull()
  })

  test('and the mean of no figures is unknown', () => {
    expect(meanOf([])).toBeNull()
    expect(meanOf([0.25, 0.75])).toBe(0.5)
  })
})
