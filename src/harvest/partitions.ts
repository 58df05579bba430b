import { GatewayError } from '../model/index.ts'
import type { Checkpoint } from '../sdk/connector.ts'
import type { HarvestLease } from '../store/harvest-steps.ts'

/** Where the asset stream that a checkpoint cut in two is kept. No connector may open it. */
export const streamPartition = '~assets'

/** The partitions that the connector has opened in this run, and where an interrupted run had left them. */
export class Partitions {
  readonly #left: HarvestLease['partitions']
  readonly #opened = new Set<string>()
  #current = ''

  constructor(left: HarvestLease['partitions']) {
    this.#left = left
  }

  from(partition: string): Checkpoint | undefined {
    if (partition === '' || partition === streamPartition) {
      throw new GatewayError('INTERNAL', { message: 'A partition has a name that none may have.' })
    }
    this.#opened.add(partition)
    this.#current = partition
    const left = Object.hasOwn(this.#left, partition) ? this.#left[partition] : undefined
    return left?.done ? null : left?.checkpoint
  }

  /** The partition that an item names, or else the one last opened. */
  of(named: string | undefined): string {
    return named === undefined ? this.#current : this.opened(named)
  }

  /** @throws {GatewayError} `INTERNAL` for one that was never opened: the connector is at fault. */
  opened(partition: string): string {
    if (this.#opened.has(partition)) return partition
    // Only a short plain name is told; others may hold what the source said.
    const name = /^[A-Za-z0-9._:/-]{1,80}$/.test(partition) ? ` ${partition}` : ''
    throw new GatewayError('INTERNAL', {
      message: `The connector named the partition${name}, which it never opened.`,
    })
  }
}
