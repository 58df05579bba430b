import { type TextField, textFields } from '../../document.ts'
import { formKey } from '../../rank/forms.ts'
import { stopWords } from '../../rank/stop-words.ts'

/**
 * How much an occurrence in a field counts. Less apart than in the ranker: a description is what most is learnt from.
 * Identifiers say nothing about what a record is about.
 */
export const lsaFieldWeights: Readonly<Record<TextField, number>> = {
  title: 3,
  identifiers: 0,
  keywords: 2,
  terms: 2.5,
  creators: 0.5,
  description: 1,
}

/** Words of one field that are looked at: more of them say nothing new, and a text may be very long. */
const mostWords = 2_000

/** What `keyOf` says of a word that takes no part. */
export const noKey = -1

/** The form under which a word takes part (see `formKey`); null for stop words and single characters. */
export function termOf(word: string): string | null {
  return word.length < 2 || stopWords.has(word) ? null : formKey(word)
}

/** How often each term occurs in one text, by the term's number. Used again for the next text. */
export class Bag {
  /** Numbers of the terms, in the order of their first occurrence. */
  readonly terms: number[] = []
  #counts = new Float32Array(1024)

  count(term: number): number {
    return this.#counts[term] as number
  }

  clear(): void {
    for (const term of this.terms) this.#counts[term] = 0
    this.terms.length = 0
  }

  add(term: number, count: number): void {
    if (term >= this.#counts.length) {
      const old = this.#counts
      this.#counts = new Float32Array(Math.max(term + 1, old.length * 2))
      this.#counts.set(old)
    }
    const before = this.#counts[term] as number
    if (before === 0) this.terms.push(term)
    this.#counts[term] = before + count
  }

  /**
   * Takes the words of a text in place of what was there.
   *
   * @param wordsOf Words of a field, as strings or numbers.
   * @param keyOf The term's number, or `noKey`.
   */
  fill<Word>(
    wordsOf: (field: TextField, at: number) => ArrayLike<Word>,
    keyOf: (word: Word) => number,
  ): void {
    this.clear()
    textFields.forEach((field, at) => {
      const weight = lsaFieldWeights[field]
      if (weight === 0) return
      const words = wordsOf(field, at)
      const length = Math.min(words.length, mostWords)
      for (let index = 0; index < length; index++) {
        const key = keyOf(words[index] as Word)
        if (key !== noKey) this.add(key, weight)
      }
    })
  }
}

/** What a term that occurs so often in a text weighs there, before what it weighs in general. */
export function localWeight(count: number): number {
  return Math.log1p(count)
}
