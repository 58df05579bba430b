import type { RangeFacet } from '../../model/index.ts'

/**
 * What an index keeps of a record beside its text, as one compact blob: it is what columns and lexicon are
 * loaded from, and what is subtracted from them when the record changes or goes.
 */
export interface RecordCode {
  /** Visibility class. */
  class: number
  /** Numbers of words of each text field. */
  lengths: readonly number[]
  /** Number of the identity; `noIdentity` where there is none. */
  identity: number
  /** Ids of distinct facet values, in the order of `kindOrder`. */
  values: readonly number[]
  /** Ids of distinct words, ascending. */
  words: readonly number[]
  /** In the order of `numberColumns`; NaN for what is unknown. */
  numbers: readonly number[]
}

export const numberColumns = [
  'resolutionMin',
  'resolutionMax',
  'releasedFrom',
  'releasedTo',
  'modified',
  'subjects',
  'fieldStrength',
] as const
export type NumberColumn = (typeof numberColumns)[number]

/** The columns that hold the ends of a facet of numbers or dates. */
export const rangeColumns = {
  RESOLUTION: { from: 'resolutionMin', to: 'resolutionMax' },
  RELEASED: { from: 'releasedFrom', to: 'releasedTo' },
  SUBJECTS: { from: 'subjects', to: 'subjects' },
  FIELD_STRENGTH: { from: 'fieldStrength', to: 'fieldStrength' },
} as const satisfies Record<RangeFacet, { from: NumberColumn; to: NumberColumn }>

let scratch = new Uint8Array(4096)
const float = new Float64Array(1)
const floatBytes = new Uint8Array(float.buffer)

export function encode(code: RecordCode): Uint8Array {
  const room =
    24 +
    5 * (code.lengths.length + code.values.length + code.words.length) +
    9 * code.numbers.length
  if (scratch.length < room) scratch = new Uint8Array(room * 2)
  let at = putVarint(0, code.class)
  for (const length of code.lengths) at = putVarint(at, length)
  at = putVarint(at, code.identity)
  at = putVarint(at, code.values.length)
  for (const value of code.values) at = putVarint(at, value)
  at = putAscending(at, code.words)
  let known = 0
  code.numbers.forEach((number, index) => {
    if (!Number.isNaN(number)) known |= 1 << index
  })
  at = putVarint(at, known)
  for (const number of code.numbers) {
    if (Number.isNaN(number)) continue
    float[0] = number
    scratch.set(floatBytes, at)
    at += 8
  }
  return scratch.slice(0, at)
}

function putVarint(at: number, value: number): number {
  let rest = value
  while (rest > 127) {
    scratch[at++] = (rest & 127) | 128
    rest >>>= 7
  }
  scratch[at++] = rest
  return at
}

function putAscending(start: number, ids: readonly number[]): number {
  let at = putVarint(start, ids.length)
  let before = 0
  for (const id of ids) {
    at = putVarint(at, id - before)
    before = id
  }
  return at
}

/** Reads codes one after the other into the same arrays, since opening a file reads all of them. */
export class CodeReader implements RecordCode {
  class = 0
  lengths: number[] = []
  identity = 0
  values: number[] = []
  words: number[] = []
  numbers: number[] = new Array(numberColumns.length).fill(Number.NaN)
  #bytes: Uint8Array = new Uint8Array(0)
  #at = 0
  readonly #fields: number

  constructor(fields: number) {
    this.#fields = fields
  }

  /** Reads class and lengths alone; the rest stays what it was. */
  readHead(bytes: Uint8Array): Pick<RecordCode, 'class' | 'lengths'> {
    this.#bytes = bytes
    this.#at = 0
    this.class = this.#varint()
    this.lengths.length = 0
    for (let field = 0; field < this.#fields; field++) this.lengths.push(this.#varint())
    return this
  }

  read(bytes: Uint8Array): this {
    this.readHead(bytes)
    this.identity = this.#varint()
    const values = this.#varint()
    this.values.length = 0
    for (let index = 0; index < values; index++) this.values.push(this.#varint())
    this.#ascending(this.words)
    const known = this.#varint()
    for (let index = 0; index < numberColumns.length; index++) {
      this.numbers[index] = (known & (1 << index)) === 0 ? Number.NaN : this.#float()
    }
    return this
  }

  #varint(): number {
    const bytes = this.#bytes
    let byte = bytes[this.#at++] as number
    let value = byte & 127
    for (let shift = 7; byte > 127; shift += 7) {
      byte = bytes[this.#at++] as number
      value |= (byte & 127) << shift
    }
    return value >>> 0
  }

  #ascending(into: number[]): void {
    const count = this.#varint()
    into.length = 0
    let id = 0
    for (let index = 0; index < count; index++) {
      id += this.#varint()
      into.push(id)
    }
  }

  #float(): number {
    for (let byte = 0; byte < 8; byte++) floatBytes[byte] = this.#bytes[this.#at++] as number
    return float[0] as number
  }
}
