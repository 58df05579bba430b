import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import { GatewayError } from '../../model/error.ts'

const BUSY = 5

/** One connection: prepared statements by their text, and transactions. Rows are typed by the caller, whose SQL it is. */
export class Database {
  readonly #connection: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()

  constructor(connection: DatabaseSync) {
    this.#connection = connection
  }

  all<Row>(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#prepared(sql).all(...values) as Row[]
  }

  get<Row>(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#prepared(sql).get(...values) as Row | undefined
  }

  /** One by one, for results too long to hold. The connection must not write to what is being read. */
  each<Row>(sql: string, ...values: SQLInputValue[]): IterableIterator<Row> {
    return this.#prepared(sql).iterate(...values) as IterableIterator<Row>
  }

  /** Gives the number of rows that it changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#prepared(sql).run(...values).changes)
  }

  /** Gives the key of the row that it inserted. */
  insert(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#prepared(sql).run(...values).lastInsertRowid)
  }

  /**
   * Does all of `work` or none of it. Waits for another process that is writing.
   *
   * @throws {GatewayError} `CONFLICT` when the other one does not finish in time.
   */
  write<Result>(work: () => Result): Result {
    return this.#transaction('BEGIN IMMEDIATE', work)
  }

  /**
   * The same, without looking whether a row that goes is named in others: SQLite would read a whole table for each where that
   * has no index. `work` has to see to it itself.
   */
  writeUnlinked<Result>(work: () => Result): Result {
    this.#connection.exec('PRAGMA foreign_keys = OFF')
    try {
      return this.write(work)
    } finally {
      this.#connection.exec('PRAGMA foreign_keys = ON')
    }
  }

  /** Everything that `work` reads is of one moment. */
  read<Result>(work: () => Result): Result {
    return this.#connection.isTransaction ? work() : this.#transaction('BEGIN', work)
  }

  close(): void {
    this.#statements.clear()
    if (this.#connection.isOpen) this.#connection.close()
  }

  #transaction<Result>(begin: string, work: () => Result): Result {
    try {
      this.#connection.exec(begin)
      const result = work()
      this.#connection.exec('COMMIT')
      return result
    } catch (thrown) {
      // SQLite ends the transaction by itself after some faults, a full disk for one.
      if (this.#connection.isOpen && this.#connection.isTransaction) {
        this.#connection.exec('ROLLBACK')
      }
      if ((thrown as { errcode?: unknown }).errcode !== BUSY) throw thrown
      throw new GatewayError('CONFLICT', {
        message: 'Another process is writing the catalogue.',
        cause: thrown,
      })
    }
  }

  #prepared(sql: string): StatementSync {
    let statement = this.#statements.get(sql)
    if (statement === undefined) {
      statement = this.#connection.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }
}
