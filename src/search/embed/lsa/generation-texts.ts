import { DatabaseSync } from 'node:sqlite'
import type { TextField } from '../../document.ts'
import { textFields } from '../../document.ts'
import { CodeReader } from '../../forward/record-code.ts'

/** The words of a record, by the numbers that the file gives them. */
export interface NumberedText {
  doc: number
  wordsOf(field: TextField, at: number): Uint32Array
}

/**
 * The texts of a generation's file, read beside the thread that writes it. Reads are short, one for each batch: a long
 * one would keep the file's log from being folded in. So what is written meanwhile may be seen or not, by record.
 */
export class GenerationTexts {
  readonly #db: DatabaseSync
  /** By number. */
  readonly #words: string[] = []

  constructor(path: string) {
    this.#db = new DatabaseSync(path, { readOnly: true })
    this.#db.exec('PRAGMA busy_timeout = 5000; PRAGMA cache_size = -4096')
  }

  /** The word of a number. */
  word(number: number): string {
    // A record that was written a moment ago may hold words that are as new.
    if (number >= this.#words.length) this.#readWords()
    const word = this.#words[number]
    if (word === undefined) throw new Error('the index file lacks a word of a record')
    return word
  }

  #readWords(): void {
    const read = this.#db.prepare('SELECT word FROM word WHERE id >= ? ORDER BY id')
    for (const row of read.iterate(this.#words.length)) this.#words.push(String(row.word))
  }

  count(): number {
    return Number(this.#db.prepare('SELECT count(*) AS records FROM record').get()?.records)
  }

  /**
   * Numbers of an even sample of the records of these classes, and how many there are. Chosen and ordered by a hash
   * of the id: the same records give the same sample, whatever their numbers are.
   */
  sample(classes: ReadonlySet<number>, most: number): { docs: number[]; eligible: number } {
    const reader = new CodeReader(textFields.length)
    const found: { doc: number; hash: number }[] = []
    for (const { doc, id, code } of this.#db
      .prepare('SELECT doc, id, code FROM record')
      .iterate()) {
      if (!classes.has(reader.readHead(code as Uint8Array).class)) continue
      found.push({ doc: Number(doc), hash: evenHash(String(id)) })
    }
    found.sort((a, b) => a.hash - b.hash || a.doc - b.doc)
    return { docs: found.slice(0, most).map(({ doc }) => doc), eligible: found.length }
  }

  /** Those of the records that are still there. */
  *texts(docs: readonly number[]): Generator<NumberedText> {
    const read = this.#db.prepare('SELECT words FROM text WHERE doc = ?')
    for (const doc of docs) {
      const row = read.get(doc)
      if (row !== undefined) yield { doc, wordsOf: wordsOf(row.words as Uint8Array) }
    }
  }

  /** The next records behind one, by number, with what tells whether they have changed since. */
  after(doc: number, most: number): (NumberedText & { hash: string })[] {
    return this.#db
      .prepare(
        'SELECT doc, hash, words FROM record JOIN text USING (doc) WHERE doc > ? ORDER BY doc LIMIT ?',
      )
      .all(doc, most)
      .map((row) => ({
        doc: Number(row.doc),
        hash: String(row.hash),
        wordsOf: wordsOf(row.words as Uint8Array),
      }))
  }

  close(): void {
    this.#db.close()
  }
}

/** See `encodeTokens`: the length of each field, then the words of all. */
function wordsOf(bytes: Uint8Array): NumberedText['wordsOf'] {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice()
  const numbers = new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 4)
  return (_, at) => {
    let start = textFields.length
    for (let before = 0; before < at; before++) start += numbers[before] as number
    return numbers.subarray(start, start + (numbers[at] as number))
  }
}

/** 53 bits that look like chance, the same for the same text (two multiplicative hashes, mixed with each other). */
function evenHash(text: string): number {
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    high = Math.imul(high ^ code, 0x9e3779b1)
    low = Math.imul(low ^ code, 0x5f356495)
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35)
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35)
  return (high & 0x1fffff) * 2 ** 32 + (low >>> 0)
}
