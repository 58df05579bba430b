import { readFile } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { offsetOf } from './config/fault-offset.ts'
import { readVariable, VariableName } from './config.ts'
import { durationSeconds } from './harvest/duration.ts'
import type { HookConfig } from './harvest/hooks/hook-config.ts'
import { type HookSurroundings, hooksIn } from './harvest/hooks/hook-entry.ts'
import { every, parseSchedule, type Schedule } from './harvest/schedule-text.ts'
import { type Fault, faultsOf, nearest } from './harvest/shape-faults.ts'
import {
  GatewayError,
  PUBLIC,
  sourceIdPattern,
  toGatewayError,
  Visibility,
  WebUrl,
} from './model/index.ts'
import type { PayerAccount } from './resolve/payer.ts'
import type { AnyConnector, Credentials } from './sdk/connector.ts'
import { S3Login } from './sdk/s3/login.ts'
import type { SourceConfig } from './store/record-store.ts'

/** A source of the sources file, with its connector and checked options. */
export interface ConfiguredSource extends SourceConfig {
  /** False: kept in the file, but neither harvested nor configured. */
  enabled: boolean
  /** As they stand in the file. Plain data; how harvests take them, which find out what they mean when they begin. */
  options: Record<string, unknown>
  /** The same as the connector's shape gave them when the file was read: defaults filled in, and files read that they name. */
  checked: Record<string, unknown>
  /** From the environment, as the connector's shape wants them; null: none. Goes to the harvester and nowhere else. */
  credentials: Credentials | null
  /** Null: only when somebody asks for a harvest. */
  schedule: Schedule | null
  /** Who may watch it and harvest it besides operators: subjects, and groups as `group:<name>`. */
  owners: readonly string[]
  /** Whether its HTTP client may call addresses of this machine and of private networks. */
  allowPrivateAddresses: boolean
  /** The operator's account that pays for readers who agree; null: there is none. Goes to the resolver and nowhere else. */
  payer: PayerAccount | null
}

/** What a variable of the environment holds; null when it is not set, or empty. */
export type Variable = (name: string) => string | null

/** Where the connectors live that come with the gateway. */
export const connectorsFolder = fileURLToPath(new URL('../connectors/', import.meta.url))

const expectedDuration = 'expected a duration such as 30m, 24h or 7d'
/** `30m`, `24h` or `7d`, as seconds. */
export const Duration = z.string(expectedDuration).transform((text, context) => {
  const seconds = durationSeconds(text)
  if (seconds === null) context.addIssue(expectedDuration)
  return seconds ?? z.NEVER
})

const ScheduleText = z.string().transform((text, context) => {
  const { schedule, faults } = parseSchedule(text)
  for (const fault of faults) context.addIssue(fault)
  return schedule
})

/** A subject, or `group:` and the name of a group. */
const Owner = z
  .string()
  .regex(
    /^(?!group:$)[^\s\p{C}](?:[^\p{C}]{0,198}[^\s\p{C}])?$/u,
    'expected a subject, or group: and a name',
  )

const dollars = z.number('expected US dollars').positive('expected US dollars above 0')
const Payer = z.strictObject({
  credentials: z.record(z.string(), VariableName),
  /** US dollars a period. */
  budgetPerReader: dollars,
  budget: dollars,
  period: Duration.default(30 * 86_400),
  /** Whether it pays for readers whom nobody knows; together they are one reader. */
  anonymous: z.boolean().default(false),
})

const Entry = z.strictObject({
  id: z
    .string()
    .regex(
      sourceIdPattern,
      'expected lower-case letters, digits and hyphens, at most 63, starting with a letter or digit',
    ),
  type: z.string(),
  title: z.string().min(1),
  homepage: WebUrl.nullable().default(null),
  enabled: z.boolean().default(true),
  /** Groups that may know of the source. */
  discover: z.array(z.string().min(1)).default([PUBLIC]),
  visibility: Visibility.nullable().default(null),
  harvestEvery: Duration.transform(every).nullable().default(every(86_400)),
  /** In its place, where that says too little. */
  schedule: ScheduleText.nullable().optional(),
  owners: z.array(Owner).default([]),
  staleAfter: Duration.nullable().default(null),
  allowPrivateAddresses: z.boolean().default(false),
  credentials: z.record(z.string(), VariableName).nullable().default(null),
  payer: Payer.nullable().default(null),
  options: z.record(z.string(), z.unknown()).default({}),
})
const Root = z.strictObject({ sources: z.array(z.unknown()), hooks: z.unknown().optional() })

/** What a sources file says. */
export interface SourcesFile {
  sources: ConfiguredSource[]
  /** In their order. */
  hooks: HookConfig[]
}

/**
 * Reads and checks a sources file.
 *
 * @throws {GatewayError} `CONFIG_INVALID`; its message lists every fault of the file at once, one a line:
 *   `sources.yaml:12:5: sources[0].options.pagesize: unknown option; did you mean pageSize? Known: …`
 */
export async function readSourcesFile(
  file: string,
  connectors: ReadonlyMap<string, AnyConnector>,
  variable: Variable = readVariable,
): Promise<SourcesFile> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw invalid(`The sources file ${file} cannot be read; ATLAS_SOURCES names another.`, cause)
  })
  return parseFile(text, basename(file), connectors, { variable, folder: dirname(resolve(file)) })
}

/** The sources alone of what `readSourcesFile` gives. */
export async function readSources(
  file: string,
  connectors: ReadonlyMap<string, AnyConnector>,
  variable: Variable = readVariable,
): Promise<ConfiguredSource[]> {
  return (await readSourcesFile(file, connectors, variable)).sources
}

/** Like `readSources`, for its text; `name` stands before each fault. */
export function parseSources(
  text: string,
  name: string,
  connectors: ReadonlyMap<string, AnyConnector>,
  variable: Variable = readVariable,
): ConfiguredSource[] {
  return parseFile(text, name, connectors, { variable, folder: null }).sources
}

function parseFile(
  text: string,
  name: string,
  connectors: ReadonlyMap<string, AnyConnector>,
  surroundings: HookSurroundings,
): SourcesFile {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return `${name}:${line}:${col}`
  }
  const broken = [...document.errors, ...document.warnings]
  if (broken.length > 0) {
    throw listed(broken.map(({ pos, message }) => ({ offset: pos[0], line: at(pos[0]), message })))
  }
  const { sources, hooks, faults } = check(
    plain(() => document.toJS({ maxAliasCount: 100 })),
    connectors,
    surroundings,
  )
  if (faults.length > 0) {
    throw listed(
      faults.map((fault) => {
        const offset = offsetOf(document.contents, fault)
        return { offset, line: at(offset), message: `${written(fault.path)}: ${fault.message}` }
      }),
    )
  }
  return { sources, hooks }
}

function plain(read: () => unknown): unknown {
  try {
    return read()
  } catch (cause) {
    throw invalid('The sources file repeats itself through too many aliases.', cause)
  }
}

function check(
  content: unknown,
  connectors: ReadonlyMap<string, AnyConnector>,
  surroundings: HookSurroundings,
): SourcesFile & { faults: Fault[] } {
  const root = Root.safeParse(content ?? {})
  if (!root.success)
    return { sources: [], hooks: [], faults: faultsOf(root.error, [], Root, 'key') }
  const { variable } = surroundings
  const { hooks, faults } = hooksIn(root.data.hooks, surroundings)
  const sources: ConfiguredSource[] = []
  const firstOf = new Map<unknown, number>()
  root.data.sources.forEach((content, index) => {
    const path = ['sources', index]
    const entry = Entry.safeParse(content)
    if (!entry.success) faults.push(...faultsOf(entry.error, path, Entry, 'key'))
    const { id, type, options, ...more } = isObject(content) ? content : {}
    if ('harvestEvery' in more && 'schedule' in more) {
      const message = 'expected harvestEvery or schedule, not both'
      faults.push({ path: [...path, 'schedule'], atKey: true, message })
    }

    const first = firstOf.get(id)
    if (first !== undefined) {
      faults.push({ path: [...path, 'id'], message: `sources[${first}] has this id already` })
    } else if (typeof id === 'string') firstOf.set(id, index)

    const connector = typeof type === 'string' ? connectors.get(type) : undefined
    if (connector === undefined) {
      if (typeof type === 'string') {
        const known = [...connectors.keys()]
        const message = `unknown type${nearest(type, known)} Known types: ${known.join(', ')}`
        faults.push({ path: [...path, 'type'], message })
      }
      return
    }
    const login = entry.success
      ? credentialsOf(entry.data, connector, variable, [...path, 'credentials'])
      : { credentials: null, faults: [] }
    faults.push(...login.faults)
    const payer = entry.success
      ? payerOf(entry.data, variable, [...path, 'payer'])
      : { payer: null, faults: [] }
    faults.push(...payer.faults)
    if (entry.success && entry.data.enabled)
      faults.push(...rulesFaults(connector, [...path, 'type']))
    if (options !== undefined && !isObject(options)) return
    const checked = connector.options.safeParse(options ?? {})
    if (!checked.success) {
      const place = [...path, 'options']
      faults.push(...faultsOf(checked.error, place, connector.options, 'option'))
    } else if (entry.success && login.faults.length + payer.faults.length === 0) {
      const { harvestEvery, schedule, staleAfter, ...rest } = entry.data
      sources.push({
        ...rest,
        schedule: schedule === undefined ? harvestEvery : schedule,
        options: entry.data.options,
        checked: checked.data as Record<string, unknown>,
        credentials: login.credentials,
        payer: payer.payer,
        staleAfterSeconds: staleAfter,
      })
    }
  })
  return { sources, hooks, faults }
}

/** Every run reads the rules of its connector; that they can be read is found out at once. */
function rulesFaults(connector: AnyConnector, path: (string | number)[]): Fault[] {
  try {
    connector.rules?.()
    return []
  } catch (thrown) {
    const { message } = toGatewayError(thrown)
    return [{ path, message: `its rules cannot be used: ${message}` }]
  }
}

/** What the variables hold that the entry names. Of a source that is not enabled none is asked for. */
function credentialsOf(
  { credentials: named, enabled }: z.output<typeof Entry>,
  { credentials: shape }: AnyConnector,
  variable: Variable,
  path: (string | number)[],
): { credentials: Credentials | null; faults: Fault[] } {
  if (named === null) return { credentials: null, faults: [] }
  if (shape === undefined) {
    return {
      credentials: null,
      faults: [{ path, atKey: true, message: 'sources of this type take no credentials' }],
    }
  }
  return enabled ? variablesAs(shape, named, variable, path) : { credentials: null, faults: [] }
}

/** The account that pays for readers. Of a source that is not enabled no variable is asked for. */
function payerOf(
  { payer, enabled }: z.output<typeof Entry>,
  variable: Variable,
  path: (string | number)[],
): { payer: PayerAccount | null; faults: Fault[] } {
  if (payer === null || !enabled) return { payer: null, faults: [] }
  const { credentials: named, period: periodSeconds, ...budgets } = payer
  const place = [...path, 'credentials']
  const { credentials, faults } = variablesAs(S3Login, named, variable, place)
  return { payer: credentials && { ...budgets, periodSeconds, credentials }, faults }
}

function variablesAs(
  shape: z.ZodType<Credentials>,
  named: Readonly<Record<string, string>>,
  variable: Variable,
  path: (string | number)[],
): { credentials: Credentials | null; faults: Fault[] } {
  const faults: Fault[] = []
  const values: Record<string, string> = {}
  for (const [key, name] of Object.entries(named)) {
    const value = variable(name)
    if (value === null) {
      faults.push({ path: [...path, key], message: `the variable ${name} is not set` })
    } else values[key] = value
  }
  if (faults.length > 0) return { credentials: null, faults }
  const checked = shape.safeParse(values)
  if (checked.success) return { credentials: checked.data, faults }
  return { credentials: null, faults: faultsOf(checked.error, path, shape, 'name') }
}

function written(path: readonly (string | number)[]): string {
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('')
  return text.replace(/^\./, '') || 'the file'
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function listed(faults: { offset: number; line: string; message: string }[]): GatewayError {
  const lines = faults
    .sort((a, b) => a.offset - b.offset)
    .map(({ line, message }) => `  ${line}: ${message}`)
  return invalid(['The sources file is not valid:', ...lines].join('\n'))
}

function invalid(message: string, cause?: unknown): GatewayError {
  return new GatewayError('CONFIG_INVALID', { message, cause })
}
