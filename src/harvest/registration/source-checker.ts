import { setTimeout as sleep } from 'node:timers/promises'
import { type GatewayError, toGatewayError, type Visibility } from '../../model/index.ts'
import type { AnyConnector, Credentials } from '../../sdk/connector.ts'
import type { HttpPolicy } from '../../sdk/http.ts'
import { createHttpClient } from '../../sdk/http-client.ts'
import { type Log, silentLog } from '../../sdk/log.ts'
import { createVocabulary } from '../../search/vocabulary/create-vocabulary.ts'
import { seedTerms } from '../../search/vocabulary/seed.ts'
import type { Vocabulary } from '../../search/vocabulary/vocabulary.ts'
import type { RecordReader } from '../../store/record-store.ts'
import type { Hooks } from '../hooks/hooks.ts'
import { particulars } from '../log-error.ts'
import { busyProblem, problemOf, type Signposts } from './check-problems.ts'
import type { SourceCheck, SourceProblem } from './draft.ts'
import { dryRun } from './dry-run.ts'

/** A source to be checked: a draft that nothing is wrong with. Plain data, since it goes to the harvest thread. */
export interface CheckOrder {
  source: string
  type: string
  /** As the connector's shape gives them. */
  options: Record<string, unknown>
  credentials: Credentials | null
  origins: readonly string[]
  allowPrivateAddresses: boolean
  rights: { discover: readonly string[]; visibility: Visibility | null }
  /** Records to look at. */
  sample: number
  /** Milliseconds in which it has to be answered, waiting for others included. */
  time: number
  signs: Signposts
}

export interface SourceCheckerRequest {
  /** Gives the connector of a type. */
  connectorOf: (type: string) => Promise<AnyConnector>
  /** Read, never written. */
  store: Pick<RecordReader, 'vocabulary'>
  /** The operator's own, of which those that validate are asked. Default: there are none. */
  hooks?: Pick<Hooks, 'look'>
  /** Manners of the HTTP clients over the connectors' own. */
  policy?: Partial<HttpPolicy>
  log?: Log
}

/** Checks side by side, and those that may wait for their turn. */
const mostAtOnce = 2
const mostWaiting = 20
/** Milliseconds without which a check is not worth to be begun. */
const leastTime = 1_000
/** The longest pause that a source may ask for, in milliseconds, before it is told that it asks for one. */
const longestPause = 3_000

/** Checks sources in the harvest thread, a few at a time. */
export class SourceChecker {
  readonly #request: SourceCheckerRequest
  readonly #waiting: (() => void)[] = []
  #running = 0
  #vocabulary: { version: number; vocabulary: Vocabulary } | null = null

  constructor(request: SourceCheckerRequest) {
    this.#request = request
  }

  /** Answers within `order.time`, whatever the source does. Writes nothing, neither here nor there. */
  async check(order: CheckOrder): Promise<SourceCheck> {
    const startedAt = performance.now()
    const left = () => order.time - (performance.now() - startedAt)
    const took = () => Math.round(performance.now() - startedAt)
    if (!(await this.#turn(left() - leastTime))) return failedCheck([busyProblem()], took())
    try {
      return { ...(await this.#run(order, left)), took: took() }
    } catch (thrown) {
      this.#log.warn('a source could not be checked', particulars(thrown))
      const error: GatewayError = toGatewayError(thrown)
      return failedCheck([problemOf(error, order.signs)], took())
    } finally {
      this.#running -= 1
      this.#waiting.shift()?.()
    }
  }

  async #run(order: CheckOrder, left: () => number): Promise<SourceCheck> {
    const { connectorOf, hooks, policy } = this.#request
    const { source, type, origins, allowPrivateAddresses, sample } = order
    const connector = await connectorOf(type)
    const vocabulary = await this.#currentVocabulary()
    const manners = { ...connector.http, ...policy }
    const http = createHttpClient({
      origins,
      policy: {
        ...manners,
        maxRetryAfter: Math.min(manners.maxRetryAfter ?? longestPause, longestPause),
      },
      allowPrivateAddresses,
      source,
      log: this.#log,
    })
    try {
      const rules = hooks?.look(source) ?? null
      const parts = { connector, http, vocabulary, rules, size: sample, time: left() }
      return await dryRun({ ...order, ...parts, log: this.#log })
    } finally {
      await http.close()
    }
  }

  /** Waits for its turn, at most so many milliseconds. False when it did not come. */
  async #turn(patience: number): Promise<boolean> {
    if (this.#running < mostAtOnce) {
      this.#running += 1
      return true
    }
    if (this.#waiting.length >= mostWaiting || patience <= 0) return false
    const turn = Promise.withResolvers<boolean>()
    const take = () => {
      this.#running += 1
      turn.resolve(true)
    }
    this.#waiting.push(take)
    const over = new AbortController()
    const gaveUp = sleep(patience, false, { signal: over.signal, ref: false }).catch(() => false)
    const isMine = await Promise.race([turn.promise, gaveUp])
    over.abort()
    if (isMine) return true
    const at = this.#waiting.indexOf(take)
    if (at >= 0) this.#waiting.splice(at, 1)
    // The turn may have come as it was given up.
    return at < 0
  }

  async #currentVocabulary(): Promise<Vocabulary> {
    const { version, terms } = await this.#request.store.vocabulary()
    if (this.#vocabulary?.version !== version) {
      this.#vocabulary = { version, vocabulary: createVocabulary([...seedTerms, ...terms]) }
    }
    return this.#vocabulary.vocabulary
  }

  get #log(): Log {
    return this.#request.log ?? silentLog
  }
}

/** A check of a source that was not read. */
export function failedCheck(problems: readonly SourceProblem[], took: number): SourceCheck {
  return {
    ok: false,
    problems,
    sample: [],
    rejected: [],
    completeness: {},
    estimatedRecords: null,
    estimatedDollars: null,
    spentDollars: null,
    took,
  }
}
