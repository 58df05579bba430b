import fc from 'fast-check'
import { expect, test } from 'vitest'
import { editsForgiven, editsToBegin } from '../../src/search/forward/beginning.ts'
import { editDistance } from '../../src/search/forward/spelling.ts'
import { sortableTitle, titleBeginnings } from '../../src/search/forward/titles.ts'
import { foldText } from '../../src/search/rank/words.ts'

const begins = (title: string, typed: string) =>
  titleBeginnings(foldText(typed)).filter((beginning) => sortableTitle(title).startsWith(beginning))

test.each([
  ['ICBM 152 nonlinear', 'icbm 15', true],
  ['ICBM 152 nonlinear', 'ICBM 152 non', true],
  ['ICBM 152 nonlinear', 'icbm 16', false],
  ['ICBM 152 nonlinear', 'icbm 1520', false],
  ['ICBM 152 nonlinear', 'icbm', true],
  ['ICBM', 'icbm 1', false],
  ['ds000114', 'ds0001', true],
  ['ds000114', 'DS000', true],
  ['experiment 123456789012345', 'experiment 1234567890123', true],
  ['experiment 123456789012345', 'experiment 123456789012', true],
  ['experiment 123456789012345', 'experiment 1234567890124', false],
])('titles: %j begins as %j was typed: %s', (title, typed, expected) => {
  expect(begins(title, typed).length > 0).toBe(expected)
})

test('titles: whatever part of a title is typed, it begins so in exactly one way', () => {
  const words = fc.constantFrom('ICBM', 'mouse', 'T1w', '7', '25', '152', '1234567890123', 'Ça')
  fc.assert(
    fc.property(fc.array(words, { minLength: 1, maxLength: 6 }), fc.nat(40), (parts, length) => {
      const title = parts.join(' ')
      const typed = title.slice(0, Math.max(1, length))
      return begins(title, typed).length === 1
    }),
    { numRuns: 300 },
  )
})

test('titles: beginnings ascend', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-c ]{0,5}[0-9]{0,14}$/), (typed) => {
      const beginnings = titleBeginnings(typed)
      expect(beginnings).toEqual(beginnings.toSorted())
      expect(new Set(beginnings).size).toBe(beginnings.length)
    }),
    { numRuns: 100 },
  )
})

test('beginnings: as many edits as to the nearest beginning of the whole', () => {
  const letters = fc.stringMatching(/^[a-d]{0,9}$/)
  fc.assert(
    fc.property(letters, letters, fc.integer({ min: 0, max: 2 }), (typed, whole, limit) => {
      const nearest = Math.min(
        ...Array.from({ length: whole.length + 1 }, (_, end) =>
          editDistance(typed, whole.slice(0, end), 20),
        ),
      )
      expect(editsToBegin(typed, whole, limit)).toBe(Math.min(nearest, limit + 1))
    }),
    { numRuns: 1_000 },
  )
})

test('beginnings: three letters forgive nothing', () => {
  expect(['hip', 'hipp', 'hippocam'].map(editsForgiven)).toEqual([0, 1, 2])
})
