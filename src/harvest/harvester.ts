import { GatewayError, type HarvestRun } from '../model/index.ts'
import type { AnyConnector } from '../sdk/connector.ts'
import type { HttpPolicy } from '../sdk/http.ts'
import { createHttpClient } from '../sdk/http-client.ts'
import { type Log, silentLog } from '../sdk/log.ts'
import { createVocabulary } from '../search/vocabulary/create-vocabulary.ts'
import { seedTerms } from '../search/vocabulary/seed.ts'
import type { Vocabulary } from '../search/vocabulary/vocabulary.ts'
import type { RecordStore } from '../store/record-store.ts'
import type { TokenStore } from '../store/tokens/token-store.ts'
import { harvestSource, Interruption } from './harvest.ts'
import { type HarvestSource, isReadAlike } from './harvest-source.ts'
import type { Hooks } from './hooks/hooks.ts'
import { follow, type Glimpse } from './live-run.ts'
import { LoginWatch } from './login-watch.ts'
import { type DueStart, ScheduleKeeper } from './schedule-keeper.ts'
import { Slots } from './schedule-slots.ts'
import { settingsNow } from './settings.ts'
import { defaultTiming, type HarvestTiming } from './timing.ts'
import { type Told, UnderWay } from './under-way.ts'
import { type RemapParts, remapSource } from './upkeep/remap.ts'
import type { RemapReport, ReplayReport } from './upkeep/remapped.ts'
import { type ReplayRequest, replayRejections } from './upkeep/replay.ts'

export interface HarvesterRequest {
  store: RecordStore
  /** Where sources keep their tokens. Left out: nowhere. */
  tokens?: TokenStore
  connectors: ReadonlyMap<string, AnyConnector>
  sources: readonly HarvestSource[]
  /** Loaded; it ends with the harvester. Left out: there are none. */
  hooks?: Hooks
  /** Whether sources are harvested when they are due. Default false: only when asked for. */
  scheduled?: boolean
  /**
   * How many harvests the schedule has at work side by side; see `Slots`. The others wait, in the order of their due times.
   * Default 8.
   */
  sideBySide?: number
  /** Manners of the HTTP clients over the connectors' own. */
  policy?: Partial<HttpPolicy>
  /** Largest share of a source's records that a run may remove without an operator's word. Default 0.2. */
  removalShare?: number
  timing?: Partial<HarvestTiming>
  log?: Log
  now?: () => Date
}

export interface StartRequest {
  full?: boolean
  allowRemovals?: boolean
}

export interface UpkeepOrder {
  /** The subject that the audit names. */
  by: string
}

export interface RemapOrder extends UpkeepOrder {
  /** False: tells what would change, and changes nothing. */
  apply: boolean
}

/** Milliseconds after which the schedule tries at the latest to take over from another process. */
const longestRetry = 15_000

/**
 * Runs harvests of several sources side by side. Each has an HTTP client, a pace and deadlines of its own, so that one
 * which hangs slows no other.
 */
export class Harvester {
  readonly #request: HarvesterRequest
  #connectors: ReadonlyMap<string, AnyConnector>
  #sources: ReadonlyMap<string, HarvestSource>
  readonly #log: Log
  readonly #now: () => Date
  /** Sources of which a harvest is being begun. */
  readonly #beginning = new Map<string, Promise<HarvestRun>>()
  /** Sources of which kept rows are being mapped: all of them are read, so one at a time. */
  readonly #upkeeps = new Set<string>()
  readonly #closing = new AbortController()
  readonly #underWay: UnderWay
  readonly #slots: Slots
  /** Null when nothing is begun by itself. */
  readonly #schedule: ScheduleKeeper | null
  #vocabulary: { version: number; vocabulary: Vocabulary } | null = null

  constructor(request: HarvesterRequest) {
    this.#request = request
    this.#underWay = new UnderWay(request.store, this.#closing.signal)
    this.#connectors = request.connectors
    this.#sources = new Map(request.sources.map((source) => [source.id, source]))
    this.#log = request.log ?? silentLog
    this.#now = request.now ?? (() => new Date())
    const { lease, stall } = { ...defaultTiming, ...request.timing }
    this.#slots = new Slots({ count: request.sideBySide ?? 8, stall })
    this.#schedule = request.scheduled
      ? new ScheduleKeeper(
          {
            store: request.store,
            logins: new LoginWatch(request.store, request.tokens),
            slots: this.#slots,
            isBusy: (source) => this.#isBusy(source),
            start: (source, due) => this.#start(source, {}, due),
            retry: Math.min(longestRetry, lease / 4),
            log: this.#log,
            now: this.#now,
          },
          request.sources,
        )
      : null
  }

  /**
   * Harvests these sources from now on, with these connectors. What is under way of a source that goes, or that is read
   * otherwise than before, ends as cancelled: going on with it later would begin at a checkpoint of something else. Answers
   * when it has. Other schedules hold at once, and leave alone what is under way.
   *
   * @param connectors Default: those of before.
   */
  async configure(
    sources: readonly HarvestSource[],
    connectors: ReadonlyMap<string, AnyConnector> = this.#connectors,
  ): Promise<void> {
    const before = this.#sources
    this.#connectors = connectors
    this.#sources = new Map(sources.map((source) => [source.id, source]))
    const stopping = [...before.values()]
      .filter((source) => !isReadAlike(source, this.#sources.get(source.id)))
      .map(({ id }) => this.#stop(id))
    this.#schedule?.configure(sources)
    await Promise.all(stopping)
  }

  /**
   * Begins a harvest, or goes on with an interrupted one, and answers as soon as it stands in the catalogue.
   *
   * @throws {GatewayError} `NOT_FOUND` for an unknown source; `CONFLICT` when it is being harvested already; `CONFIG_INVALID` when
   *   its options, or files that it is mapped by, cannot be used now.
   */
  start(source: string, request: StartRequest = {}): Promise<HarvestRun> {
    return this.#start(source, request, null)
  }

  /**
   * Asks a harvest to stop, waits until it has, and answers how it ended.
   *
   * @throws {GatewayError} `NOT_FOUND` for an unknown one; `CONFLICT` when it has ended or runs elsewhere.
   */
  cancel(id: string): Promise<HarvestRun> {
    return this.#underWay.cancel(id)
  }

  /** A harvest now and whenever its counts change, until it has ended; nothing for an unknown one. */
  progress(id: string): AsyncGenerator<HarvestRun> {
    return follow((version) => this.look(id, version))
  }

  /**
   * How a harvest stands, as soon as that is not what it was at `version` (0: at once); null for an unknown one. One
   * that ended, or that another process runs, is told as the catalogue has it.
   */
  look(id: string, version: number): Promise<Glimpse | null> {
    return this.#underWay.look(id, version)
  }

  /** The harvests under way here. */
  runs(): HarvestRun[] {
    return this.#underWay.runs()
  }

  /**
   * Maps again what the catalogue keeps of a source, as its harvests map; see `remapSource`. Applied, it is under way like
   * one of them.
   *
   * @throws {GatewayError} As `start` and `remapSource` do.
   */
  remap(source: string, { apply, ...order }: RemapOrder): Promise<RemapReport> {
    return this.#upkeep(source, order, (given) => remapSource({ ...given, apply }))
  }

  /** Maps again what was rejected of a source; see `replayRejections`. It is under way like a harvest. */
  replay(source: string, order: UpkeepOrder): Promise<ReplayReport> {
    return this.#upkeep(source, order, replayRejections)
  }

  /** Interrupts what is under way, so that the next start goes on with it, and waits for it. */
  async close(): Promise<void> {
    this.#closing.abort()
    const schedule = this.#schedule?.close()
    await Promise.allSettled(this.#beginning.values())
    await this.#underWay.endAll(() => new Interruption())
    await schedule
    await this.#request.hooks?.close()
  }

  /** @param due What the schedule knows of it; null when somebody has asked for it. */
  async #start(source: string, request: StartRequest, due: DueStart | null): Promise<HarvestRun> {
    const configured = this.#sources.get(source)
    if (configured === undefined) throw new GatewayError('NOT_FOUND', { source })
    if (this.#closing.signal.aborted) throw new GatewayError('CANCELLED', { source })
    if (this.#isBusy(source)) throw new GatewayError('CONFLICT', { source })
    const begun = this.#begin(configured, request, due)
    this.#beginning.set(source, begun)
    try {
      return await begun
    } finally {
      this.#beginning.delete(source)
    }
  }

  #isBusy(source: string): boolean {
    return this.#beginning.has(source) || this.#underWay.has(source)
  }

  /** Cancels what is under way of a source now, and waits until it has ended. */
  #stop(source: string): Promise<void> {
    const stop = () => this.#underWay.cancelOf(source)
    // One that could not be begun has nothing to stop.
    return this.#beginning.get(source)?.then(stop, () => {}) ?? stop()
  }

  async #begin(
    source: HarvestSource,
    { full, allowRemovals }: StartRequest,
    due: DueStart | null,
  ): Promise<HarvestRun> {
    const { store, tokens, policy, removalShare, timing } = this.#request
    const connector = this.#connectorOf(source)
    const { options, origins, allowPrivateAddresses } = settingsNow(connector, source)
    const vocabulary = await this.#currentVocabulary()
    const abort = new AbortController()
    const http = createHttpClient({
      origins,
      policy: { ...connector.http, ...policy },
      allowPrivateAddresses,
      source: source.id,
      log: this.#log,
      now: this.#now,
    })
    const slot = this.#slots.take(due?.isDoubtful ?? false)
    const { promise: begun, resolve, reject } = Promise.withResolvers<HarvestRun>()
    let told: Told | null = null
    harvestSource({
      connector,
      options,
      credentials: source.credentials ?? null,
      ...(tokens === undefined ? {} : { tokens: tokens.of(source.id, source.credentials ?? null) }),
      source: source.id,
      store,
      http,
      vocabulary,
      hooks: this.#request.hooks ?? null,
      full: full ?? due?.full ?? false,
      allowRemovals: allowRemovals ?? false,
      ...(removalShare === undefined ? {} : { removalShare }),
      ...(due === null ? {} : { after: due.after }),
      signal: abort.signal,
      log: this.#log,
      now: this.#now,
      ...(timing === undefined ? {} : { timing }),
      onStart: ({ harvest }) => {
        told = this.#underWay.add(harvest, abort)
        resolve(harvest)
      },
      onWait: slot.wait,
      onProgress: (run) => told?.push(run),
    })
      .finally(slot.leave)
      // Before it has begun the caller is told; after that the run itself says how it ended.
      .catch(reject)
      .finally(() => http.close())
      .finally(() => {
        if (told === null) return
        told.end()
        if (told.newest.finishedAt !== null) this.#request.hooks?.finished(told.newest)
        this.#schedule?.ended(source.id)
      })
    return begun
  }

  async #upkeep<Report>(
    id: string,
    { by }: UpkeepOrder,
    work: (given: ReplayRequest & RemapParts) => Promise<Report>,
  ): Promise<Report> {
    const source = this.#sources.get(id)
    if (source === undefined) throw new GatewayError('NOT_FOUND', { source: id })
    if (this.#upkeeps.has(id)) throw new GatewayError('CONFLICT', { source: id })
    this.#upkeeps.add(id)
    const { store, timing = {} } = this.#request
    const abort = new AbortController()
    let told: Told | null = null
    try {
      const connector = this.#connectorOf(source)
      return await work({
        connector,
        options: settingsNow(connector, source).options,
        source: id,
        store,
        vocabulary: await this.#currentVocabulary(),
        hooks: this.#request.hooks ?? null,
        by,
        signal: AbortSignal.any([abort.signal, this.#closing.signal]),
        log: this.#log,
        timing,
        onStart: ({ harvest }) => {
          told = this.#underWay.add(harvest, abort)
        },
        onProgress: (run) => told?.push(run),
      })
    } finally {
      // Set in a callback, which the type checker does not follow.
      const begun = told as Told | null
      this.#upkeeps.delete(id)
      begun?.end()
      if (begun !== null) this.#schedule?.ended(id)
    }
  }

  #connectorOf({ id, type }: HarvestSource): AnyConnector {
    const connector = this.#connectors.get(type)
    if (connector !== undefined) return connector
    const message = `There is no connector of the type ${type}.`
    throw new GatewayError('CONFIG_INVALID', { source: id, message })
  }

  async #currentVocabulary(): Promise<Vocabulary> {
    const { version, terms } = await this.#request.store.vocabulary()
    if (this.#vocabulary?.version !== version) {
      this.#vocabulary = { version, vocabulary: createVocabulary([...seedTerms, ...terms]) }
    }
    return this.#vocabulary.vocabulary
  }
}
