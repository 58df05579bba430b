import { describe, expect, test } from 'vitest'
import { nothingHeld, Spans, ValueSets } from '../../src/search/embedded/coded-columns.ts'

describe('ValueSets', () => {
  test('records with the same values share a code, and one without has none', () => {
    const sets = new ValueSets()
    sets.put(0, [7], 0, 1)
    sets.put(1, [3, 7, 9], 1, 3)
    sets.put(2, [7, 9], 0, 2)
    sets.put(3, [7], 0, 1)
    sets.put(4, [], 0, 0)
    const [one, two, same, again, none] = sets.codes
    expect(again).toBe(one)
    expect(same).toBe(two)
    expect(two).not.toBe(one)
    expect(none).toBe(nothingHeld)
    expect(sets.contents[two as number]).toEqual([7, 9])
  })

  test('what is cleared or put anew counts for what it holds now', () => {
    const sets = new ValueSets()
    for (const doc of [0, 1, 2]) sets.put(doc, [5], 0, 1)
    sets.clear(1)
    sets.put(2, [6], 0, 1)
    const counts = sets.count([[0, 1], [2]])
    const passing = sets.passing((set) => set.includes(5))
    expect([...counts]).toEqual([1, 1, 1])
    expect([0, 1, 2].map((doc) => passing[sets.codes[doc] as number])).toEqual([1, 0, 0])
  })

  test('records far beyond the room that was there hold nothing until they are put', () => {
    const sets = new ValueSets()
    sets.put(5_000, [1], 0, 1)
    expect([...sets.count([[4_999, 5_000]])]).toEqual([1, 1])
  })
})

describe('Spans', () => {
  test('unknown ends are nothing, and spans that differ in one end are two', () => {
    const spans = new Spans()
    spans.put(0, Number.NaN, Number.NaN)
    spans.put(1, 1, 2)
    spans.put(2, 1, 3)
    spans.put(3, 1, 2)
    expect([...spans.codes.subarray(0, 4)]).toEqual([nothingHeld, 1, 2, 1])
    expect([...spans.passing(({ low, high }) => low <= 9 && high >= 3)]).toEqual([0, 0, 1])
  })
})
