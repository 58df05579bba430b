import { plugins } from '@citation-js/core'
import '@citation-js/plugin-bibtex'
import '@citation-js/plugin-ris'
import { describe, expect, test } from 'vitest'
import { citationOf } from '../../src/gateway/citation.ts'
import { noAssets, type StoredRecord, unknownRecord } from '../../src/model/index.ts'

const source = { title: 'Example Archive' }
const now = new Date('2026-05-01T23:59:59Z')

function record(given: Partial<StoredRecord>): StoredRecord {
  return {
    ...unknownRecord,
    ...noAssets,
    id: 'alpha:E/1',
    source: 'alpha',
    nativeId: 'E/1',
    kind: 'DATASET',
    title: 'Atlas',
    connector: 'example@1',
    rowHash: '0'.repeat(64),
    quality: { score: 1, missing: [], problems: [] },
    visibility: { discover: ['public'], retrieve: ['public'] },
    harvest: 'h',
    harvestedAt: '2024-01-01T00:00:00Z',
    ...given,
  } as StoredRecord
}

const full = record({
  title: 'A {mouse} atlas\n100% & more_#1 \\ ~^$',
  creators: ['Allen Institute for Brain Science', 'Jane Doe'],
  released: '2020-05',
  version: '3',
  sameAs: ['RRID:SCR_020999', 'https://doi.org/10.1016/j.cell.2020.04.007'],
  landingPage: 'https://example.org/atlas?a=1&b={2}',
})

describe('citation', () => {
  test('BibTeX escapes what TeX would read, keeps names whole and leaves out what is unknown', () => {
    expect(citationOf(full, source, 'BIBTEX', now)).toBe(
      `@misc{alpha-E-1,
  title = {{A \\{mouse\\} atlas 100\\% \\& more\\_\\#1 \\textbackslash{} \\textasciitilde{}\\textasciicircum{}\\$}},
  author = {{Allen Institute for Brain Science} and {Jane Doe}},
  year = {2020},
  month = {5},
  version = {3},
  publisher = {Example Archive},
  doi = {10.1016/j.cell.2020.04.007},
  url = {https://example.org/atlas?a=1&b=%7B2%7D},
  urldate = {2026-05-01}
}
`,
    )
    expect(citationOf(record({}), source, 'BIBTEX', now)).toBe(
      '@misc{alpha-E-1,\n  title = {{Atlas}},\n  publisher = {Example Archive},\n  urldate = {2026-05-01}\n}\n',
    )
  })

  test('RIS has a line a field and none for a line break in a title', () => {
    const text = citationOf(full, source, 'RIS', now)
    const lines = text.split('\r\n')
    expect(lines[0]).toBe('TY  - DATA')
    expect(lines).toContain('AU  - Jane Doe')
    expect(lines).toContain('PY  - 2020')
    expect(lines).toContain('DA  - 2020/05//')
    expect(lines).toContain('DO  - 10.1016/j.cell.2020.04.007')
    expect(lines.slice(-2)).toEqual(['ER  - ', ''])
    expect(lines.every((line) => line === '' || /^[A-Z][A-Z0-9] {2}- /.test(line))).toBe(true)
    expect(citationOf(record({}), source, 'RIS', now)).toBe(
      'TY  - DATA\r\nTI  - Atlas\r\nPB  - Example Archive\r\nDB  - Example Archive\r\nY2  - 2026/05/01/\r\nER  - \r\n',
    )
  })

  test('CSL-JSON is an item whose date is as precise as is known', () => {
    expect(JSON.parse(citationOf(full, source, 'CSL_JSON', now))).toEqual({
      id: 'alpha-E-1',
      type: 'dataset',
      title: full.title,
      author: [{ literal: 'Allen Institute for Brain Science' }, { literal: 'Jane Doe' }],
      issued: { 'date-parts': [[2020, 5]] },
      version: '3',
      publisher: 'Example Archive',
      source: 'Example Archive',
      accessed: { 'date-parts': [[2026, 5, 1]] },
      DOI: '10.1016/j.cell.2020.04.007',
      URL: full.landingPage,
    })
    expect(JSON.parse(citationOf(record({}), source, 'CSL_JSON', now))).toEqual({
      id: 'alpha-E-1',
      type: 'dataset',
      title: 'Atlas',
      publisher: 'Example Archive',
      source: 'Example Archive',
      accessed: { 'date-parts': [[2026, 5, 1]] },
    })
  })

  test.each([
    ['BIBTEX', '@biblatex/text'],
    ['RIS', '@ris/file'],
    ['CSL_JSON', '@csl/object'],
  ] as const)('%s is read by Citation.js as what it was made of', (style, forceType) => {
    const text = citationOf(full, source, style, now)
    const [read] = plugins.input.chain(style === 'CSL_JSON' ? JSON.parse(text) : text, {
      forceType,
    }) as Record<string, unknown>[]
    expect(read).toMatchObject({
      title: expect.stringMatching(/^A \{?mouse\}? atlas 100% & more_#1|^A \{mouse\} atlas/),
      version: '3',
      publisher: 'Example Archive',
      DOI: '10.1016/j.cell.2020.04.007',
      accessed: { 'date-parts': [[2026, 5, 1]] },
      issued: { 'date-parts': [[2020, 5]] },
    })
    expect(JSON.stringify(read?.author)).toContain('Allen Institute for Brain Science')
  })
})
