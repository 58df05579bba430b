/**
 * Asks again and again until the answer is something else than undefined, null or false, and returns it.
 *
 * @throws {Error} naming `what` after `timeout` milliseconds, with the last fault if there was one.
 */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  timeout = 20_000,
): Promise<NonNullable<Exclude<T, false>>> {
  const end = performance.now() + timeout
  let fault: unknown
  do {
    try {
      const found = await look()
      if (found !== undefined && found !== null && found !== false) {
        return found as NonNullable<Exclude<T, false>>
      }
      fault = undefined
    } catch (thrown) {
      fault = thrown
    }
    await new Promise((resolve) => setTimeout(resolve, 25))
  } while (performance.now() < end)
  throw new Error(`Not within ${timeout} ms: ${what}`, { cause: fault })
}
