import type {
  FinishedCall,
  HookFault,
  HookOutcome,
  RecordHook,
  RecordsCall,
} from './hook-messages.ts'
import { pulse } from './hook-messages.ts'
import type { AnyHook, LoadedHook } from './load-hook.ts'

/** Calls in a row that come too late, after which the rest of a batch is not tried. */
export const mostLate = 3

export interface CallsRequest {
  loaded: LoadedHook
  name: string
  /** Milliseconds. */
  deadline: number
  finishDeadline: number
  lanes: Int32Array
}

/** Calls a module's functions, each within its deadline as far as its own thread can see to that. */
export class HookCalls {
  readonly #request: CallsRequest
  #active = 0
  #beating: NodeJS.Timeout | null = null

  constructor(request: CallsRequest) {
    this.#request = request
  }

  /** Of each record in order what became of it; null for those that were not tried. */
  records(call: RecordsCall): Promise<(HookOutcome | null)[]> {
    const { hook, source, harvest, records, atOnce } = call
    const { loaded, name, deadline, lanes } = this.#request
    const about = { hook: name, source, harvest, options: loaded.options, deadline }
    const run = loaded.hooks[hook] as AnyHook
    const outcomes = new Array<HookOutcome | null>(records.length).fill(null)
    let next = 0
    let waiting = 0
    let late = 0
    const done = (at: number, outcome: HookOutcome) => {
      outcomes[at] = outcome
      late = isLate(outcome) ? late + 1 : 0
      Atomics.add(lanes, pulse.beat, 1)
    }
    const lane = async () => {
      for (let at = next; at < records.length && late < mostLate; at = next) {
        next += 1
        Atomics.store(lanes, pulse.waiting, waiting)
        Atomics.store(lanes, pulse.current, at)
        const text = records[at] as string
        const read = (answer: unknown) => outcomeOf(hook, answer, text)
        const started = begin(run, JSON.parse(text), about, read)
        if (!('answer' in started)) {
          done(at, started)
          continue
        }
        waiting += 1
        done(at, await inTime(started, deadline, read))
        waiting -= 1
      }
    }
    return this.#beatingWhile(async () => {
      await Promise.all(Array.from({ length: atOnce }, lane))
      return outcomes
    })
  }

  finished({ run }: FinishedCall): Promise<(HookOutcome | null)[]> {
    const { loaded, name, finishDeadline: deadline } = this.#request
    const about = {
      hook: name,
      source: run.source,
      harvest: run.id,
      options: loaded.options,
      deadline,
    }
    const read = () => ({ done: true }) as const
    return this.#beatingWhile(async () => {
      const started = begin(loaded.hooks.onHarvestFinished as AnyHook, run, about, read)
      return ['answer' in started ? await inTime(started, deadline, read) : started]
    })
  }

  /** While something is waited for, a loop that turns shows that. */
  async #beatingWhile<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    this.#active += 1
    this.#beating ??= setInterval(() => Atomics.add(this.#request.lanes, pulse.beat, 1), 25)
    try {
      return await work()
    } finally {
      this.#active -= 1
      if (this.#active === 0) {
        clearInterval(this.#beating)
        this.#beating = null
      }
    }
  }
}

function isLate(outcome: HookOutcome): boolean {
  return 'fault' in outcome && outcome.fault === 'late'
}

interface Started {
  answer: PromiseLike<unknown>
  abort(): void
}

/** Most hooks answer at once: these cost neither a promise, nor a timer, nor a signal. */
function begin(
  run: AnyHook,
  given: unknown,
  about: object,
  read: (answer: unknown) => HookOutcome,
): Started | HookOutcome {
  let controller: AbortController | null = null
  const context = {
    ...about,
    get signal() {
      controller ??= new AbortController()
      return controller.signal
    },
  }
  try {
    const answer = run(given, context)
    if (typeof Object(answer).then !== 'function') return read(answer)
    return { answer: answer as PromiseLike<unknown>, abort: () => controller?.abort() }
  } catch (thrown) {
    return faultOf(thrown)
  }
}

async function inTime(
  { answer, abort }: Started,
  deadline: number,
  read: (answer: unknown) => HookOutcome,
): Promise<HookOutcome> {
  const late = Promise.withResolvers<HookOutcome>()
  const timer = setTimeout(() => {
    // First the outcome: what the hook makes of its signal comes too late.
    late.resolve({ fault: 'late', what: `no answer within ${deadline} ms` })
    abort()
  }, deadline)
  try {
    const settled = Promise.resolve(answer).then(read).catch(faultOf)
    return await Promise.race([settled, late.promise])
  } finally {
    clearTimeout(timer)
  }
}

function outcomeOf(hook: RecordHook, answer: unknown, text: string): HookOutcome {
  if (answer === undefined || answer === null) return { done: true }
  if (hook === 'validateRecord') {
    if (typeof answer !== 'string') return wrongAnswer(`a ${typeof answer} and not a text`)
    return answer.trim() === '' ? { done: true } : { reason: answer.slice(0, 1_000) }
  }
  if (typeof answer !== 'object' || Array.isArray(answer)) {
    return wrongAnswer(`${Array.isArray(answer) ? 'an array' : `a ${typeof answer}`} and no record`)
  }
  return patchOf(answer, text)
}

function patchOf(answer: object, text: string): HookOutcome {
  try {
    if (JSON.stringify(answer) === text) return { done: true }
    // The hook may have written into what it was given.
    const before: Record<string, unknown> = JSON.parse(text)
    const changed = Object.entries(answer).filter(
      ([name, value]) =>
        value !== undefined && JSON.stringify(value) !== JSON.stringify(before[name]),
    )
    if (changed.length === 0) return { done: true }
    return { patch: JSON.stringify(Object.fromEntries(changed)) }
  } catch {
    return wrongAnswer('what cannot be written as JSON')
  }
}

function wrongAnswer(what: string): HookFault {
  return { fault: 'answer', what }
}

/** Class, code and places of something thrown. Its message may quote a record. */
export function faultOf(thrown: unknown): HookFault {
  if (!(thrown instanceof Error)) return { fault: 'threw', what: `a ${typeof thrown}` }
  const { code } = thrown as { code?: unknown }
  const words = [thrown.constructor.name, code].filter(
    (word) => typeof word === 'string' && /^\w{1,60}$/.test(word),
  )
  return { fault: 'threw', what: words.join(' '), at: placesOf(thrown) }
}

export function placesOf(thrown: Error): string[] {
  const lines = String(thrown.stack ?? '').split('\n')
  return lines.filter((line) => /^\s+at /.test(line)).slice(0, 5)
}
