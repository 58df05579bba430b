import {
  type Facet,
  facets,
  isRangeFacet,
  type RangeFacet,
  rangeFacets,
} from '../../model/index.ts'
import { Growing } from '../forward/growing.ts'
import { noIdentity } from '../forward/identities.ts'
import {
  type NumberColumn,
  numberColumns,
  type RecordCode,
  rangeColumns,
} from '../forward/record-code.ts'
import { facetNumber, type Values } from '../forward/values.ts'
import { Spans, ValueSets } from './coded-columns.ts'

const rangeBits = numberColumns.map((column) =>
  Object.entries(rangeColumns)
    .filter(([, ends]) => ends.from === column)
    .reduce((bits, [facet]) => bits | (1 << facetNumber[facet as RangeFacet]), 0),
)

/** Structures are too many, with all that lies above them, for records to share them. */
const isShared = (facet: Facet) => !isRangeFacet(facet) && facet !== 'STRUCTURE'

/** In `classOf`: there is no such record. */
export const gone = 0xffff

/**
 * What every search looks at of every record, in typed arrays by document number. A record keeps its number as
 * long as it lives, and a number is not given to another record as long as the file is open.
 */
export class Columns {
  /** One more than the highest number. */
  size = 0
  /** One more than the highest number of an identity. */
  identities = 1
  readonly ids: string[] = []
  /** Folded, to sort by. */
  readonly titles: string[] = []
  readonly #classOf = new Growing((length) => new Uint16Array(length), gone)
  readonly #words = new Growing((length) => new Uint32Array(length), 0)
  readonly #identityOf = new Growing((length) => new Uint32Array(length), noIdentity)
  readonly #sourceOf = new Growing((length) => new Uint32Array(length), 0)
  /** One bit for every facet of which the record holds a value. */
  readonly #present = new Growing((length) => new Uint32Array(length), 0)
  readonly #starts = new Growing((length) => new Uint32Array(length), 0)
  readonly #counts = new Growing((length) => new Uint16Array(length), 0)
  readonly #numbers = numberColumns.map(
    () => new Growing((length) => new Float64Array(length), Number.NaN),
  )
  /** By kind of value; undefined for structures and parents. */
  readonly #sets: readonly (ValueSets | undefined)[] = facets.map((facet) =>
    isShared(facet) ? new ValueSets() : undefined,
  )
  readonly #spans = rangeFacets.map((facet) => ({
    facet,
    low: numberColumns.indexOf(rangeColumns[facet].from),
    high: numberColumns.indexOf(rangeColumns[facet].to),
    column: new Spans(),
  }))
  readonly #coded = [
    ...this.#sets.filter((column) => column !== undefined),
    ...this.#spans.map(({ column }) => column),
  ]
  readonly #all = [
    this.#classOf,
    this.#words,
    this.#sourceOf,
    this.#identityOf,
    this.#present,
    this.#starts,
    this.#counts,
    ...this.#numbers,
    ...this.#coded,
  ]
  /** The values of all records one after the other; a changed record's new ones stand at the end. */
  #values = new Growing((length) => new Uint32Array(length), 0)
  #used = 0
  #wasted = 0

  get classOf(): Uint16Array {
    return this.#classOf.items
  }
  /** Number of the value that names the record's source. */
  get sourceOf(): Uint32Array {
    return this.#sourceOf.items
  }
  /** Number of the record's identity. */
  get identityOf(): Uint32Array {
    return this.#identityOf.items
  }
  /** Words in all text fields. */
  get lengths(): Uint32Array {
    return this.#words.items
  }
  get present(): Uint32Array {
    return this.#present.items
  }
  get starts(): Uint32Array {
    return this.#starts.items
  }
  get counts(): Uint16Array {
    return this.#counts.items
  }
  /** Values of a record: `values[starts[doc]]` and the `counts[doc] - 1` after it. */
  get values(): Uint32Array {
    return this.#values.items
  }

  /** Values of one record. */
  valuesOf(doc: number): Uint32Array {
    const start = this.starts[doc] as number
    return this.values.subarray(start, start + (this.counts[doc] as number))
  }

  /** NaN where unknown. */
  numbers(column: NumberColumn): Float64Array {
    return (this.#numbers[numberColumns.indexOf(column)] as Growing<Float64Array>).items
  }

  /** The values of one kind that each record holds, by kind; undefined for structures and parents. */
  sets(kind: number): ValueSets | undefined {
    return this.#sets[kind]
  }

  spans(wanted: RangeFacet): Spans {
    return this.#spans.find(({ facet }) => facet === wanted)?.column as Spans
  }

  /** Makes room for records up to a number. */
  reserve(doc: number): void {
    if (doc < this.ids.length) return
    for (const column of this.#all) column.reserve(doc + 1)
    while (this.ids.length < this.#classOf.items.length) {
      this.ids.push('')
      this.titles.push('')
    }
  }

  put(doc: number, id: string, title: string, code: RecordCode, values: Values): void {
    this.reserve(doc)
    this.remove(doc)
    this.ids[doc] = id
    this.titles[doc] = title
    if (doc >= this.size) this.size = doc + 1
    let words = 0
    for (const length of code.lengths) words += length
    this.classOf[doc] = code.class
    this.lengths[doc] = words
    this.identityOf[doc] = code.identity
    if (code.identity >= this.identities) this.identities = code.identity + 1
    this.starts[doc] = this.#used
    this.counts[doc] = code.values.length
    const room = this.#values.reserve(this.#used + code.values.length)
    let present = 0
    for (let from = 0; from < code.values.length; ) {
      const first = code.values[from] as number
      const kind = values.kinds[first] as number
      let to = from
      for (; to < code.values.length && values.kinds[code.values[to] as number] === kind; to++) {
        room[this.#used++] = code.values[to] as number
      }
      present |= 1 << kind
      this.#sets[kind]?.put(doc, code.values, from, to)
      if (kind === facetNumber.SOURCE) this.sourceOf[doc] = first
      from = to
    }
    for (let index = 0; index < code.numbers.length; index++) {
      const number = code.numbers[index] as number
      const column = this.#numbers[index] as Growing<Float64Array>
      column.items[doc] = number
      if (!Number.isNaN(number)) present |= rangeBits[index] as number
    }
    for (const { column, low, high } of this.#spans) {
      column.put(doc, code.numbers[low] as number, code.numbers[high] as number)
    }
    this.present[doc] = present >>> 0
  }

  remove(doc: number): void {
    if (doc >= this.size || this.#classOf.items[doc] === gone) return
    this.#classOf.items[doc] = gone
    this.#wasted += this.#counts.items[doc] as number
    this.#counts.items[doc] = 0
    for (const column of this.#coded) column.clear(doc)
    this.ids[doc] = ''
    this.titles[doc] = ''
    if (this.#wasted > 65_536 && this.#wasted > this.#used / 2) this.#compact()
  }

  #compact(): void {
    const old = this.#values.items
    const packed = new Growing(
      (length) => new Uint32Array(length),
      0,
      Math.max(1024, Math.ceil((this.#used - this.#wasted) * 1.2)),
    )
    let used = 0
    for (let doc = 0; doc < this.size; doc++) {
      const start = this.#starts.items[doc] as number
      const count = this.#counts.items[doc] as number
      packed.items.set(old.subarray(start, start + count), used)
      this.#starts.items[doc] = used
      used += count
    }
    this.#values = packed
    this.#used = used
    this.#wasted = 0
  }
}
