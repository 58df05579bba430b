import { z } from 'zod'
import { CommandError, type ExitCode, exitCodes } from './exit.ts'
import { print, printJson } from './output.ts'
import { askPerson } from './prompt.ts'
import { onSignal } from './signals.ts'
import type { RemoveOptions } from './source.ts'
import { askAsOwner, notYours, Problem, sayProblems } from './source-answer.ts'

const Counted = z.object({
  source: z.object({ name: z.string(), recordsInAll: z.number().nullable() }),
})
const Removed = z.object({
  removeSource: z.object({
    removedRecords: z.number().nullable(),
    problems: z.array(Problem),
  }),
})

/** Removes a source with its records, after their number was said. */
export async function removeOne(id: string, options: RemoveOptions): Promise<ExitCode> {
  const confirmRecords = options.confirmRecords ?? (await confirmed(id))
  const query = `mutation ($id: ID!, $confirmRecords: Int!) {
    removeSource(id: $id, confirmRecords: $confirmRecords) { removedRecords problems { code path message } }
  }`
  const { data, json } = await askAsOwner(query, { id, confirmRecords }, Removed)
  const { removedRecords, problems } = data.removeSource
  if (options.json) printJson(json)
  else {
    if (removedRecords !== null) print(`${id} is removed, with ${records(removedRecords)}.`)
    sayProblems(problems)
  }
  return removedRecords === null ? exitCodes.FAILED : exitCodes.OK
}

async function confirmed(id: string): Promise<number> {
  const query = 'query ($id: ID!) { source(id: $id) { name recordsInAll } }'
  const { source } = (await askAsOwner(query, { id }, Counted)).data
  const count = source.recordsInAll
  if (count === null) {
    throw notYours(source.name, 'to remove')
  }
  const stop = new AbortController()
  const signals = onSignal(() => stop.abort())
  const label = `${source.name} goes with ${records(count)}. Type their number to remove it`
  const question = { name: 'count', label, isSecret: false, isOptional: false }
  const { count: typed } = await askPerson([question], stop.signal).finally(() => signals.dispose())
  if (typed === String(count)) return count
  throw new CommandError(exitCodes.CANCELLED, 'That is another number; nothing was removed.')
}

const records = (count: number) => `${count} ${count === 1 ? 'record' : 'records'}`
