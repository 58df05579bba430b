import { GatewayError, type HarvestRun, toGatewayError } from '../../model/index.ts'
import { createLog, type Log, type LogLevel } from '../../sdk/log.ts'
import { concerns, type HookConfig } from './hook-config.ts'
import { HookModule } from './hook-module.ts'
import { HookRun } from './hook-run.ts'

/** The hooks that an operator has configured, in their order. */
export class Hooks {
  readonly #modules: readonly HookModule[]
  readonly #log: Log
  readonly #telling = new Set<Promise<void>>()

  constructor(modules: readonly HookModule[], log: Log) {
    this.#modules = modules
    this.#log = log
  }

  /** Goes into the hash of a source's rows, so that they are mapped again when a hook changes; null: it has none. */
  fingerprint(source: string): string | null {
    const parts = this.#of(source).flatMap(({ fingerprint }) => fingerprint ?? [])
    return parts.length === 0 ? null : JSON.stringify(parts)
  }

  /**
   * What records of a source go through in one run; null when there is nothing.
   *
   * @param harvest Its id; null where rows that are kept are mapped again.
   */
  begin(source: string, harvest: string | null): HookRun | null {
    const modules = this.#of(source).filter(({ fingerprint }) => fingerprint !== null)
    if (modules.length === 0) return null
    return new HookRun({ modules, source, harvest, log: this.#log })
  }

  /**
   * What validates records that somebody only looks at; null when nothing does. `enriched` where hooks enrich them before: what
   * would be kept cannot be told without that, and it may do more than that, as asking a service that counts.
   */
  look(source: string): HookRun | 'enriched' | null {
    const modules = this.#of(source).filter((module) => module.does('validateRecord'))
    if (modules.length === 0) return null
    if (this.#of(source).some((module) => module.does('enrichRecord'))) return 'enriched'
    return new HookRun({ modules, source, harvest: null, log: this.#log })
  }

  /** Tells of a run that has its verdict. Waits for nobody. */
  finished(run: HarvestRun): void {
    for (const module of this.#of(run.source)) {
      if (!module.does('onHarvestFinished')) continue
      const told = this.#tell(module, run)
      this.#telling.add(told)
      told.finally(() => this.#telling.delete(told))
    }
  }

  /** Waits for what is still to be told, each within its deadline, and ends all threads. */
  async close(): Promise<void> {
    await Promise.all(this.#telling)
    await Promise.all(this.#modules.map((module) => module.close()))
  }

  async #tell(module: HookModule, run: HarvestRun): Promise<void> {
    const fault = await module.finished(run)
    if (fault === null) return
    const { fault: kind, what, at } = fault
    const hook = module.config.name
    const { id: harvest, source } = run
    const fields = { hook, source, harvest, at: 'onHarvestFinished', kind, what, places: at }
    this.#log.warn('a hook failed', fields)
  }

  #of(source: string): HookModule[] {
    return this.#modules.filter(({ config }) => concerns(config, source))
  }
}

/** For commands, whose own words are on the screen: only what went wrong is told, unless everything is asked for. */
export function hookLog(level: LogLevel): Log {
  return createLog({ name: 'hooks', level: level === 'info' ? 'warn' : level })
}

/**
 * Loads the hooks' modules, each in a thread of its own.
 *
 * @throws {GatewayError} `CONFIG_INVALID` naming each that cannot be used, and why.
 */
export async function openHooks(configs: readonly HookConfig[], log: Log): Promise<Hooks> {
  const modules = configs.map((config) => new HookModule(config, log))
  const loaded = await Promise.allSettled(modules.map((module) => module.load()))
  const faults = loaded.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
  const [first] = faults
  if (first === undefined) return new Hooks(modules, log)
  await Promise.all(modules.map((module) => module.close()))
  throw faults.length === 1 ? first : listed(faults)
}

function listed(faults: readonly unknown[]): GatewayError {
  const errors = faults.map(toGatewayError)
  const message = errors.map((error) => error.message).join('\n')
  return new GatewayError('CONFIG_INVALID', { message, cause: errors[0]?.cause })
}
