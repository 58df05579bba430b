import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { Log } from '../../sdk/log.ts'
import type { HookConfig } from './hook-config.ts'
import {
  type FaultKind,
  type HookCall,
  type HookMessage,
  type HookName,
  type HookOutcome,
  type HookThreadData,
  pulse,
} from './hook-messages.ts'
import { HookVoice } from './hook-voice.ts'

/** What a hook's module is, as its thread has found it. */
export interface HookNature {
  hooks: readonly HookName[]
  fingerprint: string
}

/** Milliseconds that a module may take to load. */
const loadDeadline = 20_000
/** Milliseconds that a thread may be late beyond its deadline: others want the processor, too. */
const slack = 200
/** Megabytes. A hook that takes more is ended, not the gateway. */
const heap = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 256 }
const sdk = new URL('../../sdk/index.ts', import.meta.url).href

/** The thread is gone, and the calls under way with it. */
export class ThreadLost extends Error {
  override readonly name = 'ThreadLost'
  readonly kind: Extract<FaultKind, 'late' | 'died'>
  /** Position of the record that it was lost at; null when that could have been any of those under way. */
  readonly culprit: number | null

  constructor(kind: ThreadLost['kind'], culprit: number | null) {
    super(kind)
    this.kind = kind
    this.culprit = culprit
  }
}

/** The module cannot be used, and trying again would not change that. */
export class ModuleRefused extends Error {
  override readonly name = 'ModuleRefused'
  /** Places in code. */
  readonly at: readonly string[]

  constructor(message: string, at: readonly string[] = []) {
    super(message)
    this.at = at
  }
}

type Unnumbered<Call> = Call extends HookCall ? Omit<Call, 'call'> : never
export type CallRequest = Unnumbered<HookCall>

type Answers = PromiseWithResolvers<(HookOutcome | null)[]>

/** One life of a hook's thread. It ends when it is closed, dies, or its loop stands still for longer than a call may take. */
export class HookThread {
  readonly ready: Promise<HookNature>
  readonly #worker: Worker
  readonly #lanes: Int32Array
  /** Milliseconds. */
  readonly #limit: number
  readonly #calls = new Map<number, Answers>()
  readonly #loading = Promise.withResolvers<HookNature>()
  readonly #loadTimer: NodeJS.Timeout
  #watch: NodeJS.Timeout | null = null
  #numbers = 0
  #isLoaded = false
  #lost: Error | null = null

  /** @param limit Milliseconds that the thread's loop may stand still. */
  constructor(config: HookConfig, limit: number, log: Log) {
    this.#limit = limit + slack
    const memory = new SharedArrayBuffer(pulse.lanes * Int32Array.BYTES_PER_ELEMENT)
    this.#lanes = new Int32Array(memory)
    const { name, options, deadline, finishDeadline } = config
    const module = pathToFileURL(config.module).href
    this.#worker = new Worker(new URL('./hook-worker.ts', import.meta.url), {
      workerData: {
        module,
        sdk,
        name,
        options,
        deadline,
        finishDeadline,
        pulse: memory,
      } satisfies HookThreadData,
      // Secrets of the gateway stand in its environment; what a hook needs stands in its options.
      env: {},
      resourceLimits: heap,
      stdout: true,
      stderr: true,
    })
    const voice = new HookVoice(log, name)
    voice.hear(this.#worker.stdout)
    voice.hear(this.#worker.stderr)
    this.ready = this.#loading.promise
    this.ready.catch(() => {
      // Whoever calls is told.
    })
    this.#loadTimer = setTimeout(
      () => this.#end(new ModuleRefused(`It did not load within ${loadDeadline / 1_000} s.`)),
      loadDeadline,
    )
    this.#worker.on('message', (message: HookMessage) => this.#take(message))
    this.#worker.on('error', () => this.#died())
    this.#worker.on('exit', () => this.#died())
  }

  get isOver(): boolean {
    return this.#lost !== null
  }

  /** @throws {ThreadLost | ModuleRefused} */
  async call(request: CallRequest): Promise<(HookOutcome | null)[]> {
    await this.ready
    if (this.#lost !== null) throw this.#lost
    const number = this.#numbers++
    const answers: Answers = Promise.withResolvers()
    this.#calls.set(number, answers)
    this.#worker.postMessage({ ...request, call: number } as HookCall)
    this.#keepWatch()
    return answers.promise
  }

  async close(): Promise<void> {
    this.#end(new ThreadLost('died', null))
    await this.#worker.terminate()
  }

  #take(message: HookMessage): void {
    if ('ready' in message) {
      clearTimeout(this.#loadTimer)
      this.#isLoaded = true
      // It lives as long as somebody has use for it, and keeps no process up.
      this.#worker.unref()
      this.#loading.resolve(message.ready)
    } else if ('refused' in message) {
      this.#end(new ModuleRefused(message.refused, message.at))
    } else {
      this.#calls.get(message.call)?.resolve(message.outcomes)
      this.#calls.delete(message.call)
      if (this.#calls.size === 0) this.#stopWatch()
    }
  }

  /** Counts looks, not time: where everything stands still, this does too. */
  #keepWatch(): void {
    if (this.#watch !== null) return
    this.#worker.ref()
    const pause = Math.min(250, Math.max(10, this.#limit / 10))
    const looks = Math.ceil(this.#limit / pause)
    let beat = Atomics.load(this.#lanes, pulse.beat)
    let still = 0
    this.#watch = setInterval(() => {
      const now = Atomics.load(this.#lanes, pulse.beat)
      still = now === beat ? still + 1 : 0
      beat = now
      if (still >= looks) this.#end(new ThreadLost('late', this.#culprit()))
    }, pause)
  }

  #stopWatch(): void {
    if (this.#watch === null) return
    clearInterval(this.#watch)
    this.#watch = null
    this.#worker.unref()
  }

  #died(): void {
    this.#end(
      this.#isLoaded
        ? new ThreadLost('died', this.#calls.size === 0 ? null : this.#culprit())
        : new ModuleRefused('Its thread ended while it was loaded.'),
    )
  }

  #culprit(): number | null {
    const at = Atomics.load(this.#lanes, pulse.current)
    return Atomics.load(this.#lanes, pulse.waiting) > 0 ? null : at
  }

  #end(lost: Error): void {
    if (this.#lost !== null) return
    this.#lost = lost
    clearTimeout(this.#loadTimer)
    this.#stopWatch()
    this.#loading.reject(lost)
    for (const { reject } of this.#calls.values()) reject(lost)
    this.#calls.clear()
    // Nobody is left to be told when that fails.
    this.#worker.terminate().catch(() => {})
  }
}
