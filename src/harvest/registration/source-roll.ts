import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { AnyConnector } from '../../sdk/connector.ts'
import type { Log } from '../../sdk/log.ts'
import type { RegisteredSource, SourceRegistry } from '../../store/registry.ts'
import type { TokenStore } from '../../store/tokens/token-store.ts'
import type { HarvestSource } from '../harvest-source.ts'
import { particulars } from '../log-error.ts'
import { parseSchedule } from '../schedule-text.ts'
import { type Settings, settingsNow } from '../settings.ts'

/** A registered source that an operator has approved, as harvests and links take it. */
export interface RolledSource extends HarvestSource {
  connector: AnyConnector
  /** Its options as they were meant when they were first met like this: what links are made from. */
  checked: Record<string, unknown>
  /** False: it is paused, or its secrets cannot be read. Its records and their links stay. */
  isHarvested: boolean
}

export interface SourceRollRequest {
  store: Pick<SourceRegistry, 'registeredSources' | 'registryVersion'>
  connectors: ReadonlyMap<string, AnyConnector>
  tokens: Pick<TokenStore, 'secretsOf'>
  /** Origins of private networks that the operator allows. */
  privateOrigins: readonly string[]
  /** Ids of the sources of the file: these stand in the place of registered ones. */
  inFile: ReadonlySet<string>
  /** Told when other sources are to be harvested, or otherwise; answers when they are. */
  onChange: (sources: readonly RolledSource[]) => Promise<void>
  log: Log
  /** Milliseconds between two looks at what other processes have changed. Default 10,000. */
  every?: number
}

/** Keeps up with the registered sources, whoever changes them. */
export class SourceRoll {
  readonly #request: SourceRollRequest
  readonly #closing = new AbortController()
  /** Sources that are being removed. */
  readonly #leaving = new Set<string>()
  /** What was said of a source last, so that it is said once. */
  readonly #said = new Map<string, string>()
  /** What options mean, by source: files that they name may change, and harm nobody who does not ask again. */
  readonly #met = new Map<string, { written: RegisteredSource['options']; settings: Settings }>()
  #version = -1
  #registered: readonly RegisteredSource[] = []
  #refreshing: Promise<void> = Promise.resolve()
  #watching: Promise<void> = Promise.resolve()

  constructor(request: SourceRollRequest) {
    this.#request = request
  }

  /** All registered sources as they were last read, by id; those of the file stand in the place of some. */
  get registered(): readonly RegisteredSource[] {
    return this.#registered
  }

  /** Reads them for the first time, and tells nobody. */
  async open(): Promise<RolledSource[]> {
    await this.#read()
    return this.sources()
  }

  /** Looks for changes from now on, and keeps no process alive. */
  watch(): void {
    this.#watching = this.#look()
  }

  /** Reads them now; resolves when everybody goes by it. Never throws: the next look tries again. */
  refresh(): Promise<void> {
    this.#refreshing = this.#refreshing.then(async () => {
      try {
        await this.#read()
        await this.#request.onChange(this.sources())
      } catch (thrown) {
        this.#version = -1
        if (this.#closing.signal.aborted) return
        this.#request.log.warn('registered sources could not be read', particulars(thrown))
      }
    })
    return this.#refreshing
  }

  /** Takes one out, for as long as it is being removed; resolves when it is harvested no more. */
  async withdraw(id: string): Promise<void> {
    this.#leaving.add(id)
    await this.refresh()
  }

  /** Lets one in again whose removal is over, whatever came of it. */
  async restore(id: string): Promise<void> {
    this.#leaving.delete(id)
    await this.refresh()
  }

  /** The approved ones that nothing stands in the place of. */
  sources(): RolledSource[] {
    return this.#registered.flatMap((source) => {
      if (source.approvedAt === null || this.#leaving.has(source.id)) return []
      if (this.#request.inFile.has(source.id)) {
        this.#say(source.id, 'is in the sources file too, which goes before')
        return []
      }
      return this.#rolled(source) ?? []
    })
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await this.#watching
    await this.#refreshing
  }

  async #read(): Promise<void> {
    const { store } = this.#request
    // First: what changes meanwhile is read once more.
    const version = await store.registryVersion()
    this.#registered = await store.registeredSources()
    const ids = new Set(this.#registered.map(({ id }) => id))
    for (const id of this.#met.keys()) if (!ids.has(id)) this.#met.delete(id)
    this.#version = version
  }

  async #look(): Promise<void> {
    const { every = 10_000, store, log } = this.#request
    const { signal } = this.#closing
    while (await sleep(every, true, { signal, ref: false }).catch(() => false)) {
      try {
        if ((await store.registryVersion()) !== this.#version) await this.refresh()
      } catch (thrown) {
        if (!signal.aborted) log.warn('registered sources could not be read', particulars(thrown))
      }
    }
  }

  #rolled(source: RegisteredSource): RolledSource | null {
    const { connectors, privateOrigins } = this.#request
    const { id, type, options, approvedAt, paused } = source
    const connector = connectors.get(type)
    if (connector === undefined) {
      this.#say(id, 'is not harvested: its connector cannot be used any more')
      return null
    }
    const settings = this.#settingsOf(source, connector)
    if (settings === null) return null
    const login = this.#loginOf(id)
    return {
      id,
      type,
      connector,
      options,
      checked: settings.options,
      credentials: login.credentials,
      schedule: source.schedule === null ? null : parseSchedule(source.schedule).schedule,
      allowPrivateAddresses: settings.allowPrivateAddresses,
      privateOrigins,
      changedAt: approvedAt,
      isHarvested: !paused && login.isReadable,
    }
  }

  #settingsOf(
    { id, options: written }: RegisteredSource,
    connector: AnyConnector,
  ): Settings | null {
    const met = this.#met.get(id)
    if (met !== undefined && isDeepStrictEqual(met.written, written)) return met.settings
    const { privateOrigins } = this.#request
    try {
      const source = { id, options: written, allowPrivateAddresses: false, privateOrigins }
      const settings = settingsNow(connector, source)
      this.#met.set(id, { written, settings })
      return settings
    } catch (thrown) {
      this.#say(id, 'is not harvested: its options cannot be used any more', thrown)
      return null
    }
  }

  #loginOf(id: string): { credentials: HarvestSource['credentials']; isReadable: boolean } {
    try {
      return { credentials: this.#request.tokens.secretsOf(id), isReadable: true }
    } catch (thrown) {
      this.#say(id, 'is not harvested: its secrets cannot be read', thrown)
      return { credentials: null, isReadable: false }
    }
  }

  #say(id: string, what: string, thrown?: unknown): void {
    if (this.#said.get(id) === what) return
    this.#said.set(id, what)
    const more = thrown === undefined ? {} : particulars(thrown)
    this.#request.log.warn(`a registered source ${what}`, { source: id, ...more })
  }
}
