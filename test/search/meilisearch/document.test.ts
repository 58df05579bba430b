import { join } from 'node:path'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { facets } from '../../../src/model/index.ts'
import { ForwardIndex } from '../../../src/search/forward/forward-index.ts'
import { sortableTitle } from '../../../src/search/forward/titles.ts'
import { Writer } from '../../../src/search/forward/writer.ts'
import { lineOf, markerLine, vectorLine } from '../../../src/search/meilisearch/document.ts'
import {
  comparable,
  exactly,
  idOf,
  numberOf,
  sortable,
  titleOrder,
} from '../../../src/search/meilisearch/fields.ts'
import { meilisearchFile } from '../../../src/search/meilisearch/generation.ts'
import { nameFinder } from '../../../src/search/meilisearch/names.ts'
import { tempFolder } from '../../support/temp.ts'
import { documentOf, type Thing, vocabulary } from '../fixture.ts'

interface Attributes {
  id: string
  words: Record<string, string[]>
  text: Record<string, string>
  facets: Record<string, string[]>
  ranges: Record<string, string[]>
  numbers: Record<string, string>
  missing: string[]
  discover: string[]
  parents: string[]
  title: string
  titleOrder: string
}

async function attributesOf(...things: Thing[]): Promise<{
  forward: ForwardIndex
  all: Attributes[]
}> {
  const folder = await tempFolder()
  const forward = ForwardIndex.open(join(folder, 'meilisearch-1.db'), 1, meilisearchFile)
  onTestFinished(() => forward.close())
  const writer = new Writer(forward)
  const all = things.map((thing) => {
    const entry = writer.prepare(documentOf(thing), { findNames: nameFinder(vocabulary) })
    if (entry === null) throw new Error('it is there already')
    const { id, json } = lineOf(entry, forward)
    expect(json).not.toContain('\n')
    const attributes = JSON.parse(json) as Attributes
    expect(attributes.id).toBe(id)
    return attributes
  })
  return { forward, all }
}

const bare: Thing = { id: 'allen:1', title: 'A title' }

test('document: what is unknown is absent, and every facet without a value is named as missing', async () => {
  const { all } = await attributesOf(bare)
  expect(all[0]).toMatchObject({ numbers: {}, ranges: {}, parents: [], discover: ['public'] })
  expect(Object.keys(all[0]?.facets ?? {})).toEqual(['SOURCE'])
  expect(all[0]?.missing).toEqual(facets.filter((facet) => facet !== 'SOURCE'))
})

test('document: zero is a number, and lies in a bucket', async () => {
  const { all } = await attributesOf({ ...bare, subjects: 0, resolution: [0, 0] })
  const zero = comparable(0)
  expect(all[0]?.numbers).toEqual({ subjects: zero, resolutionMin: zero, resolutionMax: zero })
  expect(all[0]?.ranges).toMatchObject({ SUBJECTS: ['0'], RESOLUTION: ['0'] })
  expect(all[0]?.missing).not.toContain('SUBJECTS')
})

test('document: a partial date lies in its year, a range in all buckets that it meets', async () => {
  const { all } = await attributesOf({ ...bare, released: '2015-02', resolution: [0.15, 1] })
  expect(all[0]?.ranges.RELEASED).toEqual(['2015'])
  expect(all[0]?.ranges.RESOLUTION).toEqual(['1', '2', '3', '4'])
})

test('document: values that differ by case, width or spaces only have numbers of their own', async () => {
  const formats = ['NIfTI', 'nifti', 'ＮＩｆＴＩ', 'NIfTI ', '1', '01', '1.0']
  const { forward, all } = await attributesOf({ ...bare, format: formats })
  const numbers = all[0]?.facets.FORMAT ?? []
  expect(new Set(numbers).size).toBe(formats.length)
  expect(numbers.map((number) => forward.values.values[Number(number)])).toEqual(formats)
})

test('document: words stand where they weigh alike, folded and once, beside names of several words', async () => {
  const { all } = await attributesOf({
    ...bare,
    title: 'Field CA1, field CA1',
    keywords: ['Straße'],
    creators: ['Ångström'],
    description: 'in field CA3',
  })
  expect(all[0]?.words.title).toEqual(['field', 'ca1', 'field ca1'])
  expect(all[0]?.words.short).toEqual(expect.arrayContaining(['strasse', 'angstrom', '1', 'allen']))
  expect(all[0]?.words.any).toEqual(
    expect.arrayContaining(['field ca1', 'strasse', 'angstrom', 'in', 'field', 'ca3', 'field ca3']),
  )
  expect(new Set(all[0]?.words.any).size).toBe(all[0]?.words.any?.length)
  expect(all[0]?.text.title).toBe('field ca1 field ca1')
})

test('document: halves of characters, which the server would refuse, are replaced, and nothing else is', async () => {
  const { all } = await attributesOf(
    { ...bare, title: 'cut \ud83d', description: `${'a'.repeat(63)}𠀀𠀀` },
    { ...bare, id: 'allen:2', title: 'not cut: \\ud83d 😀 \\' },
  )
  expect(all[0]?.title).toBe('cut \ufffd')
  expect(JSON.stringify(all)).not.toMatch(/(?<!\\)\\ud/)
  expect(all[1]?.title).toBe('not cut: \\ud83d 😀 \\')
})

test('document: what is said of embedders is a vector, or that there is none', () => {
  expect(JSON.parse(markerLine(7, ['m-1', 'm-2']).json)).toEqual({
    ...{ id: 'marker', position: 7 },
    _vectors: { 'm-1': null, 'm-2': null },
  })
  expect(JSON.parse(vectorLine('a', 'm-1', Int8Array.of(1, -127)).json)).toEqual({
    ...{ id: 'a', _vectors: { 'm-1': [1, -127] } },
  })
})

test('document: the marker says a position, and has no record', () => {
  expect(JSON.parse(markerLine(7).json)).toEqual({ id: 'marker', position: 7 })
})

test('ids: are of the few signs that Meilisearch takes, whatever the record is called', () => {
  const names = ['a:1', 'a:1 ', 'A:1', 'a:"; OR', 'ä', 'x'.repeat(5_000), '']
  for (const name of names) expect(idOf(name)).toMatch(/^[0-9a-f]{40}$/)
  expect(new Set(names.map(idOf)).size).toBe(names.length)
})

/** As Meilisearch compares values: trimmed, without what Unicode calls compatibility, in lower case, by bytes. */
function compared(value: string): Buffer {
  return Buffer.from(value.trim().normalize('NFKD').toLowerCase()).subarray(0, 468)
}

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: fc.constantFrom('a', 'A', 'Ａ', 'á', ' ', '1', '\\', '"', '\n', '\ud800') }),
  fc.constantFrom('', 'public', 'PUBLIC', ' public', '~', 'true', 'null', '1e3', '1000', 'ﬁ', 'fi'),
)

/** What Meilisearch takes for the same text, and somebody might call another group. */
const disguise = fc.constantFrom<((text: string) => string)[]>(
  (text) => text.toUpperCase(),
  (text) => text.toLowerCase(),
  (text) => ` ${text}`,
  (text) => `${text}\n`,
  (text) => text.normalize('NFKD'),
  (text) => text.replaceAll('a', 'ａ'),
  (text) => exactly(text),
)

test('exactly: different strings are never equal to Meilisearch, the same ones always', () => {
  fc.assert(
    fc.property(anyText, fc.oneof(anyText, disguise), (left, other) => {
      const right = typeof other === 'string' ? other : other(left)
      const equal = compared(exactly(left)).equals(compared(exactly(right)))
      expect(equal).toBe(left === right)
      expect(exactly(exactly(left)) === exactly(left)).toBe(/^[a-z0-9]/.test(exactly(left)))
    }),
    { numRuns: 1_000, seed: 21 },
  )
})

const order = (comparison: number) => Math.sign(comparison)
test('comparable: values are in the order of the numbers, and give them back to the last bit', () => {
  const number = fc.oneof(
    fc.double({ noNaN: true }),
    fc.integer(),
    fc.constantFrom(0, -0, 0.1 + 0.2, 0.3, 1e21, 5e-324, -5e-324, Number.MAX_VALUE),
  )
  fc.assert(
    fc.property(number, number, (left, right) => {
      const [one, two] = [comparable(left), comparable(right)]
      expect(numberOf(one)).toBe(left + 0)
      const wanted = left === right ? 0 : left < right ? -1 : 1
      expect(order(Buffer.compare(compared(one), compared(two)))).toBe(wanted)
    }),
    { numRuns: 1_000, seed: 24 },
  )
})

const textOfIds = fc.string({
  unit: fc.constantFrom('a', 'A', 'z', ':', '/', '"', '\\', ' ', 'é', '脳', '﨎', '𠀀', '\uffee'),
  maxLength: 12,
})

test('sortable: values are in the order of the strings, and no two are equal', () => {
  const lead = fc.constantFrom('', 'x'.repeat(180), 'x'.repeat(600))
  fc.assert(
    fc.property(textOfIds, textOfIds, lead, (left, right, before) => {
      const [one, two] = [sortable(before + left), sortable(before + right)]
      expect(Math.max(one.length, two.length)).toBeLessThanOrEqual(468)
      const wanted = left === right ? 0 : left < right ? -1 : 1
      const given = order(Buffer.compare(compared(one), compared(two)))
      if (before.length > 200) expect(given === 0).toBe(wanted === 0)
      else expect(given).toBe(wanted)
    }),
    { numRuns: 1_000, seed: 22 },
  )
})

test('titleOrder: values are in the order of sortable titles, which may end in a space and hold many numbers', () => {
  const title = fc
    .array(
      fc.constantFrom(
        ...['a', 'b ', ' ', '0', '7', '12', '007', '123456789012345', 'z', '脳', '﨎', '𠀀', '²'],
      ),
      { maxLength: 70 },
    )
    .map((parts) => sortableTitle(parts.join('')))
  const spaced = fc
    .tuple(fc.constantFrom('x', 'y'), fc.constantFrom('', ' ', ' z'))
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(fc.oneof(title, spaced), fc.oneof(title, spaced), (left, right) => {
      const wanted = left === right ? 0 : left < right ? -1 : 1
      const [one, two] = [titleOrder(left), titleOrder(right)]
      expect(Buffer.byteLength(one)).toBeLessThanOrEqual(468)
      expect(order(Buffer.compare(compared(one), compared(two)))).toBe(wanted)
    }),
    { numRuns: 2_000, seed: 23 },
  )
})

test('titleOrder: a title that is too long even so keeps a value that can be compared', () => {
  const long = sortableTitle('﨎'.repeat(100))
  expect(Buffer.byteLength(titleOrder(long))).toBeLessThanOrEqual(468)
  expect(titleOrder(`${long}`)).toBe(titleOrder(long))
})
