import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bitsIn, editDistance, letterBag } from '../../src/search/forward/spelling.ts'

/** Optimal string alignment by its definition, over the whole table. */
function slowDistance(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
  )
  const at = (i: number, j: number) => table[i]?.[j] ?? Number.POSITIVE_INFINITY
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      let best = Math.min(
        at(i - 1, j) + 1,
        at(i, j - 1) + 1,
        at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1),
      )
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, at(i - 2, j - 2) + 1)
      }
      ;(table[i] as number[])[j] = best
    }
  }
  return at(a.length, b.length)
}

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 9 })

test('spelling: the bounded distance equals the full one up to its limit', () => {
  fc.assert(
    fc.property(word, word, fc.constantFrom(1, 2), (a, b, limit) => {
      expect(editDistance(a, b, limit)).toBe(Math.min(slowDistance(a, b), limit + 1))
    }),
    { numRuns: 3_000, seed: 5 },
  )
})

test('spelling: words within some edits differ in no more than twice as many letters of their bags', () => {
  fc.assert(
    fc.property(word, word, (a, b) => {
      const differing = bitsIn(letterBag(a) ^ letterBag(b))
      expect(differing).toBeLessThanOrEqual(2 * slowDistance(a, b))
    }),
    { numRuns: 1_000, seed: 6 },
  )
})

test('spelling: a transposition of neighbours is one edit', () => {
  expect(editDistance('hippocmapus', 'hippocampus', 2)).toBe(1)
  expect(editDistance('atlsa', 'atlas', 1)).toBe(1)
})
