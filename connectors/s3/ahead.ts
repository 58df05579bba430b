/** The same values, the next one asked for while the one before is still worked on. */
export async function* ahead<T>(values: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = values[Symbol.asyncIterator]()
  let next = asked(iterator)
  try {
    for (;;) {
      const { error, result } = await next
      if (result === null) throw error
      if (result.done) return
      next = asked(iterator)
      yield result.value
    }
  } finally {
    // What was asked for and is not wanted any more ends by itself; its fault is nobody's.
    void next.then(() => iterator.return?.()).catch(() => {})
  }
}

/** An answer or an error, but never a rejection that nobody handles yet. */
function asked<T>(
  iterator: AsyncIterator<T>,
): Promise<{ error: unknown; result: IteratorResult<T> | null }> {
  return iterator.next().then(
    (result) => ({ error: null, result }),
    (error: unknown) => ({ error, result: null }),
  )
}
