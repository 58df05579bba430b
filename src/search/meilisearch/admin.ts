import { type EnqueuedTask, Meilisearch, MeilisearchApiError } from 'meilisearch'
import { retryAfter } from '../../sdk/retry.ts'
import { faultOfAnswer, faultOfNetwork, MissingIndex, ServerFault } from './fault.ts'
import type { Patience } from './patience.ts'

/** How a task ended; `lost` when the server no longer knows it. */
export interface Outcome {
  end: 'succeeded' | 'failed' | 'canceled' | 'lost'
  /** Meilisearch's code of what failed. */
  code: string | null
}

/** Milliseconds between two looks at a task. */
const soonest = 4
const latest = 100

export interface AdminOptions {
  url: string
  /** Null when the server asks for none. */
  key: string | null
  /** Milliseconds for each request. */
  deadlineMs: number
  /** Ends requests that are under way. */
  closing?: AbortSignal
}

/** Meilisearch's own client, with every fault told as a `ServerFault`. */
export class Admin {
  readonly #options: AdminOptions

  constructor(options: AdminOptions) {
    this.#options = options
  }

  /** @throws {ServerFault} */
  async call<T>(ask: (client: Meilisearch) => PromiseLike<T>): Promise<T> {
    try {
      return await ask(this.#client())
    } catch (thrown) {
      throw faultOf(thrown)
    }
  }

  /** One a call: the client drops its own timeout where it is given a signal, so the signal has to be both. */
  #client(): Meilisearch {
    const { url, key, deadlineMs, closing } = this.#options
    const late = AbortSignal.timeout(deadlineMs)
    // The client's type leaves signals out, which only some of its methods take; `fetch` gets them all the same.
    const requestInit: RequestInit = {
      signal: closing === undefined ? late : AbortSignal.any([closing, late]),
    }
    return new Meilisearch({ host: url, requestInit, ...(key === null ? {} : { apiKey: key }) })
  }

  /** As `call`; null when the index, document, key or task is not there. */
  async find<T>(ask: (client: Meilisearch) => PromiseLike<T>): Promise<T | null> {
    try {
      return await this.call(ask)
    } catch (fault) {
      // A proxy's 404 has no code, and says nothing about what the server has.
      if (fault instanceof ServerFault && /^[a-z_]+_not_found$/.test(fault.code)) return null
      throw fault
    }
  }

  /**
   * Waits for a task, as long as the server answers.
   *
   * Not with the client's own wait: that ends after 5 seconds, and with the first answer that is lost.
   */
  async settled(uid: number, patience: Patience): Promise<Outcome> {
    const begin = performance.now()
    for (;;) {
      const task = await patience.run(() => this.find((client) => client.tasks.getTask(uid)))
      if (task === null) return { end: 'lost', code: null }
      const { status, error } = task
      if (status === 'succeeded' || status === 'failed' || status === 'canceled') {
        return { end: status, code: error?.code ?? null }
      }
      // Seen at most a twelfth too late, whether it takes milliseconds or minutes.
      const share = (performance.now() - begin) / 12
      await patience.pause(Math.min(latest, Math.max(soonest, share)))
    }
  }

  /**
   * Enqueues a task and waits until it has succeeded. One that fails with a code in `harmless` counts as done.
   *
   * @throws {ServerFault} with the task's code when it has failed; transient when somebody cancelled it.
   */
  async perform(
    ask: (client: Meilisearch) => PromiseLike<EnqueuedTask>,
    patience: Patience,
    harmless: readonly string[] = [],
  ): Promise<void> {
    const { taskUid } = await this.call(ask)
    const { end, code } = await this.settled(taskUid, patience)
    if (end === 'succeeded' || (code !== null && harmless.includes(code))) return
    if (code === 'index_not_found') throw new MissingIndex()
    throw new ServerFault(code ?? `task_${end}`, { transient: end !== 'failed' })
  }
}

function faultOf(thrown: unknown): ServerFault {
  // A body that is no JSON: the page of a proxy, or an answer that was cut.
  if (thrown instanceof SyntaxError) return new ServerFault('ANSWER_INVALID', { transient: true })
  if (!(thrown instanceof MeilisearchApiError)) return faultOfNetwork(thrown)
  const { status, headers } = thrown.response
  const wait = retryAfter(Object.fromEntries(headers), () => new Date())
  return faultOfAnswer(status, thrown.cause, wait)
}
