import { once } from 'node:events'
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads'
import type { RecordReader, RecordStore, StoreReader } from './record-store.ts'
import { bundle, connect } from './rpc.ts'
import type { StoreThreadOrder } from './store-worker.ts'

/** Megabytes. A batch is small; without a limit the garbage of its rows is let grow to hundreds of megabytes. */
const heap = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 512 }

export interface StoreWorker {
  store: RecordStore
  /**
   * A port for one more client, to be sent to another thread: `connect<RecordStore>(port)` there gives the store.
   */
  connect(): MessagePort
  /** Writes everything out and ends both threads. Calls that come later fail with `INTERNAL`. */
  close(): Promise<void>
}

/** These go to the reading thread, so that none of them waits for a batch that is being written. */
const readMethods = [
  'records',
  'children',
  'childrenOf',
  'sameRecordsOf',
  'assets',
  'assetsOf',
  'assetsByKey',
  'mirrorsOf',
  'linkHealth',
  'assetSums',
  'sources',
  'harvests',
  'harvestsById',
  'rejections',
  'vocabulary',
  'vocabularyVersion',
  'changes',
  'lastChange',
  'position',
  'installationKey',
  'registeredSources',
  'registryVersion',
  'accessTokenByHash',
  'accessTokens',
  'audit',
  'harvestChanges',
  'keptRows',
  'rejectedRows',
  'sourceQuality',
  'unansweredSearches',
] as const satisfies readonly (keyof StoreReader)[]

/** These go to the writing thread, in the order of the calls. */
const writeMethods = [
  'configureSources',
  'beginHarvest',
  'releaseHarvest',
  'compare',
  'known',
  'scopes',
  'refusedCredentials',
  'apply',
  'finishHarvest',
  'expireRights',
  'reserveSpending',
  'takeLinksToCheck',
  'saveLinkChecks',
  'registerSource',
  'replaceSource',
  'approveSource',
  'pauseSource',
  'removeSource',
  'addAccessToken',
  'revokeAccessToken',
  'noteTokenUse',
  'noteAudit',
  'noteUnanswered',
] as const satisfies readonly Exclude<keyof RecordStore, (typeof readMethods)[number]>[]

/**
 * Opens the catalogue at `path` in two threads of its own: one writes, the other reads beside it.
 *
 * @param onFault Told when a thread dies of an error that is not a call's: then all further calls fail.
 * @throws {GatewayError} As `openStore` does.
 */
export async function startStoreWorker(
  path: string,
  onFault: (fault: unknown) => void = () => {},
): Promise<StoreWorker> {
  const [writer, reader] = [new StoreThread(onFault), new StoreThread(onFault)]
  try {
    // First the writer: it makes the file, or brings it up to date.
    await writer.open(path, 'write')
    await reader.open(path, 'read')
  } catch (thrown) {
    await reader.end()
    await writer.end()
    throw thrown
  }
  const connectClient = () =>
    bundle([
      { methods: readMethods, port: reader.connect() },
      { methods: writeMethods, port: writer.connect() },
    ])
  const store = connect<RecordStore>(connectClient())
  return {
    store,
    connect: connectClient,
    async close() {
      await reader.end()
      // Last: the last connection to a file tidies it up.
      await writer.end()
      await store.close()
    },
  }
}

class StoreThread {
  readonly #worker = new Worker(new URL('./store-worker.ts', import.meta.url), {
    resourceLimits: heap,
  })

  constructor(onFault: (fault: unknown) => void) {
    this.#worker.on('error', onFault)
  }

  /** @throws {GatewayError} When the catalogue cannot be opened. */
  async open(path: string, mode: 'write' | 'read'): Promise<void> {
    this.#tell({ order: 'open', path, mode })
    const first = connect<RecordReader>(this.connect())
    try {
      await first.position()
    } finally {
      await first.close()
    }
  }

  connect(): MessagePort {
    const { port1, port2 } = new MessageChannel()
    // What is sent to a dead thread stays here: the client would wait for ever.
    if (this.#isDead) port1.close()
    else this.#tell({ order: 'serve', port: port1 }, [port1])
    return port2
  }

  async end(): Promise<void> {
    if (this.#isDead) return
    const ended = once(this.#worker, 'exit')
    this.#tell({ order: 'close' })
    await ended
  }

  /** A thread that has ended has no number any more. */
  get #isDead(): boolean {
    return this.#worker.threadId === -1
  }

  #tell(order: StoreThreadOrder, transfer: MessagePort[] = []): void {
    this.#worker.postMessage(order, transfer)
  }
}
