import { z } from 'zod'
import { CommandError, type ExitCode, exitCodes } from './exit.ts'
import { asOption, print, printJson } from './output.ts'
import { onSignal } from './signals.ts'
import type { DraftOptions, JsonOption } from './source.ts'
import { askAsOwner, Problem, sayProblems } from './source-answer.ts'
import { type SourceInput, sourceInput } from './source-input.ts'

const payload =
  '{ source { id name title state awaitsApproval isPaused owners schedule } problems { code path message } }'

const Payload = z.object({
  source: z
    .object({
      name: z.string(),
      state: z.string(),
      awaitsApproval: z.boolean().nullable(),
      isPaused: z.boolean().nullable(),
    })
    .nullable(),
  problems: z.array(Problem),
})

/** Registers a source. */
export async function addOne(options: DraftOptions): Promise<ExitCode> {
  const input = await draftOf(options)
  const missing = (['id', 'type', 'title'] as const).filter((name) => input[name] === undefined)
  if (missing.length > 0) {
    const message = `A source needs ${missing.join(', ')}: by options, or in a file (--file).`
    throw new CommandError(exitCodes.USAGE, message)
  }
  const query = `mutation ($input: SourceInput!) { done: registerSource(input: $input) ${payload} }`
  return change(query, { input }, 'registered', options)
}

/** Changes what the options and the file say, and nothing else. */
export async function updateOne(id: string, options: DraftOptions): Promise<ExitCode> {
  const { id: named, type, ...patch } = await draftOf(options)
  if ((named !== undefined && named !== id) || type !== undefined) {
    throw new CommandError(exitCodes.USAGE, 'The id and the type of a source stay what they are.')
  }
  if (Object.keys(patch).length === 0) {
    throw new CommandError(exitCodes.USAGE, 'Nothing is to be changed: see --help for the options.')
  }
  const query = `mutation ($id: ID!, $patch: SourcePatch!) { done: updateSource(id: $id, patch: $patch) ${payload} }`
  return change(query, { id, patch }, 'changed', options)
}

const changes = {
  approve: { field: 'approveSource', done: 'approved' },
  pause: { field: 'pauseSource', done: 'paused' },
  resume: { field: 'resumeSource', done: 'resumed' },
} as const

export async function changeOne(
  name: keyof typeof changes,
  id: string,
  options: JsonOption,
): Promise<ExitCode> {
  const { field, done } = changes[name]
  return change(`mutation ($id: ID!) { done: ${field}(id: $id) ${payload} }`, { id }, done, options)
}

async function change(
  query: string,
  variables: Record<string, unknown>,
  done: string,
  { json: asJson }: JsonOption,
): Promise<ExitCode> {
  const { data, json } = await askAsOwner(query, variables, z.object({ done: Payload }))
  const { source, problems } = data.done
  if (asJson) printJson(json)
  else {
    if (source !== null) {
      const waits = source.awaitsApproval ? '; an operator has to approve it' : ''
      print(`${source.name} is ${done} (${asOption(source.state)}${waits}).`)
    }
    sayProblems(problems)
  }
  return source === null ? exitCodes.FAILED : exitCodes.OK
}

async function draftOf(options: DraftOptions): Promise<SourceInput> {
  const stop = new AbortController()
  const signals = onSignal(() => stop.abort())
  return sourceInput(options, stop.signal).finally(() => signals.dispose())
}
