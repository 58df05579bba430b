import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { LRUCache } from 'lru-cache'
import { anonymous, type Viewer } from '../../model/index.ts'
import { type TextField, textFields } from '../document.ts'
import type { TokenisedText } from '../rank/score.ts'
import { Classes } from './classes.ts'
import { Identities } from './identities.ts'
import { CodeReader, type RecordCode } from './record-code.ts'
import { type FileKind, getMeta, openFile, setMeta } from './schema.ts'
import { decodeTokens } from './token-code.ts'
import { Values } from './values.ts'
import { Vectors } from './vectors.ts'
import { Words } from './words.ts'

/** Told of what an engine keeps in memory beside the forward index. */
export interface Follows {
  /** Everything is read again: a file was opened, or a batch undone. */
  clear(): void
  /** `code` holds numbers of `values`. */
  put(doc: number, id: string, title: string, code: RecordCode, values: Values): void
  remove(doc: number): void
}

/** What records are sorted by. */
export interface RecordKeys {
  doc: number
  /** Folded. */
  title: string
  /** Words in all text fields. */
  length: number
  /** In the order of `numberColumns`; NaN for what is unknown. */
  numbers: readonly number[]
}

/** About a kilobyte each. */
const mostCandidates = 20_000

/** A record as the ranker takes it. */
export interface RankedCandidate {
  doc: number
  id: string
  /** Visibility class. */
  class: number
  /** Words in all text fields. */
  length: number
  tokens: TokenisedText
  /** Numbers of its facet values. */
  values: Uint32Array
  /** In the order of `numberColumns`; NaN for what is unknown. */
  numbers: Float64Array
}

/**
 * What each record holds, by record: its text, its words and values by number, who may discover it; and how many
 * records hold each word and value, a visibility class. It is the half of an index that does not find records: plans,
 * rankings, highlights and suggestions are made from it, the same on every engine.
 *
 * One file a generation. Words, values and their counts are in memory, records are read when they are asked for.
 */
export class ForwardIndex {
  readonly number: number
  readonly path: string
  readonly db: DatabaseSync
  classes = new Classes()
  values = new Values()
  words = new Words()
  identities = new Identities()
  readonly vectors: Vectors
  /** Records. */
  alive = 0
  /** One more than the highest number of a record. */
  size = 0
  /** Outbox position of the last batch. */
  position = 0
  /** Version of the vocabulary that all documents were made with; empty when they were made with several. */
  vocabulary = ''
  /** Says from which catalogue the documents are; null before anybody said. */
  catalogue: string | null = null
  readonly #follows: Follows | null
  readonly #statements = new Map<string, StatementSync>()
  readonly #reader = new CodeReader(textFields.length)
  readonly #classReader = new CodeReader(textFields.length)
  /** Records that were ranked of late: the best of one search are often among the best of others. */
  readonly #candidates = new LRUCache<string, RankedCandidate>({ max: mostCandidates })

  private constructor(number: number, path: string, db: DatabaseSync, follows: Follows | null) {
    this.number = number
    this.path = path
    this.db = db
    this.vectors = new Vectors(db, (doc) => this.#isPublic(doc))
    this.#follows = follows
  }

  /** Opens or makes the file. Throws when it is damaged, foreign, or of another version of this program. */
  static open(
    path: string,
    number: number,
    kind: FileKind,
    follows: Follows | null = null,
  ): ForwardIndex {
    const forward = new ForwardIndex(number, path, openFile(path, kind), follows)
    try {
      forward.load()
    } catch (error) {
      forward.close()
      throw error
    }
    return forward
  }

  /** Reads everything that is kept in memory, again when a batch had to be undone. */
  load(): void {
    const { db } = this
    this.classes = new Classes()
    this.values = new Values()
    this.words = new Words()
    this.identities = new Identities()
    this.alive = 0
    this.size = 0
    this.#candidates.clear()
    this.#follows?.clear()
    this.position = Number(getMeta(db, 'position') ?? 0)
    this.vocabulary = getMeta(db, 'vocabulary') ?? ''
    this.catalogue = getMeta(db, 'catalogue')
    for (const [id, groups, changes] of rows(db, 'SELECT * FROM class ORDER BY id')) {
      expectNumber(this.classes.add(groups as string, Number(changes)), id)
    }
    for (const [id, kind, value, label] of rows(db, 'SELECT * FROM value ORDER BY id')) {
      expectNumber(this.values.add(Number(kind), value as string, label as string), id)
    }
    for (const [id, word] of rows(db, 'SELECT id, word FROM word ORDER BY id')) {
      expectNumber(this.words.add(word as string), id)
    }
    const reader = this.#reader
    const wordCounts = this.words.bulkCounts()
    const valueCounts = this.values.bulkCounts()
    for (const [doc, id, title, code] of rows(db, 'SELECT doc, id, title, code FROM record')) {
      reader.read(code as Uint8Array)
      this.put(doc as number, id as string, title as string, reader)
      this.words.countLengths(reader, 1)
      wordCounts.add(reader.words, reader.class)
      valueCounts.add(reader.values, reader.class)
      this.identities.count(reader.identity, reader.class, 1)
    }
    wordCounts.finish()
    valueCounts.finish()
    this.vectors.load()
  }

  /** What is remembered of a record that is about to change is of no use any more. */
  forget(id: string): void {
    this.#candidates.delete(id)
  }

  /** Takes note of a record that is in the file now, or has changed there (`isNew` false). */
  put(doc: number, id: string, title: string, code: RecordCode, isNew = true): void {
    if (isNew) this.alive++
    if (doc >= this.size) this.size = doc + 1
    this.#follows?.put(doc, id, title, code, this.values)
  }

  /** Takes note of a record that is no longer in the file. */
  remove(doc: number): void {
    this.alive--
    this.#follows?.remove(doc)
  }

  /** False for a file that an interrupted rebuild left. */
  get isComplete(): boolean {
    return getMeta(this.db, 'complete') !== null
  }

  /** From here on a start finds the file and serves from it. */
  complete(): void {
    setMeta(this.db, 'complete', 1)
  }

  setCatalogue(catalogue: string): void {
    setMeta(this.db, 'catalogue', catalogue)
    this.catalogue = catalogue
  }

  visibleTo(viewer: Viewer): Uint8Array {
    return this.classes.visibleTo(viewer)
  }

  /** The number of a record that is there; undefined when there is none. */
  docOf(id: string): number | undefined {
    const row = this.statement('SELECT doc FROM record WHERE id = ?').get(id)
    return row === undefined ? undefined : Number(row.doc)
  }

  /** The number of a record that is there and that the viewer may see; undefined when there is none. */
  visibleDoc(id: string, visible: Uint8Array): number | undefined {
    const row = this.statement('SELECT doc, code FROM record WHERE id = ?').get(id)
    if (row === undefined) return undefined
    const { class: recordClass } = this.#reader.read(row.code as Uint8Array)
    return visible[recordClass] === 1 ? Number(row.doc) : undefined
  }

  /** What pages are cut by; undefined when the record is not there, or not for the viewer. */
  keysOf(id: string, visible: Uint8Array): RecordKeys | undefined {
    const row = this.statement('SELECT doc, title, code FROM record WHERE id = ?').get(id)
    if (row === undefined) return undefined
    const code = this.#reader.read(row.code as Uint8Array)
    if (visible[code.class] !== 1) return undefined
    const length = code.lengths.reduce((sum, words) => sum + words, 0)
    const numbers = [...code.numbers]
    return { doc: Number(row.doc), title: String(row.title), length, numbers }
  }

  #isPublic(doc: number): boolean {
    const row = this.statement('SELECT code FROM record WHERE doc = ?').get(doc)
    if (row === undefined) return false
    // Of its own: whoever looks at a record with the other one is not done with it.
    const { class: recordClass } = this.#classReader.read(row.code as Uint8Array)
    return this.visibleTo(anonymous)[recordClass] === 1
  }

  /** Words and values of a record by number, until the next call; undefined when it is not there. */
  codeOf(doc: number): RecordCode | undefined {
    const row = this.statement('SELECT code FROM record WHERE doc = ?').get(doc)
    return row === undefined ? undefined : this.#reader.read(row.code as Uint8Array)
  }

  /** The words of each text field. */
  tokensOf(doc: number): TokenisedText {
    const row = this.statement('SELECT words FROM text WHERE doc = ?').get(doc)
    return decodeTokens(row?.words as Uint8Array, this.words.words)
  }

  /** Those of the records that are there and that the viewer may see, with their words, in one look at the file. */
  candidatesOf(ids: readonly string[], visible: Uint8Array): RankedCandidate[] {
    const unknown = ids.filter((id) => !this.#candidates.has(id))
    if (unknown.length > 0) this.#readCandidates(unknown)
    return ids.flatMap((id) => {
      const candidate = this.#candidates.get(id)
      return candidate !== undefined && visible[candidate.class] === 1 ? [candidate] : []
    })
  }

  #readCandidates(ids: readonly string[]): void {
    const rows = this.statement(`
      SELECT record.id, record.doc, record.code, text.words
      FROM json_each(?) AS wanted CROSS JOIN record ON record.id = wanted.value CROSS JOIN text USING (doc)`)
    for (const row of rows.iterate(JSON.stringify(ids))) {
      const code = this.#reader.read(row.code as Uint8Array)
      const id = String(row.id)
      this.#candidates.set(id, {
        doc: Number(row.doc),
        id,
        class: code.class,
        length: code.lengths.reduce((sum, words) => sum + words, 0),
        tokens: decodeTokens(row.words as Uint8Array, this.words.words),
        values: Uint32Array.from(code.values),
        numbers: Float64Array.from(code.numbers),
      })
    }
  }

  /** The text fields of a record as its source wrote them. */
  shownText(doc: number): Record<TextField, string> {
    const row = this.statement('SELECT shown FROM text WHERE doc = ?').get(doc)
    const fields = JSON.parse(String(row?.shown ?? '[]')) as string[]
    return Object.fromEntries(
      textFields.map((field, index) => [field, fields[index] ?? '']),
    ) as Record<TextField, string>
  }

  /** Records that the viewer may see and that carry the folded identifier. */
  docsByIdentifier(visible: Uint8Array, folded: string): number[] {
    const find = this.statement('SELECT doc FROM identifier WHERE class = ? AND folded = ?')
    const docs: number[] = []
    visible.forEach((mayDiscover, recordClass) => {
      if (mayDiscover === 0) return
      for (const { doc } of find.all(recordClass, folded)) docs.push(Number(doc))
    })
    return docs
  }

  /** Their ids. */
  idsByIdentifier(visible: Uint8Array, folded: string): string[] {
    const find = this.statement('SELECT id FROM record WHERE doc = ?')
    return this.docsByIdentifier(visible, folded).map((doc) => String(find.get(doc)?.id))
  }

  /** A prepared statement, kept as long as the file is open. */
  statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql)
    if (statement === undefined) {
      statement = this.db.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }

  close(): void {
    this.#statements.clear()
    this.db.close()
  }
}

type Cell = string | number | bigint | Uint8Array | null

function rows(db: DatabaseSync, sql: string): Iterable<Cell[]> {
  const statement = db.prepare(sql)
  statement.setReturnArrays(true)
  return statement.iterate() as unknown as Iterable<Cell[]>
}

/** Codes hold these numbers, so a gap means that the file is damaged. */
function expectNumber(given: number, stored: Cell | undefined): void {
  if (given !== stored) throw new Error('the index file has a gap in its numbers')
}
