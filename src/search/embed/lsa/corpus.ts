import { Growing } from '../../forward/growing.ts'
import { type Bag, localWeight } from './bag.ts'
import type { SparseRows } from './svd.ts'

/** Terms in fewer records connect nothing. */
const fewestRecords = 2

/** What a model is trained on: a matrix of texts and terms, and what it was made from. */
export interface TrainingMatrix {
  /** Terms by column, in alphabetical order. */
  terms: string[]
  /** What each term weighs in general, 0 to 1. */
  weights: Float32Array
  matrix: SparseRows
}

/** Texts as counts of terms, until there are enough to weigh the terms. */
export class Corpus {
  readonly #numbers = new Map<string, number>()
  readonly #terms: string[] = []
  /** Texts that hold a term, by term. */
  readonly #frequencies = new Growing((length) => new Int32Array(length), 0)
  readonly #starts = new Growing((length) => new Int32Array(length), 0)
  readonly #entries = new Growing((length) => new Int32Array(length), 0, 65_536)
  readonly #counts = new Growing((length) => new Float32Array(length), 0, 65_536)
  #used = 0
  /** Texts. */
  size = 0

  /** The number of a term, given out when it is new. */
  number(term: string): number {
    const known = this.#numbers.get(term)
    if (known !== undefined) return known
    const number = this.#terms.length
    this.#terms.push(term)
    this.#numbers.set(term, number)
    return number
  }

  add(bag: Bag): void {
    for (const term of bag.terms) {
      this.#entries.set(this.#used, term)
      this.#counts.set(this.#used, bag.count(term))
      this.#frequencies.set(term, (this.#frequencies.items[term] ?? 0) + 1)
      this.#used++
    }
    this.size++
    this.#starts.set(this.size, this.#used)
  }

  /**
   * Weighs by log-entropy (Dumais 1991): a term that stands everywhere alike weighs nothing, one of a single text
   * all. Of more than `mostTerms` those of the most texts are kept.
   */
  matrix(mostTerms: number): TrainingMatrix {
    const frequency = (term: number) => this.#frequencies.items[term] ?? 0
    const kept = this.#terms
      .map((term, number) => ({ term, number }))
      .filter(({ number }) => frequency(number) >= fewestRecords)
      .sort((a, b) => frequency(b.number) - frequency(a.number) || compare(a.term, b.term))
      .slice(0, mostTerms)
      .sort((a, b) => compare(a.term, b.term))
    const columnOf = new Int32Array(this.#terms.length).fill(-1)
    kept.forEach(({ number }, column) => {
      columnOf[number] = column
    })
    const weights = this.#entropies(columnOf, kept.length)
    return {
      terms: kept.map(({ term }) => term),
      weights,
      matrix: this.#weighed(columnOf, weights),
    }
  }

  #entropies(columnOf: Int32Array, columns: number): Float32Array {
    const sums = new Float64Array(columns)
    this.#each(columnOf, (column, count) => {
      sums[column] = (sums[column] as number) + count
    })
    const entropies = new Float64Array(columns)
    this.#each(columnOf, (column, count) => {
      const share = count / (sums[column] as number)
      entropies[column] = (entropies[column] as number) - share * Math.log(share)
    })
    const most = Math.log(Math.max(2, this.size))
    return Float32Array.from(entropies, (entropy) => Math.max(0, 1 - entropy / most))
  }

  #weighed(columnOf: Int32Array, weights: Float32Array): SparseRows {
    const starts = new Int32Array(this.size + 1)
    let entries = 0
    this.#each(columnOf, () => {
      entries++
    })
    const at = new Int32Array(entries)
    const values = new Float32Array(entries)
    let used = 0
    this.#each(columnOf, (column, count, row) => {
      at[used] = column
      values[used] = localWeight(count) * (weights[column] as number)
      starts[row + 1] = ++used
    })
    for (let row = 1; row <= this.size; row++) {
      // A text without a term ends where it begins.
      const start = starts[row - 1] as number
      const end = Math.max(starts[row] as number, start)
      starts[row] = end
      makeUnit(values.subarray(start, end))
    }
    return { rows: this.size, columns: weights.length, starts, at, weights: values }
  }

  #each(columnOf: Int32Array, take: (column: number, count: number, row: number) => void): void {
    const starts = this.#starts.items
    for (let row = 0; row < this.size; row++) {
      const end = starts[row + 1] as number
      for (let entry = starts[row] as number; entry < end; entry++) {
        const column = columnOf[this.#entries.items[entry] as number] as number
        if (column >= 0) take(column, this.#counts.items[entry] as number, row)
      }
    }
  }
}

/** So that long texts do not teach more than short ones. */
function makeUnit(values: Float32Array): void {
  let squares = 0
  for (const value of values) squares += value * value
  if (squares === 0) return
  const scale = 1 / Math.sqrt(squares)
  for (let at = 0; at < values.length; at++) values[at] = (values[at] as number) * scale
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
