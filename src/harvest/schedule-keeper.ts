import { GatewayError, type HarvestRun, operator } from '../model/index.ts'
import type { Log } from '../sdk/log.ts'
import type { RecordReader } from '../store/record-store.ts'
import type { HarvestSource } from './harvest-source.ts'
import { particulars } from './log-error.ts'
import { isAboutLogin, type LoginWatch } from './login-watch.ts'
import { chanceOf, dueAt, failuresInRow, harvestsAmong } from './schedule.ts'
import type { Slots } from './schedule-slots.ts'

/** A harvest that is due. */
export interface DueStart {
  /** Whether everything is to be read, although less would do by what the catalogue holds. */
  full: boolean
  /** The newest harvest that has ended; null: there is none. When another one ends meanwhile, this one is not due. */
  after: string | null
  /** Whether the last one failed. */
  isDoubtful: boolean
}

export interface ScheduleKeeperRequest {
  store: Pick<RecordReader, 'harvests' | 'sources'>
  logins: LoginWatch
  slots: Slots
  /** Whether a source is being harvested here. */
  isBusy: (source: string) => boolean
  start: (source: string, due: DueStart) => Promise<unknown>
  /** Milliseconds after which a harvest that could not be begun is tried again: somebody else may have held the source. */
  retry: number
  log: Log
  now: () => Date
}

/** What is known of a source that is kept. */
interface Entry {
  source: HarvestSource
  /** Since when it is kept here. */
  keptSince: number
  due: number | null
  start: DueStart
  /** When the catalogue is to be asked about it again: others may harvest it too. */
  lookAt: number
  /** What keeps it from being begun until somebody mends it; null: nothing does. */
  said: string | null
}

/** Milliseconds until a source is looked at again at the latest, and one that wants a login. */
const longestSleep = 30_000
const loginSleep = 1_000

/**
 * Begins harvests when they are due, in the order of their due times and as slots are free. Several may keep the same sources
 * over one catalogue: what it says decides, and each due harvest is begun once.
 */
export class ScheduleKeeper {
  readonly #request: ScheduleKeeperRequest
  readonly #entries = new Map<string, Entry>()
  readonly #loop: Promise<void>
  #isClosed = false
  #wake = () => {}

  constructor(request: ScheduleKeeperRequest, sources: Iterable<HarvestSource>) {
    this.#request = request
    this.configure(sources)
    this.#loop = this.#keep()
  }

  /** Keeps these sources from now on, and looks at once. */
  configure(sources: Iterable<HarvestSource>): void {
    const now = this.#time()
    const left = new Set(this.#entries.keys())
    for (const source of sources) {
      left.delete(source.id)
      const { keptSince = now, said = null } = this.#entries.get(source.id) ?? {}
      const start = { full: false, after: null, isDoubtful: false }
      this.#entries.set(source.id, { source, keptSince, due: null, start, lookAt: now, said })
    }
    for (const id of left) this.#entries.delete(id)
    this.#wake()
  }

  /** A harvest of the source has ended here, and left its slot. */
  ended(source: string): void {
    const entry = this.#entries.get(source)
    if (entry !== undefined) entry.lookAt = 0
    this.#wake()
  }

  /** Begins nothing more. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#wake()
    await this.#loop
  }

  async #keep(): Promise<void> {
    while (!this.#isClosed) {
      // What wakes it up while it looks counts as well.
      const { promise: woken, resolve } = Promise.withResolvers<void>()
      this.#wake = resolve
      await this.#look()
      const timer = setTimeout(resolve, this.#isClosed ? 0 : this.#untilNextLook())
      timer.unref()
      await woken
      clearTimeout(timer)
    }
  }

  async #look(): Promise<void> {
    for (const entry of this.#idle()) {
      if (this.#isClosed) return
      if (entry.lookAt <= this.#time()) await this.#read(entry)
    }
    const due = this.#idle().filter((entry) => this.#isDue(entry))
    for (const entry of due.sort((a, b) => (a.due ?? 0) - (b.due ?? 0))) {
      if (this.#isClosed) return
      if (this.#request.slots.hasRoom(entry.start.isDoubtful)) await this.#begin(entry)
    }
  }

  async #begin(entry: Entry): Promise<void> {
    const { isBusy, start, retry, log } = this.#request
    const { id } = entry.source
    // It may have waited for its slot for long.
    await this.#read(entry)
    if (!this.#isDue(entry) || isBusy(id) || this.#entries.get(id) !== entry) return
    try {
      await start(id, entry.start)
      entry.said = null
    } catch (thrown) {
      // Somebody else harvests it, or it can't be begun: another look finds out.
      // What cannot be read waits for a person, who has to hear of it, and hears it once.
      const isBroken = thrown instanceof GatewayError && thrown.code === 'CONFIG_INVALID'
      const said = isBroken ? thrown.message : null
      const level = isBroken && said !== entry.said ? 'warn' : 'debug'
      log[level]('a due harvest was not begun', { source: id, ...particulars(thrown) })
      entry.said = said
      entry.lookAt = this.#time() + retry
    }
    entry.due = null
  }

  /** Asks the catalogue when the source is due. */
  async #read(entry: Entry): Promise<void> {
    const { log, retry } = this.#request
    const { source, keptSince } = entry
    try {
      const all = await this.#harvestsOf(source.id)
      // What was read before it was changed says nothing of what is to be read now.
      const runs = all.filter(({ startedAt }) => (startedAt ?? '') >= (source.changedAt ?? ''))
      const due = dueAt({
        schedule: source.schedule,
        runs,
        records: source.schedule?.adaptive ? await this.#recordsOf(source.id) : 0,
        chance: chanceOf(source.id, all[0]),
        keptSince,
        now: this.#time(),
      })
      entry.start = {
        full: runs.length === 0 && all.length > 0,
        after: all.find(({ finishedAt }) => finishedAt !== null)?.id ?? null,
        isDoubtful: failuresInRow(runs) > 0,
      }
      entry.lookAt = this.#time() + longestSleep
      entry.due = isAboutLogin(runs[0]?.error) ? await this.#dueByLogin(entry, due) : due
    } catch (thrown) {
      log.debug('a due time is not known', { source: source.id, ...particulars(thrown) })
      entry.due = null
      entry.lookAt = this.#time() + retry
    }
  }

  /** Credentials that were refused wait for others, and others wait for nothing but the end of quiet hours. */
  async #dueByLogin(entry: Entry, due: number | null): Promise<number | null> {
    const { source, keptSince } = entry
    if (source.schedule === null) return due
    entry.lookAt = this.#time() + loginSleep
    const login = await this.#request.logins.of(source)
    if (login === 'refused') return null
    if (login !== 'new') return due
    const { schedule } = source
    const at = { runs: [], records: 0, chance: 0, keptSince, now: this.#time() }
    return dueAt({ ...at, schedule: { ...schedule, everySeconds: 0, cron: null, adaptive: null } })
  }

  /** The newest harvests of a source, newest first; others than harvests may stand between them. */
  async #harvestsOf(source: string): Promise<HarvestRun[]> {
    for (let after: string | null = null; ; ) {
      const page = await this.#request.store.harvests(operator, source, { first: 20, after })
      const runs = harvestsAmong(page.items)
      after = page.cursors.at(-1) ?? null
      if (runs.length > 0 || !page.hasNext || after === null) return runs
    }
  }

  async #recordsOf(id: string): Promise<number> {
    const sources = await this.#request.store.sources(operator)
    return sources.find((source) => source.id === id)?.records ?? 0
  }

  #idle(): Entry[] {
    return [...this.#entries.values()].filter(({ source }) => !this.#request.isBusy(source.id))
  }

  #isDue({ due }: Entry): boolean {
    return due !== null && due <= this.#time()
  }

  #untilNextLook(): number {
    const { slots } = this.#request
    const now = this.#time()
    const waits = this.#idle().map(({ due, lookAt }) => {
      if (due === null) return lookAt - now
      return Math.min(lookAt - now, due <= now ? slots.untilFree() : due - now)
    })
    // Rounded up, so that it is due by then.
    return Math.max(1, Math.ceil(Math.min(longestSleep, ...waits)))
  }

  #time(): number {
    return this.#request.now().getTime()
  }
}
