import { z } from 'zod'
import { readConfig } from '../config.ts'
import { ask } from './client.ts'
import { CommandError, exitCodes } from './exit.ts'
import { asOption, clean, say, styled } from './output.ts'

export const Problem = z.object({
  code: z.string(),
  path: z.string().nullable(),
  message: z.string(),
})
export type Problem = z.infer<typeof Problem>

/** What is asked of a source that was changed, as `ChangedSource` has it. */
export const changePayload =
  '{ source { id name title state awaitsApproval isPaused owners schedule revision } problems { code path message } }'

export const ChangedSource = z.object({
  source: z
    .object({ name: z.string(), state: z.string(), awaitsApproval: z.boolean().nullable() })
    .nullable(),
  problems: z.array(Problem),
})

/** `mine is paused (paused).` */
export function changedLine(
  source: NonNullable<z.infer<typeof ChangedSource>['source']>,
  done: string,
): string {
  const waits = source.awaitsApproval ? '; an operator has to approve it' : ''
  return `${source.name} is ${done} (${asOption(source.state)}${waits}).`
}

export const Rejection = z.object({
  nativeId: z.string().nullable(),
  entity: z.string(),
  path: z.string().nullable(),
  reason: z.string(),
})
export type Rejection = z.infer<typeof Rejection>

/** Milliseconds: a check takes up to 15 s, a remap or removal of a large source longer. */
const patience = 600_000

/** Where the gateway is, and as whose bearer it is asked by owners and operators. */
export function asOwner(): { url: string; token: string | null } {
  const { url, token, operatorToken } = readConfig()
  return { url, token: token ?? operatorToken }
}

/** Asks the gateway as an owner or operator; see `ask`. */
export async function askAsOwner<T>(
  query: string,
  variables: Record<string, unknown>,
  shape: z.ZodType<T>,
): Promise<{ data: T; json: unknown }> {
  const { url, token } = asOwner()
  return ask(url, query, variables, shape, { token, timeout: patience })
}

/**
 * The name of a source, where the next question is about something else of it.
 *
 * @param what What it would be theirs for: `to remove`.
 * @throws {CommandError} `FAILED` unless it is theirs; `NOTHING` when it is absent or hidden.
 */
export async function needOwn(id: string, what: string): Promise<string> {
  const query = 'query ($id: ID!) { source(id: $id) { name isManaged } }'
  const Answer = z.object({ source: z.object({ name: z.string(), isManaged: z.boolean() }) })
  const { name, isManaged } = (await askAsOwner(query, { id }, Answer)).data.source
  if (!isManaged) throw notYours(name, what)
  return name
}

export function notYours(name: string, what: string): CommandError {
  return new CommandError(exitCodes.FAILED, `${name} is not yours ${what} (FORBIDDEN).`)
}

/** What stood in the way, a line each, on stderr. */
export function sayProblems(problems: readonly Problem[]): void {
  for (const { code, path, message } of problems) {
    const where = path === null ? '' : `${clean(path)}: `
    say(`${styled('red', code, process.stderr)}  ${where}${clean(message)}`)
  }
}

/** `sub-01 (scan) at age: expected number` */
export function rejectionLine({ nativeId, entity, path, reason }: Rejection): string {
  const where = path === null ? '' : ` at ${path}`
  return clean(`${nativeId ?? 'a row without an id'} (${entity})${where}: ${reason}`)
}
