import { GatewayError } from '../model/index.ts'

/**
 * What `work` gives, if that comes within `milliseconds`. The work itself is not stopped.
 *
 * @throws {GatewayError} `TIMEOUT` when it takes longer.
 */
export async function within<Result>(milliseconds: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new GatewayError('TIMEOUT')), milliseconds)
  })
  try {
    return await Promise.race([work, deadline])
  } finally {
    clearTimeout(timer)
  }
}
