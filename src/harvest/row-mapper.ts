import { z } from 'zod'
import { Asset, MappedRecord, recordId } from '../model/index.ts'
import type { AnyConnector, Mapped } from '../sdk/connector.ts'
import type { Vocabulary } from '../search/vocabulary/vocabulary.ts'
import type { StoreStep } from '../store/record-store.ts'
import type { PendingRow } from './batch.ts'
import { normaliseAssets, normaliseRecord } from './normalise.ts'
import { qualityOf } from './quality.ts'
import { type Reason, reasonOf, reasonOfThrown } from './reason.ts'

const MappedShape = z.strictObject({ record: MappedRecord, assets: z.array(Asset).optional() })

/** A step of the catalogue; or why there is none; or null, when the row is not a record of its own. */
export type MappedRow = { put: StoreStep & { do: 'put' } } | { rejected: Reason } | null

/** Rows as records: mapped by the connector, normalised, checked, and with a quality report. */
export class RowMapper {
  readonly #connector: AnyConnector
  readonly #options: unknown
  readonly #source: string

  constructor(connector: AnyConnector, options: unknown, source: string) {
    this.#connector = connector
    this.#options = options
    this.#source = source
  }

  map(pending: PendingRow, vocabulary: Vocabulary): MappedRow {
    let mapped: Mapped | null
    try {
      mapped = this.#connector.map[pending.entity]?.(pending.row, this.#options) ?? null
    } catch (thrown) {
      return { rejected: { path: null, reason: reasonOfThrown(thrown) } }
    }
    if (mapped === null) return null
    const checked = MappedShape.safeParse(mapped)
    if (!checked.success) {
      const { path, reason } = reasonOf(checked.error, mapped, MappedShape)
      return { rejected: { path, reason: `as mapped: ${reason}` } }
    }
    return { put: this.#put(pending, checked.data, vocabulary) }
  }

  #put(pending: PendingRow, mapped: z.output<typeof MappedShape>, vocabulary: Vocabulary) {
    const { nativeId, rowHash } = pending
    const record = normaliseRecord(mapped.record, vocabulary)
    const assets = mapped.assets === undefined ? null : normaliseAssets(mapped.assets)
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
        connector: `${this.#connector.type}@${this.#connector.version}`,
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
