import type { StoreStep } from '../store/harvest-steps.ts'

/** A row of the right shape whose comparison with the catalogue, mapping and step are still to come. */
export interface PendingRow {
  nativeId: string
  entity: string
  /** The allow-listed row; let go of once it is mapped. */
  row: unknown
  json: string
  rowHash: string
  /** Of the row, its entity and scope, the options and the connector's version. */
  hash: string
  etag: string | null
  scope: string | null
  partition: string
  /** Whether assets were streamed for it: null while they may still come. */
  streamed: boolean | null
}

export type Entry = { pending: PendingRow } | { step: StoreStep }

/** Limits of one transaction, so that memory stays flat whatever the source's pages are like. */
export const batchLimits = { rows: 500, bytes: 4 * 1024 * 1024, assets: 2_000 } as const

/** What goes into the catalogue in one transaction, in order. */
export class Batch {
  readonly entries: Entry[] = []
  #rows = 0
  #bytes = 0
  #assets = 0

  get isEmpty(): boolean {
    return this.entries.length === 0
  }

  get isFull(): boolean {
    const { rows, bytes, assets } = batchLimits
    return this.#rows >= rows || this.#bytes >= bytes || this.#assets >= assets
  }

  row(pending: PendingRow): void {
    this.entries.push({ pending })
    this.#rows++
    this.#bytes += pending.json.length
  }

  step(step: StoreStep): void {
    const last = this.entries.at(-1)
    if (step.do === 'terms' && last && 'step' in last && last.step.do === 'terms') {
      last.step.terms.push(...step.terms)
    } else {
      this.entries.push({ step })
    }
    if (step.do === 'assets') this.#assets += step.chunk.length
    else this.#rows++
    if (step.do === 'reject') this.#bytes += step.row?.length ?? 0
  }
}
