import { noteAudit } from './audit.ts'
import type { Database } from './database.ts'
import { type HarvestRow, saveCounts } from './harvest-rows.ts'
import { Identities } from './identities.ts'
import { Rights } from './rights.ts'
import { Seen } from './seen.ts'
import type { Visibilities } from './visibilities.ts'
import { raiseVocabularyVersion } from './vocabulary.ts'

/** What the steps of one transaction share. */
export class Batch {
  readonly database: Database
  readonly visibilities: Visibilities
  /** Its counts are added to here, and written when the batch ends. */
  readonly run: HarvestRow
  readonly identities: Identities
  readonly rights: Rights
  readonly seen: Seen
  /** RFC 3339: when the batch was written. */
  readonly at = new Date().toISOString()
  /** US dollars. */
  spent = 0
  termsChanged = false

  constructor(database: Database, visibilities: Visibilities, run: HarvestRow) {
    this.database = database
    this.visibilities = visibilities
    this.run = run
    this.identities = new Identities(database, visibilities)
    this.rights = new Rights(database, visibilities, this.identities, run.source)
    this.seen = new Seen(database, run.key)
  }

  /**
   * Counts that a native id was met. Each counts once, as what became of it first; only one that is written
   * later on moves over to the written ones.
   *
   * @param record Null when it has no record.
   */
  count(record: number | null, nativeId: string, became: 'new' | 'written' | 'unchanged'): void {
    const { seen, run } = this
    const first =
      record === null
        ? seen.meetOther(nativeId)
        : seen.meet(record) && !(became === 'new' && seen.wasOther(nativeId))
    if (first) run.seen += 1
    if (became === 'unchanged') {
      if (first) run.unchanged += 1
    } else if (record !== null && seen.write(record)) {
      run.written += 1
      if (!first && became === 'written' && !this.isQuarantined(nativeId)) run.unchanged -= 1
    }
  }

  /** Counts a rejected row with a readable native id: it is still at the source. */
  countRejected(record: number | null, nativeId: string): void {
    const first = record === null ? this.seen.meetOther(nativeId) : this.seen.meet(record)
    if (first) this.run.seen += 1
  }

  isQuarantined(nativeId: string): boolean {
    return (
      this.database.get(
        'SELECT 1 FROM quarantine WHERE harvest = ? AND native_id = ?',
        this.run.key,
        nativeId,
      ) !== undefined
    )
  }

  audit(action: string, detail: unknown): void {
    const { source, key: harvest } = this.run
    noteAudit(this.database, { action, detail, at: this.at, by: null, source, harvest })
  }

  /** Writes what was gathered in memory. */
  end(): void {
    this.seen.save()
    this.identities.settle()
    if (this.spent > 0) {
      this.run.spent = (this.run.spent ?? 0) + this.spent
      this.audit('spent', { dollars: this.spent })
    }
    if (this.termsChanged) raiseVocabularyVersion(this.database)
    saveCounts(this.database, this.run)
  }
}
