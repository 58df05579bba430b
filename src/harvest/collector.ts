import { type ErrorCode, GatewayError, VocabularyTerm } from '../model/index.ts'
import type { HarvestItem } from '../sdk/connector.ts'
import type { StoreStep } from '../store/harvest-steps.ts'
import type { AssetStream } from './asset-stream.ts'
import { Batch } from './batch.ts'
import { type ItemOf, kindOf, readableId } from './item.ts'
import { type Partitions, streamPartition } from './partitions.ts'
import { reasonOf } from './reason.ts'
import type { RowGate } from './row-gate.ts'
import { SeenIds } from './seen-ids.ts'
import type { Writer } from './writer.ts'

/** Codes after which asking on would do harm: some sources lock an account that is refused often. */
export const stopping: readonly ErrorCode[] = ['SOURCE_REFUSED', 'NEEDS_LOGIN']
const longestProof = 200

export interface CollectorRequest {
  gate: RowGate
  partitions: Partitions
  assets: AssetStream
  writer: Writer
  /** True when the run goes on from an earlier one, which may have met rows that this one does not. */
  resumed: boolean
  now: () => Date
}

/** Turns a connector's items, in their order, into batches of steps. */
export class Collector {
  readonly #request: CollectorRequest
  #batch = new Batch()
  readonly #rows = new SeenIds()
  readonly #sames = new SeenIds()
  /** Ids of rows that failed their shape. */
  readonly #misshapen = new SeenIds()
  #keepsCut: boolean
  #duplicates = 0
  /** The record that was just named once more: what follows of its assets was taken before. */
  #repeated: string | null = null

  constructor(request: CollectorRequest) {
    this.#request = request
    this.#keepsCut = request.assets.cut() !== null
  }

  /** Rows and `same` that named a record which the run had met before. */
  get duplicates(): number {
    return this.#duplicates
  }

  /**
   * Takes one item; a promise when the connector has to wait before it is asked for the next one.
   *
   * @throws {GatewayError} `INTERNAL` when no harvest may yield such an item; the error of a partition that
   *   failed with a code after which asking on would do harm.
   */
  take(item: HarvestItem): Promise<void> | undefined {
    const kind = kindOf(item)
    const { partitions } = this.#request
    switch (kind) {
      case 'row':
        this.#row(item as ItemOf<'row'>)
        break
      case 'same':
        this.#same(item as ItemOf<'same'>)
        break
      case 'assets':
        return this.#assets(item as ItemOf<'assets'>)
      case 'rights': {
        const { rights: scope, visibility } = item as ItemOf<'rights'>
        this.#step({ do: 'rights', scope, visibility, at: this.#request.now().toISOString() })
        // Narrower rights hide at once: before another word of the source is read.
        return this.#commit()
      }
      case 'gone': {
        const { gone: nativeId, proof } = item as ItemOf<'gone'>
        this.#step({ do: 'gone', nativeId, proof: proof.slice(0, longestProof) })
        break
      }
      case 'term':
        this.#term((item as ItemOf<'term'>).term)
        break
      case 'checkpoint':
        return this.#checkpoint(item as ItemOf<'checkpoint'>)
      case 'partitionDone':
        return this.#partitionDone(
          partitions.opened((item as ItemOf<'partitionDone'>).partitionDone),
        )
      case 'partitionFailed':
        return this.#partitionFailed(item as ItemOf<'partitionFailed'>)
      case 'spent':
        this.#step({ do: 'spent', dollars: (item as ItemOf<'spent'>).spent })
        break
      case 'expected':
        this.#step({ do: 'expected', rows: (item as ItemOf<'expected'>).expected })
        break
    }
    return this.#batch.isFull ? this.#send() : undefined
  }

  /** The connector came to its end: everything goes to the catalogue. */
  async finish(): Promise<void> {
    this.#endAssets()
    if (this.#keepsCut)
      this.#step({ do: 'checkpoint', partition: streamPartition, checkpoint: null })
    await this.#commit()
  }

  /** The run ends early: what was met goes to the catalogue, but nothing is taken for complete. */
  async leave(): Promise<void> {
    this.#request.assets.leave()
    await this.#commit()
  }

  #row(item: ItemOf<'row'>): void {
    const { gate, partitions, assets } = this.#request
    const partition = partitions.of(item.partition)
    const gated = gate.check(item, partition)
    this.#endAssets()
    if ('rejected' in gated) {
      const { rejected, entity, nativeId, row } = gated
      if (nativeId !== null) this.#misshapen.add(nativeId)
      this.#step({ do: 'reject', rejection: { nativeId, entity, ...rejected }, partition, row })
    } else if (this.#rows.add(gated.pending.nativeId)) {
      this.#batch.row(gated.pending)
      assets.begin(gated.pending)
    } else {
      this.#repeat(gated.pending.nativeId)
    }
  }

  #same({ same: nativeId, partition }: ItemOf<'same'>): void {
    const named = this.#request.partitions.of(partition)
    this.#endAssets()
    if (this.#rows.has(nativeId) || !this.#sames.add(nativeId)) this.#repeat(nativeId)
    else this.#step({ do: 'seen', nativeId, partition: named })
  }

  #assets({ assets: nativeId, chunk, etag }: ItemOf<'assets'>): Promise<void> | undefined {
    const { assets, partitions, resumed } = this.#request
    if (nativeId === this.#repeated) return
    if (!assets.isOf(nativeId)) {
      this.#endAssets()
      const isMet = this.#rows.has(nativeId) || this.#sames.has(nativeId)
      if (!isMet && this.#misshapen.has(nativeId)) return
      if (!isMet && !resumed) {
        const message = 'The connector yielded assets of a record whose row it had not yielded.'
        throw new GatewayError('INTERNAL', { message })
      }
    }
    let room: Promise<void> | undefined
    for (const step of assets.take(nativeId, chunk, partitions.of(undefined))) {
      this.#step(step)
      if (!this.#batch.isFull) continue
      const sent = this.#send()
      room = room === undefined ? sent : Promise.all([room, sent]).then(() => {})
    }
    if (etag !== undefined) assets.mark(etag)
    return room
  }

  #term(term: unknown): void {
    const checked = VocabularyTerm.safeParse(term)
    if (checked.success) {
      this.#step({ do: 'terms', terms: [checked.data] })
      return
    }
    const { termId } = Object(term) as { termId?: unknown }
    const rejection = {
      // Without an id the whole partition would count as badly read.
      nativeId: (typeof termId === 'string' && readableId(termId)) || 'term',
      entity: 'term',
      ...reasonOf(checked.error, term, VocabularyTerm),
    }
    this.#step({
      do: 'reject',
      rejection,
      partition: this.#request.partitions.of(undefined),
      row: null,
    })
  }

  #checkpoint({ checkpoint, partition }: ItemOf<'checkpoint'>): Promise<void> {
    const { assets, partitions } = this.#request
    partitions.opened(partition)
    const cut = assets.cut()
    if (cut === null) this.#endAssets()
    else assets.leave()
    this.#step({ do: 'checkpoint', partition, checkpoint })
    if (cut !== null || this.#keepsCut) {
      this.#step({ do: 'checkpoint', partition: streamPartition, checkpoint: cut })
    }
    this.#keepsCut = cut !== null
    // Read on only when the page is safe: a harvest killed here reads at most one page again.
    return this.#commit()
  }

  #partitionDone(partition: string): Promise<void> {
    this.#endAssets()
    this.#step({ do: 'partitionDone', partition })
    return this.#commit()
  }

  async #partitionFailed({ partitionFailed, error }: ItemOf<'partitionFailed'>): Promise<void> {
    const { partitions } = this.#request
    const partition = partitions.opened(partitionFailed)
    this.#endAssets()
    this.#step({ do: 'partitionFailed', partition, error: error.code })
    await this.#commit()
    if (stopping.includes(error.code)) throw error
  }

  #repeat(nativeId: string): void {
    this.#duplicates++
    this.#repeated = nativeId
  }

  #endAssets(): void {
    this.#repeated = null
    for (const step of this.#request.assets.end()) this.#step(step)
  }

  #step(step: StoreStep): void {
    this.#batch.step(step)
  }

  #send(): Promise<void> {
    if (this.#batch.isEmpty) return Promise.resolve()
    this.#request.assets.leave()
    const full = this.#batch
    this.#batch = new Batch()
    return this.#request.writer.write(full)
  }

  async #commit(): Promise<void> {
    await this.#send()
    await this.#request.writer.drain()
  }
}
