import { describe, expect, test } from 'vitest'
import { bytes, listing, table } from '../../src/cli/output.ts'

const columns = [
  { title: 'ID', value: ({ id }: { id: string }) => id },
  { title: 'TITLE', value: ({ title }: { title: string | null }) => title, shrinks: true },
  { title: 'N', value: ({ n }: { n: number }) => n, right: true },
]

describe('output', () => {
  test('a table aligns its columns and shows what is unknown as a dash', () => {
    const rows = [
      { id: 'a', title: 'Mouse', n: 7 },
      { id: 'longer', title: null, n: 1234 },
    ]
    expect(table(columns, rows, null)).toBe(
      ['ID      TITLE     N', 'a       Mouse     7', 'longer  –      1234'].join('\n'),
    )
  })

  test('a table wider than the terminal cuts the column that shrinks, never within a character', () => {
    const text = table(columns, [{ id: 'a', title: 'é👩‍🔬'.repeat(30), n: 1 }], 40)
    const line = text.split('\n')[1] ?? ''
    expect([...new Intl.Segmenter().segment(line)].length).toBe(40)
    expect(line).toMatch(/…\s+1$/)
  })

  test('what a source wrote cannot steer the terminal', () => {
    const text = table(columns, [{ id: 'a', title: 'Mouse\u001b[2J\nbrain\u202e', n: 1 }], null)
    expect(text.split('\n')).toHaveLength(2)
    expect(text).toContain('Mouse [2J brain')
  })

  test('a listing leaves out what is unknown', () => {
    expect(
      listing([
        ['id', 'a'],
        ['version', null],
        ['title', 'Mouse'],
      ]),
    ).toBe('id     a\ntitle  Mouse')
  })

  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_200, '1.2 kB'],
    [312_000_000, '312 MB'],
    [4_100_000_000_000, '4.1 TB'],
  ])('%d bytes are written as %s', (count, written) => {
    expect(bytes(count)).toBe(written)
  })
})
