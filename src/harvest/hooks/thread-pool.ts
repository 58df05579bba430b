import type { HookThread } from './hook-thread.ts'

/** Threads of one module at most: as many calls that hang can stand side by side before others wait for them. */
const most = 4
/** Milliseconds after which somebody who waits for a thread gets a new one. */
const patience = 100

interface Waiting {
  take(thread: HookThread): void
  timer: NodeJS.Timeout
}

/**
 * The threads of a module. One is enough as long as nobody is kept waiting: then sources take turns batch by batch. While a
 * call hangs, the batches of other sources go to another thread.
 */
export class ThreadPool {
  readonly #start: () => HookThread
  readonly #all = new Set<HookThread>()
  readonly #idle: HookThread[] = []
  readonly #waiting: Waiting[] = []

  constructor(start: () => HookThread) {
    this.#start = start
  }

  /** Puts a thread that is loaded into the pool. */
  add(thread: HookThread): void {
    this.#all.add(thread)
    this.giveBack(thread)
  }

  async borrow(): Promise<HookThread> {
    for (let thread = this.#idle.pop(); thread !== undefined; thread = this.#idle.pop()) {
      if (!thread.isOver) return thread
      this.#all.delete(thread)
    }
    if (this.#all.size === 0) return this.#another()
    const { promise, resolve } = Promise.withResolvers<HookThread>()
    const waiting: Waiting = {
      take: resolve,
      timer: setTimeout(() => {
        if (this.#all.size < most) this.#serve(waiting, this.#another())
      }, patience),
    }
    this.#waiting.push(waiting)
    return promise
  }

  giveBack(thread: HookThread): void {
    if (thread.isOver) this.#all.delete(thread)
    const [next] = this.#waiting
    if (next !== undefined) this.#serve(next, thread.isOver ? this.#another() : thread)
    else if (!thread.isOver) this.#idle.push(thread)
  }

  async close(): Promise<void> {
    await Promise.all([...this.#all].map((thread) => thread.close()))
  }

  #serve(waiting: Waiting, thread: HookThread): void {
    this.#waiting.splice(this.#waiting.indexOf(waiting), 1)
    clearTimeout(waiting.timer)
    waiting.take(thread)
  }

  #another(): HookThread {
    const thread = this.#start()
    this.#all.add(thread)
    return thread
  }
}
