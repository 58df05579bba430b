import { z } from 'zod'
import { CommandError, type ExitCode, exitCodes } from './exit.ts'
import { print, printJson } from './output.ts'
import { onSignal } from './signals.ts'
import type { DraftOptions, JsonOption } from './source.ts'
import {
  askAsOwner,
  ChangedSource,
  changedLine,
  changePayload,
  sayProblems,
} from './source-answer.ts'
import { type SourceInput, sourceInput } from './source-input.ts'

/** Registers a source. */
export async function addOne(options: DraftOptions): Promise<ExitCode> {
  const input = await draftOf(options)
  const missing = (['id', 'type', 'title'] as const).filter((name) => input[name] === undefined)
  if (missing.length > 0) {
    const message = `A source needs ${missing.join(', ')}: by options, or in a file (--file).`
    throw new CommandError(exitCodes.USAGE, message)
  }
  const query = `mutation ($input: SourceInput!) { done: registerSource(input: $input) ${changePayload} }`
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
  const query = `mutation ($id: ID!, $patch: SourcePatch!) { done: updateSource(id: $id, patch: $patch) ${changePayload} }`
  return change(query, { id, patch }, 'changed', options)
}

const changes = {
  pause: { field: 'pauseSource', done: 'paused' },
  resume: { field: 'resumeSource', done: 'resumed' },
} as const

export async function changeOne(
  name: keyof typeof changes,
  id: string,
  options: JsonOption,
): Promise<ExitCode> {
  const { field, done } = changes[name]
  const query = `mutation ($id: ID!) { done: ${field}(id: $id) ${changePayload} }`
  return change(query, { id }, done, options)
}

async function change(
  query: string,
  variables: Record<string, unknown>,
  done: string,
  { json: asJson }: JsonOption,
): Promise<ExitCode> {
  const { data, json } = await askAsOwner(query, variables, z.object({ done: ChangedSource }))
  const { source, problems } = data.done
  if (asJson) printJson(json)
  else {
    if (source !== null) print(changedLine(source, done))
    sayProblems(problems)
  }
  return source === null ? exitCodes.FAILED : exitCodes.OK
}

async function draftOf(options: DraftOptions): Promise<SourceInput> {
  const stop = new AbortController()
  const signals = onSignal(() => stop.abort())
  return sourceInput(options, stop.signal).finally(() => signals.dispose())
}
