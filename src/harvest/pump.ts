import { GatewayError } from '../model/index.ts'

/**
 * Pulls a connector's items, and stops waiting as soon as `interrupt` is called: a generator that hangs in an
 * await of its own can't be made to answer, only left behind.
 */
export class Pump<Item> {
  readonly #iterator: AsyncIterator<Item>
  readonly #watchdog: NodeJS.Timeout
  #reject: ((reason: unknown) => void) | null = null
  #askedAt = 0
  #interruption: { reason: unknown } | null = null
  #isDone = false
  #asked: Promise<IteratorResult<Item, unknown>> | null = null
  /** An item that was asked for and that nobody waits for any more. */
  #left: Promise<IteratorResult<Item, unknown>> | null = null

  /** `idleTimeout` in milliseconds: how long one item may take. */
  constructor(items: AsyncIterable<Item>, idleTimeout: number) {
    this.#iterator = items[Symbol.asyncIterator]()
    this.#watchdog = setInterval(
      () => {
        if (this.#reject !== null && performance.now() - this.#askedAt > idleTimeout) {
          const message = 'The source gave nothing for too long.'
          this.interrupt(new GatewayError('SOURCE_UNREACHABLE', { message }))
        }
      },
      Math.min(10_000, Math.max(5, idleTimeout / 8)),
    )
    this.#watchdog.unref()
  }

  /** The next item; throws what the connector throws, or the reason of the interruption. */
  next(): Promise<IteratorResult<Item, unknown>> {
    // One promise of its own for each item: racing a long-lived one would collect a reaction for every item.
    return new Promise((resolve, reject) => {
      if (this.#interruption !== null) return reject(this.#interruption.reason)
      this.#askedAt = performance.now()
      this.#reject = reject
      this.#asked = this.#iterator.next()
      // A generator runs on at once, and may come to what interrupts it.
      if (this.#interruption !== null) this.#left = this.#asked
      this.#asked.then(
        (result) => {
          this.#reject = null
          this.#isDone = result.done === true
          resolve(result)
        },
        (reason: unknown) => {
          this.#reject = null
          this.#isDone = true
          reject(reason)
        },
      )
    })
  }

  /** Makes the `next` that is under way, and every later one, throw `reason`. Only the first call counts. */
  interrupt(reason: unknown): void {
    this.#interruption ??= { reason }
    if (this.#reject !== null) this.#left = this.#asked
    this.#reject?.(this.#interruption.reason)
    this.#reject = null
  }

  /**
   * Lets the connector clean up, for at most `grace` milliseconds.
   *
   * @param onLast Told what it still says as it is left.
   */
  async close(grace: number, onLast?: (item: Item) => void): Promise<void> {
    clearInterval(this.#watchdog)
    if (this.#isDone) return
    const { promise: over, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, grace)
    // What it throws while it is being left has no reader: the reason for leaving is the verdict already.
    this.#leave(onLast).then(resolve, resolve)
    await over
    clearTimeout(timer)
  }

  async #leave(onLast?: (item: Item) => void): Promise<void> {
    const [left, returned] = await Promise.allSettled([this.#left, this.#iterator.return?.()])
    if (left.status === 'fulfilled' && left.value?.done === false) onLast?.(left.value.value)
    let said = returned.status === 'fulfilled' ? returned.value : undefined
    // A few words at most: a connector that goes on for ever is left at the end of its grace.
    for (let count = 0; said !== undefined && !said.done && count < 10; count++) {
      onLast?.(said.value)
      said = await this.#iterator.next()
    }
  }
}
