import type { HarvestRun } from '../model/index.ts'
import type { StoreStep } from '../store/harvest-steps.ts'
import type { RecordWriter } from '../store/record-store.ts'
import { Batch, type PendingRow } from './batch.ts'
import type { HookRun } from './hooks/hook-run.ts'
import type { MappedRow, ReadRow, RowMapper } from './row-mapper.ts'
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
  /** What records go through on their way; null: there are none. */
  hooks: HookRun | null
  /** Aborted when hooks are not to be waited for any more: what they had not seen is left out, and all after it. */
  signal: AbortSignal | undefined
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
  /** Ids of records at which a hook failed: their etags are not kept, so that they are read again. */
  readonly #missed = new SeenIds()
  #isHooking = false
  #isLeft = false
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
    const isBusy = this.#waiting.length > 0 && !this.#isHooking
    return isBusy ? 0 : performance.now() - this.#appliedAt
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
    // Whatever waits for a hook would keep an empty batch waiting, too.
    if (this.#isHooking) {
      this.#apply([]).catch((thrown: unknown) => this.#fail(thrown))
      return
    }
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
    if (this.#failure !== null || this.#isLeft) return []
    const { store, source, hooks } = this.#request
    const rows = batch.entries.flatMap((entry) => ('pending' in entry ? [entry.pending] : []))
    const compared =
      rows.length === 0
        ? []
        : await store.compare(
            source,
            rows.map(({ nativeId, hash }) => ({ nativeId, hash })),
          )
    const isUnchanged = new Set(rows.filter((_, index) => compared[index] === 'unchanged'))
    if (hooks !== null) return this.#hookedSteps(batch, isUnchanged, hooks)
    return batch.entries.flatMap((entry) => {
      if ('pending' in entry) return this.#rowStep(entry.pending, isUnchanged) ?? []
      this.#note(entry.step)
      return this.#passed(entry.step) ?? []
    })
  }

  /** In two goes: hooks take many records at once, and what they reject counts for the steps that follow. */
  async #hookedSteps(
    batch: Batch,
    isUnchanged: ReadonlySet<PendingRow>,
    hooks: HookRun,
  ): Promise<StoreStep[]> {
    const { mapper, vocabulary, signal } = this.#request
    const steps: (StoreStep | PendingRow)[] = []
    const reads = new Map<PendingRow, ReadRow>()
    for (const entry of batch.entries) {
      if ('step' in entry) {
        this.#note(entry.step)
        steps.push(entry.step)
      } else if (this.#isSeen(entry.pending, isUnchanged)) {
        steps.push(seen(entry.pending))
      } else {
        reads.set(entry.pending, mapper.read(entry.pending, vocabulary.get()))
        entry.pending.row = null
        steps.push(entry.pending)
      }
    }
    this.#isHooking = true
    const mapped = await mapper.finish([...reads.values()], vocabulary.get(), hooks, signal)
    this.#isHooking = false
    if (mapped === null) {
      this.#isLeft = true
      return []
    }
    const made = mapped.values()
    return steps.flatMap(
      (step) =>
        ('do' in step ? this.#passed(step) : this.#made(step, made.next().value ?? null)) ?? [],
    )
  }

  #note(step: StoreStep): void {
    if (step.do === 'gone') this.#gone.add(step.nativeId)
    if (step.do === 'terms') this.#request.vocabulary.add(step.terms)
  }

  /** Null for what is about a row that became no record. */
  #passed(step: StoreStep): StoreStep | null {
    const isAbout = step.do === 'assets' || step.do === 'assetsDone' || step.do === 'seen'
    if (isAbout && this.#unmapped.has(step.nativeId)) return null
    const isMissed = step.do === 'seen' && this.#missed.has(step.nativeId)
    return isMissed ? { ...step, etag: undefined } : step
  }

  #isSeen(row: PendingRow, isUnchanged: ReadonlySet<PendingRow>): boolean {
    return isUnchanged.has(row) && !this.#gone.has(row.nativeId)
  }

  #rowStep(row: PendingRow, isUnchanged: ReadonlySet<PendingRow>): StoreStep | null {
    if (this.#isSeen(row, isUnchanged)) return seen(row)
    const { mapper, vocabulary } = this.#request
    const mapped = mapper.map(row, vocabulary.get())
    row.row = null
    return this.#made(row, mapped)
  }

  #made(row: PendingRow, mapped: MappedRow): StoreStep | null {
    const { nativeId, entity, partition, scope, etag } = row
    if (mapped !== null && 'put' in mapped) {
      if (mapped.missed) this.#missed.add(nativeId)
      return mapped.put
    }
    this.#unmapped.add(nativeId)
    if (mapped === null) return null
    const rejection = { nativeId, entity, ...mapped.rejected }
    return { do: 'reject', rejection, partition, row: row.json, scope, etag }
  }
}

function seen({ nativeId, partition, etag }: PendingRow): StoreStep {
  return { do: 'seen', nativeId, partition, ...(etag === null ? {} : { etag }) }
}
