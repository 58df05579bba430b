import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { GatewayError, toGatewayError, type Visibility } from '../../model/index.ts'
import type { AnyConnector, Credentials, HarvestItem } from '../../sdk/connector.ts'
import type { HttpClient } from '../../sdk/http.ts'
import type { Log } from '../../sdk/log.ts'
import type { Vocabulary } from '../../search/vocabulary/vocabulary.ts'
import { stopping } from '../collector.ts'
import { boundTo } from '../context.ts'
import { HookRun } from '../hooks/hook-run.ts'
import { particulars } from '../log-error.ts'
import { type Mapping, mappingNow } from '../mapping.ts'
import { Partitions } from '../partitions.ts'
import { pseudonymsOf } from '../pseudonyms.ts'
import { Pump } from '../pump.ts'
import {
  emptyProblem,
  lateProblem,
  problemOf,
  renewedProblem,
  type Signposts,
  slowRulesProblem,
  unaskedProblem,
} from './check-problems.ts'
import type { SourceCheck, SourceProblem } from './draft.ts'
import { Sample } from './sample.ts'
import { watchedHttp } from './watched-http.ts'

export interface DryRunRequest {
  connector: AnyConnector
  /** As the connector's shape gives them. */
  options: Record<string, unknown>
  credentials: Credentials | null
  /** Id that the source is to have. Whether there is one by that id makes no difference. */
  source: string
  rights: { discover: readonly string[]; visibility: Visibility | null }
  http: HttpClient
  vocabulary: Vocabulary
  /** What else may reject records; null: nothing, `enriched`: something that cannot be asked. */
  rules: HookRun | 'enriched' | null
  /** Records to look at. */
  size: number
  /** Milliseconds until it answers, whatever the source does. */
  time: number
  signs: Signposts
  log: Log
  now?: () => Date
}

/** US dollars that a check may spend: what the largest page of a listing costs is less than half of it. */
const budget = 0.001
/** Rows that are looked at for a sample of records. */
const mostRows = (size: number) => Math.max(100, 5 * size)
/** Milliseconds that a connector has to clean up. */
const grace = 200
/** Milliseconds that are kept for the rules however long the source takes; in a shorter check a fourth of it. */
const forRules = 2_000

type Found = Awaited<ReturnType<Sample['found']>>

/** Told by the pump in place of the next item. */
const enough = Symbol('enough')
const late = Symbol('late')

/**
 * Reads a source as a harvest does until it has a sample of its records, and keeps nothing of it: there is no catalogue in
 * which anything is known, no token is kept, and pseudonyms are of a key that is forgotten. Never throws for the source's or
 * the connector's sake.
 *
 * @throws {GatewayError} `CONFIG_INVALID` when the connector's rules cannot be used.
 */
export async function dryRun(request: DryRunRequest): Promise<SourceCheck> {
  return new DryRun(request).toItsEnd()
}

class DryRun {
  readonly #request: DryRunRequest
  readonly #startedAt = performance.now()
  readonly #over = new AbortController()
  readonly #problems: SourceProblem[] = []
  readonly #partitions = new Partitions({})
  readonly #mapping: Mapping
  readonly #sample: Sample
  readonly #watched: ReturnType<typeof watchedHttp>
  /** Whether the connector came to its end: then everything was read. */
  #isDone = false
  #hasFailed = false
  #isRenewed = false

  constructor(request: DryRunRequest) {
    this.#request = request
    this.#watched = watchedHttp(request.http)
    this.#mapping = mappingNow(request)
    this.#sample = new Sample({ ...request, mapping: this.#mapping, partitions: this.#partitions })
  }

  async toItsEnd(): Promise<SourceCheck> {
    // A connector may fail before it yields anything, even before it is asked to.
    const pump = this.#begun()
    const timer = setTimeout(() => pump?.interrupt(late), Math.max(0, this.#readingTime - grace))
    try {
      if (pump !== null) await this.#read(pump)
    } finally {
      clearTimeout(timer)
      this.#over.abort(new GatewayError('CANCELLED'))
      await pump?.close(grace, (item) => this.#last(item))
    }
    return this.#verdict(await this.#found())
  }

  /** Milliseconds. */
  get #readingTime(): number {
    const { rules, time } = this.#request
    return rules instanceof HookRun ? time - Math.min(forRules, time / 4) : time
  }

  /** The sample as the rules let it through; all of it where they cannot be asked, or give no answer in time. */
  async #found(): Promise<Found> {
    const { rules, time } = this.#request
    if (!(rules instanceof HookRun)) {
      if (rules === 'enriched' && this.#sample.size > 0) this.#problems.push(unaskedProblem())
      return this.#sample.found(null)
    }
    const over = new AbortController()
    const left = Math.max(0, time - grace - (performance.now() - this.#startedAt))
    const gaveUp = sleep(left, null, { signal: over.signal }).catch(() => null)
    const found = await Promise.race([this.#sample.found(rules, over.signal), gaveUp])
    over.abort()
    if (found !== null) return found
    this.#problems.push(slowRulesProblem())
    return this.#sample.found(null)
  }

  #begun(): Pump<HarvestItem> | null {
    const { connector, time } = this.#request
    try {
      return new Pump(connector.harvest(this.#context()), time * 2)
    } catch (thrown) {
      this.#fail(thrown)
      return null
    }
  }

  async #read(pump: Pump<HarvestItem>): Promise<void> {
    const { size } = this.#request
    let isFrozen = false
    try {
      for (;;) {
        const next = await pump.next()
        this.#isDone = next.done === true
        if (next.done) return
        this.#take(next.value)
        if (this.#sample.rows >= mostRows(size)) return
        if (isFrozen || !this.#sample.isFull) continue
        // What has come already costs nothing more, and may hold rows of other kinds.
        isFrozen = true
        this.#watched.freeze(() => pump.interrupt(enough))
      }
    } catch (thrown) {
      if (thrown === enough || (isFrozen && thrown !== late)) return
      if (thrown === late) this.#tellLate()
      else this.#fail(thrown)
    }
  }

  #take(item: HarvestItem): void {
    if (typeof item !== 'object' || item === null || !('partitionFailed' in item)) {
      this.#sample.take(item)
      return
    }
    this.#partitions.opened(item.partitionFailed)
    if (stopping.includes(item.error.code)) throw item.error
    this.#tell(item.error)
  }

  /** What a connector says as it is left is what it has spent. */
  #last(item: HarvestItem): void {
    if (typeof item === 'object' && item !== null && 'spent' in item) this.#sample.take(item)
  }

  #fail(thrown: unknown): void {
    this.#hasFailed = true
    this.#request.log.info('a check of a source failed', {
      source: this.#request.source,
      ...particulars(thrown),
    })
    this.#tell(toGatewayError(thrown))
  }

  #tell(error: GatewayError): void {
    const problem = problemOf(error, this.#request.signs)
    const isTold = this.#problems.some(
      ({ code, message }) => code === problem.code && message === problem.message,
    )
    if (!isTold && this.#problems.length < 20) this.#problems.push(problem)
    // What was read before may well be a sample of the whole.
    if (error.code === 'BUDGET_EXCEEDED' && this.#sample.size > 0) this.#hasFailed = false
  }

  #tellLate(): void {
    const { signs } = this.#request
    const { underWay, heads } = this.#watched
    const waiting = { time: this.#readingTime, underWay, heads, rows: this.#sample.rows }
    this.#problems.push(lateProblem(waiting, signs.addressPath))
  }

  #verdict(found: Found): SourceCheck {
    const isEmpty = found.sample.length === 0
    if (isEmpty && this.#problems.length === 0) {
      this.#problems.push(emptyProblem(this.#sample.rows))
    }
    if (this.#isRenewed) this.#problems.push(renewedProblem())
    const { spent } = this.#sample
    return {
      ok: !isEmpty && !this.#hasFailed,
      problems: this.#problems,
      ...found,
      estimatedRecords: this.#sample.expected ?? (this.#isDone ? this.#sample.rows : null),
      estimatedDollars: this.#estimatedDollars(),
      spentDollars: spent > 0 ? spent : null,
      took: Math.round(performance.now() - this.#startedAt),
    }
  }

  /** By what the rows have cost that were met; null where nobody knows how many there are. */
  #estimatedDollars(): number | null {
    const { spent, expected, rows } = this.#sample
    if (spent === 0 || rows === 0) return null
    if (this.#isDone) return spent
    return expected === null ? null : (spent / rows) * Math.max(expected, rows)
  }

  #context() {
    const { options, credentials, source, now = () => new Date() } = this.#request
    const { signal } = this.#over
    let token: string | null = null
    return {
      source,
      options,
      rules: this.#mapping.rules,
      credentials,
      tokens: {
        get: async () => token,
        replace: async (_used: string, next: string) => {
          this.#isRenewed = true
          token = next
          return true
        },
      },
      http: boundTo(signal, this.#watched.http),
      full: true,
      since: null,
      signal,
      now,
      budget,
      from: (partition: string) => this.#partitions.from(partition),
      known: async () => null,
      scopes: async () => [],
      // Under the installation's own, whoever checks a source could find out who the subjects of another are.
      pseudonym: pseudonymsOf(source, randomBytes(32).toString('base64url')),
    }
  }
}
