import { GatewayError, type HarvestRun, toGatewayError } from '../../model/index.ts'
import type { Log } from '../../sdk/log.ts'
import { silentLog } from '../../sdk/log.ts'
import type { HarvestLease, StoreStep } from '../../store/harvest-steps.ts'
import { leaseOwner } from '../../store/lease-owner.ts'
import type { RecordWriter } from '../../store/record-store.ts'
import { particulars } from '../log-error.ts'
import { defaultTiming, type HarvestTiming, Throttle } from '../timing.ts'

export interface UpkeepRunRequest {
  source: string
  store: Pick<RecordWriter, 'beginHarvest' | 'apply' | 'finishHarvest'>
  /** Aborting it ends the run as CANCELLED; what was written stays. */
  signal?: AbortSignal
  log?: Log
  /** Called once, as soon as the run stands in the catalogue. */
  onStart?: (lease: HarvestLease) => void
  /** Called with the run's counts now and then, and with its end. */
  onProgress?: (run: HarvestRun) => void
  timing?: Partial<Pick<HarvestTiming, 'lease' | 'progress'>>
}

/** What is done inside of a run. */
export interface UpkeepRun {
  /** Id of the run. */
  readonly id: string
  /**
   * Has the steps written in one transaction, behind those before; waits for no more than the last ones.
   *
   * @throws {GatewayError} `CANCELLED` when that was asked for; what the catalogue threw at the steps before.
   */
  apply(steps: readonly StoreStep[]): Promise<void>
  /** Resolves when everything is written. Throws as `apply` does. */
  drain(): Promise<void>
}

/**
 * Does `work` in a run of its own that holds the source's lease, as a harvest does, and ends it with what came of it.
 *
 * @param shortfall Asked at the end: see `FinishRequest`.
 * @throws {GatewayError} `CONFLICT` when somebody harvests the source, or took its lease over on the way; `NOT_FOUND` for
 *   an unknown source; `CANCELLED`; what `work` throws.
 */
export async function inRun<Result>(
  kind: 'REMAP' | 'REPLAY',
  request: UpkeepRunRequest,
  work: (run: UpkeepRun) => Promise<Result>,
  shortfall: () => string | null = () => null,
): Promise<Result> {
  const { source, store, signal } = request
  const timing = { ...defaultTiming, ...request.timing }
  const owner = leaseOwner()
  const lease = await store.beginHarvest(source, {
    full: false,
    owner,
    leaseSeconds: Math.max(1, Math.ceil(timing.lease / 1_000)),
    kind,
  })
  request.onStart?.(lease)
  const { id } = lease.harvest
  const log = (request.log ?? silentLog).child({ source, harvest: id, kind })
  const progress = new Throttle<HarvestRun>(timing.progress, (run) => request.onProgress?.(run))
  let written: Promise<void> = Promise.resolve()
  let writtenAt = performance.now()
  const write = (steps: readonly StoreStep[]) => {
    written = written.then(async () => {
      progress.push(await store.apply(id, owner, steps))
      writtenAt = performance.now()
    })
    // Kept for whoever writes next, or drains.
    written.catch(() => {})
  }
  const heartbeat = setInterval(() => {
    // An empty write renews the lease.
    if (performance.now() - writtenAt >= timing.lease / 4) write([])
  }, timing.lease / 3)
  heartbeat.unref()
  const finish = async (ended: { code: GatewayError['code']; message: string } | null) => {
    const run = await store.finishHarvest(id, owner, {
      error: ended?.code ?? null,
      message: ended?.message ?? null,
      cancelled: ended?.code === 'CANCELLED',
      removalShare: 0,
      shortfall: shortfall(),
    })
    progress.push(run)
    const { state, seen, written, unchanged, rejected } = run
    log.info('upkeep ended', { state, seen, written, unchanged, rejected })
  }
  try {
    log.info('upkeep starts')
    const run: UpkeepRun = {
      id,
      async apply(steps) {
        await written
        if (signal?.aborted) throw new GatewayError('CANCELLED')
        write(steps)
      },
      drain: () => written,
    }
    const result = await work(run)
    await written
    await finish(null)
    return result
  } catch (thrown) {
    const error = toGatewayError(thrown)
    log.warn('upkeep ended early', particulars(thrown))
    await written.catch(() => {})
    // A lease that somebody else holds by now is theirs to finish.
    if (error.code !== 'CONFLICT') {
      await finish(error).catch((again: unknown) => {
        log.error('upkeep could not be finished', particulars(again))
      })
    }
    throw error
  } finally {
    clearInterval(heartbeat)
    progress.close()
  }
}
