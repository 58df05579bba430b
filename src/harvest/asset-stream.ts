import { z } from 'zod'
import { Asset, GatewayError } from '../model/index.ts'
import type { StoreStep } from '../store/harvest-steps.ts'
import type { PendingRow } from './batch.ts'
import { normaliseAssets } from './normalise.ts'
import { type Reason, reasonOf } from './reason.ts'
import { SeenIds } from './seen-ids.ts'

/** Assets of one record in one step. */
const pieceSize = 500

/** The stream that a checkpoint cuts in two, as the catalogue keeps it for a run that goes on from there. */
export const CutStream = z.strictObject({
  of: z.string(),
  count: z.int().nonnegative(),
  partition: z.string(),
  etag: z.string().nullable(),
})
export type CutStream = z.infer<typeof CutStream>

interface Current extends CutStream {
  /** The record's row while it is still in the batch that is being filled. */
  pending: PendingRow | null
  hasAssets: boolean
  invalid: number
  reason: Reason | null
}

/**
 * The record whose assets may be arriving, one at a time. Ordinals go on across chunks, batches and checkpoints; the
 * list is never held. A record's etag is kept back until its assets are complete: with it in the catalogue, a
 * connector would answer `same` for a record of which half the assets are missing.
 */
export class AssetStream {
  readonly #ended = new SeenIds()
  #current: Current | null

  constructor(cut: CutStream | null) {
    this.#current = cut && { ...cut, pending: null, hasAssets: true, invalid: 0, reason: null }
  }

  /** Says that the next assets are likely this row's. */
  begin(pending: PendingRow): void {
    const { nativeId: of, partition } = pending
    this.#current = {
      of,
      count: 0,
      partition,
      etag: null,
      pending,
      hasAssets: false,
      invalid: 0,
      reason: null,
    }
  }

  isOf(nativeId: string): boolean {
    return this.#current?.of === nativeId
  }

  /** Steps for a chunk of the record `of`, which is the current one, or becomes it. */
  *take(of: string, chunk: readonly unknown[], partition: string): Generator<StoreStep> {
    if (this.#ended.has(of)) {
      const message = 'The connector yielded assets of a record whose assets it had ended.'
      throw new GatewayError('INTERNAL', { message })
    }
    this.#current ??= {
      of,
      count: 0,
      partition,
      etag: null,
      pending: null,
      hasAssets: false,
      invalid: 0,
      reason: null,
    }
    const current = this.#current
    current.hasAssets = true
    for (let at = 0; at < chunk.length; at += pieceSize) {
      const piece = chunk
        .slice(at, at + pieceSize)
        .flatMap((asset) => this.#checked(asset, current))
      if (piece.length === 0) continue
      const assets = normaliseAssets(piece)
      const from = current.count
      current.count += assets.length
      yield { do: 'assets', nativeId: of, from, chunk: assets }
    }
  }

  #checked(asset: unknown, current: Current): Asset[] {
    const checked = Asset.safeParse(asset)
    if (checked.success) return [checked.data]
    current.invalid++
    current.reason ??= reasonOf(checked.error, asset, Asset)
    return []
  }

  /** The etag of the current record, in place of its row's; kept back as that is. */
  mark(etag: string): void {
    const current = this.#current
    if (current === null) return
    if (current.pending === null) current.etag = etag
    else current.pending.etag = etag
  }

  /** Called before the batch with the record's row leaves, while more of its assets may come. */
  leave(): void {
    const current = this.#current
    if (current?.pending == null) return
    current.etag = current.pending.etag
    current.pending.etag = null
    current.pending.streamed = current.hasAssets || null
    current.pending = null
  }

  /** What a run that goes on from a checkpoint here has to know; null when no assets were begun. */
  cut(): CutStream | null {
    if (!this.#current?.hasAssets) return null
    const { of, count, partition, etag, pending } = this.#current
    return { of, count, partition, etag: etag ?? pending?.etag ?? null }
  }

  /** The current record's assets are complete. */
  *end(): Generator<StoreStep> {
    const current = this.#current
    if (current === null) return
    this.#current = null
    const { of: nativeId, count, partition, etag, pending, hasAssets, invalid, reason } = current
    if (pending !== null) pending.streamed = hasAssets
    if (hasAssets) {
      this.#ended.add(nativeId)
      yield { do: 'assetsDone', nativeId, count }
    }
    if (invalid > 0) {
      const rejection = {
        nativeId,
        entity: 'asset',
        path: reason?.path ?? null,
        reason: `${invalid} of its assets: ${reason?.reason ?? 'not valid'}`,
      }
      yield { do: 'reject', rejection, partition, row: null }
    }
    if (etag !== null) yield { do: 'seen', nativeId, partition, etag }
  }
}
