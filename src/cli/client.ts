import { request } from 'undici'
import { z } from 'zod'
import { CommandError, exitCodes } from './exit.ts'

const Answer = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(
      z.object({
        message: z.string(),
        path: z.array(z.union([z.string(), z.number()])).optional(),
        extensions: z.object({ code: z.string().optional() }).optional(),
      }),
    )
    .optional(),
})

/**
 * Asks a gateway, and returns its answer as it came and checked against `shape`.
 *
 * @throws {CommandError} `UNREACHABLE` when no gateway answers at `url`; `USAGE` when it says `BAD_INPUT`;
 *   `NOTHING` for `NOT_FOUND`; `FAILED` for any other error.
 */
export async function ask<T>(
  url: string,
  query: string,
  variables: Record<string, unknown>,
  shape: z.ZodType<T>,
): Promise<{ data: T; json: unknown }> {
  const body = await post(`${url}/graphql`, JSON.stringify({ query, variables }))
  const answer = Answer.safeParse(body)
  if (!answer.success) throw notAGateway(url)
  const [error] = answer.data.errors ?? []
  if (error) {
    const code = error.extensions?.code
    const exitCode =
      code === 'BAD_INPUT'
        ? exitCodes.USAGE
        : code === 'NOT_FOUND'
          ? exitCodes.NOTHING
          : exitCodes.FAILED
    throw new CommandError(exitCode, code ? `${error.message} (${code})` : error.message)
  }
  const data = shape.safeParse(answer.data.data)
  if (!data.success) throw notAGateway(url, data.error)
  return { data: data.data, json: answer.data.data }
}

async function post(url: string, body: string): Promise<unknown> {
  try {
    const answer = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body,
      headersTimeout: 30_000,
      bodyTimeout: 30_000,
    })
    const text = await answer.body.text()
    return parsed(text)
  } catch (cause) {
    throw new CommandError(exitCodes.UNREACHABLE, noAnswer(url), cause)
  }
}

/** Undefined when it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What is told when nobody answers at `url`. */
export function noAnswer(url: string): string {
  return `No gateway answers at ${new URL(url).origin}. Start one with "atlas serve", or set ATLAS_URL.`
}

export function notAGateway(url: string, cause?: unknown): CommandError {
  return new CommandError(
    exitCodes.UNREACHABLE,
    `What answers at ${new URL(url).origin} is not a gateway of this version.`,
    cause,
  )
}
