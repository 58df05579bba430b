import type { RangeFacet } from '../../model/index.ts'
import { Growing } from '../forward/growing.ts'
import { noIdentity } from '../forward/identities.ts'
import {
  type NumberColumn,
  numberColumns,
  type RecordCode,
  rangeColumns,
} from '../forward/record-code.ts'
import { facetNumber, type Values } from '../forward/values.ts'

const rangeBits = numberColumns.map((column) =>
  Object.entries(rangeColumns)
    .filter(([, ends]) => ends.from === column)
    .reduce((bits, [facet]) => bits | (1 << facetNumber[facet as RangeFacet]), 0),
)

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
  readonly #all = [
    this.#classOf,
    this.#words,
    this.#sourceOf,
    this.#identityOf,
    this.#present,
    this.#starts,
    this.#counts,
    ...this.#numbers,
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
    for (const value of code.values) {
      room[this.#used++] = value
      const kind = values.kinds[value] as number
      present |= 1 << kind
      if (kind === facetNumber.SOURCE) this.sourceOf[doc] = value
    }
    for (let index = 0; index < code.numbers.length; index++) {
      const number = code.numbers[index] as number
      const column = this.#numbers[index] as Growing<Float64Array>
      column.items[doc] = number
      if (!Number.isNaN(number)) present |= rangeBits[index] as number
    }
    this.present[doc] = present >>> 0
  }

  remove(doc: number): void {
    if (doc >= this.size || this.#classOf.items[doc] === gone) return
    this.#classOf.items[doc] = gone
    this.#wasted += this.#counts.items[doc] as number
    this.#counts.items[doc] = 0
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
