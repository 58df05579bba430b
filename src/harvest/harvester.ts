import { hash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { GatewayError, type HarvestRun, operator } from '../model/index.ts'
import type { AnyConnector, Credentials } from '../sdk/connector.ts'
import type { HttpPolicy } from '../sdk/http.ts'
import { createHttpClient } from '../sdk/http-client.ts'
import { type Log, silentLog } from '../sdk/log.ts'
import { createVocabulary } from '../search/vocabulary/create-vocabulary.ts'
import { seedTerms } from '../search/vocabulary/seed.ts'
import type { Vocabulary } from '../search/vocabulary/vocabulary.ts'
import type { RecordStore } from '../store/record-store.ts'
import type { TokenStore } from '../store/tokens/token-store.ts'
import { harvestSource, Interruption } from './harvest.ts'
import { follow, type Glimpse, LiveRun } from './live-run.ts'
import { particulars } from './log-error.ts'
import { isAboutLogin, LoginWatch } from './login-watch.ts'
import { dueAt, failuresInRow } from './schedule.ts'
import type { HarvestTiming } from './timing.ts'

/** A source as a harvester needs it. Plain data: it goes to a worker thread as it is. */
export interface HarvestSource {
  id: string
  type: string
  /** As the connector's `options` shape gives them. */
  options: Record<string, unknown>
  /** As the connector's `credentials` shape gives them; left out or null: it is read anonymously. */
  credentials?: Credentials | null
  /** Seconds between two harvests; null: only when somebody asks for one. */
  harvestEverySeconds: number | null
  /** Whether its HTTP client may call addresses of this machine and of private networks. */
  allowPrivateAddresses: boolean
}

export interface HarvesterRequest {
  store: RecordStore
  /** Where sources keep their tokens. Left out: nowhere. */
  tokens?: TokenStore
  connectors: ReadonlyMap<string, AnyConnector>
  sources: readonly HarvestSource[]
  /** Whether sources are harvested when they are due. Default false: only when asked for. */
  scheduled?: boolean
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

interface Running {
  source: string
  live: LiveRun
  abort: AbortController
  /** Resolves, never rejects, when nothing of the run is left. */
  over: Promise<void>
}

/** How long the schedule sleeps at most, in milliseconds, and how often a harvest of another process is looked at. */
const longestSleep = 30_000
const glance = 1_000

/**
 * Runs harvests of several sources side by side. Each has an HTTP client, a pace and deadlines of its own, so that one
 * which hangs slows no other.
 */
export class Harvester {
  readonly #request: HarvesterRequest
  readonly #sources: ReadonlyMap<string, HarvestSource>
  readonly #log: Log
  readonly #now: () => Date
  readonly #running = new Map<string, Running>()
  /** Sources of which a harvest is being begun. */
  readonly #beginning = new Map<string, Promise<HarvestRun>>()
  readonly #closing = new AbortController()
  readonly #chance = new Map<string, number>()
  readonly #logins: LoginWatch
  readonly #schedule: Promise<void>
  #vocabulary: { version: number; vocabulary: Vocabulary } | null = null

  constructor(request: HarvesterRequest) {
    this.#request = request
    this.#sources = new Map(request.sources.map((source) => [source.id, source]))
    this.#logins = new LoginWatch(request.store, request.tokens)
    this.#log = request.log ?? silentLog
    this.#now = request.now ?? (() => new Date())
    this.#schedule = request.scheduled ? this.#keepSchedule() : Promise.resolve()
  }

  /**
   * Begins a harvest, or goes on with an interrupted one, and answers as soon as it stands in the catalogue.
   *
   * @throws {GatewayError} `NOT_FOUND` for an unknown source; `CONFLICT` when it is being harvested already.
   */
  async start(source: string, request: StartRequest = {}): Promise<HarvestRun> {
    const configured = this.#sources.get(source)
    if (configured === undefined) throw new GatewayError('NOT_FOUND', { source })
    if (this.#closing.signal.aborted) throw new GatewayError('CANCELLED', { source })
    const isBusy = [...this.#running.values()].some((running) => running.source === source)
    if (isBusy || this.#beginning.has(source)) throw new GatewayError('CONFLICT', { source })
    const begun = this.#begin(configured, request)
    this.#beginning.set(source, begun)
    try {
      return await begun
    } finally {
      this.#beginning.delete(source)
    }
  }

  /**
   * Asks a harvest to stop, waits until it has, and answers how it ended.
   *
   * @throws {GatewayError} `NOT_FOUND` for an unknown one; `CONFLICT` when it has ended or runs elsewhere.
   */
  async cancel(id: string): Promise<HarvestRun> {
    const running = this.#running.get(id)
    if (running === undefined) {
      throw new GatewayError((await this.#stored(id)) === null ? 'NOT_FOUND' : 'CONFLICT')
    }
    running.abort.abort(new GatewayError('CANCELLED'))
    await running.over
    return running.live.newest
  }

  /** A harvest now and whenever its counts change, until it has ended; nothing for an unknown one. */
  progress(id: string): AsyncGenerator<HarvestRun> {
    return follow((version) => this.look(id, version))
  }

  /**
   * How a harvest stands, as soon as that is not what it was at `version` (0: at once); null for an unknown one. One
   * that ended, or that another process runs, is told as the catalogue has it.
   */
  async look(id: string, version: number): Promise<Glimpse | null> {
    const live = this.#running.get(id)?.live
    if (live !== undefined) return live.after(version)
    for (;;) {
      const run = await this.#stored(id)
      if (run === null) return null
      const glimpse = { run, version: contentVersion(run), isOver: run.finishedAt !== null }
      if (glimpse.isOver || glimpse.version !== version) return glimpse
      if (!(await this.#pause(glance))) return null
    }
  }

  /** The harvests under way here. */
  runs(): HarvestRun[] {
    return [...this.#running.values()].map(({ live }) => live.newest)
  }

  /** Interrupts what is under way, so that the next start goes on with it, and waits for it. */
  async close(): Promise<void> {
    this.#closing.abort()
    await Promise.allSettled(this.#beginning.values())
    const running = [...this.#running.values()]
    for (const { abort } of running) abort.abort(new Interruption())
    await Promise.all(running.map(({ over }) => over))
    await this.#schedule
  }

  async #begin(source: HarvestSource, { full, allowRemovals }: StartRequest): Promise<HarvestRun> {
    const { store, tokens, connectors, policy, removalShare, timing } = this.#request
    const connector = connectors.get(source.type)
    if (connector === undefined) {
      const message = `There is no connector of the type ${source.type}.`
      throw new GatewayError('CONFIG_INVALID', { source: source.id, message })
    }
    const vocabulary = await this.#currentVocabulary()
    const abort = new AbortController()
    const http = createHttpClient({
      origins: connector.origins(source.options),
      policy: { ...connector.http, ...policy },
      allowPrivateAddresses: source.allowPrivateAddresses,
      source: source.id,
      log: this.#log,
      now: this.#now,
    })
    const { promise: begun, resolve, reject } = Promise.withResolvers<HarvestRun>()
    let live: LiveRun | null = null
    const over = Promise.withResolvers<void>()
    harvestSource({
      connector,
      options: source.options,
      credentials: source.credentials ?? null,
      ...(tokens === undefined ? {} : { tokens: tokens.of(source.id, source.credentials ?? null) }),
      source: source.id,
      store,
      http,
      vocabulary,
      full: full ?? false,
      allowRemovals: allowRemovals ?? false,
      ...(removalShare === undefined ? {} : { removalShare }),
      signal: abort.signal,
      log: this.#log,
      now: this.#now,
      ...(timing === undefined ? {} : { timing }),
      onStart: ({ harvest }) => {
        live = new LiveRun(harvest)
        this.#running.set(harvest.id, { source: source.id, live, abort, over: over.promise })
        resolve(harvest)
      },
      onProgress: (run) => live?.push(run),
    })
      // Before it has begun the caller is told; after that the run itself says how it ended.
      .catch(reject)
      .finally(() => http.close())
      .finally(() => {
        if (live !== null) this.#running.delete(live.newest.id)
        live?.end()
        over.resolve()
      })
    return begun
  }

  async #currentVocabulary(): Promise<Vocabulary> {
    const { version, terms } = await this.#request.store.vocabulary()
    if (this.#vocabulary?.version !== version) {
      this.#vocabulary = { version, vocabulary: createVocabulary([...seedTerms, ...terms]) }
    }
    return this.#vocabulary.vocabulary
  }

  async #stored(id: string): Promise<HarvestRun | null> {
    return (await this.#request.store.harvestsById(operator, [id]))[0] ?? null
  }

  async #keepSchedule(): Promise<void> {
    do {
      for (const source of this.#sources.values()) {
        if (this.#closing.signal.aborted) return
        await this.#startWhenDue(source).catch((thrown: unknown) => {
          // Somebody else harvests it, or it can't be begun: the next look finds out.
          this.#log.debug('a due harvest was not begun', {
            source: source.id,
            ...particulars(thrown),
          })
        })
      }
    } while (await this.#pause(this.#untilNextLook()))
  }

  async #startWhenDue(source: HarvestSource): Promise<void> {
    if (this.runs().some((run) => run.source === source.id)) return
    const page = await this.#request.store.harvests(operator, source.id, { first: 20 })
    const last = page.items[0] ?? null
    const due = dueAt({
      every: source.harvestEverySeconds,
      last,
      failures: failuresInRow(page.items),
      chance: this.#chanceOf(last?.id ?? source.id),
    })
    if (due === null) return
    const login = isAboutLogin(last?.error) ? await this.#logins.of(source) : null
    // Credentials that were refused wait for others, and others wait for nothing.
    if (login === 'refused') return
    if (login !== 'new' && due > this.#now().getTime()) return
    await this.start(source.id)
  }

  #chanceOf(key: string): number {
    const chance = this.#chance.get(key) ?? Math.random()
    if (this.#chance.size > 1_000) this.#chance.clear()
    this.#chance.set(key, chance)
    return chance
  }

  /** Short for sources that are harvested often. */
  #untilNextLook(): number {
    const often = this.#request.sources.flatMap(({ harvestEverySeconds: every }) => every ?? [])
    return Math.min(longestSleep, Math.max(100, Math.min(...often, 3_600) * 100))
  }

  /** False when the harvester closes meanwhile. */
  async #pause(milliseconds: number): Promise<boolean> {
    const { signal } = this.#closing
    await sleep(milliseconds, undefined, { signal, ref: false }).catch(() => {})
    return !signal.aborted
  }
}

/** The same for the same counts: what runs elsewhere has no other number. */
function contentVersion(run: HarvestRun): number {
  return Number.parseInt(hash('sha256', JSON.stringify(run)).slice(0, 12), 16)
}
