/**
 * Calls `stop` at the first SIGINT or SIGTERM; a later one ends the process at once, with 130. What comes within a
 * second counts as the same signal: npm passes on a Ctrl-C that the terminal has sent to its child as well.
 */
export function onSignal(stop: (signal: NodeJS.Signals) => void): { dispose: () => void } {
  let since: number | null = null
  const listen = (signal: NodeJS.Signals) => {
    if (since === null) {
      since = performance.now()
      stop(signal)
    } else if (performance.now() - since > 1_000) process.exit(130)
  }
  process.on('SIGINT', listen).on('SIGTERM', listen)
  return { dispose: () => process.off('SIGINT', listen).off('SIGTERM', listen) }
}
