import { request } from 'undici'
import { z } from 'zod'
import { bearer, noAnswer, notAGateway, told } from './client.ts'
import { CommandError, exitCodes } from './exit.ts'

const Event = z.object({
  data: z.unknown().optional(),
  errors: z
    .array(
      z.object({
        message: z.string(),
        extensions: z.object({ code: z.string().optional() }).optional(),
      }),
    )
    .optional(),
})

/** Milliseconds without a word, after which nobody is there any more: the gateway sends something every 12 seconds. */
const silence = 60_000

/**
 * Events of a subscription, as server-sent events, checked against `shape`, until the gateway ends them.
 *
 * @throws {CommandError} as `ask` does; `UNREACHABLE`, too, when the connection is lost on the way. What `signal` is aborted
 *   with when it is.
 */
export async function* followEvents<T>(
  url: string,
  query: string,
  variables: Record<string, unknown>,
  shape: z.ZodType<T>,
  { token, signal }: { token: string | null; signal: AbortSignal },
): AsyncGenerator<T> {
  let text = ''
  try {
    const { body, headers } = await request(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        ...bearer(token),
      },
      body: JSON.stringify({ query, variables }),
      headersTimeout: 30_000,
      bodyTimeout: silence,
      signal,
    })
    // Whoever is refused altogether is told in one answer.
    if (!String(headers['content-type']).startsWith('text/event-stream')) {
      yield checked(url, await body.text(), shape)
      return
    }
    body.setEncoding('utf8')
    for await (const piece of body) {
      text += piece
      const events = text.split('\n\n')
      text = events.pop() ?? ''
      for (const event of events) {
        const data = /^data: ?(.+)$/m.exec(event)?.[1]
        if (data !== undefined) yield checked(url, data, shape)
      }
    }
  } catch (cause) {
    signal.throwIfAborted()
    if (cause instanceof CommandError) throw cause
    throw new CommandError(exitCodes.UNREACHABLE, noAnswer(url), cause)
  }
}

function checked<T>(url: string, text: string, shape: z.ZodType<T>): T {
  const event = Event.safeParse(parsed(text))
  if (!event.success) throw notAGateway(url)
  const [error] = event.data.errors ?? []
  if (error !== undefined) throw told(error)
  const data = shape.safeParse(event.data.data)
  if (!data.success) throw notAGateway(url, data.error)
  return data.data
}

/** Undefined when it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
