import { GatewayError, type HarvestRun, recordId, toGatewayError } from '../model/index.ts'
import type {
  AnyConnector,
  Credentials,
  HarvestContext,
  HarvestItem,
  Tokens,
} from '../sdk/connector.ts'
import type { HttpClient } from '../sdk/http.ts'
import { type Log, silentLog } from '../sdk/log.ts'
import type { Vocabulary } from '../search/vocabulary/vocabulary.ts'
import type { FinishRequest, HarvestLease } from '../store/harvest-steps.ts'
import { leaseOwner } from '../store/lease-owner.ts'
import type { RecordReader, RecordWriter } from '../store/record-store.ts'
import { AssetStream, CutStream } from './asset-stream.ts'
import { Collector } from './collector.ts'
import { boundTo, knownFrom } from './context.ts'
import type { HookRun } from './hooks/hook-run.ts'
import type { Hooks } from './hooks/hooks.ts'
import { particulars } from './log-error.ts'
import { isAboutLogin } from './login-watch.ts'
import { fingerprintOf, type Mapping, mappingNow } from './mapping.ts'
import { Partitions, streamPartition } from './partitions.ts'
import { pseudonymsOf } from './pseudonyms.ts'
import { Pump } from './pump.ts'
import { RowGate } from './row-gate.ts'
import { RowMapper } from './row-mapper.ts'
import { RunLogin } from './run-login.ts'
import { defaultTiming, type HarvestTiming, Throttle } from './timing.ts'
import { VocabularyInUse } from './vocabulary-in-use.ts'
import { Writer } from './writer.ts'

/** Seconds after which rights that could not be read again hide what lives under them. */
const defaultRightsMaxAge = 24 * 3_600

export interface HarvestRequest {
  connector: AnyConnector
  /** As the connector's `options` shape gives them. */
  options: unknown
  /** As the connector's `credentials` shape gives them; left out or null: it reads anonymously. */
  credentials?: Credentials | null
  /** What is kept for the source. Left out: nothing is, and what comes is forgotten with the run. */
  tokens?: Tokens
  /** Id of a source that the catalogue knows. */
  source: string
  store: RecordWriter & Pick<RecordReader, 'records' | 'installationKey'>
  /** The source's own client. */
  http: HttpClient
  /** Seed and everything that sources delivered before. */
  vocabulary: Vocabulary
  /** What operators have put between sources and the catalogue. Left out: nothing. */
  hooks?: Hooks | null
  /** Sweep everything, where the connector could read less. Default false. */
  full?: boolean
  /** An operator's word that this run may remove any share. Default false. */
  allowRemovals?: boolean
  /** Largest share of the source's records that a run may remove without that word. Default 0.2. */
  removalShare?: number
  /** Who holds the lease, unique to this run. Default: a new one of this process. */
  owner?: string
  /** Begin only if this is still the newest harvest that has ended; null: as long as none has. Left out: in any case. */
  after?: string | null
  /** Aborting it cancels the run; with an `Interruption` as its reason the run is left for a later one to go on with. */
  signal?: AbortSignal
  log?: Log
  now?: () => Date
  /** Called once, as soon as the run stands in the catalogue. */
  onStart?: (lease: HarvestLease) => void
  /** Called whenever the run begins, and ends, to wait for what the source gives next. */
  onWait?: (isWaiting: boolean) => void
  /** Called with the run's counts now and then, and with its end. */
  onProgress?: (run: HarvestRun) => void
  timing?: Partial<HarvestTiming>
}

/** The reason to abort with when the process goes down: the run stays RUNNING, and the next one goes on with it. */
export class Interruption extends Error {
  override readonly name = 'Interruption'
}

/**
 * Reads one source to its end into the catalogue, and gives the run with its verdict. Whatever the source or the
 * connector do becomes a verdict, not an exception.
 *
 * @throws {GatewayError} `CONFLICT` when somebody else harvests the source, took its lease over on the way, or has harvested it
 *   since `after`; `NOT_FOUND` for a source that the catalogue does not know; `CONFIG_INVALID` when the connector's rules cannot be
 *   used; what the catalogue itself throws.
 */
export async function harvestSource(request: HarvestRequest): Promise<HarvestRun> {
  const timing = { ...defaultTiming, ...request.timing }
  const owner = request.owner ?? leaseOwner()
  const mapping = mappingNow(request)
  const lease = await request.store.beginHarvest(request.source, {
    full: request.full ?? false,
    owner,
    leaseSeconds: Math.max(1, Math.ceil(timing.lease / 1_000)),
    mapping: fingerprintOf(mapping),
    ...(request.after === undefined ? {} : { after: request.after }),
  })
  request.onStart?.(lease)
  return new Run(request, mapping, lease, owner, timing).toItsEnd()
}

class Run {
  readonly #request: HarvestRequest
  readonly #mapping: Mapping
  readonly #lease: HarvestLease
  readonly #owner: string
  readonly #timing: HarvestTiming
  readonly #log: Log
  readonly #now: () => Date
  readonly #progress: Throttle<HarvestRun>
  /** Aborted when the run ends for whatever reason; what the connector has under way ends with it. */
  readonly #over = new AbortController()
  readonly #partitions: Partitions
  readonly #writer: Writer
  readonly #hooks: HookRun | null
  readonly #collector: Collector
  #run: HarvestRun
  #pump: Pump<HarvestItem> | null = null
  readonly #login: RunLogin

  constructor(
    request: HarvestRequest,
    mapping: Mapping,
    lease: HarvestLease,
    owner: string,
    timing: HarvestTiming,
  ) {
    const { source, store, now = () => new Date(), log = silentLog } = request
    const { hooks = null, signal } = request
    this.#request = request
    this.#mapping = mapping
    this.#lease = lease
    this.#owner = owner
    this.#timing = timing
    this.#login = new RunLogin(request)
    this.#now = now
    this.#log = log.child({ source, harvest: lease.harvest.id })
    this.#run = lease.harvest
    this.#progress = new Throttle(timing.progress, (run) => request.onProgress?.(run))
    this.#partitions = new Partitions(lease.partitions)
    this.#hooks = hooks?.begin(source, lease.harvest.id) ?? null
    this.#writer = new Writer({
      store,
      source,
      harvest: lease.harvest.id,
      owner,
      mapper: new RowMapper(mapping, source),
      vocabulary: new VocabularyInUse(request.vocabulary),
      hooks: this.#hooks,
      signal,
      onApplied: (run) => {
        this.#run = run
        this.#progress.push(run)
      },
      onFailure: (thrown) => this.#pump?.interrupt(thrown),
    })
    const cut = CutStream.safeParse(lease.partitions[streamPartition]?.checkpoint ?? null)
    this.#collector = new Collector({
      gate: new RowGate(mapping, hooks?.fingerprint(source) ?? null),
      partitions: this.#partitions,
      assets: new AssetStream(cut.success ? cut.data : null),
      writer: this.#writer,
      resumed: lease.resumed,
      now,
    })
  }

  async toItsEnd(): Promise<HarvestRun> {
    const heartbeat = setInterval(() => this.#renewLease(), this.#timing.lease / 3)
    heartbeat.unref()
    try {
      this.#log.info(this.#lease.resumed ? 'harvest goes on' : 'harvest starts', {
        full: this.#lease.harvest.full,
      })
      const thrown = await this.#read()
      clearInterval(heartbeat)
      return await this.#end(thrown)
    } finally {
      clearInterval(heartbeat)
      this.#progress.close()
    }
  }

  /** Reads until the connector ends, and gives what ended it early. */
  async #read(): Promise<{ thrown: unknown } | null> {
    const { signal, onWait } = this.#request
    const deadline = setTimeout(() => {
      const message = 'The harvest took longer than it may.'
      this.#pump?.interrupt(new GatewayError('TIMEOUT', { message }))
    }, this.#timing.runTimeout)
    const onAbort = () => this.#pump?.interrupt(abortReason(signal))
    try {
      // Every run ends with this. At the start of each it would hide, of a source that is read once a day, everything
      // for as long as it takes to read the rights anew.
      if (this.#lease.resumed) await this.#expireRights()
      await this.#login.check()
      const installationKey = await this.#request.store.installationKey()
      const pump = new Pump(this.#items(installationKey), this.#timing.idleTimeout)
      this.#pump = pump
      if (signal?.aborted) onAbort()
      signal?.addEventListener('abort', onAbort)
      for (;;) {
        onWait?.(true)
        const next = await pump.next()
        onWait?.(false)
        if (next.done) break
        if ('partitionFailed' in next.value) {
          this.#log.warn('a partition could not be read', particulars(next.value.error))
        }
        const room = this.#collector.take(next.value)
        if (room !== undefined) await room
      }
      await this.#collector.finish()
      return null
    } catch (thrown) {
      return { thrown }
    } finally {
      clearTimeout(deadline)
      signal?.removeEventListener('abort', onAbort)
      this.#over.abort(new GatewayError('CANCELLED'))
      await this.#pump?.close(this.#timing.grace)
    }
  }

  #items(installationKey: string): AsyncIterable<HarvestItem> {
    const { connector, options, credentials = null, http, store, source } = this.#request
    const { harvest, since } = this.#lease
    const signal = this.#over.signal
    const context: HarvestContext<unknown> = {
      source,
      options,
      rules: this.#mapping.rules,
      credentials,
      tokens: this.#login.tokens,
      http: boundTo(signal, http),
      full: harvest.full,
      since: harvest.full ? null : since,
      signal,
      now: this.#now,
      from: (partition) => this.#partitions.from(partition),
      known: knownFrom(store, source, this.#lease, (nativeId) => recordId(source, nativeId)),
      scopes: () => store.scopes(source),
      pseudonym: pseudonymsOf(source, installationKey),
    }
    return connector.harvest(context)
  }

  async #end(early: { thrown: unknown } | null): Promise<HarvestRun> {
    const { store, signal } = this.#request
    const { id } = this.#lease.harvest
    if (early !== null && this.#writer.failure === null) {
      await this.#collector.leave().catch(() => {
        // The catalogue has failed only now; the verdict below is the writer's failure.
      })
    }
    if (this.#writer.failure !== null) return this.#endWithout(this.#writer.failure.thrown)
    if (early !== null && signal?.reason instanceof Interruption) {
      this.#log.info('harvest interrupted, to be gone on with')
      await store.releaseHarvest(id, this.#owner)
      return this.#run
    }
    await this.#expireRights()
    const verdict = this.#verdict(early)
    const isRefused = verdict.error !== null && isAboutLogin(verdict.error)
    return this.#finish(
      isRefused ? { ...verdict, refusedCredentials: await this.#login.key() } : verdict,
    )
  }

  /** The catalogue failed: nothing more can be written of the run, except perhaps that it failed. */
  async #endWithout(thrown: unknown): Promise<never> {
    this.#log.error('harvest could not be written', particulars(thrown))
    const error = toGatewayError(thrown)
    // A lease that somebody else holds by now is theirs to finish.
    if (error.code !== 'CONFLICT') {
      const finish = {
        error: error.code,
        message: error.message,
        cancelled: false,
        removalShare: 0,
      }
      await this.#finish(finish).catch((again: unknown) => {
        this.#log.error('harvest could not be finished', particulars(again))
      })
    }
    throw error
  }

  #verdict(early: { thrown: unknown } | null): FinishRequest {
    const { allowRemovals = false, removalShare = 0.2, signal } = this.#request
    const share = allowRemovals ? 1 : removalShare
    if (early === null) {
      return {
        error: null,
        message: null,
        cancelled: false,
        removalShare: share,
        refusedCredentials: null,
      }
    }
    if (signal?.aborted) {
      const { code, message } = new GatewayError('CANCELLED')
      return { error: code, message, cancelled: true, removalShare: share }
    }
    const error = toGatewayError(early.thrown)
    this.#log.warn('harvest ended early', particulars(early.thrown))
    return { error: error.code, message: error.message, cancelled: false, removalShare: share }
  }

  async #finish(request: FinishRequest): Promise<HarvestRun> {
    const { store } = this.#request
    const shortfall = this.#hooks?.shortfall() ?? null
    const finish = shortfall === null ? request : { ...request, shortfall }
    this.#run = await store.finishHarvest(this.#lease.harvest.id, this.#owner, finish)
    this.#progress.push(this.#run)
    const { state, seen, written, unchanged, rejected, removed, error } = this.#run
    const counts = { seen, written, unchanged, rejected, removed }
    const { duplicates } = this.#collector
    this.#log.info('harvest ended', {
      state,
      ...counts,
      duplicates,
      error,
      ...this.#request.http.stats,
    })
    return this.#run
  }

  async #expireRights(): Promise<void> {
    const { connector, source, store } = this.#request
    const maxAge = connector.rightsMaxAge ?? defaultRightsMaxAge
    const before = new Date(this.#now().getTime() - maxAge * 1_000)
    await store.expireRights(source, before.toISOString())
  }

  #renewLease(): void {
    if (this.#writer.idleFor < this.#timing.lease / 4) return
    // An empty write renews it; a lease that was lost shows there.
    this.#writer.renew()
  }
}

function abortReason(signal: AbortSignal | undefined): unknown {
  return signal?.reason instanceof Interruption ? signal.reason : new GatewayError('CANCELLED')
}
