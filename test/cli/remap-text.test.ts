import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { remapAsText } from '../../src/cli/remap-text.ts'
import type { RemapReport } from '../../src/harvest/upkeep/remapped.ts'

const nothing: RemapReport = {
  source: 'library',
  applied: false,
  rows: 1_234,
  changed: 0,
  unchanged: 1_234,
  rejected: 0,
  rejections: [],
  fields: [],
  examples: [],
}
const textOf = (report: Partial<RemapReport>) =>
  stripVTControlCharacters(remapAsText({ ...nothing, ...report }))

test('a remap as text: says whether it was done, and nothing more where nothing differs', () => {
  expect(textOf({})).toBe('library  0 of 1,234 records would change, 1,234 would stay as they are')
  expect(textOf({ applied: true, changed: 4, unchanged: 1_229, rejected: 1 })).toBe(
    'library  4 of 1,234 records changed, 1,229 stayed as they are, 1 that were rejected keep what they have',
  )
})

test('a remap as text: goes into what differs, and tells values in one line each', () => {
  const text = textOf({
    changed: 1,
    fields: [{ field: 'license', records: 1 }],
    examples: [
      {
        id: 'library:a',
        title: 'A\nbook',
        fields: [
          {
            field: 'license',
            before: { class: 'UNKNOWN', raw: 'CC0', url: null },
            after: { class: 'OPEN', raw: 'CC0', url: null },
          },
          { field: 'species', before: [], after: [{ label: 'Mus musculus' }, { label: 'rat' }] },
          { field: 'description', before: null, after: `${'long '.repeat(40)}\u001b[2J` },
        ],
      },
    ],
    rejections: [{ nativeId: 'b', entity: 'book', path: 'title', reason: 'expected string' }],
  })
  expect(text.split('\n')).toEqual([
    'library  1 of 1,234 records would change, 1,234 would stay as they are',
    '',
    'FIELD    RECORDS',
    'license        1',
    '',
    'library:a  A book',
    '  license.class: UNKNOWN → OPEN',
    '  species: none → Mus musculus, rat',
    `  description: – → ${'long '.repeat(40).slice(0, 79)}…`,
    '',
    'REJECTED  AT     REASON',
    'b         title  expected string',
  ])
})

test('a remap as text: of a field that differs in many parts only some are told', () => {
  const before = Object.fromEntries(Array.from({ length: 7 }, (_, at) => [`part${at}`, at]))
  const text = textOf({
    examples: [{ id: 'library:a', title: 'A', fields: [{ field: 'all', before, after: {} }] }],
  })
  expect(text.split('\n').slice(-2)).toEqual(['  all.part3: 3 → –', '  all: 3 more'])
})
