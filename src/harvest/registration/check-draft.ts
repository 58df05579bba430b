import { z } from 'zod'
import { GatewayError, sourceIdPattern, Visibility, WebUrl } from '../../model/index.ts'
import type { AnyConnector, Credentials } from '../../sdk/connector.ts'
import { parseSchedule, type Schedule } from '../schedule-text.ts'
import { type Fault, faultsOf, nearest } from '../shape-faults.ts'
import type { SourceDraft, SourceProblem } from './draft.ts'
import { isPrivateByName, isWebOrigin, type Reach, reachOf } from './reach.ts'
import { bearsLogin, isDeeperThan, isPlain, type Step, textsIn, writtenPath } from './texts.ts'

/** A draft that nothing is wrong with, as a harvest takes it. */
export interface CheckedDraft extends Reach {
  connector: AnyConnector
  /** As the connector's shape gives them, defaults filled in. Plain data. */
  options: Record<string, unknown>
  /** As the connector's shape gives them; null: none. */
  credentials: Credentials | null
  /** Null: only when somebody asks. */
  schedule: Schedule | null
}

export interface DraftRules {
  connectors: ReadonlyMap<string, AnyConnector>
  /** Origins of private networks that the operator allows. */
  privateOrigins: readonly string[]
  /** Whether secrets are kept, and so can be. A draft that is only tried needs no place for them. */
  keepsSecrets: boolean
}

/** Bytes of the options as JSON, and how deep they may go. */
const largest = 64 * 1024
const deepest = 24

const group = z.string().min(1).max(200)
const Head = z.object({
  id: z
    .string()
    .regex(
      sourceIdPattern,
      'expected lower-case letters, digits and hyphens, at most 63, starting with a letter or digit',
    ),
  type: z.string(),
  title: z.string().trim().min(1).max(300),
  homepage: WebUrl.nullable(),
  secrets: z.record(z.string(), z.string().max(16_384)).nullable(),
  schedule: z.string().max(1_000).nullable(),
  visibility: Visibility.nullable(),
  owners: z
    .array(
      z
        .string()
        .max(200)
        .regex(/^\S(?:.*\S)?$/, 'expected a subject, or group: and the name of a group'),
    )
    .max(100),
  discover: z.array(group).max(100),
  staleAfterSeconds: z.int().positive().nullable(),
})

/**
 * Everything that is wrong with a draft, at once; nothing is asked of anybody. What is told holds names and paths, never a
 * value: it may be a secret.
 */
export function checkDraft(
  draft: SourceDraft,
  rules: DraftRules,
): { problems: SourceProblem[]; checked: CheckedDraft | null } {
  const problems: SourceProblem[] = []
  const say = (
    path: readonly Step[],
    message: string,
    code: SourceProblem['code'] = 'BAD_INPUT',
  ) => {
    problems.push({ code, path: writtenPath(path) || null, message })
  }
  const head = Head.safeParse(draft)
  if (!head.success) tell(faultsOf(head.error, [], Head, 'field'), say)
  for (const field of ['title', 'homepage'] as const) {
    if (bearsLogin(String(draft[field] ?? ''))) say([field], withoutLogin)
  }
  const schedule = typeof draft.schedule === 'string' ? parseSchedule(draft.schedule) : null
  for (const fault of schedule?.faults ?? []) say(['schedule'], fault)

  const connector = rules.connectors.get(draft.type)
  if (connector === undefined) {
    const known = [...rules.connectors.keys()]
    if (typeof draft.type === 'string') {
      say(['type'], `unknown type${nearest(draft.type, known)} Known types: ${known.join(', ')}`)
    }
    return { problems, checked: null }
  }
  const credentials = credentialsOf(draft.secrets, connector, rules.keepsSecrets, say)
  const options = optionsOf(draft, connector, say)
  const reach = options === null ? null : whereTo(options, draft, connector, rules, say)
  if (problems.length > 0 || options === null || reach === null) return { problems, checked: null }
  const when = schedule?.schedule ?? null
  return { problems, checked: { ...reach, connector, options, credentials, schedule: when } }
}

type Say = (path: readonly Step[], message: string, code?: SourceProblem['code']) => void

const withoutLogin = 'expected an address without a user, a password or a token; these are secrets'
const onlyInFile =
  'reads what lies on the machine of the gateway, which only the sources file may name'

function credentialsOf(
  secrets: unknown,
  { credentials: shape, local }: AnyConnector,
  keepsSecrets: boolean,
  say: Say,
): Credentials | null {
  if (!isObject(secrets) || Object.keys(secrets).length === 0) return null
  if (shape === undefined) {
    say(['secrets'], 'expected none: sources of this type take no secrets')
    return null
  }
  if (!keepsSecrets) say(['secrets'], noSecretKey, 'CONFIG_INVALID')
  const places = local?.({}, secrets).filter((place) => place.startsWith('secrets.')) ?? []
  for (const place of places) say(place.split('.'), onlyInFile, 'FORBIDDEN')
  const checked = shape.safeParse(secrets)
  if (checked.success) return checked.data
  tell(faultsOf(checked.error, ['secrets'], shape, 'secret'), say)
  return null
}

const noSecretKey =
  'ATLAS_SECRET_KEY is not set, and secrets are kept under no other key: the operator has to set one'

function optionsOf(
  { options }: SourceDraft,
  connector: AnyConnector,
  say: Say,
): Record<string, unknown> | null {
  if (!isObject(options)) {
    say(['options'], 'expected an object')
    return null
  }
  if (isDeeperThan(deepest, options) || JSON.stringify(options).length > largest) {
    say(['options'], `expected at most ${largest / 1024} KiB, and ${deepest} levels`)
    return null
  }
  for (const { path, text } of textsIn(options, ['options'])) {
    if (bearsLogin(text)) say(path, withoutLogin)
  }
  for (const name of secretOptions(connector)) {
    if (!Object.hasOwn(options, name)) continue
    say(['options', name], 'is a secret, and options are shown: only the sources file may have it')
  }
  const places =
    connector.local?.(options, {}).filter((place) => place.startsWith('options.')) ?? []
  for (const place of places) say(place.split('.'), onlyInFile, 'FORBIDDEN')
  // Checking some of these would read the file.
  if (places.length > 0) return null
  try {
    const checked = connector.options.safeParse(options)
    if (checked.success) return checked.data as Record<string, unknown>
    tell(faultsOf(checked.error, ['options'], connector.options, 'option'), say)
  } catch (thrown) {
    if (thrown instanceof GatewayError) throw thrown
    say(['options'], 'cannot be checked: the connector failed over them')
  }
  return null
}

/** Options of which the shape says that nobody is shown them. */
function secretOptions(connector: AnyConnector): string[] {
  const schema = z.toJSONSchema(connector.options, { io: 'input', unrepresentable: 'any' })
  return Object.entries(schema.properties ?? {})
    .filter(([, option]) => typeof option === 'object' && option.writeOnly === true)
    .map(([name]) => name)
}

function whereTo(
  options: Record<string, unknown>,
  draft: SourceDraft,
  connector: AnyConnector,
  { privateOrigins }: DraftRules,
  say: Say,
): Reach | null {
  const reach = reachOf(connector, options, privateOrigins)
  if (reach === null) {
    say(['options'], 'expected addresses that can be read')
    return null
  }
  const { origins, allowPrivateAddresses } = reach
  for (const origin of origins) {
    const path = pathTo(origin, draft.options)
    if (!isWebOrigin(origin)) say(path, 'expected an http or https address')
    else if (!allowPrivateAddresses && isPrivateByName(origin)) say(path, notPrivate, 'FORBIDDEN')
  }
  return reach
}

export const notPrivate =
  'expected an address of the public internet; for others an operator has to list all origins of the source in ATLAS_PRIVATE_ORIGINS'

/** Where among the options an origin comes from; `options` when it does not stand there. */
export function pathTo(origin: string, options: Readonly<Record<string, unknown>>): Step[] {
  for (const { path, text } of textsIn(options, ['options'])) {
    if (URL.parse(text)?.origin === origin) return path
  }
  return ['options']
}

/** A key that is not known is told by its name only where that looks like one; among secrets never. */
function tell(faults: readonly Fault[], say: Say): void {
  for (const { path, atKey, message } of faults) {
    const key = path.at(-1)
    const isHidden =
      atKey === true && typeof key === 'string' && (path[0] === 'secrets' || !isPlain(key))
    if (isHidden) say(path.slice(0, -1), `an ${message.replace(/; did you mean .*?\?/, '.')}`)
    else say(path, message)
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
