import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type HarvestRequest, harvestSource } from '../harvest/index.ts'
import { type HarvestRun, operator, type StoredRecord } from '../model/index.ts'
import type { AnyConnector } from '../sdk/connector.ts'
import type { HttpPolicy, HttpStats } from '../sdk/http.ts'
import { createHttpClient } from '../sdk/http-client.ts'
import type { Log, LogFields } from '../sdk/log.ts'
import type { Standin } from '../sdk/standin/index.ts'
import { createVocabulary } from '../search/vocabulary/create-vocabulary.ts'
import { seedTerms } from '../search/vocabulary/seed.ts'
import { openStore, type RecordStore, type StoredAsset } from '../store/index.ts'
import { type ConnectorSetup, impatience, quickPolicy, usualPatience } from './setup.ts'

/** The one source of a trial. */
export const trialSource = 'trial'

const trialKey = Buffer.alloc(32, 'trial').toString('base64url')

const vocabulary = createVocabulary(seedTerms)

export type TrialRequest = Partial<
  Pick<
    HarvestRequest,
    'full' | 'allowRemovals' | 'signal' | 'onProgress' | 'timing' | 'store' | 'tokens' | 'now'
  >
> & {
  /** In place of the connector itself: the same one, wrapped. */
  connector?: AnyConnector
  /** In place of the stand-in's own address. */
  baseUrl?: string
  /** Whether what hangs is soon given up. Default: there is nothing that hangs. */
  isImpatient?: boolean
  /** Manners over those of the setup. */
  policy?: Partial<HttpPolicy>
}

/** What the catalogue holds of a record that does not differ from run to run. */
export interface Held {
  record: StoredRecord
  assets: StoredAsset[]
}

/** A catalogue in a file of its own, and a stand-in of its own, to try a connector on. */
export class Trial {
  readonly connector: AnyConnector
  readonly setup: ConnectorSetup
  readonly standin: Standin
  readonly store: RecordStore
  readonly folder: string
  /** Everything that was logged. */
  readonly logged: unknown[] = []
  /** What the last harvest took of the upstream. */
  read: HttpStats = { requests: 0, retries: 0, bytes: 0 }

  private constructor(
    connector: AnyConnector,
    setup: ConnectorSetup,
    standin: Standin,
    store: RecordStore,
    folder: string,
  ) {
    this.connector = connector
    this.setup = setup
    this.standin = standin
    this.store = store
    this.folder = folder
  }

  /** Opens a trial for as long as `use` takes. */
  static async run<T>(
    connector: AnyConnector,
    setup: ConnectorSetup,
    use: (trial: Trial) => Promise<T>,
  ): Promise<T> {
    const folder = await mkdtemp(join(setup.folder ?? tmpdir(), 'atlas-trial-'))
    const standin = await setup.play()
    const store = openStore(join(folder, 'catalogue.db'), 'write')
    // The same in every trial, so that pseudonyms can be compared.
    Object.assign(store, { installationKey: async () => trialKey })
    try {
      await store.configureSources([
        {
          id: trialSource,
          type: connector.type,
          title: connector.title,
          homepage: null,
          discover: ['public'],
          staleAfterSeconds: null,
          visibility: null,
        },
      ])
      return await use(new Trial(connector, setup, standin, store, folder))
    } finally {
      await standin.close()
      await store.close()
      await rm(folder, { recursive: true, force: true, maxRetries: 3 })
    }
  }

  get options(): Record<string, unknown> {
    return this.optionsFor(this.standin.url)
  }

  optionsFor(baseUrl: string): Record<string, unknown> {
    return this.connector.options.parse(this.setup.options(baseUrl)) as Record<string, unknown>
  }

  /** One harvest, with quick manners and a client of its own. */
  async harvest(request: TrialRequest = {}): Promise<HarvestRun> {
    const {
      connector = this.connector,
      baseUrl = this.standin.url,
      timing,
      isImpatient = false,
      policy,
      ...rest
    } = request
    const options = this.optionsFor(baseUrl)
    const log = recordingLog(this.logged)
    const http = createHttpClient({
      origins: connector.origins(options),
      policy: {
        ...connector.http,
        ...quickPolicy,
        ...(isImpatient ? impatience : {}),
        ...this.setup.policy,
        ...policy,
      },
      allowPrivateAddresses: true,
      source: trialSource,
      log,
    })
    try {
      return await harvestSource({
        connector,
        options,
        credentials: this.setup.credentials ?? null,
        source: trialSource,
        store: this.store,
        http,
        vocabulary,
        full: true,
        log,
        ...rest,
        timing: {
          grace: 100,
          progress: 0,
          runTimeout: this.setup.patience ?? usualPatience,
          ...timing,
        },
      })
    } finally {
      this.read = { ...http.stats }
      await http.close()
    }
  }

  /** Everything that the outbox leads to, by native id. */
  async held(): Promise<Map<string, Held>> {
    const held = new Map<string, Held>()
    for (let position = 0; ; ) {
      const changes = await this.store.changes(position, 500)
      if (changes.length === 0) return new Map([...held].sort(([a], [b]) => (a < b ? -1 : 1)))
      for (const { record } of changes) {
        if (record !== null) held.set(record.nativeId, await this.#heldOf(record))
      }
      position = changes.at(-1)?.position ?? position
    }
  }

  /** Native ids in the catalogue, sorted. */
  async ids(): Promise<string[]> {
    return [...(await this.held()).keys()]
  }

  async #heldOf(record: StoredRecord): Promise<Held> {
    const assets: StoredAsset[] = []
    for (let after: string | null = null; ; ) {
      const page = await this.store.assets(operator, record.id, { first: 500, after })
      assets.push(...page.items)
      after = page.cursors.at(-1) ?? null
      if (!page.hasNext || after === null) return { record, assets }
    }
  }
}

/** Held records without what each run and each stand-in has of its own: times, ports, and hashes of these. */
export function comparable(held: ReadonlyMap<string, Held>, baseUrl: string): unknown {
  const own = new Set(['harvest', 'harvestedAt', 'rowHash', 'key'])
  const text = JSON.stringify([...held.values()], (key, value) => (own.has(key) ? null : value))
  return JSON.parse(text.replaceAll(baseUrl, 'http://stand.in'))
}

function recordingLog(logged: unknown[]): Log {
  const write = (message: string, fields?: LogFields) => {
    logged.push({ message, ...fields })
  }
  const log: Log = { debug: write, info: write, warn: write, error: write, child: () => log }
  return log
}
