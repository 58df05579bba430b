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
  /** What opens mutations and rejections as a bearer token; null: nobody may. */
  operatorToken: string | null
  /** Default false; true when `NODE_ENV` is `production`. Closes GraphiQL. */
  production: boolean
  /** Default `info`. */
  logLevel: LogLevel
  /** Where the command line finds a running gateway, without a trailing slash. Default `http://127.0.0.1:4000`. */
  url: string
  /** Web origins that may read answers in a browser; `*` is all. Default `*`. */
  corsOrigins: string[]
}

type Variables = Readonly<Record<string, string | undefined>>

const webOrigin = z.string().refine((text) => text === '*' || isOrigin(text), {
  error: 'expected * or origins such as https://example.org, with commas between',
})

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
  ATLAS_OPERATOR_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'expected printable characters without spaces')
    .min(16, 'expected at least 16 characters')
    .nullable()
    .default(null),
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
}
const Environment = z.object(shapes)

/**
 * The environment as a checked configuration. Nothing else reads the environment.
 *
 * @throws {GatewayError} `CONFIG_INVALID`; its message lists every variable at fault, one a line, by name and
 *   what was expected.
 */
export function readConfig(variables: Variables = process.env): Config {
  const present = Object.fromEntries(
    Object.keys(shapes).map((name) => [name, variables[name] || undefined]),
  )
  const read = Environment.safeParse(present)
  if (!read.success) {
    const faults = new Map(
      read.error.issues.map((issue) => [String(issue.path[0]), issue.message] as const),
    )
    throw new GatewayError('CONFIG_INVALID', {
      message: [
        'The environment is not valid:',
        ...[...faults].map(([name, message]) => `  ${name}: ${message}`),
      ].join('\n'),
    })
  }
  const environment = read.data
  return {
    port: environment.PORT,
    host: environment.HOST,
    data: resolve(environment.ATLAS_DATA),
    sources: resolve(environment.ATLAS_SOURCES),
    operatorToken: environment.ATLAS_OPERATOR_TOKEN,
    production: environment.NODE_ENV === 'production',
    logLevel: environment.ATLAS_LOG_LEVEL,
    url: environment.ATLAS_URL ?? `http://127.0.0.1:${environment.PORT}`,
    corsOrigins: environment.ATLAS_CORS_ORIGINS,
  }
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

function isOrigin(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && /^https?:$/.test(url.protocol) && url.origin === text
}
