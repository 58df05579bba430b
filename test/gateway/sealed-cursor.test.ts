import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openCursor, sealCursor } from '../../src/gateway/sealed-cursor.ts'

describe('sealed cursors', () => {
  test('give their position back, and differ by it', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (one, other) => {
        expect(openCursor(sealCursor(one, 'key'), 'key')).toBe(one)
        expect(sealCursor(one, 'key') === sealCursor(other, 'key')).toBe(one === other)
      }),
      { numRuns: 50 },
    )
  })

  test('neighbours have nothing in common that tells how far apart they are', () => {
    const [one = '', next = ''] = [7, 8].map((position) => sealCursor(position, 'key'))
    const shared = [...one].filter((character, at) => character === next[at])
    expect(shared.length).toBeLessThan(8)
  })

  test.each(['', 'nonsense', '7', 'A'.repeat(22), sealCursor(7, 'of another installation')])(
    '%j is none',
    (cursor) => {
      expect(() => openCursor(cursor, 'key')).toThrow(
        expect.objectContaining({ code: 'BAD_INPUT', argument: 'after' }),
      )
    },
  )
})
