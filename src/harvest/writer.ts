import type { HarvestRun } from '../model/index.ts'
import type { RecordWriter, StoreStep } from '../store/record-store.ts'
import { Batch, type PendingRow } from './batch.ts'
import type { RowMapper } from './row-mapper.ts'
import { SeenIds } from './seen-ids.ts'
import type { VocabularyInUse } from './vocabulary-in-use.ts'

/** Batches that may wait for the catalogue while the next one is read. */
const mostWaiting = 2

export interface WriterRequest {
  store: Pick<RecordWriter, 'compare' | 'apply' | 'known'>
  source: string
  /** Id of the harvest, and who holds its lease. */
  harvest: string
  owner: string
  mapper: RowMapper
  vocabulary: VocabularyInUse
  onApplied: (run: HarvestRun) => void
  /** Called once when the catalogue fails; everything after it is dropped. */
  onFailure: (thrown: unknown) => void
}

/**
 * Writes batches in their order, each in one transaction. While one is written, the next one is compared with
 * the catalogue and mapped, and a third one is read.
 */
export class Writer {
  readonly #request: WriterRequest
  #compared: Promise<unknown> = Promise.resolve()
  #applied: Promise<void> = Promise.resolve()
  #waiting: Promise<void>[] = []
  #failure: { thrown: unknown } | null = null
  /** Ids of rows that passed their shape, but became no record: their assets have nowhere to go. */
  readonly #unmapped = new SeenIds()
  readonly #gone = new SeenIds()
  #appliedAt = performance.now()

  constructor(request: WriterRequest) {
    this.#request = request
  }

  /** What the catalogue threw; null while all went well. */
  get failure(): { thrown: unknown } | null {
    return this.#failure
  }

  /** Milliseconds since the lease was renewed by a write. */
  get idleFor(): number {
    return this.#waiting.length > 0 ? 0 : performance.now() - this.#appliedAt
  }

  /** Resolves when there is room for another batch. */
  async write(batch: Batch): Promise<void> {
    const steps = this.#compared.then(() => this.#stepsOf(batch))
    this.#compared = steps.catch(() => {})
    const before = this.#applied
    const applied = (async () => {
      try {
        const ready = await steps
        await before
        if (this.#failure === null) await this.#apply(ready)
      } catch (thrown) {
        this.#fail(thrown)
      }
    })()
    this.#applied = applied
    this.#waiting.push(applied)
    applied.then(() => this.#waiting.splice(this.#waiting.indexOf(applied), 1))
    if (this.#waiting.length >= mostWaiting) await this.#waiting[0]
    this.#check()
  }

  /** Writes nothing, which renews the lease. */
  renew(): void {
    // A failure is kept, and told by `onFailure`.
    this.write(new Batch()).catch(() => {})
  }

  /** Resolves when everything is in the catalogue. */
  async drain(): Promise<void> {
    await this.#applied
    this.#check()
  }

  #check(): void {
    if (this.#failure !== null) throw this.#failure.thrown
  }

  #fail(thrown: unknown): void {
    if (this.#failure !== null) return
    this.#failure = { thrown }
    this.#request.onFailure(thrown)
  }

  async #apply(steps: StoreStep[]): Promise<void> {
    const { store, harvest, owner, onApplied } = this.#request
    const run = await store.apply(harvest, owner, steps)
    this.#appliedAt = performance.now()
    onApplied(run)
  }

  async #stepsOf(batch: Batch): Promise<StoreStep[]> {
    if (this.#failure !== null) return []
    const { store, source } = this.#request
    const rows = batch.entries.flatMap((entry) => ('pending' in entry ? [entry.pending] : []))
    const compared =
      rows.length === 0
        ? []
        : await store.compare(
            source,
            rows.map(({ nativeId, hash }) => ({ nativeId, hash })),
          )
    const isUnchanged = new Set(rows.filter((_, index) => compared[index] === 'unchanged'))
    const steps: StoreStep[] = []
    for (const entry of batch.entries) {
      const step =
        'step' in entry
          ? this.#known(entry.step)
          : this.#rowStep(entry.pending, isUnchanged.has(entry.pending))
      if (step !== null) steps.push(step)
    }
    return steps
  }

  #known(step: StoreStep): StoreStep | null {
    if (step.do === 'gone') this.#gone.add(step.nativeId)
    if (step.do === 'terms') this.#request.vocabulary.add(step.terms)
    const isAbout = step.do === 'assets' || step.do === 'assetsDone' || step.do === 'seen'
    return isAbout && this.#unmapped.has(step.nativeId) ? null : step
  }

  #rowStep(row: PendingRow, isUnchanged: boolean): StoreStep | null {
    const { nativeId, partition, etag } = row
    if (isUnchanged && !this.#gone.has(nativeId)) {
      return { do: 'seen', nativeId, partition, ...(etag === null ? {} : { etag }) }
    }
    const { mapper, vocabulary } = this.#request
    const mapped = mapper.map(row, vocabulary.get())
    row.row = null
    if (mapped !== null && 'put' in mapped) return mapped.put
    this.#unmapped.add(nativeId)
    if (mapped === null) return null
    const rejection = { nativeId, entity: row.entity, ...mapped.rejected }
    return { do: 'reject', rejection, partition, row: row.json }
  }
}
