import { readFile } from 'node:fs/promises'
import { parseDocument } from 'yaml'
import { z } from 'zod'
import { readVariable, VariableName } from '../config.ts'
import { faultsOf } from '../harvest/shape-faults.ts'
import { CommandError, exitCodes } from './exit.ts'
import { askPerson } from './prompt.ts'
import type { DraftOptions } from './source.ts'

const Groups = z.array(z.string().min(1))

/** One source, as an entry of a sources file has it. Secrets are named, and stand elsewhere. */
const Entry = z.strictObject({
  id: z.string().optional(),
  type: z.string().optional(),
  title: z.string().optional(),
  homepage: z.string().nullable().optional(),
  options: z.record(z.string(), z.unknown()).optional(),
  /** Of variables of the environment. */
  credentials: z.record(z.string(), VariableName).nullable().optional(),
  schedule: z.string().nullable().optional(),
  harvestEvery: z.string().nullable().optional(),
  visibility: Groups.nullable().optional(),
  owners: Groups.nullable().optional(),
  discover: Groups.nullable().optional(),
  staleAfter: z.string().nullable().optional(),
})
type Entry = z.infer<typeof Entry>

/** A SourceInput or SourcePatch of the API, as far as the command line says something. */
export interface SourceInput extends Omit<Entry, 'credentials' | 'harvestEvery'> {
  secrets?: Record<string, string> | null
}

/**
 * What a file and the options say of a source; options go over the file. Secrets come from variables, files or a person, never
 * from the command line, where others could read them.
 *
 * @throws {CommandError} `USAGE` with every fault of the file, or for an option that is none; as `askPerson`.
 */
export async function sourceInput(
  options: DraftOptions,
  signal: AbortSignal,
): Promise<SourceInput> {
  const entry = options.file === undefined ? {} : await entryIn(options.file)
  const { credentials, harvestEvery, ...input } = entry
  if (harvestEvery !== undefined && input.schedule === undefined) input.schedule = harvestEvery
  const { id, type, title, homepage, schedule, staleAfter } = options
  const said = { id, type, title, homepage, schedule, staleAfter }
  for (const [name, value] of Object.entries(said)) {
    if (value !== undefined) Object.assign(input, { [name]: value })
  }
  if (options.visibility.length > 0) input.visibility = options.visibility
  if (options.owner.length > 0) input.owners = options.owner
  if (options.discover.length > 0) input.discover = options.discover
  if (input.schedule === 'manual') input.schedule = null
  if (options.option.length > 0) {
    input.options = { ...input.options, ...Object.fromEntries(options.option.map(optionOf)) }
  }
  const secrets = {
    ...fromVariables(credentials ?? {}),
    ...(await secretsOf(options, signal)),
  }
  if (Object.keys(secrets).length > 0) return { ...input, secrets }
  return credentials === null ? { ...input, secrets: null } : input
}

async function entryIn(file: string): Promise<Entry> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new CommandError(exitCodes.USAGE, `The file ${file} cannot be read.`, cause)
  })
  const document = parseDocument(text, { prettyErrors: false })
  const [broken] = document.errors
  if (broken !== undefined) throw usage(`${file} is no YAML: ${broken.message}`)
  const entry = Entry.safeParse(document.toJS({ maxAliasCount: 100 }) ?? {})
  if (entry.success) return entry.data
  const faults = faultsOf(entry.error, [], Entry, 'key').map(
    ({ path, message }) => `  ${path.join('.') || 'the file'}: ${message}`,
  )
  throw usage([`${file} is no source:`, ...faults].join('\n'))
}

/** `pageSize=100` with a number, `baseUrl=https://…` with a text: what is JSON is taken as that. */
function optionOf(text: string): [string, unknown] {
  const [name, value] = pairOf(text, '--option', 'name=value')
  try {
    return [name, JSON.parse(value)]
  } catch {
    return [name, value]
  }
}

async function secretsOf(
  { secret, secretEnv, secretFile }: DraftOptions,
  signal: AbortSignal,
): Promise<Record<string, string>> {
  const named = secretEnv.map((text) => pairOf(text, '--secret-env', 'name=VARIABLE'))
  const secrets = fromVariables(Object.fromEntries(named))
  for (const text of secretFile) {
    const [name, path] = pairOf(text, '--secret-file', 'name=path')
    const held = await readFile(path, 'utf8').catch((cause: unknown) => {
      throw new CommandError(
        exitCodes.USAGE,
        `The file of the secret ${name} cannot be read.`,
        cause,
      )
    })
    secrets[name] = held.trim()
  }
  if (secret.some((name) => name.includes('='))) {
    throw usage('A secret does not stand on the command line: --secret takes its name alone.')
  }
  if (secret.length === 0) return secrets
  const questions = secret.map((name) => ({ name, label: name, isSecret: true, isOptional: false }))
  return { ...secrets, ...(await askPerson(questions, signal)) }
}

function fromVariables(named: Readonly<Record<string, string>>): Record<string, string> {
  const secrets: Record<string, string> = {}
  for (const [name, variable] of Object.entries(named)) {
    const value = readVariable(variable)
    if (value === null) throw usage(`The variable ${variable} of the secret ${name} is not set.`)
    secrets[name] = value
  }
  return secrets
}

function pairOf(text: string, option: string, form: string): [string, string] {
  const at = text.indexOf('=')
  // What was given is not told: it may be a secret in the wrong place.
  if (at < 1) throw usage(`${option} takes ${form}.`)
  return [text.slice(0, at), text.slice(at + 1)]
}

const usage = (message: string) => new CommandError(exitCodes.USAGE, message)
