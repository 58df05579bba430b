import { quantise } from '../embed/quantise.ts'
import { dotProducts, lanes } from './dot-products.ts'
import { Growing } from './growing.ts'

/** A vector that others are compared with, made by `VectorColumn.query` once for many comparisons. */
export interface ColumnQuery {
  /** Quantised to 16 bits. */
  readonly numbers: Int16Array
  /** What makes a unit vector of them. */
  readonly scale: number
  /** Its cosine with records that have nothing to do with it. */
  readonly background: number
}

export interface NearestRequest {
  /** How many at most; more than 0. */
  most: number
  /** Cosine below which nothing is near. */
  floor: number
  /** The records to choose from, ascending. Default: all. */
  among?: Uint32Array
  /** Asked of those alone that would be among the nearest. Default: all are. */
  isEligible?: (doc: number) => boolean
}

export interface Near {
  doc: number
  /** At most 1. */
  cosine: number
}

const page = 65_536
/** The query is at 0, products of a block of rows here, rows from the second page on. */
const productsAt = page / 2
const blockRows = 4_096
const mostDimensions = productsAt / 2
/** Of a product of two vectors, so that its sums stay within 32 bits. */
const largestSum = 2 ** 31 - 1
const largestByte = 127
const largestWord = 32_767
/** Records that the background is learned from. */
const fewestLearned = 30
const mostLearned = 1_000
/** Of what is nearer to everything than this, the rest tells still something. */
const highestBackground = 0.99

/**
 * Unit vectors by document number, quantised to a byte a number: 256 bytes a record, and some 30 ns to compare it. The numbers
 * are outside of the language's heap, where the vector unit finds them (see `dotProducts`).
 *
 * Cosines are those of the quantised vectors, exactly but for the query, whose numbers have 16 bits; after `level`, of what
 * they are above the background.
 */
export class VectorColumn {
  readonly dimensions: number
  /** Bytes a row: the dimensions, rounded up; what is behind them stays 0. */
  readonly #stride: number
  readonly #memory = new WebAssembly.Memory({ initial: 2, maximum: page })
  readonly #dots = dotProducts(this.#memory)
  /** What makes a unit vector of a row; 0 where there is none. */
  readonly #scales = new Growing((length) => new Float32Array(length), 0)
  #bytes = new Int8Array(this.#memory.buffer)
  #products = new Int32Array(this.#memory.buffer, productsAt, blockRows)
  /** What lies at 0 now. */
  #loaded: ColumnQuery | null = null
  /** Of all records, to the query `#known`; NaN where there is no vector. */
  #cosines = new Float64Array(0)
  /** The last query that asked for all; null once a vector is written. */
  #known: ColumnQuery | null = null
  #queries = new WeakMap<ArrayLike<number>, ColumnQuery>()
  /** Mean of unit vectors of ordinary records, and how many there were in all; null: cosines are as they are. */
  #centre: { vector: Float64Array; count: number } | null = null
  /** One more than the highest number that had a vector. */
  #size = 0
  /** Records that have a vector. */
  count = 0

  /** @throws {RangeError} For more than 16,384 dimensions, or none. */
  constructor(dimensions: number) {
    if (!Number.isInteger(dimensions) || dimensions < 1 || dimensions > mostDimensions) {
      throw new RangeError('not a number of dimensions')
    }
    this.dimensions = dimensions
    this.#stride = Math.ceil(dimensions / lanes) * lanes
  }

  has(doc: number): boolean {
    return (this.#scales.items[doc] ?? 0) > 0
  }

  /** A zero vector is none. @throws {RangeError} For another number of dimensions. */
  put(doc: number, vector: ArrayLike<number>): void {
    this.#expect(vector)
    const at = this.#makeRoom(doc)
    this.#setScale(doc, quantise(vector, this.#bytes, at))
  }

  /** What `quantise` made. A scale of 0 is no vector. @throws {RangeError} For another number of dimensions. */
  putRow(doc: number, row: Int8Array, scale: number): void {
    this.#expect(row)
    // First: growing replaces the array.
    const at = this.#makeRoom(doc)
    this.#bytes.set(row, at)
    this.#setScale(doc, scale)
  }

  /** As it is kept in a file, until the next call of a method that writes; null where there is none. */
  quantised(doc: number): { row: Int8Array; scale: number } | null {
    if (!this.has(doc)) return null
    const at = page + doc * this.#stride
    const row = this.#bytes.subarray(at, at + this.dimensions)
    return { row, scale: this.#scales.items[doc] as number }
  }

  remove(doc: number): void {
    if (this.has(doc)) this.#setScale(doc, 0)
  }

  /** The same for the same array, which must not change meanwhile. @throws {RangeError} For another number of dimensions. */
  query(vector: ArrayLike<number>): ColumnQuery {
    const known = this.#queries.get(vector)
    if (known !== undefined) return known
    const query = this.#quantised(vector)
    this.#queries.set(vector, query)
    return query
  }

  #quantised(vector: ArrayLike<number>): ColumnQuery {
    this.#expect(vector)
    const most = Math.min(largestWord, Math.floor(largestSum / (largestByte * this.dimensions)))
    const largest = Array.from(vector).reduce((max, value) => Math.max(max, Math.abs(value)), 0)
    const factor = largest > 0 ? most / largest : 0
    const numbers = Int16Array.from(vector, (value) => Math.round(value * factor))
    const squares = numbers.reduce((sum, value) => sum + value * value, 0)
    const scale = squares === 0 ? 0 : 1 / Math.sqrt(squares)
    const centre = this.#centre?.vector
    const product = numbers.reduce((sum, value, at) => sum + value * (centre?.[at] ?? 0), 0)
    const background = Math.min(highestBackground, Math.max(0, product * scale))
    return { numbers, scale, background }
  }

  /**
   * Brings cosines of models that put everything into one corner to a scale on which records that have nothing to do with a
   * query are at 0: (cosine - background) / (1 - background). The records of a query stay in their order. The background is
   * learned from a sample of records, anew when their number has doubled or halved; of too few there is none.
   *
   * @param isOrdinary Whether a record may be learned from.
   */
  level(isOrdinary: (doc: number) => boolean): void {
    const before = this.#centre?.count ?? 0
    const isNews = this.count >= 2 * before || 2 * this.count <= before
    if (this.count < fewestLearned || !isNews) return
    const sum = new Float64Array(this.dimensions)
    const step = Math.max(1, Math.floor(this.count / mostLearned))
    let met = 0
    let learned = 0
    for (let doc = 0; doc < this.#size; doc++) {
      if (!this.has(doc) || met++ % step !== 0 || !isOrdinary(doc)) continue
      const scale = this.#scales.items[doc] as number
      const at = page + doc * this.#stride
      for (let place = 0; place < this.dimensions; place++) {
        sum[place] = (sum[place] as number) + (this.#bytes[at + place] as number) * scale
      }
      learned++
    }
    const vector = sum.map((value) => (learned < fewestLearned ? 0 : value / learned))
    this.#centre = { vector, count: this.count }
    this.#queries = new WeakMap()
  }

  /** Null where there is no vector. */
  cosine(doc: number, query: ColumnQuery): number | null {
    if (!this.has(doc)) return null
    this.#load(query)
    return this.#known === query ? (this.#cosines[doc] as number) : this.#cosine(doc, query)
  }

  /** In the order of `docs`; NaN where there is no vector. */
  cosines(query: ColumnQuery, docs: ArrayLike<number>): Float64Array {
    this.#load(query)
    const cosines = new Float64Array(docs.length)
    for (let index = 0; index < docs.length; index++) {
      cosines[index] = this.#cosine(docs[index] as number, query)
    }
    return cosines
  }

  /** The nearest first; of equal ones those of lower number. */
  nearest(query: ColumnQuery, { most, floor, among, isEligible }: NearestRequest): Near[] {
    // To look at few records one by one is quicker than at all in a row, unless these are known already.
    const isFew = among !== undefined && among.length < this.#size / 2
    const cosines = isFew && this.#known !== query ? null : this.#all(query)
    const count = among?.length ?? this.#size
    this.#load(query)
    let found: Near[] = []
    // Later ones of the same cosine come too late once there are enough.
    let bar = floor
    let isFull = false
    for (let at = 0; at < count; at++) {
      const doc = among === undefined ? at : (among[at] as number)
      const cosine = cosines === null ? this.#cosine(doc, query) : (cosines[doc] as number)
      // Those without a vector are near nothing: NaN is no larger than anything.
      if (!(isFull ? cosine > bar : cosine >= bar)) continue
      if (isEligible !== undefined && !isEligible(doc)) continue
      found.push({ doc, cosine })
      if (found.length < 2 * most) continue
      found = nearestOf(found, most)
      bar = found.at(-1)?.cosine ?? bar
      isFull = true
    }
    return nearestOf(found, most)
  }

  /** Cosines of all, which one search looks at more than once; NaN where there is no vector. */
  #all(query: ColumnQuery): Float64Array {
    if (this.#known === query) return this.#cosines
    this.#load(query)
    const scales = this.#scales.items
    if (this.#cosines.length < this.#size) this.#cosines = new Float64Array(scales.length)
    const cosines = this.#cosines
    for (let start = 0; start < this.#size; start += blockRows) {
      const rows = Math.min(blockRows, this.#size - start)
      this.#dots(page + start * this.#stride, rows, this.#stride, 0, productsAt)
      for (let row = 0; row < rows; row++) {
        const scale = scales[start + row] as number
        cosines[start + row] =
          scale === 0 ? Number.NaN : above((this.#products[row] as number) * scale, query)
      }
    }
    this.#known = query
    return cosines
  }

  /** NaN where there is no vector; of a query that is loaded. */
  #cosine(doc: number, query: ColumnQuery): number {
    if (!this.has(doc)) return Number.NaN
    this.#dots(page + doc * this.#stride, 1, this.#stride, 0, productsAt)
    return above((this.#products[0] as number) * (this.#scales.items[doc] as number), query)
  }

  #load(query: ColumnQuery): void {
    if (this.#loaded === query) return
    this.#expect(query.numbers)
    // Behind its end there are zeroes: all queries of this column are as long.
    new Int16Array(this.#memory.buffer).set(query.numbers)
    this.#loaded = query
  }

  /** Where the row of a document is. */
  #makeRoom(doc: number): number {
    const at = page + doc * this.#stride
    const needed = at + this.#stride
    if (needed > this.#bytes.length) {
      // Pages that nothing was written to take no memory.
      const wanted = Math.min(Math.max(needed, this.#bytes.length * 1.5), page * page)
      this.#memory.grow(Math.ceil((wanted - this.#bytes.length) / page))
      this.#bytes = new Int8Array(this.#memory.buffer)
      this.#products = new Int32Array(this.#memory.buffer, productsAt, blockRows)
    }
    return at
  }

  #setScale(doc: number, scale: number): void {
    this.#known = null
    this.count += Number(scale > 0) - Number(this.has(doc))
    this.#scales.set(doc, scale)
    if (doc >= this.#size) this.#size = doc + 1
  }

  #expect({ length }: ArrayLike<number>): void {
    if (length !== this.dimensions) throw new RangeError('a vector of another model')
  }
}

/** What a product with a unit vector says above the background. */
function above(product: number, { scale, background }: ColumnQuery): number {
  return background === 0 ? product * scale : (product * scale - background) / (1 - background)
}

function nearestOf(found: Near[], most: number): Near[] {
  return found.sort((a, b) => b.cosine - a.cosine || a.doc - b.doc).slice(0, most)
}
