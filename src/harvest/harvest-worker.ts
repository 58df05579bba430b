import type { MessagePort } from 'node:worker_threads'
import { workerData } from 'node:worker_threads'
import { GatewayError, type HarvestRun } from '../model/index.ts'
import type { HttpPolicy } from '../sdk/http.ts'
import { createLog, type LogLevel } from '../sdk/log.ts'
import type { RecordStore } from '../store/record-store.ts'
import { connect, refuse, serve } from '../store/rpc.ts'
import { openTokenStore } from '../store/tokens/token-store.ts'
import type { HarvestSource } from './harvest-source.ts'
import { Harvester, type RemapOrder, type StartRequest, type UpkeepOrder } from './harvester.ts'
import type { HookConfig } from './hooks/hook-config.ts'
import { openHooks } from './hooks/hooks.ts'
import type { Glimpse } from './live-run.ts'
import { loadConnectors } from './load-connectors.ts'
import { particulars } from './log-error.ts'
import type { SourceCheck } from './registration/draft.ts'
import { type CheckOrder, SourceChecker } from './registration/source-checker.ts'
import type { HarvestTiming } from './timing.ts'
import type { RemapReport, ReplayReport } from './upkeep/remapped.ts'

/** What the thread is started with. */
export interface HarvestThreadData {
  /** Where calls come in. */
  port: MessagePort
  /** `connect<RecordStore>` to it gives the catalogue. */
  storePort: MessagePort
  tokens: { path: string; keys: readonly Uint8Array[] } | null
  connectorsFolder: string | readonly string[]
  sources: readonly HarvestSource[]
  hooks: readonly HookConfig[]
  scheduled: boolean
  sideBySide: number | null
  removalShare: number | null
  policy: Partial<HttpPolicy> | null
  timing: Partial<HarvestTiming> | null
  logLevel: LogLevel
}

/** What the thread serves. */
export interface HarvestService {
  start(source: string, request: StartRequest): Promise<HarvestRun>
  cancel(id: string): Promise<HarvestRun>
  look(id: string, version: number): Promise<Glimpse | null>
  runs(): Promise<HarvestRun[]>
  remap(source: string, order: RemapOrder): Promise<RemapReport>
  replay(source: string, order: UpkeepOrder): Promise<ReplayReport>
  /** See `SourceChecker`. */
  check(order: CheckOrder): Promise<SourceCheck>
  /** Loads the connectors of types that are new; one that cannot be loaded harms only its sources. */
  configure(sources: readonly HarvestSource[]): Promise<void>
  /** Interrupts all harvests, waits for them, and ends the thread. */
  shutDown(): Promise<void>
}

const { port, storePort, ...data } = workerData as HarvestThreadData

try {
  // Only connectors of configured sources are loaded: another one that is broken harms nobody.
  const types = data.sources.map(({ type }) => type)
  const log = createLog({ name: 'harvest', level: data.logLevel })
  const [connectors, hooks] = await Promise.all([
    loadConnectors(data.connectorsFolder, types),
    openHooks(data.hooks, log),
  ])
  const store = connect<RecordStore>(storePort)
  const tokens = data.tokens === null ? null : openTokenStore(data.tokens.path, data.tokens.keys)
  const harvester = new Harvester({
    store,
    ...(tokens === null ? {} : { tokens }),
    connectors,
    sources: data.sources,
    hooks,
    scheduled: data.scheduled,
    log,
    ...(data.sideBySide === null ? {} : { sideBySide: data.sideBySide }),
    ...(data.removalShare === null ? {} : { removalShare: data.removalShare }),
    ...(data.policy === null ? {} : { policy: data.policy }),
    ...(data.timing === null ? {} : { timing: data.timing }),
  })
  const checker = new SourceChecker({
    connectorOf: async (type) => {
      const [connector] = (await loadConnectors(data.connectorsFolder, [type])).values()
      if (connector === undefined) throw new GatewayError('CONFIG_INVALID')
      return connector
    },
    store,
    hooks,
    log,
    ...(data.policy === null ? {} : { policy: data.policy }),
  })
  const service: HarvestService = {
    check: (order) => checker.check(order),
    start: (source, request) => harvester.start(source, request),
    cancel: (id) => harvester.cancel(id),
    look: (id, version) => harvester.look(id, version),
    runs: async () => harvester.runs(),
    remap: (source, order) => harvester.remap(source, order),
    replay: (source, order) => harvester.replay(source, order),
    async configure(sources) {
      const missing = new Set(sources.map(({ type }) => type)).difference(connectors)
      for (const type of missing) {
        const loaded = await loadConnectors(data.connectorsFolder, [type]).catch(
          (thrown: unknown) => {
            log.error('a connector cannot be loaded', { type, ...particulars(thrown) })
            return new Map()
          },
        )
        for (const [type, connector] of loaded) connectors.set(type, connector)
      }
      await harvester.configure(sources, connectors)
    },
    shutDown: async () => {
      await harvester.close()
      tokens?.close()
      await store.close()
      // After the answer to this call has left.
      setImmediate(() => port.close())
    },
  }
  serve(port, service)
} catch (thrown) {
  storePort.close()
  refuse(port, thrown)
}
