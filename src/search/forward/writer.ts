import { createHash } from 'node:crypto'
import { facets, isRangeFacet } from '../../model/index.ts'
import { type FacetValue, type IndexDocument, type TextField, textFields } from '../document.ts'
import type { TokenisedText } from '../rank/score.ts'
import { words } from '../rank/words.ts'
import type { IndexBatch } from '../search-index.ts'
import { Classes } from './classes.ts'
import type { ForwardIndex } from './forward-index.ts'
import { noIdentity } from './identities.ts'
import { CodeReader, encode, type RecordCode } from './record-code.ts'
import { setMeta } from './schema.ts'
import { sortableTitle } from './titles.ts'
import { encodeTokens } from './token-code.ts'
import { facetNumber, kindOrder, parentKind } from './values.ts'

/** A document that differs from what the index holds, cut into words and numbered, but not yet written. */
export interface Entry {
  document: IndexDocument
  hash: string
  /** Folded, to sort by. */
  title: string
  /** Words of each text field, in the order of `textFields`, in order. */
  cut: readonly (readonly string[])[]
  /** Names of several words in each text field, where the engine looks for them. */
  names: readonly (readonly string[])[]
  /** Words of each text field, by number. */
  tokens: readonly (readonly number[])[]
  code: RecordCode
}

/** Names of several words that stand in a text, given its words. */
export type FindNames = (words: readonly string[]) => readonly string[]

export interface PrepareOptions {
  /**
   * For an engine that has to know the names beforehand. They count as part of the document: when another vocabulary
   * finds others, it has changed. Default: none.
   */
  findNames?: FindNames | null
  /** False makes an entry of a document that is as it was, too. Default true. */
  unlessSame?: boolean
}

const putRecord = `
  INSERT INTO record (doc, id, title, hash, code) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (doc) DO UPDATE SET title = excluded.title, hash = excluded.hash, code = excluded.code`
const putText = 'INSERT OR REPLACE INTO text (doc, shown, words, identifiers) VALUES (?, ?, ?, ?)'

/** Writes to the file and to memory, inside of a transaction that the caller begins and ends. */
export class Writer {
  readonly #forward: ForwardIndex
  readonly #reader = new CodeReader(textFields.length)
  readonly #changed = new Set<number>()

  constructor(forward: ForwardIndex) {
    this.#forward = forward
  }

  /**
   * Gives numbers to what is new in a document: words, values, groups. That does no harm when the entry is never
   * put. Null when the index holds the document as it is, so that a batch may come twice.
   */
  prepare(
    document: IndexDocument,
    { findNames = null, unlessSame = true }: PrepareOptions = {},
  ): Entry | null {
    const cut = findNames === null ? null : cutText(document)
    const names = findNames === null || cut === null ? [] : cut.map(findNames)
    const hash = createHash('sha1')
      .update(JSON.stringify([document, names]))
      .digest('base64')
    if (unlessSame) {
      const old = this.#forward.statement('SELECT hash FROM record WHERE id = ?').get(document.id)
      if (old?.hash === hash) return null
    }
    return this.#number(document, hash, cut ?? cutText(document), names)
  }

  #number(document: IndexDocument, hash: string, cut: Entry['cut'], names: Entry['names']): Entry {
    const tokens = cut.map((field) => field.map((word) => this.#word(word)))
    const code: RecordCode = {
      class: this.#class(document.discover),
      lengths: cut.map((field) => field.length),
      identity: this.#identity(document.identity),
      values: this.#valuesOf(document),
      words: [...new Set(tokens.flat())].sort((a, b) => a - b),
      numbers: numbersOf(document),
    }
    return { document, hash, title: sortableTitle(document.text.title), cut, names, tokens, code }
  }

  /** The number of the record. */
  put({ document, hash, title, cut, tokens, code }: Entry): number {
    const forward = this.#forward
    forward.forget(document.id)
    const old = forward.docOf(document.id)
    const doc = old ?? forward.size
    if (old !== undefined) this.#takeOut(doc)
    const identifiers = [...new Set(document.identifiers)]
    forward.statement(putRecord).run(doc, document.id, title, hash, encode(code))
    forward
      .statement(putText)
      .run(
        doc,
        JSON.stringify(textFields.map((field) => document.text[field])),
        encodeTokens(tokens),
        JSON.stringify(identifiers),
      )
    const putIdentifier = forward.statement(
      'INSERT INTO identifier (class, folded, doc) VALUES (?, ?, ?)',
    )
    for (const identifier of identifiers) putIdentifier.run(code.class, identifier, doc)
    forward.put(doc, document.id, title, code, old === undefined)
    forward.vectors.put(doc, byField(cut))
    this.#count(code, 1)
    return doc
  }

  /** The number that the record had; undefined when it was not there. */
  remove(id: string): number | undefined {
    const forward = this.#forward
    const doc = forward.docOf(id)
    if (doc === undefined) return undefined
    forward.forget(id)
    this.#takeOut(doc)
    forward.statement('DELETE FROM record WHERE doc = ?').run(doc)
    forward.statement('DELETE FROM text WHERE doc = ?').run(doc)
    forward.vectors.remove(doc)
    forward.remove(doc)
    return doc
  }

  /** Comes at the end of the transaction. */
  save(): void {
    const { classes } = this.#forward
    const save = this.#forward.statement('UPDATE class SET changes = ? WHERE id = ?')
    for (const id of this.#changed) save.run(classes.changes[id] as number, id)
    this.#changed.clear()
  }

  /** Notes what is true once the whole batch is in. */
  finish(batch: IndexBatch, vocabulary: string): void {
    const forward = this.#forward
    setMeta(forward.db, 'position', batch.position)
    forward.position = batch.position
    const after = vocabularyAfter(forward, batch, vocabulary)
    if (after === forward.vocabulary) return
    setMeta(forward.db, 'vocabulary', after)
    forward.vocabulary = after
  }

  /** Takes what a record brought into words, values and identifiers out again. */
  #takeOut(doc: number): void {
    const forward = this.#forward
    const row = forward
      .statement(
        'SELECT record.code, text.identifiers FROM record JOIN text USING (doc) WHERE record.doc = ?',
      )
      .get(doc)
    if (row === undefined) throw new Error('the index file lacks the text of a record')
    const code = this.#reader.read(row.code as Uint8Array)
    this.#count(code, -1)
    const drop = forward.statement(
      'DELETE FROM identifier WHERE class = ? AND folded = ? AND doc = ?',
    )
    for (const identifier of JSON.parse(String(row.identifiers)) as string[]) {
      drop.run(code.class, identifier, doc)
    }
  }

  #count(code: RecordCode, change: 1 | -1): void {
    const { classes, words, values, identities } = this.#forward
    classes.changes[code.class] = (classes.changes[code.class] as number) + 1
    this.#changed.add(code.class)
    words.count(code, change)
    for (const value of code.values) values.count(value, code.class, change)
    identities.count(code.identity, code.class, change)
  }

  #class(groups: readonly string[]): number {
    const { classes } = this.#forward
    const key = Classes.key(groups)
    const known = classes.find(key)
    if (known !== undefined) return known
    const id = classes.add(key)
    this.#forward.statement('INSERT INTO class (id, groups, changes) VALUES (?, ?, 0)').run(id, key)
    return id
  }

  #identity(identity: string | null): number {
    if (identity === null) return noIdentity
    const known = this.#forward
      .statement('SELECT id FROM identity WHERE identity = ?')
      .get(identity)
    if (known !== undefined) return Number(known.id)
    const { lastInsertRowid } = this.#forward
      .statement('INSERT INTO identity (identity) VALUES (?)')
      .run(identity)
    return Number(lastInsertRowid)
  }

  #valuesOf(document: IndexDocument): number[] {
    const { values } = this.#forward
    const found = new Map<number, number>()
    const put = (kind: number, { value, label }: FacetValue) => {
      const id = values.find(kind, value, label) ?? this.#value(kind, value, label)
      const same = values.sameValue[id] as number
      if (!found.has(same)) found.set(same, id)
    }
    for (const facet of facets) {
      if (isRangeFacet(facet) || facet === 'SOURCE') continue
      for (const value of document.facets[facet] ?? []) put(facetNumber[facet], value)
    }
    const { source } = document
    const label = document.facets.SOURCE?.find(({ value }) => value === source)?.label ?? source
    put(facetNumber.SOURCE, { value: source, label })
    for (const parent of document.parents) put(parentKind, { value: parent, label: '' })
    const orderOf = (id: number) => kindOrder[values.kinds[id] as number] as number
    return [...found.values()].sort((a, b) => orderOf(a) - orderOf(b) || a - b)
  }

  #value(kind: number, value: string, label: string): number {
    const id = this.#forward.values.add(kind, value, label)
    this.#forward
      .statement('INSERT INTO value (id, facet, value, label) VALUES (?, ?, ?, ?)')
      .run(id, kind, value, label)
    return id
  }

  #word(word: string): number {
    const { words: lexicon } = this.#forward
    const known = lexicon.find(word)
    if (known !== undefined) return known
    const id = lexicon.add(word)
    this.#forward.statement('INSERT INTO word (id, word) VALUES (?, ?)').run(id, word)
    return id
  }
}

/** All of the work or nothing of it, in the file and in memory. */
export function inTransaction(forward: ForwardIndex, work: (writer: Writer) => void): void {
  const { db } = forward
  db.exec('BEGIN IMMEDIATE')
  try {
    const writer = new Writer(forward)
    work(writer)
    writer.save()
    db.exec('COMMIT')
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    // Memory has seen a part of it: the file has not.
    forward.load()
    throw error
  }
}

/** Words of each text field, by its name. */
function byField(cut: Entry['cut']): TokenisedText {
  return Object.fromEntries(textFields.map((field, index) => [field, cut[index] ?? []])) as Record<
    TextField,
    readonly string[]
  >
}

function cutText(document: IndexDocument): string[][] {
  return textFields.map((field) => words(document.text[field]).map(({ word }) => word))
}

/** The vocabulary that all documents are made with after a batch; empty when they are made with several. */
function vocabularyAfter(forward: ForwardIndex, batch: IndexBatch, current: string): string {
  const alone = forward.alive === batch.documents.length
  if (batch.refreshed === true || alone) return current
  return batch.documents.length === 0 || forward.vocabulary === current ? forward.vocabulary : ''
}

/** In the order of `numberColumns`. */
function numbersOf(document: IndexDocument): number[] {
  const { resolution, released } = document
  return [
    resolution?.min,
    resolution?.max,
    released?.from,
    released?.to,
    document.modified,
    document.subjects,
    document.fieldStrength,
  ].map((number) => number ?? Number.NaN)
}
