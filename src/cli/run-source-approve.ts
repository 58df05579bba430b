import { z } from 'zod'
import { CommandError, type ExitCode, exitCodes } from './exit.ts'
import { listing, print, printJson, say } from './output.ts'
import { askPerson } from './prompt.ts'
import { onSignal } from './signals.ts'
import type { ApproveOptions } from './source.ts'
import {
  askAsOwner,
  ChangedSource,
  changedLine,
  changePayload,
  notYours,
  sayProblems,
} from './source-answer.ts'

const names = z.array(z.string()).nullable()
const Shown = z.object({
  name: z.string(),
  type: z.string(),
  title: z.string(),
  homepage: z.string().nullable(),
  origin: z.string().nullable(),
  origins: names,
  options: z.record(z.string(), z.unknown()).nullable(),
  hasSecrets: z.boolean().nullable(),
  secretNames: names,
  schedule: z.string().nullable(),
  owners: names,
  revision: z.number().nullable(),
  awaitsApproval: z.boolean().nullable(),
  isManaged: z.boolean(),
  isApprovable: z.boolean(),
})
type Shown = z.infer<typeof Shown>

/** Approves a source as it was shown, and nothing that its owner has made of it since. */
export async function approveOne(id: string, options: ApproveOptions): Promise<ExitCode> {
  const revision = options.revision ?? (await confirmed(id))
  const query = `mutation ($id: ID!, $revision: Int!) {
    approveSource(id: $id, revision: $revision) ${changePayload}
  }`
  const Approved = z.object({ approveSource: ChangedSource })
  const { data, json } = await askAsOwner(query, { id, revision }, Approved)
  const { source, problems } = data.approveSource
  if (options.json) printJson(json)
  else {
    if (source !== null) print(changedLine(source, 'approved'))
    sayProblems(problems)
  }
  return source === null ? exitCodes.FAILED : exitCodes.OK
}

/** The revision that a person has seen and agreed to; on stderr, for it is part of the question. */
async function confirmed(id: string): Promise<number> {
  const query = `query ($id: ID!) { source(id: $id) { ${Object.keys(Shown.shape).join(' ')} } }`
  const { source } = (await askAsOwner(query, { id }, z.object({ source: Shown }))).data
  const { name, revision } = source
  if (!source.isApprovable || revision === null) throw refusal(source)
  say(shown(source, revision))
  // Nothing is to be agreed to: it is told that it is approved, unless it has changed by then.
  if (!source.awaitsApproval) return revision
  const stop = new AbortController()
  const signals = onSignal(() => stop.abort())
  const label = `Type its revision to approve ${name} as it is shown`
  const question = { name: 'typed', label, isSecret: false, isOptional: false }
  const { typed } = await askPerson([question], stop.signal).finally(() => signals.dispose())
  if (typed === String(revision)) return revision
  throw new CommandError(exitCodes.CANCELLED, 'That is another number; nothing was approved.')
}

function refusal({ name, origin, isManaged }: Shown): CommandError {
  if (!isManaged || origin !== 'FILE') return notYours(name, 'to approve: operators do that')
  const message = `${name} stands in the sources file: nobody has to approve it (CONFLICT).`
  return new CommandError(exitCodes.FAILED, message)
}

function shown(source: Shown, revision: number): string {
  const { name, title, type, homepage, origins, options, schedule, owners } = source
  return listing([
    ['Source', `${title} (${name})`],
    ['Type', type],
    ['Homepage', homepage],
    ['Read at', origins === null ? 'cannot be said' : origins.join(' ') || 'nowhere'],
    ...optionLines(options),
    ['Secrets', secretsText(source)],
    ['Schedule', schedule ?? 'manual'],
    ['Owners', owners?.join(' ') || 'none'],
    ['Revision', `${revision}${source.awaitsApproval ? '' : ', approved'}`],
  ])
}

/** One below the other, as JSON: what an owner wrote must not pass for something else. */
function optionLines(options: Shown['options']): [string, string][] {
  if (options === null) return [['Options', 'cannot be shown: its connector is not here']]
  const lines = Object.entries(options).map(([name, value]) => `${name} = ${JSON.stringify(value)}`)
  const [first = 'none', ...more] = lines
  return [['Options', first], ...more.map((line): [string, string] => ['', line])]
}

function secretsText({ hasSecrets, secretNames }: Shown): string {
  if (!hasSecrets) return 'none'
  return secretNames === null ? 'kept, but cannot be read here' : secretNames.join(', ')
}
