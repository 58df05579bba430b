import type { HarvestRun } from '../model/index.ts'

/** What the gateway needs of whoever runs harvests. Callers have checked the viewer's rights. */
export interface HarvestControl {
  /**
   * Begins a harvest and answers as soon as it stands in the catalogue.
   *
   * @throws {GatewayError} `NOT_FOUND` for an unknown source; `CONFLICT` when it is being harvested already.
   */
  start(source: string, request: { full: boolean }): Promise<HarvestRun>
  /**
   * Asks a harvest to stop, waits until it has, and answers how it ended.
   *
   * @throws {GatewayError} `NOT_FOUND` for an unknown one; `CONFLICT` when it has ended or runs elsewhere.
   */
  cancel(id: string): Promise<HarvestRun>
  /** A harvest now and whenever its counts change, until it has ended; nothing for an unknown one. */
  progress(id: string): AsyncIterable<HarvestRun>
}
