import type { MappedRecord } from '../../model/index.ts'
import { recordId } from '../../model/index.ts'
import { type Log, safeText } from '../../sdk/index.ts'
import type { Vocabulary } from '../../search/vocabulary/vocabulary.ts'
import type { Reason } from '../reason.ts'
import { enriched } from './enriched.ts'
import type { HookFault, HookOutcome, Patch, RecordHook } from './hook-messages.ts'
import type { HookModule } from './hook-module.ts'
import { HookTally } from './hook-tally.ts'

/** A batch for a thread: small, so that sources take turns, and what is lost with a thread is soon done again. */
const batchSize = 50
/** Records of a batch that a hook may have under way at once, where it answers later. */
const atOnce = 8
/** Times in a row that a hook may be late or lose its thread before it is switched off for the run. */
const mostLost = 3
/** Faults of a hook that are logged for each run. */
const mostLogged = 3
const longestReason = 200

/** A normalised record on its way into the catalogue. */
export interface HookedRecord {
  nativeId: string
  record: MappedRecord
}

/** What the hooks have made of a record. `missed`: a hook failed at it, so it is to be tried again next time. */
export type Hooked = { record: MappedRecord; missed: boolean } | { rejected: Reason }

interface Item extends HookedRecord {
  missed: boolean
  rejected: Reason | null
}

export interface HookRunRequest {
  modules: readonly HookModule[]
  source: string
  harvest: string | null
  log: Log
}

/** The hooks of one source in one run. */
export class HookRun {
  readonly #request: HookRunRequest
  readonly #tallies: ReadonlyMap<HookModule, HookTally>
  readonly #lost = new Map<HookModule, number>()

  constructor(request: HookRunRequest) {
    this.#request = request
    this.#tallies = new Map(
      request.modules.map((module) => [module, new HookTally(module.config.name)]),
    )
  }

  /** What fell short, for the run's message; null when no hook failed. */
  shortfall(): string | null {
    const sentences = [...this.#tallies.values()].map((tally) => tally.sentence())
    return sentences.filter((sentence) => sentence !== null).join(' ') || null
  }

  /**
   * In the order of `records` what the hooks have made of them: first all enrich them, in the order of configuration, each what
   * the one before has made; then all validate what would be kept. Null when `signal` was aborted on the way.
   */
  async take(
    records: readonly HookedRecord[],
    vocabulary: Vocabulary,
    signal?: AbortSignal,
  ): Promise<Hooked[] | null> {
    const items = records.map((one): Item => ({ ...one, missed: false, rejected: null }))
    for (const hook of ['enrichRecord', 'validateRecord'] as const) {
      for (const module of this.#request.modules) {
        if (!module.does(hook)) continue
        for (const batch of batchesOf(items.filter(({ rejected }) => rejected === null))) {
          if (signal?.aborted) return null
          await this.#batch(module, hook, batch, vocabulary)
        }
      }
    }
    return items.map(({ record, missed, rejected }) =>
      rejected === null ? { record, missed } : { rejected },
    )
  }

  async #batch(
    module: HookModule,
    hook: RecordHook,
    items: readonly Item[],
    vocabulary: Vocabulary,
  ): Promise<void> {
    const tally = this.#tallyOf(module)
    let left = items
    for (let most = atOnce; left.length > 0; ) {
      if (tally.isOff) {
        for (const item of left) this.#without(module, hook, item, 'is switched off')
        return
      }
      const { source, harvest } = this.#request
      const records = left.map((item) => this.#written(item))
      const tried = await module.try({ hook, source, harvest, records, atOnce: most })
      if ('outcomes' in tried) {
        const rest: Item[] = []
        left.forEach((item, at) => {
          const outcome = tried.outcomes[at] ?? null
          if (outcome === null) rest.push(item)
          else this.#settle(module, hook, item, outcome, vocabulary)
        })
        left = rest
      } else if (tried.at === null && most > 1) {
        // Whose fault it was is found out one by one.
        most = 1
      } else {
        const at = tried.at ?? 0
        const item = left[at]
        left = left.filter((_, other) => other !== at)
        if (item !== undefined) this.#settle(module, hook, item, tried.lost, vocabulary)
      }
    }
  }

  #settle(
    module: HookModule,
    hook: RecordHook,
    item: Item,
    outcome: HookOutcome,
    vocabulary: Vocabulary,
  ): void {
    const { name } = module.config
    if ('fault' in outcome) {
      this.#fault(module, hook, item, outcome)
      return
    }
    this.#lost.set(module, 0)
    if ('reason' in outcome) {
      item.rejected = { path: null, reason: `hook ${name}: ${cleaned(outcome.reason)}` }
    } else if ('patch' in outcome) {
      const patch: Patch = JSON.parse(outcome.patch)
      const made = enriched(item.record, patch, `hook:${name}`, vocabulary)
      if ('record' in made) item.record = made.record
      else this.#fault(module, hook, item, { fault: 'answer', what: made.wrong })
    }
  }

  #fault(module: HookModule, hook: RecordHook, item: Item, fault: HookFault): void {
    const { name } = module.config
    const tally = this.#tallyOf(module)
    const { source, harvest, log } = this.#request
    const { fault: kind, what, at } = fault
    if (tally.fault(kind) < mostLogged) {
      log.warn('a hook failed', { hook: name, source, harvest, at: hook, kind, what, places: at })
    }
    if (kind === 'late' || kind === 'died') {
      const inRow = (this.#lost.get(module) ?? 0) + 1
      this.#lost.set(module, inRow)
      if (inRow >= mostLost && !tally.isOff) {
        tally.isOff = true
        log.warn('a hook is switched off for the rest of the run', { hook: name, source, harvest })
      }
    }
    this.#without(module, hook, item, kind === 'answer' ? `gave ${what}` : words[kind])
  }

  #without(module: HookModule, hook: RecordHook, item: Item, why: string): void {
    const { name, onFault } = module.config
    const tally = this.#tallyOf(module)
    if ((onFault ?? defaultOnFault[hook]) === 'accept') {
      item.missed = true
      tally.without('accepted')
    } else {
      item.rejected = { path: null, reason: `the hook ${name} ${why}` }
      tally.without('rejected')
    }
  }

  #written({ record, nativeId }: Item): string {
    const { source } = this.#request
    return JSON.stringify({ id: recordId(source, nativeId), source, nativeId, ...record })
  }

  #tallyOf(module: HookModule): HookTally {
    return this.#tallies.get(module) as HookTally
  }
}

/** Who adds words to records would rather have them without; who checks them would not have them unchecked. */
const defaultOnFault = { enrichRecord: 'accept', validateRecord: 'reject' } as const

const words = {
  threw: 'failed at it',
  late: 'took longer than it may',
  died: 'ended its thread',
} as const

function* batchesOf(items: readonly Item[]): Generator<Item[]> {
  for (let at = 0; at < items.length; at += batchSize) {
    yield items.slice(at, at + batchSize)
  }
}

/** One line, without secrets of addresses. */
function cleaned(reason: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const line = safeText(reason.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\s]+/g, ' ').trim())
  return line.length > longestReason ? `${line.slice(0, longestReason - 1)}…` : line
}
