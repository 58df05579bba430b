import type { MessagePort } from 'node:worker_threads'
import { workerData } from 'node:worker_threads'
import type { HarvestRun } from '../model/index.ts'
import type { HttpPolicy } from '../sdk/http.ts'
import { createLog, type LogLevel } from '../sdk/log.ts'
import type { RecordStore } from '../store/record-store.ts'
import { connect, refuse, serve } from '../store/rpc.ts'
import { openTokenStore } from '../store/tokens/token-store.ts'
import { Harvester, type HarvestSource, type StartRequest } from './harvester.ts'
import type { Glimpse } from './live-run.ts'
import { loadConnectors } from './load-connectors.ts'
import type { HarvestTiming } from './timing.ts'

/** What the thread is started with. */
export interface HarvestThreadData {
  /** Where calls come in. */
  port: MessagePort
  /** `connect<RecordStore>` to it gives the catalogue. */
  storePort: MessagePort
  tokens: { path: string; keys: readonly Uint8Array[] } | null
  connectorsFolder: string
  sources: readonly HarvestSource[]
  scheduled: boolean
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
  /** Interrupts all harvests, waits for them, and ends the thread. */
  shutDown(): Promise<void>
}

const { port, storePort, ...data } = workerData as HarvestThreadData

try {
  // Only connectors of configured sources are loaded: another one that is broken harms nobody.
  const types = data.sources.map(({ type }) => type)
  const connectors = await loadConnectors(data.connectorsFolder, types)
  const store = connect<RecordStore>(storePort)
  const tokens = data.tokens === null ? null : openTokenStore(data.tokens.path, data.tokens.keys)
  const harvester = new Harvester({
    store,
    ...(tokens === null ? {} : { tokens }),
    connectors,
    sources: data.sources,
    scheduled: data.scheduled,
    log: createLog({ name: 'harvest', level: data.logLevel }),
    ...(data.removalShare === null ? {} : { removalShare: data.removalShare }),
    ...(data.policy === null ? {} : { policy: data.policy }),
    ...(data.timing === null ? {} : { timing: data.timing }),
  })
  const service: HarvestService = {
    start: (source, request) => harvester.start(source, request),
    cancel: (id) => harvester.cancel(id),
    look: (id, version) => harvester.look(id, version),
    runs: async () => harvester.runs(),
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
