import { request } from 'undici'
import { z } from 'zod'
import { bearer, type GatewayAccess, noAnswer, notAGateway } from './client.ts'
import { CommandError, exitCodes } from './exit.ts'

/** What `GET /export` answered. */
export interface ExportAnswer {
  /** Records that follow, at most. */
  total: number
  withHead: boolean
  /** Throws when the connection breaks off. */
  body: AsyncIterable<Buffer>
}

/** The export cannot be had now, but perhaps soon. */
export class TryAgain extends Error {
  override readonly name = 'TryAgain'
  /** Milliseconds; null: the gateway did not say. */
  readonly after: number | null

  constructor(message: string, after: number | null, cause?: unknown) {
    super(message, { cause })
    this.after = after
  }
}

const Problem = z.object({ title: z.string(), code: z.string(), argument: z.string().optional() })
const passing = new Set([429, 503, 504])

/**
 * Asks a gateway for an export.
 *
 * @throws {TryAgain} When nobody answers, or the gateway says that it cannot now.
 * @throws {CommandError} `USAGE` when it says `BAD_INPUT`; `UNREACHABLE` when it is no gateway; else `FAILED`.
 */
export async function askExport(
  { url, token }: GatewayAccess,
  parameters: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<ExportAnswer> {
  const path = `${url}/export?${new URLSearchParams(parameters)}`
  const answer = await request(path, {
    signal,
    headers: bearer(token),
    headersTimeout: 30_000,
    bodyTimeout: 60_000,
  }).catch((cause: unknown) => {
    signal.throwIfAborted()
    throw new TryAgain(noAnswer(url), null, cause)
  })
  const { statusCode, headers, body } = answer
  const total = Number(headers['atlas-total'] ?? Number.NaN)
  if (statusCode === 200 && Number.isInteger(total)) {
    const withHead = String(headers['content-type']).includes('header=present')
    return { total, withHead, body }
  }
  const problem = Problem.safeParse(await body.json().catch(() => null))
  if (!problem.success) {
    if (statusCode !== 431) throw notAGateway(url)
    const message = 'The query and filter are too long for an address.'
    throw new CommandError(exitCodes.UNREACHABLE, message)
  }
  const { title, code, argument } = problem.data
  const message = `${title} (${argument === undefined ? code : `${code}: ${argument}`})`
  if (passing.has(statusCode)) {
    const seconds = Number(headers['retry-after'] ?? Number.NaN)
    throw new TryAgain(message, Number.isNaN(seconds) ? null : seconds * 1_000)
  }
  throw new CommandError(code === 'BAD_INPUT' ? exitCodes.USAGE : exitCodes.FAILED, message)
}
