import { existsSync, readFileSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { GatewayError } from './model/index.ts'
import { type LogLevel, logLevels } from './sdk/log.ts'

/** Everything that the environment decides. */
export interface Config {
  /** TCP port of the gateway; 0 takes any free one. Default 4000. */
  port: number
  /** Address to listen on. Default `127.0.0.1`: this machine only. */
  host: string
  /** Absolute path of the folder of catalogue and index. Default `./data`. */
  data: string
  /** Absolute path of the sources file. Default `./sources.yaml`. */
  sources: string
  /** Absolute path of the file with the prices of S3; null: the list prices that come with the gateway. */
  prices: string | null
  /** What opens mutations and rejections as a bearer token; null: nobody may. */
  operatorToken: string | null
  /** 32 bytes each: what logins are kept under, the current one first. Empty: no login can be kept. */
  secretKeys: Uint8Array[]
  /** Default false; true when `NODE_ENV` is `production`. Closes GraphiQL. */
  production: boolean
  /** Default `info`. */
  logLevel: LogLevel
  /** Where the command line finds a running gateway, without a trailing slash. Default `http://127.0.0.1:4000`. */
  url: string
  /** Web origins that may read answers in a browser; `*` is all. Default `*`. */
  corsOrigins: string[]
  /** Whether links are looked at in the background, some of each source a day. Default true. */
  linkChecks: boolean
  /** The server that finds records; null: the gateway's own index does. */
  meilisearch: MeilisearchConfig | null
  /** What turns texts into vectors. Default: a model that is trained on the catalogue. */
  embedder: EmbedderConfig
}

export type EmbedderConfig = { kind: 'lsa' } | { kind: 'none' } | HttpEmbedderConfig

/** A server that answers `POST /v1/embeddings` as OpenAI does. */
export interface HttpEmbedderConfig {
  kind: 'http'
  /** With or without `/v1`, without a trailing slash. */
  url: string
  /** As the server names it. */
  model: string
  /** Sent as a bearer token; null: none is. */
  key: string | null
  /** What is written before queries and before documents, spaces at the ends included. Default empty. */
  queryPrefix: string
  documentPrefix: string
  /** Length of vectors to ask for; null: the model's own. */
  dimensions: number | null
}

export interface MeilisearchConfig {
  /** Without a trailing slash. */
  url: string
  /** How the names of its indexes begin. Default: what the keys were made for, else `atlas`. */
  prefix: string
  /** May search, and nothing else where the set-up made it; null: the server asks for no key. */
  searchKey: string | null
  /** Uid of the search key, which signs tenant tokens; null: not known. */
  searchKeyUid: string | null
  /** May write, and nothing else where the set-up made it; null as above. */
  writeKey: string | null
}

/** What setting up Meilisearch takes; no other work ever sees the master key. */
export interface MeilisearchSetup {
  url: string
  prefix: string
  masterKey: string
  /** Absolute path of the file for the keys that are made. Default `meilisearch-keys.json` in the data folder. */
  keysFile: string
}

type Variables = Readonly<Record<string, string | undefined>>

const webOrigin = z.string().refine((text) => text === '*' || isOrigin(text), {
  error: 'expected * or origins such as https://example.org, with commas between',
})

const Key = z
  .string()
  .regex(/^[\x21-\x7e]+$/, 'expected printable characters without spaces')
  .nullable()
  .default(null)
const Secret = Key.refine(
  (key) => key === null || key.length >= 16,
  'expected at least 16 characters',
)

const Server = z
  .string()
  .refine(isServer, 'expected an http or https address without a user name, ? or #')
  .transform((url) => url.replace(/\/+$/, ''))
  .nullable()
  .default(null)
const Prefix = z.string().max(2_000, 'expected at most 2000 characters').default('')

/** One shape a variable; an empty variable counts as absent. Errors say what was expected, never what was found. */
const shapes = {
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'expected a port, 0 to 65535')
    .transform(Number)
    .refine((port) => port <= 65_535, 'expected a port, 0 to 65535')
    .default(4000),
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:-]+$/, 'expected an address or a host name')
    .default('127.0.0.1'),
  ATLAS_DATA: z.string().default('./data'),
  ATLAS_SOURCES: z.string().default('./sources.yaml'),
  ATLAS_PRICES: z.string().nullable().default(null),
  ATLAS_OPERATOR_TOKEN: Secret,
  ATLAS_SECRET_KEY: z
    .string()
    .transform((text) => text.split(',').map((key) => keyOf(key.trim())))
    .refine((keys) => keys.every((key) => key !== null), {
      error: 'expected 32 bytes as base64 or hexadecimal, older keys after it with commas between',
    })
    .transform((keys) => keys.filter((key) => key !== null))
    .default([]),
  NODE_ENV: z.string().default('development'),
  ATLAS_LOG_LEVEL: z
    .enum(logLevels, { error: `expected one of ${logLevels.join(', ')}` })
    .default('info'),
  ATLAS_URL: z
    .url({ protocol: /^https?$/, error: 'expected an http or https address' })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  ATLAS_CORS_ORIGINS: z
    .string()
    .transform((text) => text.split(',').map((origin) => origin.trim()))
    .pipe(z.array(webOrigin))
    .default(['*']),
  ATLAS_LINK_CHECKS: z
    .enum(['on', 'off'], { error: 'expected on or off' })
    .transform((word) => word === 'on')
    .default(true),
  ATLAS_EMBEDDER: z
    .enum(['lsa', 'http', 'none'], { error: 'expected one of lsa, http, none' })
    .default('lsa'),
  ATLAS_EMBEDDER_URL: Server,
  ATLAS_EMBEDDER_MODEL: z
    .string()
    .max(200, 'expected at most 200 characters')
    .nullable()
    .default(null),
  ATLAS_EMBEDDER_KEY: Key,
  ATLAS_EMBEDDER_QUERY_PREFIX: Prefix,
  ATLAS_EMBEDDER_DOCUMENT_PREFIX: Prefix,
  ATLAS_EMBEDDER_DIMENSIONS: z
    .string()
    .regex(/^[1-9]\d{0,4}$/, 'expected a number of dimensions, 1 to 99999')
    .transform(Number)
    .nullable()
    .default(null),
  MEILI_URL: Server,
  MEILI_KEY: Key,
  MEILI_SEARCH_KEY: Key,
  MEILI_KEYS_FILE: z.string().nullable().default(null),
  MEILI_INDEX: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'expected 1 to 64 letters, digits, - and _')
    .nullable()
    .default(null),
}
const setupShapes = { ...shapes, MEILI_MASTER_KEY: Secret }

/** These may stand in a file, which the variable of the same name with `_FILE` behind it names. */
const secrets = [
  'ATLAS_OPERATOR_TOKEN',
  'ATLAS_SECRET_KEY',
  'ATLAS_EMBEDDER_KEY',
  'MEILI_KEY',
  'MEILI_SEARCH_KEY',
  'MEILI_MASTER_KEY',
]

/** Every variable that is read. */
export const variableNames: readonly string[] = [
  ...Object.keys(setupShapes),
  ...secrets.map((name) => `${name}_FILE`),
]

/** Of the file that `atlas meilisearch setup` writes, what is needed here. */
const KeysFile = z.object({
  prefix: z.string(),
  search: z.object({ uid: z.string(), key: z.string().min(1) }),
  write: z.object({ key: z.string().min(1) }),
})

const defaultPrefix = 'atlas'

/**
 * The environment as a checked configuration. Nothing else reads the environment.
 *
 * @throws {GatewayError} `CONFIG_INVALID`; its message lists every variable at fault, one a line, by name and
 *   what was expected.
 */
export function readConfig(variables: Variables = process.env): Config {
  const faults: Faults = new Map()
  const environment = check(z.object(shapes), variables, faults)
  const meilisearch = environment && meilisearchOf(environment, faults)
  const embedder = environment && embedderOf(environment, faults)
  if (environment === null || embedder === null || faults.size > 0) throw invalid(faults)
  return {
    port: environment.PORT,
    host: environment.HOST,
    data: resolve(environment.ATLAS_DATA),
    sources: resolve(environment.ATLAS_SOURCES),
    prices: environment.ATLAS_PRICES === null ? null : resolve(environment.ATLAS_PRICES),
    operatorToken: environment.ATLAS_OPERATOR_TOKEN,
    secretKeys: environment.ATLAS_SECRET_KEY,
    production: environment.NODE_ENV === 'production',
    logLevel: environment.ATLAS_LOG_LEVEL,
    url: environment.ATLAS_URL ?? `http://127.0.0.1:${environment.PORT}`,
    corsOrigins: environment.ATLAS_CORS_ORIGINS,
    linkChecks: environment.ATLAS_LINK_CHECKS,
    meilisearch,
    embedder,
  }
}

/**
 * What setting up Meilisearch takes.
 *
 * @throws {GatewayError} `CONFIG_INVALID`, as `readConfig` does; `MEILI_URL` and `MEILI_MASTER_KEY` must be there.
 */
export function readMeilisearchSetup(variables: Variables = process.env): MeilisearchSetup {
  const faults: Faults = new Map()
  const environment = check(z.object(setupShapes), variables, faults)
  const { MEILI_URL: url = null, MEILI_MASTER_KEY: masterKey = null } = environment ?? {}
  if (environment !== null && url === null)
    faults.set('MEILI_URL', 'expected the address of Meilisearch')
  if (environment !== null && masterKey === null) {
    faults.set(
      'MEILI_MASTER_KEY',
      'expected the master key of Meilisearch, or its file in MEILI_MASTER_KEY_FILE',
    )
  }
  if (environment === null || url === null || masterKey === null) throw invalid(faults)
  const prefix = environment.MEILI_INDEX ?? defaultPrefix
  return { url, masterKey, prefix, keysFile: keysFileOf(environment) }
}

type Faults = Map<string, string>
type Environment = z.infer<z.ZodObject<typeof shapes>>

/** The variables in their shapes; null when one has another, or its file cannot be read: that stands in `faults`. */
function check<Shape extends z.ZodRawShape>(
  shape: z.ZodObject<Shape>,
  variables: Variables,
  faults: Faults,
): z.infer<z.ZodObject<Shape>> | null {
  const present: Record<string, string | undefined> = {}
  const namedAs = new Map<string, string>()
  for (const name of Object.keys(shape.shape)) {
    present[name] = variables[name] || undefined
    const file = secrets.includes(name) && variables[`${name}_FILE`]
    if (!file) continue
    namedAs.set(name, `${name}_FILE`)
    if (present[name] !== undefined)
      faults.set(name, `expected either this or ${name}_FILE, not both`)
    present[name] = fromFile(file, (text) => text.trim()) || undefined
    if (present[name] === undefined)
      faults.set(`${name}_FILE`, 'expected a file that can be read and is not empty')
  }
  const read = shape.safeParse(present)
  for (const { path, message } of read.error?.issues ?? []) {
    const name = String(path[0])
    faults.set(namedAs.get(name) ?? name, message)
  }
  return read.success && faults.size === 0 ? read.data : null
}

function embedderOf(environment: Environment, faults: Faults): EmbedderConfig | null {
  const { ATLAS_EMBEDDER: kind, ATLAS_EMBEDDER_URL: url, ATLAS_EMBEDDER_MODEL: model } = environment
  if (kind !== 'http') {
    // An address that nobody asks is more likely a forgotten word than a wish.
    if (url !== null) faults.set('ATLAS_EMBEDDER', 'expected http beside ATLAS_EMBEDDER_URL')
    return { kind }
  }
  if (url === null) faults.set('ATLAS_EMBEDDER_URL', 'expected the address of the embedder')
  if (model === null)
    faults.set('ATLAS_EMBEDDER_MODEL', 'expected the name of a model of the embedder')
  if (url === null || model === null) return null
  return {
    kind,
    url,
    model,
    key: environment.ATLAS_EMBEDDER_KEY,
    queryPrefix: environment.ATLAS_EMBEDDER_QUERY_PREFIX,
    documentPrefix: environment.ATLAS_EMBEDDER_DOCUMENT_PREFIX,
    dimensions: environment.ATLAS_EMBEDDER_DIMENSIONS,
  }
}

function meilisearchOf(environment: Environment, faults: Faults): MeilisearchConfig | null {
  const { MEILI_URL: url, MEILI_KEY: key, MEILI_SEARCH_KEY: searchKey } = environment
  if (url === null) return null
  const prefix = environment.MEILI_INDEX ?? defaultPrefix
  if (key === null && searchKey === null)
    return withKeysFile({ ...environment, MEILI_URL: url }, faults)
  if (environment.MEILI_KEYS_FILE !== null) {
    faults.set('MEILI_KEYS_FILE', 'expected either this or MEILI_KEY, not both')
  }
  if (key === null)
    faults.set('MEILI_KEY', 'expected the key to write with, beside MEILI_SEARCH_KEY')
  return { url, prefix, searchKey: searchKey ?? key, searchKeyUid: null, writeKey: key }
}

function withKeysFile(
  environment: Environment & { MEILI_URL: string },
  faults: Faults,
): MeilisearchConfig | null {
  const { MEILI_URL: url, MEILI_KEYS_FILE: named, MEILI_INDEX: wanted } = environment
  const path = keysFileOf(environment)
  if (named === null && !existsSync(path)) {
    const prefix = wanted ?? defaultPrefix
    return { url, prefix, searchKey: null, searchKeyUid: null, writeKey: null }
  }
  const file = KeysFile.safeParse(fromFile(path, JSON.parse))
  if (!file.success) {
    faults.set(
      'MEILI_KEYS_FILE',
      'expected a file that can be read and was written by atlas meilisearch setup',
    )
    return null
  }
  const { prefix, search, write } = file.data
  if (wanted !== null && wanted !== prefix) {
    faults.set('MEILI_INDEX', 'expected what the keys were made for, or nothing')
  }
  return { url, prefix, searchKey: search.key, searchKeyUid: search.uid, writeKey: write.key }
}

function keysFileOf(environment: Environment): string {
  return resolve(
    environment.MEILI_KEYS_FILE ?? join(environment.ATLAS_DATA, 'meilisearch-keys.json'),
  )
}

function invalid(faults: Faults): GatewayError {
  return new GatewayError('CONFIG_INVALID', {
    message: [
      'The environment is not valid:',
      ...[...faults].map(([name, message]) => `  ${name}: ${message}`),
    ].join('\n'),
  })
}

/** What `made` makes of the text of a file; null when it cannot be read, or not be made. */
function fromFile<Made>(file: string, made: (text: string) => Made): Made | null {
  try {
    return made(readFileSync(resolve(file), 'utf8'))
  } catch {
    return null
  }
}

const asReference = 'expected $ and the name of a variable of the environment in braces'

/** A variable as a sources file names it, in `$` and braces; gives the name. Secrets do not stand in that file. */
export const VariableName = z
  .string(asReference)
  .regex(/^\$\{[A-Za-z_][A-Za-z0-9_]*\}$/, asReference)
  .transform((text) => text.slice(2, -1))

/** What a variable of the environment holds; null when it is not set, or empty. For what a sources file names. */
export function readVariable(name: string, variables: Variables = process.env): string | null {
  return variables[name] || null
}

/**
 * Keeps compiled code in the data folder for the next start: of this thread from now on, and of threads that are
 * started later. It halves the start. `NODE_COMPILE_CACHE` in the environment goes first.
 */
export function keepCompiledCode({ data }: Config): void {
  if (process.env.NODE_COMPILE_CACHE) return
  const folder = join(data, 'compiled')
  enableCompileCache(folder)
  // Threads do not inherit the call, but read this.
  process.env.NODE_COMPILE_CACHE = folder
}

/** The bytes of a key; null when they are not as many as it takes. */
function keyOf(text: string): Uint8Array | null {
  if (/^[0-9a-f]{64}$/i.test(text)) return Uint8Array.from(Buffer.from(text, 'hex'))
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return null
  return Uint8Array.from(Buffer.from(text, 'base64'))
}

function isOrigin(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && /^https?:$/.test(url.protocol) && url.origin === text
}

function isServer(text: string): boolean {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol)) return false
  return url.username + url.password + url.search + url.hash === ''
}
