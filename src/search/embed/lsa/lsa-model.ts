import type { TokenisedText } from '../../rank/score.ts'
import type { QueryVector, SyncModel } from '../embedder.ts'
import { Bag, localWeight, noKey, termOf } from './bag.ts'
import { decodeModel, encodeModel } from './model-code.ts'

/** What a model is made of. */
export interface ModelParts {
  id: string
  dimensions: number
  /** Records that it could be trained on; more than it was when there were very many. */
  records: number
  /** Forms of words (see `formKey`) by row, in alphabetical order. */
  terms: readonly string[]
  /** By row: what a term weighs in general, times the scale of its vector. */
  weights: Float32Array
  /** Vectors of the terms, `dimensions` numbers each, quantised. */
  rows: Int8Array
}

/** Words whose rows are remembered. */
const mostWords = 100_000

/**
 * Latent semantic analysis: a text is the weighed sum of its terms' vectors, made a unit vector. The terms' vectors
 * are right singular vectors of the texts it was trained on, stretched with the roots of the singular values; so the
 * numbers of a vector are ordered by how much they tell.
 *
 * A text that was not trained on is embedded in the same way as one that was. Some 8 MB for 30,000 terms of
 * 256 dimensions.
 */
export class LsaModel implements SyncModel {
  readonly kind = 'sync'
  readonly id: string
  readonly dimensions: number
  /** Records that it could be trained on. */
  readonly records: number
  readonly #parts: ModelParts
  readonly #rowOfTerm: ReadonlyMap<string, number>
  /** Emptied when full: words come back soon. */
  readonly #rowOfWord = new Map<string, number>()
  readonly #bag = new Bag()
  readonly #sum: Float64Array

  constructor(parts: ModelParts) {
    this.id = parts.id
    this.dimensions = parts.dimensions
    this.records = parts.records
    this.#parts = parts
    this.#rowOfTerm = new Map(parts.terms.map((term, row) => [term, row]))
    this.#sum = new Float64Array(parts.dimensions)
  }

  /** @throws When the bytes are damaged or not of this version. */
  static decode(bytes: Uint8Array): LsaModel {
    return new LsaModel(decodeModel(bytes))
  }

  /** One blob that `decode` reads. */
  encode(): Uint8Array<ArrayBuffer> {
    return encodeModel(this.#parts)
  }

  /** The row of a word's term; -1 for a word that it does not know, or that takes no part. */
  rowOf(word: string): number {
    const known = this.#rowOfWord.get(word)
    if (known !== undefined) return known
    if (this.#rowOfWord.size >= mostWords) this.#rowOfWord.clear()
    const term = termOf(word)
    const row = term === null ? noKey : (this.#rowOfTerm.get(term) ?? noKey)
    this.#rowOfWord.set(word, row)
    return row
  }

  document(tokens: TokenisedText): Float32Array | null {
    this.#bag.fill(
      (field) => tokens[field],
      (word) => this.rowOf(word),
    )
    return copyOf(this.embed(this.#bag))
  }

  query(words: readonly string[]): QueryVector {
    const distinct = new Set<string>()
    const unknown = new Set<string>()
    this.#bag.clear()
    for (const word of words) {
      const term = termOf(word)
      if (term === null) continue
      const row = this.rowOf(word)
      if (row === noKey) unknown.add(term)
      else {
        distinct.add(term)
        this.#bag.add(row, 1)
      }
    }
    return {
      vector: copyOf(this.embed(this.#bag)),
      known: distinct.size,
      unknown: unknown.size,
    }
  }

  /**
   * Words of a text that do most for its nearness to a vector, the most first; those that do nothing for it are left out.
   *
   * @param vector By this model.
   */
  nearWords(tokens: TokenisedText, vector: ArrayLike<number>, most: number): string[] {
    const { rows, weights, dimensions } = this.#parts
    const wordOf = new Map<number, string>()
    this.#bag.fill(
      (field) => tokens[field],
      (word) => {
        const row = this.rowOf(word)
        if (!wordOf.has(row)) wordOf.set(row, word)
        return row
      },
    )
    return this.#bag.terms
      .map((row) => {
        let product = 0
        for (let at = 0; at < dimensions; at++) {
          product += (rows[row * dimensions + at] as number) * (vector[at] as number)
        }
        const share = product * localWeight(this.#bag.count(row)) * (weights[row] as number)
        return { word: wordOf.get(row) as string, share }
      })
      .filter(({ share }) => share > 0)
      .sort((a, b) => b.share - a.share)
      .slice(0, most)
      .map(({ word }) => word)
  }

  /** The unit vector of terms counted by row, until the next call; null when they cancel out or there are none. */
  embed(bag: Bag): Float64Array | null {
    const { weights, dimensions } = this.#parts
    const sum = this.#sum.fill(0)
    const { terms } = bag
    const weightOf = (at: number) => {
      const row = terms[at]
      return row === undefined ? 0 : localWeight(bag.count(row)) * (weights[row] as number)
    }
    // Four terms at a time: reading and writing the sum is what takes long.
    for (let at = 0; at < terms.length; at += 4) {
      const first = terms[at] as number
      this.#addRows(
        [first, terms[at + 1] ?? first, terms[at + 2] ?? first, terms[at + 3] ?? first],
        [weightOf(at), weightOf(at + 1), weightOf(at + 2), weightOf(at + 3)],
      )
    }
    let squares = 0
    for (let index = 0; index < dimensions; index++) squares += (sum[index] as number) ** 2
    if (squares === 0) return null
    const scale = 1 / Math.sqrt(squares)
    for (let index = 0; index < dimensions; index++) sum[index] = (sum[index] as number) * scale
    return sum
  }
  #addRows(terms: Four, weights: Four): void {
    const { rows, dimensions } = this.#parts
    const sum = this.#sum
    const [p, q, r, s] = weights
    const [a, b, c, d] = terms.map((term) => term * dimensions) as Four
    for (let index = 0; index < dimensions; index++) {
      sum[index] =
        (sum[index] as number) +
        p * (rows[a + index] as number) +
        q * (rows[b + index] as number) +
        r * (rows[c + index] as number) +
        s * (rows[d + index] as number)
    }
  }
}

type Four = [number, number, number, number]

function copyOf(vector: Float64Array | null): Float32Array | null {
  return vector === null ? null : new Float32Array(vector)
}
