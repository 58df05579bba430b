import { readFile, stat } from 'node:fs/promises'
import { text as textOf } from 'node:stream/consumers'
import { z } from 'zod'
import { readerShape } from '../../resolve/by-scheme.ts'
import type { AnyConnector, Credentials, LoginQuestion } from '../../sdk/connector.ts'
import { isSecretName } from '../../sdk/redact.ts'
import { CommandError, exitCodes } from '../exit.ts'
import { askPerson, type Terminal } from '../prompt.ts'

const File = z.record(z.string(), z.record(z.string(), z.string()))
/** By id of a source, or by origin of its site. Values are never told. */
export type CredentialsFile = z.output<typeof File>

/**
 * What stands in a file of credentials; `-` is standard input. `warn` is told when others may read the file.
 *
 * @throws {CommandError} `USAGE` when it cannot be read or has another form.
 */
export async function readCredentials(
  path: string,
  warn: (message: string) => void,
  input: NodeJS.ReadableStream = process.stdin,
): Promise<CredentialsFile> {
  let text: string
  try {
    text = path === '-' ? await textOf(input) : await readFile(path, 'utf8')
    if (path !== '-' && process.platform !== 'win32' && ((await stat(path)).mode & 0o077) !== 0) {
      warn(`Others can read the file with your credentials; "chmod 600 ${path}" ends that.`)
    }
  } catch (cause) {
    throw new CommandError(exitCodes.USAGE, 'The file with credentials cannot be read.', cause)
  }
  try {
    return File.parse(JSON.parse(text))
  } catch {
    // No cause: it would hold what was read.
    const form = '{"<source>": {"user": "…", "password": "…"}}'
    throw new CommandError(exitCodes.USAGE, `Credentials are JSON of the form ${form}.`)
  }
}

/** A source and the code that makes links to it here. */
export interface LoginPlace {
  source: string
  connector: AnyConnector
  /** Its connector's origins. */
  origins: readonly string[]
}

/**
 * The reader's own credentials at a source: by its id, or by the origin of its site, so that no gateway can name another
 * site for them. Null when there are none.
 *
 * @throws {CommandError} `USAGE` when they are not of the form that the source takes, without saying what they are.
 */
export function credentialsFor(
  file: CredentialsFile,
  { source, connector, origins }: LoginPlace,
): Credentials | null {
  const origin = origins.find((one) => Object.hasOwn(file, one))
  const given = Object.hasOwn(file, source) ? file[source] : origin && file[origin]
  if (given === undefined || given === '') return null
  const parsed = readerShape(connector)?.safeParse(given)
  if (parsed?.success) return parsed.data
  const known = parsed === undefined ? 'none' : namesOf(connector).map((names) => names.join(', '))
  const message = `The source ${source} takes other credentials: ${[known].flat().join('; or ')}.`
  throw new CommandError(exitCodes.USAGE, message)
}

/**
 * Asks a person for the login of a source; what is secret is not shown. Null when nothing is given.
 *
 * @throws {CommandError} when half of it is given; `CANCELLED` on Ctrl-C.
 */
export async function askForLogin(
  { connector }: LoginPlace,
  signal: AbortSignal,
  terminal?: Terminal,
): Promise<Credentials | null> {
  for (const names of namesOf(connector)) {
    const [first, ...others] = names.map(
      (name): LoginQuestion => ({
        name,
        label: name[0]?.toUpperCase() + name.slice(1),
        isSecret: isSecretName(name),
        isOptional: false,
      }),
    )
    if (first === undefined) continue
    const begun = await askPerson([{ ...first, isOptional: true }], signal, terminal)
    if (begun[first.name] === undefined) continue
    const rest = others.length === 0 ? {} : await askPerson(others, signal, terminal)
    const parsed = readerShape(connector)?.safeParse({ ...begun, ...rest })
    if (parsed?.success) return parsed.data
    throw new CommandError(exitCodes.USAGE, 'The source takes other credentials than these.')
  }
  return null
}

/** What credentials consist of, each way of logging in by itself. Where nothing is a must, each name is a way. */
function namesOf(connector: AnyConnector): string[][] {
  const shape = readerShape(connector)
  if (shape === undefined) return []
  const schema = z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' })
  return (schema.anyOf ?? [schema]).flatMap((one) => {
    if (typeof one !== 'object') return []
    const names = Object.keys(one.properties ?? {})
    const must = one.required ?? []
    if (must.length > 0) return [must]
    const isPair = names.includes('user') && names.includes('password')
    const alone = names.filter((name) => name !== 'user' && name !== 'password')
    return [...(isPair ? [['user', 'password']] : []), ...alone.map((name) => [name])]
  })
}
