import { createHash } from 'node:crypto'
import type { Facet } from '../../model/index.ts'
import { facets } from '../../model/index.ts'
import { type TextField, textFields } from '../document.ts'
import type { NumberColumn } from '../forward/record-code.ts'
import { parentKind } from '../forward/values.ts'

/** Where a word stands: in places where it says much, and wherever it does, which is what is asked most. */
export const places = ['title', 'short', 'any'] as const
export type Place = (typeof places)[number]

export const placesOf: Readonly<Record<TextField, readonly Place[]>> = {
  title: ['title', 'any'],
  identifiers: ['short', 'any'],
  keywords: ['short', 'any'],
  terms: ['short', 'any'],
  creators: ['short', 'any'],
  description: ['any'],
}

/** Names of the attributes, in documents, settings, filters and answers. */
export const field = {
  id: 'id',
  record: 'record',
  title: 'title',
  order: 'order',
  titleOrder: 'titleOrder',
  length: 'length',
  discover: 'discover',
  parents: 'parents',
  identity: 'identity',
  missing: 'missing',
  words: (place: Place) => `words.${place}`,
  text: (name: TextField) => `text.${name}`,
  number: (column: NumberColumn) => `numbers.${column}`,
  facet: (facet: Facet) => `facets.${facet}`,
  /** Values of facets of numbers and dates: the places of the buckets that the record lies in, or its years. */
  range: (facet: Facet) => `ranges.${facet}`,
  kind: (kind: number) => (kind === parentKind ? 'parents' : `facets.${facets[kind]}`),
} as const

export const textAttributes = textFields.map(field.text)

/** The document that says how far an index has come; no record has such an id. */
export const marker = 'marker'

/**
 * Meilisearch's id of a record: it takes letters, digits, `-` and `_` only, and tells `A` from `a` in ids alone.
 */
export function idOf(record: string): string {
  return createHash('sha256').update(record).digest('hex').slice(0, 40)
}

/**
 * A string as an attribute value that no other string is equal to. Meilisearch compares values trimmed, in lower
 * case and without the differences that Unicode calls compatibility, and groups that differ like that are
 * different groups.
 */
export function exactly(text: string): string {
  return /^[a-z0-9][a-z0-9_.:/-]{0,199}$/.test(text)
    ? text
    : `~${createHash('sha256').update(text, 'utf16le').digest('hex')}`
}

/** Meilisearch finds and sorts by so many bytes of a value, and cuts off what is beyond them. */
const mostBytes = 468

/**
 * A string to sort and compare by: no two are equal, and they are in the order of the strings unless those agree in
 * their first 200 bytes. The letter in front keeps Meilisearch from reading a number.
 */
export function sortable(text: string): string {
  const bytes = Buffer.from(inByteOrder(text))
  const isShort = 1 + 2 * bytes.length <= mostBytes
  return isShort
    ? `k${bytes.toString('hex')}`
    : `k${bytes.subarray(0, 200).toString('hex')}${createHash('sha256').update(text).digest('hex')}`
}

const bits = new DataView(new ArrayBuffer(8))

/**
 * A number as a string that compares as the numbers do. As JSON numbers they would not come back as they were:
 * Meilisearch reads one in fifteen of those with 16 digits and more as its neighbour.
 */
export function comparable(number: number): string {
  // Zero has no sign here.
  bits.setFloat64(0, number + 0)
  const flip = number < 0 ? -1 : 0
  const high = (bits.getUint32(0) ^ (flip | 0x80000000)) >>> 0
  const low = (bits.getUint32(4) ^ flip) >>> 0
  return `n${high.toString(16).padStart(8, '0')}${low.toString(16).padStart(8, '0')}`
}

/** The number that a string of `comparable` was made from. */
export function numberOf(value: string): number {
  const high = Number.parseInt(value.slice(1, 9), 16)
  const flip = high < 0x80000000 ? -1 : 0
  bits.setUint32(0, (high ^ (flip | 0x80000000)) >>> 0)
  bits.setUint32(4, (Number.parseInt(value.slice(9), 16) ^ flip) >>> 0)
  return bits.getFloat64(0)
}

/**
 * A sortable title as a value. Its numbers say how many digits they have in place of being padded: with many of
 * them it would be too long. It is never empty, which would count as none, and does not end in a space, which
 * Meilisearch takes off.
 */
export function titleOrder(title: string): string {
  const short = title.replace(/\d{12}/g, (padded) => {
    const digits = padded.replace(/^0+/, '')
    return String.fromCharCode(48 + digits.length) + digits
  })
  const value = Buffer.from(`=${inByteOrder(short)}`)
  return `${value.subarray(0, mostBytes - 4).toString()}\u0001`
}

/** Strings are in the order of their UTF-16 units everywhere else, and their UTF-8 bytes in that of characters. */
function inByteOrder(text: string): string {
  return text.replace(/[\ue000-\uffff]/g, '\u{10ffff}$&')
}
