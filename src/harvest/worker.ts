import { once } from 'node:events'
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads'
import type { HarvestRun } from '../model/index.ts'
import type { HttpPolicy } from '../sdk/http.ts'
import type { LogLevel } from '../sdk/log.ts'
import { connect } from '../store/rpc.ts'
import { type HarvestSource, plainSource } from './harvest-source.ts'
import type { HarvestService, HarvestThreadData } from './harvest-worker.ts'
import type { RemapOrder, StartRequest, UpkeepOrder } from './harvester.ts'
import type { HookConfig } from './hooks/hook-config.ts'
import { follow } from './live-run.ts'
import type { SourceCheck } from './registration/draft.ts'
import type { CheckOrder } from './registration/source-checker.ts'
import type { HarvestTiming } from './timing.ts'
import type { RemapReport, ReplayReport } from './upkeep/remapped.ts'

export interface HarvestWorkerRequest {
  /** From `StoreWorker.connect()`; it is moved to the thread. */
  storePort: MessagePort
  /** Where tokens are kept, and the keys that seal them, the current one first. Left out: nowhere. */
  tokens?: { path: string; keys: readonly Uint8Array[] }
  /** One folder or several. */
  connectorsFolder: string | readonly string[]
  /** More than a source's own fields may stand in them; options must be plain data. */
  sources: readonly HarvestSource[]
  /** What operators have put between sources and the catalogue, in order. Default: nothing. */
  hooks?: readonly HookConfig[]
  /** Whether sources are harvested when they are due. Default true. */
  scheduled?: boolean
  /** How many harvests the schedule has at work side by side. Default 8. */
  sideBySide?: number
  /** Largest share of a source's records that a run may remove without an operator's word. Default 0.2. */
  removalShare?: number
  policy?: Partial<HttpPolicy>
  timing?: Partial<HarvestTiming>
  /** Default `info`. */
  logLevel?: LogLevel
  /** Told when the thread dies of an error; then all further calls fail. */
  onFault?: (fault: unknown) => void
}

/** A `Harvester` in a thread of its own; see there. */
export interface HarvestWorker {
  start(source: string, request?: StartRequest): Promise<HarvestRun>
  cancel(id: string): Promise<HarvestRun>
  progress(id: string): AsyncGenerator<HarvestRun>
  runs(): Promise<HarvestRun[]>
  remap(source: string, order: RemapOrder): Promise<RemapReport>
  replay(source: string, order: UpkeepOrder): Promise<ReplayReport>
  /** Reads a sample of a source, and writes nothing; see `SourceChecker`. */
  check(order: CheckOrder): Promise<SourceCheck>
  /**
   * Harvests these sources from now on; see `Harvester.configure`. Of a type whose connector cannot be loaded none can be
   * begun: `start` says so, and the log why. Such a connector must not have been among those it was started with.
   */
  configure(sources: readonly HarvestSource[]): Promise<void>
  /** Interrupts what is under way, so that the next start goes on with it, and ends the thread. */
  close(): Promise<void>
}

/** Milliseconds that harvests get to stop in before the thread is ended with them; the catalogue bears that too. */
const patience = 5_000

/**
 * Megabytes. What a harvest holds at once is small, but the garbage of its rows is let grow with the heap's limit: with
 * the usual one of several gigabytes it comes to hundreds of megabytes. Room is left for a few of the largest pages.
 */
const heap = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 1024 }

/**
 * Runs harvests in a worker thread, which loads the connectors of the given sources itself.
 *
 * @throws {GatewayError} `CONFIG_INVALID` when a source's connector can't be loaded.
 */
export async function startHarvestWorker(request: HarvestWorkerRequest): Promise<HarvestWorker> {
  const { port1, port2 } = new MessageChannel()
  const data: HarvestThreadData = {
    port: port1,
    storePort: request.storePort,
    tokens: request.tokens ?? null,
    connectorsFolder: request.connectorsFolder,
    sources: request.sources.map(plainSource),
    hooks: request.hooks ?? [],
    scheduled: request.scheduled ?? true,
    sideBySide: request.sideBySide ?? null,
    removalShare: request.removalShare ?? null,
    policy: request.policy ?? null,
    timing: request.timing ?? null,
    logLevel: request.logLevel ?? 'info',
  }
  const worker = new Worker(new URL('./harvest-worker.ts', import.meta.url), {
    workerData: data,
    resourceLimits: heap,
    transferList: [port1, request.storePort],
  })
  worker.on('error', (fault) => request.onFault?.(fault))
  const ended = once(worker, 'exit').catch(() => {
    // It died of an error, which `onFault` was told.
  })
  const service = connect<HarvestService & { close(): Promise<void> }>(port2)
  try {
    await service.runs()
  } catch (thrown) {
    await service.close()
    await worker.terminate()
    throw thrown
  }
  return {
    start: (source, options = {}) => service.start(source, options),
    cancel: (id) => service.cancel(id),
    progress: (id) => follow((version) => service.look(id, version)),
    runs: () => service.runs(),
    remap: (source, order) => service.remap(source, order),
    replay: (source, order) => service.replay(source, order),
    check: (order) => service.check(order),
    configure: (sources) => service.configure(sources.map(plainSource)),
    async close() {
      const timer = setTimeout(() => worker.terminate(), patience)
      await service.shutDown().catch(() => {
        // The thread is gone already.
      })
      await service.close()
      await ended
      clearTimeout(timer)
    },
  }
}
