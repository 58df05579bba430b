import { createHash } from 'node:crypto'
import { facets, isRangeFacet } from '../../model/index.ts'
import { type FacetValue, type IndexDocument, type TextField, textFields } from '../document.ts'
import { words } from '../rank/words.ts'
import type { IndexBatch } from '../search-index.ts'
import { Classes } from './classes.ts'
import type { Generation } from './generation.ts'
import { placeOf } from './postings.ts'
import { CodeReader, encode, type RecordCode } from './record-code.ts'
import { setMeta } from './schema.ts'
import { sortableTitle } from './titles.ts'
import { encodeTokens } from './token-code.ts'
import { facetNumber, kindOrder, parentKind } from './values.ts'

/**
 * Writes a batch to the file and then to memory, all of it or nothing. Documents that are as they were cost a
 * look at their hash, so that a batch may come twice.
 */
export function applyBatch(generation: Generation, batch: IndexBatch, vocabulary: string): void {
  const { db } = generation
  db.exec('BEGIN IMMEDIATE')
  try {
    const writer = new Writer(generation)
    for (const id of batch.removed) writer.remove(id)
    for (const document of batch.documents) writer.put(document)
    writer.finish()
    setMeta(db, 'position', batch.position)
    const vocabularies = vocabularyAfter(generation, batch, vocabulary)
    if (vocabularies !== generation.vocabulary) setMeta(db, 'vocabulary', vocabularies)
    db.exec('COMMIT')
    generation.position = batch.position
    generation.vocabulary = vocabularies
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    // Memory has seen a part of the batch: the file has not.
    generation.load()
    throw error
  }
}

/** The vocabulary that all documents are made with after a batch; empty when they are made with several. */
function vocabularyAfter(generation: Generation, batch: IndexBatch, current: string): string {
  const alone = generation.columns.alive === batch.documents.length
  if (batch.refreshed === true || alone) return current
  return batch.documents.length === 0 || generation.vocabulary === current
    ? generation.vocabulary
    : ''
}

const putRecord = `
  INSERT INTO record (doc, id, title, hash, code) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (doc) DO UPDATE SET title = excluded.title, hash = excluded.hash, code = excluded.code`
const putText = 'INSERT OR REPLACE INTO text (doc, shown, words, identifiers) VALUES (?, ?, ?, ?)'
const putMatch = `
  INSERT INTO match (rowid, ${textFields.join(', ')}) VALUES (?${', ?'.repeat(textFields.length)})`

class Writer {
  readonly #generation: Generation
  readonly #reader = new CodeReader(textFields.length)
  readonly #changed = new Set<number>()

  constructor(generation: Generation) {
    this.#generation = generation
  }

  remove(id: string): void {
    const generation = this.#generation
    const doc = generation.docOf(id)
    if (doc === undefined) return
    this.#takeOut(doc)
    generation.statement('DELETE FROM record WHERE doc = ?').run(doc)
    generation.statement('DELETE FROM text WHERE doc = ?').run(doc)
    generation.columns.remove(doc)
    generation.postings.remove(doc)
  }

  put(document: IndexDocument): void {
    const generation = this.#generation
    const hash = createHash('sha1').update(JSON.stringify(document)).digest('base64')
    const old = generation.statement('SELECT doc, hash FROM record WHERE id = ?').get(document.id)
    if (old?.hash === hash) return
    const doc = old === undefined ? generation.columns.size : Number(old.doc)
    if (old !== undefined) this.#takeOut(doc)

    const cut = textFields.map((field) => words(document.text[field]).map(({ word }) => word))
    const tokens = cut.map((field) => field.map((word) => this.#word(word)))
    const places = placesOf(tokens)
    const code: RecordCode = {
      class: this.#class(document.discover),
      lengths: cut.map((field) => field.length),
      values: this.#valuesOf(document),
      words: [...places.keys()].sort((a, b) => a - b),
      numbers: numbersOf(document),
    }
    const title = sortableTitle(document.text.title)
    const joined = cut.map((field) => field.join(' '))
    const identifiers = [...new Set(document.identifiers)]
    generation.statement(putRecord).run(doc, document.id, title, hash, encode(code))
    generation
      .statement(putText)
      .run(
        doc,
        JSON.stringify(textFields.map((field) => document.text[field])),
        encodeTokens(tokens),
        JSON.stringify(identifiers),
      )
    generation.statement(putMatch).run(doc, ...joined)
    const putIdentifier = generation.statement(
      'INSERT INTO identifier (class, folded, doc) VALUES (?, ?, ?)',
    )
    for (const identifier of identifiers) putIdentifier.run(code.class, identifier, doc)
    generation.columns.put(doc, document.id, title, code, generation.values)
    generation.postings.put(doc, places)
    this.#count(code, 1)
  }

  /** Takes what a record brought into words, values and identifiers out again. */
  #takeOut(doc: number): void {
    const generation = this.#generation
    const row = generation
      .statement(
        'SELECT record.code, text.identifiers FROM record JOIN text USING (doc) WHERE record.doc = ?',
      )
      .get(doc)
    if (row === undefined) throw new Error('the index file lacks the text of a record')
    const code = this.#reader.read(row.code as Uint8Array)
    this.#count(code, -1)
    const drop = generation.statement(
      'DELETE FROM identifier WHERE class = ? AND folded = ? AND doc = ?',
    )
    for (const identifier of JSON.parse(String(row.identifiers)) as string[]) {
      drop.run(code.class, identifier, doc)
    }
    generation.statement('DELETE FROM match WHERE rowid = ?').run(doc)
  }

  finish(): void {
    const { classes } = this.#generation
    const save = this.#generation.statement('UPDATE class SET changes = ? WHERE id = ?')
    for (const id of this.#changed) save.run(classes.changes[id] as number, id)
  }

  #count(code: RecordCode, change: 1 | -1): void {
    const { changes } = this.#generation.classes
    changes[code.class] = (changes[code.class] as number) + 1
    this.#changed.add(code.class)
    this.#generation.words.count(code, change)
    for (const value of code.values) this.#generation.values.count(value, code.class, change)
  }

  #class(groups: readonly string[]): number {
    const { classes } = this.#generation
    const key = Classes.key(groups)
    const known = classes.find(key)
    if (known !== undefined) return known
    const id = classes.add(key)
    this.#generation
      .statement('INSERT INTO class (id, groups, changes) VALUES (?, ?, 0)')
      .run(id, key)
    return id
  }

  #valuesOf(document: IndexDocument): number[] {
    const { values } = this.#generation
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
    const id = this.#generation.values.add(kind, value, label)
    this.#generation
      .statement('INSERT INTO value (id, facet, value, label) VALUES (?, ?, ?, ?)')
      .run(id, kind, value, label)
    return id
  }

  #word(word: string): number {
    const { words: lexicon } = this.#generation
    const known = lexicon.find(word)
    if (known !== undefined) return known
    const id = lexicon.add(word)
    this.#generation.statement('INSERT INTO word (id, word) VALUES (?, ?)').run(id, word)
    return id
  }
}

/** Numbers of the distinct words, with the places where they stand. */
function placesOf(tokens: readonly (readonly number[])[]): Map<number, number> {
  const places = new Map<number, number>()
  tokens.forEach((field, index) => {
    const place = placeOf[textFields[index] as TextField]
    for (const id of field) places.set(id, (places.get(id) ?? 0) | place)
  })
  return places
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
