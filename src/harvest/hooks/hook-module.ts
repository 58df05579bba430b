import type { HarvestRun } from '../../model/index.ts'
import { GatewayError } from '../../model/index.ts'
import type { Log } from '../../sdk/log.ts'
import type { HookConfig } from './hook-config.ts'
import type { HookFault, HookOutcome, RecordsCall } from './hook-messages.ts'
import { type HookNature, HookThread, ModuleRefused, ThreadLost } from './hook-thread.ts'
import { ThreadPool } from './thread-pool.ts'

/** What came of trying a batch: outcomes as far as it was tried, or at which record the thread was lost. */
export type Tried = { outcomes: (HookOutcome | null)[] } | { lost: HookFault; at: number | null }

export type BatchRequest = Omit<RecordsCall, 'call'>

/**
 * A configured module with its threads: those for records, one batch at a time each; and one for finished runs, so that a
 * receiver which is slow to take them keeps no record waiting.
 */
export class HookModule {
  readonly config: HookConfig
  readonly #log: Log
  #nature: HookNature | null = null
  readonly #records: ThreadPool
  #finished: HookThread | null = null

  constructor(config: HookConfig, log: Log) {
    this.config = config
    this.#log = log
    this.#records = new ThreadPool(() => this.#start(config.deadline))
  }

  /** @throws {GatewayError} `CONFIG_INVALID` when the module cannot be used. */
  async load(): Promise<void> {
    const thread = this.#start(this.config.deadline)
    try {
      this.#nature = await thread.ready
    } catch (thrown) {
      const said = thrown instanceof ModuleRefused ? ` ${thrown.message}` : ''
      const at = thrown instanceof ModuleRefused ? thrown.at : []
      const message = `The hook ${this.config.name} cannot be used.${said}`
      throw new GatewayError('CONFIG_INVALID', { message, cause: at.join('\n') || thrown })
    }
    if (this.does('enrichRecord') || this.does('validateRecord')) this.#records.add(thread)
    else await thread.close()
  }

  does(hook: HookNature['hooks'][number]): boolean {
    return this.#nature?.hooks.includes(hook) ?? false
  }

  /** Changes with the module's code and the options as they are written; null when it has nothing to do with records. */
  get fingerprint(): unknown {
    const { name, written } = this.config
    const isAboutRecords = this.does('enrichRecord') || this.does('validateRecord')
    return isAboutRecords ? [name, this.#nature?.fingerprint, written] : null
  }

  /** Tries a batch as soon as a thread is free. */
  async try(batch: BatchRequest): Promise<Tried> {
    const thread = await this.#records.borrow()
    try {
      await this.#checkUnchanged(thread)
      return { outcomes: await thread.call(batch) }
    } catch (thrown) {
      return lostBy(thrown, this.config.deadline)
    } finally {
      this.#records.giveBack(thread)
    }
  }

  /** Null when it went well. A thread that was lost may have been lost by another run: then it is tried once more. */
  async finished(run: HarvestRun): Promise<HookFault | null> {
    const { finishDeadline } = this.config
    for (let attempt = 1; ; attempt++) {
      const begun = performance.now()
      try {
        if (this.#finished?.isOver ?? true) this.#finished = this.#start(finishDeadline)
        const thread = this.#finished as HookThread
        const [outcome] = await thread.call({ hook: 'onHarvestFinished', run })
        return outcome != null && 'fault' in outcome ? outcome : null
      } catch (thrown) {
        const isLate = performance.now() - begun >= finishDeadline
        if (!(thrown instanceof ThreadLost) || isLate || attempt > 1) {
          return lostBy(thrown, finishDeadline).lost
        }
      }
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#records.close(), this.#finished?.close()])
  }

  /** What rows are compared by says which code has seen them: another one may only start with another process. */
  async #checkUnchanged(thread: HookThread): Promise<void> {
    const { fingerprint } = await thread.ready
    if (fingerprint === this.#nature?.fingerprint) return
    throw new ModuleRefused('Its files have changed since the start.')
  }

  #start(limit: number): HookThread {
    return new HookThread(this.config, limit, this.#log)
  }
}

function lostBy(thrown: unknown, deadline: number): { lost: HookFault; at: number | null } {
  if (thrown instanceof ThreadLost) {
    const { kind, culprit } = thrown
    const what = kind === 'late' ? `no answer within ${deadline} ms` : 'its thread ended'
    return { lost: { fault: kind, what }, at: culprit }
  }
  const what = thrown instanceof ModuleRefused ? thrown.message : 'it could not be called'
  return { lost: { fault: 'died', what }, at: null }
}
