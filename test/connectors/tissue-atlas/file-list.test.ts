import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { filesOf, placeOf } from '../../../connectors/tissue-atlas/file-list.ts'
import { pageOf } from '../../../connectors/tissue-atlas/front-matter.ts'
import { plainText } from '../../../connectors/tissue-atlas/plain-text.ts'
import { sizeOf } from '../../../connectors/tissue-atlas/printed-size.ts'
import { authorsOf, yearOf } from '../../../connectors/tissue-atlas/publications.ts'

describe('tissue-atlas: sizes', () => {
  test.each([
    ['195 GB', 195e9, false],
    ['0.5 GB', 5e8, false],
    ['530 bytes', 530, true],
    ['1.107 GB', 1_107_000_000, false],
    ['531.2 KB', 531_200, false],
    ['1,024 bytes', 1024, true],
    ['2TB', 2e12, false],
  ])('tissue-atlas: %s is read', (printed, bytes, isExact) => {
    expect(sizeOf(printed)).toEqual({ bytes, isExact })
  })

  test.each(['', 'GB', '12', 'unknown', '12 parsecs', '-1 GB', '1e9 GB', '99999999 TB'])(
    'tissue-atlas: "%s" is no size',
    (printed) => expect(sizeOf(printed)).toBeNull(),
  )
})

describe('tissue-atlas: file lists', () => {
  const place = { bucket: 'b-1', prefix: '' }

  test('tissue-atlas: a table without sizes is no list of files', () => {
    expect(filesOf('| Dataset | Description |\n| --- | --- |\n| A | Figure 1 |\n', place)).toEqual(
      [],
    )
  })

  test('tissue-atlas: a file without a printed size has none, and a row without a name is none', () => {
    const list =
      '| ID | Image | File size |\n|---|---|---|\n| a | a.ome.tif | ? |\n| b |  | 1 GB |\n|| c.tif | 1 GB |\n'
    expect(filesOf(list, place)).toMatchObject([{ key: 'a.ome.tif', size: null, isExact: false }])
  })

  test('tissue-atlas: files without a bucket that the page names have no key', () => {
    const list = '| ID | Image | File size |\n|---|---|---|\n| a | a.ome.tif | 1 GB |\n'
    expect(filesOf(list, null)).toMatchObject([{ bucket: null, key: null, size: 1e9 }])
  })

  test('tissue-atlas: a file that is said to be at a place that is not known is in no bucket', () => {
    const list =
      '| ID | File Name | Location | File size |\n|---|---|---|---|\n| a | a.tif | our cupboard | 1 GB |\n| b | b.tif | AWS | 1 GB |\n'
    expect(filesOf(list, place).map(({ key }) => key)).toEqual([null, 'b.tif'])
  })

  test('tissue-atlas: a bar in a cell does not part it, and rows may be shorter than their head', () => {
    const list = '| ID | File | Size |\n|:--|:-:|--:|\n| a | a\\|b.tif | 1 GB |\n| b |\n'
    expect(filesOf(list, place).map(({ name }) => name)).toEqual(['a|b.tif'])
  })

  test.each([
    ['s3://hta-melatlas-1/data/', 'hta-melatlas-1', 'data/'],
    ['in the bucket s3://wu-temko-maliga-2022', 'wu-temko-maliga-2022', ''],
    ['(s3://a-bucket/x/y).', 'a-bucket', 'x/y/'],
  ])('tissue-atlas: %s is a place in a bucket', (text, bucket, prefix) => {
    expect(placeOf(text)).toEqual({ bucket, prefix })
  })
})

describe('tissue-atlas: pages', () => {
  test('tissue-atlas: a file that does not begin with front matter has none', () => {
    expect(pageOf('**NOTE:** text\n---\ntitle: A\n---\n')).toBeNull()
    expect(pageOf('')).toBeNull()
  })

  test('tissue-atlas: other line ends and a byte order mark are no matter', () => {
    expect(pageOf('\uFEFF---\r\ntitle: A\r\n---\r\nBody')).toEqual({
      frontMatter: { title: 'A' },
      body: 'Body',
    })
  })

  test('tissue-atlas: aliases that would blow up are no front matter', () => {
    const levels = Array.from({ length: 12 }, (_, at) => {
      const inner = at === 0 ? 'x' : `*a${at - 1}`
      return `a${at}: &a${at} [${Array(9).fill(inner).join(', ')}]`
    })
    expect(pageOf(`---\n${levels.join('\n')}\n---\n`)).toEqual({ frontMatter: null, body: '' })
  })

  test('tissue-atlas: any text is read, or found to be no page', () => {
    const line = fc.oneof(
      fc.constantFrom('---', 'a: b', "t: 'x", "y'", '- z', '\t', '| a | b |', '|---|---|', 'k: "'),
      fc.string(),
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const text = lines.join('\n')
        const page = pageOf(text)
        expect(page === null || text.endsWith(page.body)).toBe(true)
        expect(() => filesOf(text, null)).not.toThrow()
      }),
      { numRuns: 200 },
    )
  })
})

describe('tissue-atlas: texts', () => {
  test.each([
    ['write to a.person@example.org now', 'write to now'],
    ['tissue-atlas(at)hms.harvard.edu', ''],
    ['a.person [at] example [dot] org', ''],
    ['sampled @ 0.65 microns', 'sampled @ 0.65 microns'],
    ['_BRCA1_-associated **cancer**', 'BRCA1-associated cancer'],
    ['A17_mid_distal_artery', 'A17_mid_distal_artery'],
    ['see [HTAN](https://a.example/b_(c)) and ![x](y.png)', 'see HTAN and x'],
  ])('tissue-atlas: %s reads "%s"', (text, plain) => expect(plainText(text)).toBe(plain))

  test('tissue-atlas: authors are told apart in every way in which pages write them', () => {
    expect(authorsOf('Wu HJ, Temko D, and Michor F')).toEqual(['Wu HJ', 'Temko D', 'Michor F'])
    expect(authorsOf('Giorgio Gaglia, Peter K. Sorger & Sandro Santagata')).toEqual([
      'Giorgio Gaglia',
      'Peter K. Sorger',
      'Sandro Santagata',
    ])
    expect(authorsOf('Nirmal AJ, ... Lian CG, Sorger PK.')).toEqual([
      'Nirmal AJ',
      'Lian CG',
      'Sorger PK',
    ])
    expect(authorsOf('Keenan T., Li T., et al.')).toEqual(['Keenan T.', 'Li T.'])
    expect(authorsOf(null)).toEqual([])
  })

  test.each([
    ['Nature. 2024. PMID: 39385030', '2024'],
    ['Cancer Discovery. 2022 Jun; 12(6): 1518-1541. PMID: 35404441', '2022'],
    [
      'Cell, 186, 1-19, DOI: [10.1016/j.cell.2022.12.028](https://doi.org/10.1016/j.cell.2022.12.028)',
      null,
    ],
    ['Clinical Cancer Research, 2(1), 66-82. PMID: 33257427', null],
    ['TBA', null],
  ])('tissue-atlas: the year of "%s" is %s', (journal, year) => expect(yearOf(journal)).toBe(year))
})
