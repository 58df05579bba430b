import { Worker } from 'node:worker_threads'
import { GatewayError } from '../model/index.ts'
import { type CertifyTask, type FromWorker, type ListedPromise, reasonOf } from './worker-words.ts'

export interface BenchList {
  connector: string
  setups: (string | null)[]
  promises: ListedPromise[]
  /** Milliseconds that one of them may take. */
  deadline: number
}

/** How a check ended; `lost`: the thread went down with it, for which another one beside it may be to blame. */
export type Outcome = { why: string | null; milliseconds: number } | 'lost'

/** Milliseconds that a connector and its setups may take to load. */
const loadDeadline = 60_000

/** A thread that checks promises of one setup, and is started anew when one of them has brought it down. */
export class Bench {
  readonly #task: CertifyTask
  #worker: Worker | null = null
  #starting: Promise<BenchList> | null = null
  readonly #ended = new WeakMap<Worker, Promise<number>>()
  readonly #underWay = new Map<number, (outcome: Outcome) => void>()

  constructor(task: CertifyTask) {
    this.#task = task
  }

  /** @throws {GatewayError} `CONFIG_INVALID` when the connector or its setups cannot be loaded. */
  start(): Promise<BenchList> {
    // One thread at a time, however many wait for it.
    this.#starting ??= this.#start().finally(() => {
      this.#starting = null
    })
    return this.#starting
  }

  async #start(): Promise<BenchList> {
    const { promise, resolve, reject } = Promise.withResolvers<BenchList>()
    const fail = (message: string) => reject(new GatewayError('CONFIG_INVALID', { message }))
    const worker = new Worker(new URL('./certify-worker.ts', import.meta.url), {
      workerData: this.#task,
      // What a connector prints is no verdict.
      stdout: true,
    })
    this.#worker = worker
    const timer = setTimeout(() => fail('The connector takes too long to load.'), loadDeadline)
    worker.on('message', (words: FromWorker) => {
      if ('failed' in words) fail(words.failed)
      else if ('promises' in words) resolve(words)
      else this.#end(words.ended, { why: words.why, milliseconds: words.milliseconds })
    })
    // While it loads; later the end of the thread says enough.
    worker.on('error', (fault) => fail(reasonOf(fault)))
    worker.once('exit', () => {
      fail('The connector ends the thread that loads it.')
      if (this.#worker === worker) this.#worker = null
      for (const nth of [...this.#underWay.keys()]) this.#end(nth, 'lost')
    })
    try {
      return await promise
    } catch (thrown) {
      await this.close()
      throw thrown
    } finally {
      clearTimeout(timer)
    }
  }

  /** Checks one promise. One that takes longer than `deadline` milliseconds is broken, and the thread with it. */
  async check(nth: number, deadline: number): Promise<Outcome> {
    if (this.#worker === null) await this.start()
    const { promise, resolve } = Promise.withResolvers<Outcome>()
    this.#underWay.set(nth, resolve)
    const timer = setTimeout(() => {
      const why = `it did not end within ${deadline / 1000} s`
      this.#end(nth, { why, milliseconds: deadline })
      void this.#terminate()
    }, deadline)
    this.#worker?.postMessage(nth)
    return await promise.finally(() => clearTimeout(timer))
  }

  async close(): Promise<void> {
    await this.#terminate()
    this.#worker = null
  }

  /** However many promises are over their time, the thread is ended once. */
  async #terminate(): Promise<void> {
    const worker = this.#worker
    if (worker === null) return
    if (!this.#ended.has(worker)) this.#ended.set(worker, worker.terminate())
    await this.#ended.get(worker)
  }

  #end(nth: number, outcome: Outcome): void {
    this.#underWay.get(nth)?.(outcome)
    this.#underWay.delete(nth)
  }
}
