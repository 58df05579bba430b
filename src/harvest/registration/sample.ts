import { Asset, type Rejection, type Visibility, VocabularyTerm } from '../../model/index.ts'
import type { HarvestItem } from '../../sdk/connector.ts'
import type { Vocabulary } from '../../search/vocabulary/vocabulary.ts'
import { effectiveVisibility } from '../../store/visibility.ts'
import type { PendingRow } from '../batch.ts'
import type { HookRun } from '../hooks/hook-run.ts'
import { type ItemOf, kindOf, readableId } from '../item.ts'
import type { Mapping } from '../mapping.ts'
import { normaliseAssets } from '../normalise.ts'
import type { Partitions } from '../partitions.ts'
import { reportedFields } from '../quality.ts'
import { type Reason, reasonOf } from '../reason.ts'
import { RowGate } from '../row-gate.ts'
import { type MappedRow, RowMapper } from '../row-mapper.ts'
import { VocabularyInUse } from '../vocabulary-in-use.ts'
import type { CheckedRecord, SourceCheck } from './draft.ts'

export interface SampleRequest {
  mapping: Mapping
  source: string
  /** What its registration says of who may see what. */
  rights: { discover: readonly string[]; visibility: Visibility | null }
  vocabulary: Vocabulary
  partitions: Partitions
  /** Records to keep. */
  size: number
}

interface Kept {
  row: PendingRow
  /** Null: none were streamed. */
  assets: Asset[] | null
  isComplete: boolean
}

const mostAssets = 20
const mostRejections = 100

/** Some of the records that a harvest would give, made in its own ways; nothing is written. */
export class Sample {
  readonly #request: SampleRequest
  readonly #gate: RowGate
  readonly #mapper: RowMapper
  readonly #vocabulary: VocabularyInUse
  readonly #kept = new Map<string, Kept>()
  readonly #met = new Set<string>()
  readonly #scopes = new Map<string, Visibility | null>()
  readonly #rejected: Rejection[] = []
  #current: string | null = null
  #rejections = 0
  #spent = 0
  #expected: number | null = null

  constructor(request: SampleRequest) {
    const { mapping, source, vocabulary } = request
    this.#request = request
    this.#gate = new RowGate(mapping)
    this.#mapper = new RowMapper(mapping, source)
    this.#vocabulary = new VocabularyInUse(vocabulary)
  }

  /** Rows that were met. */
  get rows(): number {
    return this.#met.size + this.#rejections
  }

  get size(): number {
    return this.#kept.size
  }

  /** US dollars. */
  get spent(): number {
    return this.#spent
  }

  /** Rows that the source says there are; null while it has not. */
  get expected(): number | null {
    return this.#expected
  }

  /** Whether there are as many records as asked for, and the last one's assets are told. */
  get isFull(): boolean {
    const last = this.#current === null ? undefined : this.#kept.get(this.#current)
    return this.#kept.size >= this.#request.size && last?.isComplete !== false
  }

  /**
   * Takes one item. Those that speak of what is in a catalogue already say nothing here.
   *
   * @throws {GatewayError} `INTERNAL` when no harvest may yield such an item.
   */
  take(item: HarvestItem): void {
    const { partitions } = this.#request
    const kind = kindOf(item)
    if (kind !== 'assets' && kind !== 'spent' && kind !== 'expected') this.#endAssets()
    switch (kind) {
      case 'row':
        this.#row(item as ItemOf<'row'>)
        break
      case 'assets':
        this.#assets(item as ItemOf<'assets'>)
        break
      case 'rights': {
        const { rights, visibility } = item as ItemOf<'rights'>
        this.#scopes.set(rights, visibility)
        break
      }
      case 'term':
        this.#term((item as ItemOf<'term'>).term)
        break
      case 'checkpoint':
        partitions.opened((item as ItemOf<'checkpoint'>).partition)
        break
      case 'partitionDone':
        partitions.opened((item as ItemOf<'partitionDone'>).partitionDone)
        break
      case 'spent':
        this.#spent += (item as ItemOf<'spent'>).spent
        break
      case 'expected':
        this.#expected = (item as ItemOf<'expected'>).expected
    }
  }

  /**
   * What was found, in the order in which it came.
   *
   * @param rules What may reject some of it yet; null: nothing.
   * @param signal Aborted when nobody waits for them any more.
   */
  async found(
    rules: HookRun | null,
    signal?: AbortSignal,
  ): Promise<Pick<SourceCheck, 'sample' | 'rejected' | 'completeness'>> {
    const all = [...this.#kept.values()]
    for (const { row, assets, isComplete } of all) {
      // Whether it has assets counts for its quality, and is known only now.
      row.streamed = (assets?.length ?? 0) > 0 || (isComplete ? false : null)
    }
    const rows = all.map(({ row }) => row)
    const made = await this.#mapper.mapAll(rows, this.#vocabulary.get(), rules, signal)
    const sample = all.flatMap((kept, at) => this.#recordOf(kept, made[at] ?? null))
    const refused = all.flatMap(({ row: { nativeId, entity } }, at): Rejection[] => {
      const mapped = made[at] ?? null
      return mapped !== null && 'rejected' in mapped
        ? [{ nativeId, entity, ...mapped.rejected }]
        : []
    })
    const lacking = (field: string) =>
      sample.filter(({ record }) => record.quality.missing.includes(field)).length
    const shares = reportedFields.map((field) => {
      return [field, Math.round((1 - lacking(field) / sample.length) * 1_000) / 1_000] as const
    })
    return {
      sample,
      rejected: [...this.#rejected, ...refused].slice(0, mostRejections),
      completeness: sample.length === 0 ? {} : Object.fromEntries(shares),
    }
  }

  #row(item: ItemOf<'row'>): void {
    const { partitions } = this.#request
    const gated = this.#gate.check(item, partitions.of(item.partition))
    if ('rejected' in gated) {
      const { rejected, entity, nativeId } = gated
      this.#reject(nativeId, entity, rejected)
      return
    }
    const { pending } = gated
    const { nativeId } = pending
    if (this.#met.has(nativeId)) return
    this.#met.add(nativeId)
    const mapped = this.#mapper.map(pending, this.#vocabulary.get())
    if (mapped === null) return
    if ('rejected' in mapped) {
      this.#reject(nativeId, pending.entity, mapped.rejected)
      return
    }
    if (!this.#hasRoomFor(pending.entity)) return
    this.#kept.set(nativeId, { row: pending, assets: null, isComplete: mapped.put.assets !== null })
    this.#current = nativeId
  }

  /** Once all places are taken, the last of the entity that has most of them makes room for one that has few. */
  #hasRoomFor(entity: string): boolean {
    if (this.#kept.size < this.#request.size) return true
    const places = Map.groupBy(this.#kept.values(), ({ row }) => row.entity)
    const sorted = [...places.values()].sort((a, b) => b.length - a.length)
    const most = sorted[0] ?? []
    if (most.length - (places.get(entity)?.length ?? 0) < 2) return false
    const last = most.at(-1)
    if (last !== undefined) this.#kept.delete(last.row.nativeId)
    return true
  }

  #assets({ assets: nativeId, chunk }: ItemOf<'assets'>): void {
    if (this.#current !== null && this.#current !== nativeId) this.#endAssets()
    const kept = this.#kept.get(nativeId)
    if (kept === undefined) return
    kept.assets ??= []
    for (const asset of chunk) {
      if (kept.assets.length >= mostAssets) break
      const checked = Asset.safeParse(asset)
      if (checked.success) kept.assets.push(checked.data)
      else this.#reject(nativeId, 'asset', reasonOf(checked.error, asset, Asset), false)
    }
    kept.isComplete ||= kept.assets.length >= mostAssets
  }

  #endAssets(): void {
    const kept = this.#current === null ? undefined : this.#kept.get(this.#current)
    if (kept !== undefined) kept.isComplete = true
    this.#current = null
  }

  #term(term: unknown): void {
    const checked = VocabularyTerm.safeParse(term)
    if (checked.success) {
      this.#vocabulary.add([checked.data])
      return
    }
    const { termId } = Object(term) as { termId?: unknown }
    const nativeId = typeof termId === 'string' ? readableId(termId) : null
    this.#reject(nativeId, 'term', reasonOf(checked.error, term, VocabularyTerm), false)
  }

  #reject(nativeId: string | null, entity: string, reason: Reason, isRow = true): void {
    if (isRow && (nativeId === null || !this.#met.has(nativeId))) this.#rejections++
    if (this.#rejected.length < mostRejections) this.#rejected.push({ nativeId, entity, ...reason })
  }

  #recordOf({ row, assets: streamed }: Kept, mapped: MappedRow): CheckedRecord[] {
    const { rights } = this.#request
    if (mapped === null || !('put' in mapped)) return []
    const { record, assets } = mapped.put
    const scope = row.scope === null ? undefined : this.#scopes.get(row.scope)
    const visibility = effectiveVisibility(
      { discover: [...rights.discover], visibility: rights.visibility },
      scope === undefined ? null : { visibility: scope, expired: false },
      record.visibility,
    )
    const all = streamed === null ? (assets ?? []) : normaliseAssets(streamed)
    return [{ record: { ...record, visibility }, assets: all.slice(0, mostAssets) }]
  }
}
