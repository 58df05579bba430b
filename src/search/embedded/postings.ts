import { LRUCache } from 'lru-cache'
import { type TextField, textFields } from '../document.ts'

/** Where a record holds a word. */
export const inTitle = 1
export const inShortField = 2
export const inDescription = 4
export const anywhere = inTitle | inShortField | inDescription

export const placeOf: Readonly<Record<TextField, number>> = {
  title: inTitle,
  identifiers: inShortField,
  keywords: inShortField,
  terms: inShortField,
  creators: inShortField,
  description: inDescription,
}

/** The text fields of a place, as FTS5 takes them. */
export const columnsOf: Readonly<Record<number, string>> = {
  [inTitle]: 'title',
  [inShortField]: textFields.filter((field) => placeOf[field] === inShortField).join(' '),
  [inDescription]: 'description',
}

const mostBytes = 64 * 1024 * 1024
/** For what was asked of FTS5 as it is: phrases, and rare words together. */
const mostAskedBytes = 16 * 1024 * 1024

/**
 * The places of frequent words, a byte a record: FTS5 takes a tenth of a microsecond for every match, and people
 * search with the same frequent words again and again while they filter. Read when first asked for, kept up to
 * date by every write.
 */
export class Postings {
  /** The least recently used come first. */
  readonly #places = new Map<number, Uint8Array>()
  #bytes = 0
  /** By expression. Any write may change an answer of these: they are good until then. */
  readonly #asked = new LRUCache<string, Uint8Array>({
    maxSize: mostAskedBytes,
    sizeCalculation: (places) => places.length + 100,
  })

  /** Places by number of record; undefined when they have to be read first. */
  get(word: number): Uint8Array | undefined {
    const places = this.#places.get(word)
    if (places !== undefined) {
      this.#places.delete(word)
      this.#places.set(word, places)
    }
    return places
  }

  set(word: number, places: Uint8Array): void {
    this.#places.set(word, places)
    this.#bytes += places.length
    for (const oldest of this.#places.keys()) {
      if (this.#bytes <= mostBytes) return
      this.#forget(oldest)
    }
  }

  /** Places of what an expression matches, as `read` fills them in when they are not known. */
  asked(expression: string, size: number, read: (into: Uint8Array) => void): Uint8Array {
    const known = this.#asked.get(expression)
    if (known !== undefined) return known
    const places = new Uint8Array(size)
    read(places)
    this.#asked.set(expression, places)
    return places
  }

  /** A record was written: `words` are its words with their places. */
  put(doc: number, words: ReadonlyMap<number, number>): void {
    this.#asked.clear()
    for (const [word, places] of this.#places) {
      // No room: it is read again when it is asked for.
      if (doc >= places.length) this.#forget(word)
      else places[doc] = words.get(word) ?? 0
    }
  }

  remove(doc: number): void {
    this.#asked.clear()
    for (const places of this.#places.values()) if (doc < places.length) places[doc] = 0
  }

  #forget(word: number): void {
    this.#bytes -= this.#places.get(word)?.length ?? 0
    this.#places.delete(word)
  }
}
