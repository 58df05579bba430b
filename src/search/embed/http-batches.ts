/** What one request may hold at most. */
export interface BatchLimits {
  texts: number
  /** UTF-16 units, summed. A text that is longer by itself goes alone. */
  characters: number
}

/** `texts` in their order, cut into batches within the limits. */
export function* batchesOf(
  texts: Iterable<string>,
  { texts: most, characters }: BatchLimits,
): Generator<string[]> {
  let batch: string[] = []
  let size = 0
  for (const text of texts) {
    if (batch.length > 0 && (batch.length >= most || size + text.length > characters)) {
      yield batch
      batch = []
      size = 0
    }
    batch.push(text)
    size += text.length
  }
  if (batch.length > 0) yield batch
}

/**
 * Does `work` for all items, `most` at once. The first that fails ends the others by their signal; its error is
 * thrown when all have ended.
 */
export async function eachAtOnce<Item>(
  items: Iterable<Item>,
  most: number,
  signal: AbortSignal,
  work: (item: Item, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const failing = new AbortController()
  const either = AbortSignal.any([signal, failing.signal])
  const rest = items[Symbol.iterator]()
  const lane = async () => {
    try {
      for (let next = rest.next(); !next.done; next = rest.next()) {
        either.throwIfAborted()
        await work(next.value, either)
      }
    } catch (error) {
      // Those that end by this one's failure say so with its reason.
      failing.abort(error)
      throw error
    }
  }
  const ended = await Promise.allSettled(Array.from({ length: most }, lane))
  if (failing.signal.aborted) throw failing.signal.reason
  for (const one of ended) if (one.status === 'rejected') throw one.reason
}
