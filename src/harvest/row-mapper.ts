import { hash } from 'node:crypto'
import { z } from 'zod'
import { Asset, MappedRecord, recordId } from '../model/index.ts'
import type { Mapped } from '../sdk/connector.ts'
import type { Vocabulary } from '../search/vocabulary/vocabulary.ts'
import type { StoreStep } from '../store/harvest-steps.ts'
import type { PendingRow } from './batch.ts'
import type { HookRun } from './hooks/hook-run.ts'
import type { Mapping } from './mapping.ts'
import { normaliseAssets, normaliseRecord } from './normalise.ts'
import { qualityOf } from './quality.ts'
import { type Reason, reasonOf, reasonOfThrown } from './reason.ts'

const MappedShape = z.strictObject({ record: MappedRecord, assets: z.array(Asset).optional() })

/**
 * A step of the catalogue; or why there is none; or null, when the row is not a record of its own. `missed`: a hook failed
 * at it, and its hash says so, that it may be mapped again the next time.
 */
export type MappedRow =
  | { put: StoreStep & { do: 'put' }; missed?: boolean }
  | { rejected: Reason }
  | null

/** A row as a record in the words of the vocabulary, before hooks have seen it. */
interface NormalRow {
  pending: PendingRow
  record: MappedRecord
  assets: Asset[] | null
}

export type ReadRow = { row: NormalRow } | { rejected: Reason } | null

/** Rows as records: mapped by the connector, normalised, checked, and with a quality report. */
export class RowMapper {
  readonly #mapping: Mapping
  readonly #source: string

  constructor(mapping: Mapping, source: string) {
    this.#mapping = mapping
    this.#source = source
  }

  /** Without hooks. */
  map(pending: PendingRow, vocabulary: Vocabulary): MappedRow {
    const read = this.read(pending, vocabulary)
    return read !== null && 'row' in read ? { put: this.#put(read.row) } : read
  }

  /** Several rows in order, through the hooks of a run; none when `signal` was aborted on the way. */
  async mapAll(
    rows: readonly PendingRow[],
    vocabulary: Vocabulary,
    hooks: HookRun | null,
    signal?: AbortSignal,
  ): Promise<MappedRow[]> {
    const reads = rows.map((pending) => this.read(pending, vocabulary))
    return (await this.finish(reads, vocabulary, hooks, signal)) ?? []
  }

  /** What `read` gave, in order, through the hooks of a run. Null when `signal` was aborted on the way. */
  async finish(
    reads: readonly ReadRow[],
    vocabulary: Vocabulary,
    hooks: HookRun | null,
    signal?: AbortSignal,
  ): Promise<MappedRow[] | null> {
    const rows = reads.flatMap((read) => (read !== null && 'row' in read ? [read.row] : []))
    const given = rows.map(({ pending, record }) => ({ nativeId: pending.nativeId, record }))
    const hooked = hooks === null ? given : await hooks.take(given, vocabulary, signal)
    if (hooked === null) return null
    const made = hooked.values()
    return reads.map((read) => {
      if (read === null || 'rejected' in read) return read
      const { value } = made.next()
      if (value === undefined || 'rejected' in value) return value ?? null
      const missed = 'missed' in value && value.missed
      const pending = missed ? toMapAgain(read.row.pending) : read.row.pending
      return { put: this.#put({ ...read.row, pending, record: value.record }), missed }
    })
  }

  read(pending: PendingRow, vocabulary: Vocabulary): ReadRow {
    const { connector, options, rules } = this.#mapping
    let mapped: Mapped | null
    try {
      mapped = connector.map[pending.entity]?.(pending.row, options, rules) ?? null
    } catch (thrown) {
      return { rejected: { path: null, reason: reasonOfThrown(thrown) } }
    }
    if (mapped === null) return null
    const checked = MappedShape.safeParse(mapped)
    if (!checked.success) {
      const { path, reason } = reasonOf(checked.error, mapped, MappedShape)
      return { rejected: { path, reason: `as mapped: ${reason}` } }
    }
    const { record, assets } = checked.data
    return {
      row: {
        pending,
        record: normaliseRecord(record, vocabulary),
        assets: assets === undefined ? null : normaliseAssets(assets),
      },
    }
  }

  #put({ pending, record, assets }: NormalRow) {
    const { nativeId, rowHash } = pending
    const { type, version } = this.#mapping.connector
    const hasAssets = assets === null ? pending.streamed : assets.length > 0
    return {
      do: 'put' as const,
      record: {
        ...record,
        id: recordId(this.#source, nativeId),
        source: this.#source,
        nativeId,
        parents: this.#idsOf(record.parents, nativeId),
        isVersionOf: this.#idsOf([record.isVersionOf ?? nativeId], nativeId)[0] ?? null,
        connector: `${type}@${version}`,
        rowHash,
        quality: qualityOf(record, nativeId, hasAssets),
      },
      entity: pending.entity,
      row: pending.json,
      hash: pending.hash,
      etag: pending.etag,
      scope: pending.scope,
      partition: pending.partition,
      assets,
    }
  }

  /** Each once, in order, without the record itself. */
  #idsOf(nativeIds: readonly string[], self: string): string[] {
    const others = nativeIds.filter((nativeId) => nativeId !== self)
    return [...new Set(others)].map((nativeId) => recordId(this.#source, nativeId))
  }
}

/** The row as one that has never been seen: with another hash, and without the etag by which a source could pass it over. */
function toMapAgain(pending: PendingRow): PendingRow {
  return { ...pending, hash: hash('sha256', `again ${pending.hash}`), etag: null }
}
