import { enableCompileCache } from 'node:module'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { type EmbedderConfig, embedderOf, embedderVariables } from './config/embedder.ts'
import {
  type MeilisearchConfig,
  type MeilisearchSetup,
  meilisearchOf,
  meilisearchVariables,
  setupOf,
  setupVariables,
} from './config/meilisearch.ts'
import { type OidcConfig, oidcOf, oidcVariables } from './config/oidc.ts'
import {
  check,
  type Faults,
  invalid,
  Key,
  Origins,
  Secret,
  SecretKeys,
  type Secrets,
  type Variables,
  WebOrigins,
} from './config/variables.ts'
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
  /** Absolute paths of folders of connectors beside those that come with the gateway. Default: none. */
  connectors: string[]
  /** Absolute path of the file with the prices of S3; null: the list prices that come with the gateway. */
  prices: string | null
  /** What opens mutations and rejections as a bearer token; null: nobody may. */
  operatorToken: string | null
  /** Origins of private networks that registered sources may read; see `ATLAS_PRIVATE_ORIGINS`. Default: none. */
  privateOrigins: string[]
  /** What the command line sends to a gateway as a bearer token; null: it asks as anybody. */
  token: string | null
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
  /** Whose bearer tokens make viewers, besides those of the catalogue; null: nobody's do. */
  oidc: OidcConfig | null
}

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
  ATLAS_CONNECTORS: z
    .string()
    .transform((text) => text.split(',').flatMap((folder) => folder.trim() || []))
    .default([]),
  ATLAS_PRICES: z.string().nullable().default(null),
  ATLAS_OPERATOR_TOKEN: Secret,
  ATLAS_TOKEN: Key,
  ATLAS_SECRET_KEY: SecretKeys.default([]),
  ATLAS_PRIVATE_ORIGINS: Origins,
  NODE_ENV: z.string().default('development'),
  ATLAS_LOG_LEVEL: z
    .enum(logLevels, { error: `expected one of ${logLevels.join(', ')}` })
    .default('info'),
  ATLAS_URL: z
    .url({ protocol: /^https?$/, error: 'expected an http or https address' })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  ATLAS_CORS_ORIGINS: WebOrigins.default(['*']),
  ATLAS_LINK_CHECKS: z
    .enum(['on', 'off'], { error: 'expected on or off' })
    .transform((word) => word === 'on')
    .default(true),
  ...embedderVariables,
  ...meilisearchVariables,
  ...oidcVariables,
}
const setupShapes = { ...shapes, ...setupVariables }

/** These may stand in a file, which the variable of the same name with `_FILE` behind it names. */
const secrets: Secrets = [
  'ATLAS_OPERATOR_TOKEN',
  'ATLAS_TOKEN',
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

/**
 * The environment as a checked configuration. Nothing else reads the environment.
 *
 * @throws {GatewayError} `CONFIG_INVALID`; its message lists every variable at fault, one a line, by name and
 *   what was expected.
 */
export function readConfig(variables: Variables = process.env): Config {
  const faults: Faults = new Map()
  const environment = check(shapes, variables, secrets, faults)
  const meilisearch = environment && meilisearchOf(environment, faults)
  const embedder = environment && embedderOf(environment, faults)
  const oidc = environment && oidcOf(environment, faults)
  if (environment === null || embedder === null || faults.size > 0) throw invalid(faults)
  return {
    port: environment.PORT,
    host: environment.HOST,
    data: resolve(environment.ATLAS_DATA),
    sources: resolve(environment.ATLAS_SOURCES),
    connectors: environment.ATLAS_CONNECTORS.map((folder) => resolve(folder)),
    prices: environment.ATLAS_PRICES === null ? null : resolve(environment.ATLAS_PRICES),
    operatorToken: environment.ATLAS_OPERATOR_TOKEN,
    token: environment.ATLAS_TOKEN,
    secretKeys: environment.ATLAS_SECRET_KEY,
    privateOrigins: environment.ATLAS_PRIVATE_ORIGINS,
    production: environment.NODE_ENV === 'production',
    logLevel: environment.ATLAS_LOG_LEVEL,
    url: environment.ATLAS_URL ?? `http://127.0.0.1:${environment.PORT}`,
    corsOrigins: environment.ATLAS_CORS_ORIGINS,
    linkChecks: environment.ATLAS_LINK_CHECKS,
    meilisearch,
    embedder,
    oidc,
  }
}

/**
 * What setting up Meilisearch takes.
 *
 * @throws {GatewayError} `CONFIG_INVALID`, as `readConfig` does; `MEILI_URL` and `MEILI_MASTER_KEY` must be there.
 */
export function readMeilisearchSetup(variables: Variables = process.env): MeilisearchSetup {
  const faults: Faults = new Map()
  const environment = check(setupShapes, variables, secrets, faults)
  const setup = environment && setupOf(environment, faults)
  if (setup === null) throw invalid(faults)
  return setup
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
