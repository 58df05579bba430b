import { expect, test } from 'vitest'
import { SeenIds } from '../../src/harvest/seen-ids.ts'

test('seen ids: an id is new once, and never again after the table has grown', () => {
  const ids = new SeenIds()
  const names = Array.from({ length: 200_000 }, (_, index) => `SectionDataSet:${index * 7}`)
  expect(names.filter((name) => !ids.add(name))).toEqual([])
  expect(names.filter((name) => !ids.has(name))).toEqual([])
  expect(names.some((name) => ids.add(name))).toBe(false)
  expect(ids.size).toBe(names.length)
})

test('seen ids: ids that differ in one character, in length or in order are different ones', () => {
  const ids = new SeenIds()
  for (const id of ['', 'a', 'b', 'ab', 'ba', 'aa', 'aaa', '\u0000', '\u0000\u0000']) {
    expect(ids.add(id)).toBe(true)
  }
})
