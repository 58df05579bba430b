import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Viewer } from '../../model/index.ts'
import { textFields } from '../document.ts'
import { Classes } from './classes.ts'
import { Columns } from './columns.ts'
import { Words } from './lexicon.ts'
import { Postings } from './postings.ts'
import { CodeReader } from './record-code.ts'
import { getMeta, openFile, setMeta } from './schema.ts'
import { Values } from './values.ts'

/** One generation: its file, and in memory what is read from it when it is opened. */
export class Generation {
  readonly number: number
  readonly path: string
  readonly db: DatabaseSync
  classes = new Classes()
  values = new Values()
  words = new Words()
  columns = new Columns()
  postings = new Postings()
  /** Outbox position of the last batch. */
  position = 0
  /** Version of the vocabulary that all documents were made with; empty when they were made with several. */
  vocabulary = ''
  /** Says from which catalogue the documents are; null before anybody said. */
  catalogue: string | null = null
  readonly #statements = new Map<string, StatementSync>()

  private constructor(number: number, path: string, db: DatabaseSync) {
    this.number = number
    this.path = path
    this.db = db
  }

  /** Opens or makes the file. Throws when it is damaged, foreign, or of another version of this program. */
  static open(path: string, number: number): Generation {
    const generation = new Generation(number, path, openFile(path))
    try {
      generation.load()
    } catch (error) {
      generation.close()
      throw error
    }
    return generation
  }

  /** Reads everything that is kept in memory, again when a batch had to be undone. */
  load(): void {
    const { db } = this
    this.classes = new Classes()
    this.values = new Values()
    this.words = new Words()
    this.columns = new Columns()
    this.postings = new Postings()
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
    const reader = new CodeReader(textFields.length)
    const wordCounts = this.words.bulkCounts()
    const valueCounts = this.values.bulkCounts()
    for (const [doc, id, title, code] of rows(db, 'SELECT doc, id, title, code FROM record')) {
      reader.read(code as Uint8Array)
      this.columns.put(doc as number, id as string, title as string, reader, this.values)
      this.words.countLengths(reader, 1)
      wordCounts.add(reader.words, reader.class)
      valueCounts.add(reader.values, reader.class)
    }
    wordCounts.finish()
    valueCounts.finish()
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

  isVisible(doc: number, visible: Uint8Array): boolean {
    return visible[this.columns.classOf[doc] as number] === 1
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
