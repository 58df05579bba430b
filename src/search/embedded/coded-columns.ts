import { Growing } from '../forward/growing.ts'

/** The code of a record that holds nothing of the column. */
export const nothingHeld = 0

/**
 * A column of which records share few different contents. By number of record it holds the code of its content, so that a
 * filter decides each content once, and a count adds up contents: a look at one array a record.
 *
 * A content keeps its code as long as the file is open, even when no record has it any more.
 */
abstract class CodedColumn<Content> {
  readonly #codes = new Growing((length) => new Uint32Array(length), nothingHeld)
  /** By code. */
  readonly contents: Content[]

  constructor(nothing: Content) {
    this.contents = [nothing]
  }

  /** By number of record. */
  get codes(): Uint32Array {
    return this.#codes.items
  }

  protected set(doc: number, code: number): void {
    this.#codes.set(doc, code)
  }

  /** The record is gone, or about to be put anew. */
  clear(doc: number): void {
    this.#codes.set(doc, nothingHeld)
  }

  protected add(content: Content): number {
    return this.contents.push(content) - 1
  }

  /** Makes room for records up to a number. */
  reserve(length: number): void {
    this.#codes.reserve(length)
  }

  /** 1 for each code whose content passes. */
  passing(test: (content: Content, code: number) => boolean): Uint8Array {
    return Uint8Array.from(this.contents, (content, code) => (test(content, code) ? 1 : 0))
  }

  /** How many of the documents have each code. */
  count(lists: readonly ArrayLike<number>[]): Uint32Array {
    const { codes } = this
    const counts = new Uint32Array(this.contents.length)
    for (const docs of lists) {
      for (let at = 0; at < docs.length; at++) {
        const code = codes[docs[at] as number] as number
        counts[code] = (counts[code] as number) + 1
      }
    }
    return counts
  }
}

/** Numbers of the values of one facet that a record holds. */
export class ValueSets extends CodedColumn<readonly number[]> {
  /** Most records hold one value of a facet. By value. */
  readonly #ofOne: number[] = []
  readonly #ofMany = new Map<string, number>()

  constructor() {
    super([])
  }

  /** @param values From `start` up to `end`. */
  put(doc: number, values: readonly number[], start: number, end: number): void {
    this.set(doc, this.#codeOf(values, start, end))
  }

  #codeOf(values: readonly number[], start: number, end: number): number {
    if (start === end) return nothingHeld
    if (end - start === 1) {
      const value = values[start] as number
      const known = this.#ofOne[value]
      if (known !== undefined) return known
      const code = this.add([value])
      this.#ofOne[value] = code
      return code
    }
    const set = values.slice(start, end)
    const key = set.join()
    const known = this.#ofMany.get(key)
    if (known !== undefined) return known
    const code = this.add(set)
    this.#ofMany.set(key, code)
    return code
  }
}

/** The lowest and highest number of a record. */
export interface Span {
  low: number
  high: number
}

/** The ends of one facet of numbers or dates. Unknown ones are `nothingHeld`. */
export class Spans extends CodedColumn<Span> {
  /** Codes by the one end, then by the other. */
  readonly #known = new Map<number, Map<number, number>>()

  constructor() {
    super({ low: Number.NaN, high: Number.NaN })
  }

  put(doc: number, low: number, high: number): void {
    this.set(doc, Number.isNaN(low) ? nothingHeld : this.#codeOf(low, high))
  }

  #codeOf(low: number, high: number): number {
    let byHigh = this.#known.get(low)
    if (byHigh === undefined) {
      byHigh = new Map()
      this.#known.set(low, byHigh)
    }
    let code = byHigh.get(high)
    if (code === undefined) {
      code = this.add({ low, high })
      byHigh.set(high, code)
    }
    return code
  }
}
