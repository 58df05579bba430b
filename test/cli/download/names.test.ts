import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { distinctPaths, safePath, safeStep } from '../../../src/cli/download/names.ts'

const bytesOf = (text: string) => Buffer.byteLength(text)

/** What people write, and what nobody should. */
const name = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }),
  fc.string({
    unit: fc.constantFrom('.', '/', ' ', '\\', 'a', 'A', '%', 'ä', '\u0308'),
    maxLength: 12,
  }),
  fc.constantFrom(
    '..',
    '.',
    '/',
    '//',
    'CON',
    'nul.txt',
    'a/../b',
    'C:\\x',
    'x.part',
    'x.part.json',
  ),
)

describe('names of downloaded files', () => {
  test.each([
    ['scan.nii.gz', 'scan.nii.gz'],
    ['a folder/ä (12 files).zip', 'a folder/ä (12 files).zip'],
    ['/etc/passwd', 'etc/passwd'],
    ['../../escape', '%2E%2E/%2E%2E/escape'],
    ['a/./b//c/', 'a/%2E/b/c'],
    ['a\\b:c?', 'a%5Cb%3Ac%3F'],
    ['100%', '100%25'],
    ['con.txt', '%63on.txt'],
    ['LPT1', '%4CPT1'],
    ['constant', 'constant'],
    ['ends. ', 'ends%2E%20'],
    ['a\u202eb\u0000c\nd', 'a%E2%80%AEb%00c%0Ad'],
    ['scan.part', 'scan%2Epart'],
    ['scan.part.json', 'scan%2Epart.json'],
    ['*', '%2A'],
  ])('%j becomes %j', (given, expected) => {
    expect(safePath(given)).toBe(expected)
  })

  test('of nothing but slashes is none', () => {
    expect(safePath('///')).toBeNull()
  })

  test('are relative, of safe steps, short enough, and the same when made safe as a whole', () => {
    fc.assert(
      fc.property(name, (given) => {
        const path = safePath(given)
        if (path === null) return
        expect(bytesOf(path)).toBeLessThanOrEqual(1_000)
        for (const step of path.split('/')) {
          expect(step).not.toMatch(/^\.{0,2}$|[\p{Cc}\p{Cf}<>:"|?*\\]|[. ]$/u)
          expect(step).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i)
          expect(step).not.toMatch(/\.(part|bad)$/i)
          expect(bytesOf(step)).toBeLessThanOrEqual(220)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('that differ stay different, whatever is downloaded beside them', () => {
    fc.assert(
      fc.property(name, name, (one, other) => {
        fc.pre(
          !one.includes('/') && !other.includes('/') && one.isWellFormed() && other.isWellFormed(),
        )
        fc.pre(one !== '' && other !== '')
        expect(safeStep(one) === safeStep(other)).toBe(one === other)
      }),
      { numRuns: 500 },
    )
  })

  test('that are the same on some file system are told apart by where they come from, always the same way', () => {
    const files = [
      { path: 'Scan.nii.gz', id: '1' },
      { path: 'scan.nii.gz', id: '2' },
      { path: 'dir', id: '3' },
      { path: 'dir/below', id: '4' },
      { path: 'caf\u00e9', id: '5' },
      { path: 'cafe\u0301', id: '6' },
    ]
    const paths = distinctPaths(files)
    expect(paths).toEqual([
      'Scan.nii.gz',
      expect.stringMatching(/^scan~[0-9a-f]{8}\.nii\.gz$/),
      expect.stringMatching(/^dir~[0-9a-f]{8}$/),
      'dir/below',
      'caf\u00e9',
      expect.stringMatching(/^cafe\u0301~[0-9a-f]{8}$/u),
    ])
    expect(distinctPaths(files)).toEqual(paths)
  })

  test('are never the same twice, nor a folder of another', () => {
    const paths = fc.array(name, { maxLength: 20 })
    fc.assert(
      fc.property(paths, (names) => {
        const files = names.map((one, at) => ({ path: safePath(one) ?? 'unnamed', id: String(at) }))
        const keys = distinctPaths(files).map((path) => path.normalize('NFC').toLowerCase())
        expect(new Set(keys).size).toBe(keys.length)
        for (const key of keys) {
          for (const other of keys) expect(other.startsWith(`${key}/`)).toBe(false)
        }
      }),
      { numRuns: 200 },
    )
  })
})
