import { setTimeout as sleep } from 'node:timers/promises'
import { GatewayError } from '../../model/index.ts'

/** One signal for all that are given; undefined when none is. */
export function anySignal(
  ...signals: readonly (AbortSignal | undefined)[]
): AbortSignal | undefined {
  const given = signals.filter((signal) => signal !== undefined)
  return given.length > 1 ? AbortSignal.any(given) : given[0]
}

/** Waits so many milliseconds. @throws {GatewayError} `CANCELLED` */
export async function rest(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(milliseconds, undefined, signal === undefined ? {} : { signal })
  } catch (cause) {
    throw new GatewayError('CANCELLED', { cause })
  }
}
