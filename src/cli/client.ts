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

/** A gateway, and on whose behalf it is asked. */
export interface GatewayAccess {
  url: string
  /** Sent as a bearer token; null: it is asked as anybody. */
  token: string | null
}

/** How a gateway is asked. */
export interface Request {
  /** Sent as a bearer token; left out or null: it is asked as anybody. */
  token?: string | null
  /** Milliseconds that it may take to answer. Default 30,000. */
  timeout?: number
}

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
  request: Request = {},
): Promise<{ data: T; json: unknown }> {
  const body = await post(`${url}/graphql`, JSON.stringify({ query, variables }), request)
  const answer = Answer.safeParse(body)
  if (!answer.success) throw notAGateway(url)
  const [error] = answer.data.errors ?? []
  if (error) throw told(error)
  const data = shape.safeParse(answer.data.data)
  if (!data.success) throw notAGateway(url, data.error)
  return { data: data.data, json: answer.data.data }
}

/** An error of a gateway's answer as the end of the command. */
export function told(error: {
  message: string
  extensions?: { code?: string | undefined } | undefined
}): CommandError {
  const code = error.extensions?.code
  const message = code ? `${error.message} (${code})` : error.message
  if (code === 'BAD_INPUT') return new CommandError(exitCodes.USAGE, message)
  if (code === 'NOT_FOUND') return new CommandError(exitCodes.NOTHING, message)
  const hint = code && hints[code]
  return new CommandError(exitCodes.FAILED, hint ? `${message} ${hint}` : message)
}

const hints: Readonly<Record<string, string>> = {
  UNAUTHENTICATED: 'ATLAS_TOKEN holds what is sent.',
  FORBIDDEN: 'ATLAS_TOKEN holds the token of whoever may.',
}

/** What says to a gateway who asks; nothing for null. */
export function bearer(token: string | null): Record<string, string> {
  return token === null ? {} : { authorization: `Bearer ${token}` }
}

async function post(
  url: string,
  body: string,
  { token = null, timeout = 30_000 }: Request,
): Promise<unknown> {
  try {
    const answer = await request(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...bearer(token),
      },
      body,
      headersTimeout: timeout,
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
