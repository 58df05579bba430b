import { setTimeout as sleep } from 'node:timers/promises'
import { type Asset, anonymous, GatewayError, toGatewayError } from '../model/index.ts'
import { createHttpClient } from '../sdk/http-client.ts'
import type { ResolvedLink } from '../sdk/links.ts'
import { type Log, silentLog } from '../sdk/log.ts'
import type { LinkToCheck, RecordWriter } from '../store/record-store.ts'
import type { CircuitBreaker } from './breaker.ts'
import { checkLink } from './check-link.ts'
import type { LinkedSource } from './linked-source.ts'
import type { Resolver } from './resolver.ts'

export interface LinkChecksOptions {
  store: Pick<RecordWriter, 'takeLinksToCheck' | 'saveLinkChecks'>
  resolver: Pick<Resolver, 'links'>
  /** Shared with the resolver: an origin that does not answer is known to both. */
  breaker: CircuitBreaker
  sources: readonly LinkedSource[]
  /** Looks a source in 24 hours, at most. Default 200. */
  perDay?: number
  /** Milliseconds from the end of one round to the next. Default 600,000. */
  every?: number
  /** Milliseconds from the start to the first round. Default 300,000. */
  delay?: number
  /** Milliseconds between two requests. Default 1,000. */
  pace?: number
  /** Milliseconds for a request. Default 10,000. */
  deadline?: number
  now?: () => Date
  log?: Log
}

const day = 24 * 3_600_000
/** Times that a source is asked for more in one round, where what it gave may not be looked at. */
const mostTries = 10

/**
 * Looks at some links of every source, day by day: one request at a time, of what everybody can fetch at nobody's cost.
 * What is found goes into the catalogue; what fails is told to the log and not to anybody else.
 */
export class LinkChecks {
  readonly #options: Required<LinkChecksOptions>
  readonly #closing = new AbortController()
  /** Epoch milliseconds until which an origin is left alone. */
  readonly #pauses = new Map<string, number>()
  /** When the looks of each source were taken, those of the last 24 hours. */
  readonly #taken = new Map<string, number[]>()
  #running: Promise<void> = Promise.resolve()

  constructor(options: LinkChecksOptions) {
    this.#options = {
      perDay: 200,
      every: 600_000,
      delay: 300_000,
      pace: 1_000,
      deadline: 10_000,
      now: () => new Date(),
      log: silentLog,
      ...options,
    }
  }

  /** Looks at the links of these sources from the next one on. */
  configure(sources: readonly LinkedSource[]): void {
    this.#options.sources = sources
  }

  /** Begins, in the background, and keeps no process alive. */
  start(): void {
    this.#running = this.#run()
  }

  /** Looks at the links that are due of each source. Gives the number of those looked at. */
  async round(): Promise<number> {
    const { sources, log } = this.#options
    let looks = 0
    for (const source of sources) {
      if (this.#closing.signal.aborted) break
      try {
        looks += await this.#roundOf(source)
      } catch (thrown) {
        const { code } = toGatewayError(thrown)
        if (code !== 'CANCELLED')
          log.warn('links could not be looked at', { source: source.id, code })
      }
    }
    return looks
  }

  /** Ends what is under way. */
  async close(): Promise<void> {
    this.#closing.abort()
    await this.#running
  }

  async #run(): Promise<void> {
    const { delay, every } = this.#options
    for (let pause = delay; await this.#wait(pause); pause = every) await this.round()
  }

  async #roundOf(source: LinkedSource): Promise<number> {
    const { store, now } = this.#options
    // Nothing of it may be looked at: its records need not be read.
    if (source.connector.resolve !== undefined && source.connector.mayCheck === undefined) return 0
    let looks = 0
    for (let tries = 0; tries < mostTries; tries += 1) {
      const first = this.#shareOf(source.id) - looks
      if (first <= 0) break
      const due = await store.takeLinksToCheck(source.id, { now: now().toISOString(), first })
      if (due.length === 0) break
      const possible = due.filter(({ asset }) => mayLookAt(asset, source))
      looks += await this.#lookAt(possible, source)
    }
    return looks
  }

  /** Looks that a source has in this round: a day's are spread over its rounds. */
  #shareOf(source: string): number {
    const { perDay, every, now } = this.#options
    const since = now().getTime() - day
    const recent = (this.#taken.get(source) ?? []).filter((at) => at > since)
    this.#taken.set(source, recent)
    return Math.min(Math.ceil((perDay * every) / day), perDay - recent.length)
  }

  async #lookAt(due: readonly LinkToCheck[], source: LinkedSource): Promise<number> {
    if (due.length === 0) return 0
    const { resolver, pace } = this.#options
    // As somebody would get them of whom nothing is known, also where they are taken for gone.
    const links = await resolver.links(
      { viewer: anonymous, credentials: new Map() },
      due.map(({ asset, record }) => ({ asset: { ...asset, lastCheck: null }, record })),
      this.#closing.signal,
    )
    let looks = 0
    for (const [at, { asset }] of due.entries()) {
      const url = plainAddress(links[at] as ResolvedLink, source)
      if (url === null || this.#isPaused(url.origin)) continue
      this.#taken.get(source.id)?.push(this.#options.now().getTime())
      looks += 1
      await this.#lookAtOne(asset, url, source)
      if (!(await this.#wait(pace))) throw new GatewayError('CANCELLED')
    }
    return looks
  }

  async #lookAtOne(asset: LinkToCheck['asset'], url: URL, source: LinkedSource): Promise<void> {
    const { store, breaker, pace, deadline, now } = this.#options
    const http = createHttpClient({
      origins: [url.origin, ...source.connector.origins(source.options)],
      policy: {
        attempts: 1,
        concurrency: 1,
        requestsPerSecond: 1_000 / pace,
        connectTimeout: Math.min(5_000, deadline),
        headersTimeout: deadline,
        bodyTimeout: deadline,
        totalTimeout: deadline,
        // Who asks to wait is left alone, not waited for.
        maxRetryAfter: 0,
      },
      allowPrivateAddresses: source.allowPrivateAddresses,
      source: source.id,
      signal: this.#closing.signal,
      now,
    })
    try {
      const { verdict, pause } = await checkLink(breaker.guard(http), url.href, asset, now)
      if (pause !== null) this.#pauses.set(url.origin, now().getTime() + pause)
      if (verdict === null) return
      const at = now().toISOString()
      await store.saveLinkChecks([{ record: asset.record, key: asset.key, at, verdict }])
    } finally {
      await http.close()
    }
  }

  #isPaused(origin: string): boolean {
    if (this.#options.breaker.isOpen(origin)) return true
    const until = this.#pauses.get(origin)
    if (until === undefined) return false
    if (until > this.#options.now().getTime()) return true
    this.#pauses.delete(origin)
    return false
  }

  /** False when it is closed meanwhile. */
  async #wait(milliseconds: number): Promise<boolean> {
    const { signal } = this.#closing
    return sleep(milliseconds, true, { signal, ref: false }).catch(() => false)
  }
}

/** Whether looking neither triggers work nor costs anybody anything, as far as the connector knows. */
function mayLookAt(asset: Asset, { connector, options }: LinkedSource): boolean {
  if (connector.mayCheck !== undefined) return connector.mayCheck(asset, options)
  if (connector.resolve !== undefined) return false
  // Archives may be made as they are asked for.
  if (asset.role === 'ARCHIVE' || asset.role === 'DIRECTORY') return false
  const origin = URL.parse(asset.locator)?.origin
  return origin !== undefined && connector.origins(options).includes(origin)
}

/** Where a link leads that anybody can simply follow; null for any other. */
function plainAddress(link: ResolvedLink, { allowPrivateAddresses }: LinkedSource): URL | null {
  if (link.state !== 'READY' || link.url === null || link.method !== 'GET') return null
  if (link.headers.length > 0 || link.payer !== null || link.cost !== null) return null
  const url = URL.parse(link.url)
  // Only an operator's own network is spoken to without encryption.
  return url?.protocol === 'https:' || allowPrivateAddresses ? url : null
}
