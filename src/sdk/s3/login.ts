import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { z } from 'zod'
import { GatewayError } from '../../model/index.ts'
import type { Credentials } from '../connector.ts'
import type { S3Credentials } from './s3.ts'

const text = z.string().min(1)

/**
 * What a source on S3 logs in with, for a connector's `credentials`: keys as such, or the name of a profile in an AWS
 * shared credentials file (AWS SDKs and Tools Reference Guide, Shared config and credentials files).
 */
export const S3Login: z.ZodType<Credentials> = z
  .strictObject({
    accessKeyId: text.optional(),
    secretAccessKey: text.optional(),
    /** Of temporary keys. */
    sessionToken: text.optional(),
    profile: text.optional(),
    /** Where the profile is. Default: `.aws/credentials`, then `.aws/config`, in the home folder. */
    file: text.optional(),
  })
  .superRefine(({ accessKeyId, secretAccessKey, sessionToken, profile, file }, context) => {
    const hasKeys = [accessKeyId, secretAccessKey, sessionToken].some((key) => key !== undefined)
    const problem = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message })
    if (profile === undefined && file !== undefined) problem('profile', 'missing beside file')
    if (profile !== undefined && hasKeys) problem('profile', 'cannot stand beside keys')
    if (profile !== undefined) return
    if (accessKeyId === undefined) problem('accessKeyId', 'missing')
    if (secretAccessKey === undefined) problem('secretAccessKey', 'missing')
  })
  .transform(
    (login): Credentials =>
      Object.fromEntries(Object.entries(login).filter(([, value]) => value !== undefined)),
  )

/** For a connector's `local`, where its credentials are `S3Login`. */
export function localS3Login(credentials: Readonly<Record<string, unknown>>): string[] {
  return ['profile', 'file'].filter((name) => name in credentials).map((name) => `secrets.${name}`)
}

/**
 * The keys that credentials of the form `S3Login` stand for; null for null. A profile is read anew each time, so that
 * calling it again finds keys that were renewed meanwhile.
 *
 * @throws {GatewayError} `CONFIG_INVALID` when the credentials have another form, the file cannot be read, or the
 *   profile is not in it or has no keys of its own (`role_arn`, `sso_session` and `credential_process` are not
 *   followed).
 */
export async function s3Credentials(
  credentials: Credentials | null,
): Promise<S3Credentials | null> {
  if (credentials === null) return null
  const parsed = S3Login.safeParse(credentials)
  if (!parsed.success) throw invalid('credentials', 'The credentials are no keys of S3.')
  const { accessKeyId, secretAccessKey, sessionToken, profile, file } = parsed.data
  if (profile === undefined) return sealed(accessKeyId, secretAccessKey, sessionToken)
  const home = join(homedir(), '.aws')
  const files = file === undefined ? [join(home, 'credentials'), join(home, 'config')] : [file]
  const sections = await Promise.all(files.map((path) => sectionOf(path, profile)))
  if (sections.every((section) => section === 'UNREADABLE')) {
    throw invalid('credentials.file', 'The file with the profiles of AWS cannot be read.')
  }
  const found = sections.filter((section) => section instanceof Map)
  if (found.length === 0) {
    throw invalid('credentials.profile', 'The file with the profiles of AWS has none of that name.')
  }
  const keys = found.find((one) => one.has('aws_access_key_id') && one.has('aws_secret_access_key'))
  if (keys === undefined) {
    throw invalid('credentials.profile', 'The profile of AWS has no keys of its own.')
  }
  return sealed(
    keys.get('aws_access_key_id'),
    keys.get('aws_secret_access_key'),
    keys.get('aws_session_token'),
  )
}

/** Keys that no listing of their fields, JSON or inspection shows. */
function sealed(
  accessKeyId = '',
  secretAccessKey = '',
  sessionToken: string | undefined = undefined,
): S3Credentials {
  const hidden = (value: unknown) => ({ value, enumerable: false })
  return Object.defineProperties(Object.create(null), {
    accessKeyId: hidden(accessKeyId),
    secretAccessKey: hidden(secretAccessKey),
    sessionToken: hidden(sessionToken ?? null),
    toJSON: hidden(() => '[redacted]'),
    [inspect.custom]: hidden(() => '[redacted]'),
  }) as S3Credentials
}

type Section = Map<string, string>

/** The settings of a profile: `[name]`, or `[profile name]` as a config file has it. Null when it is not there. */
async function sectionOf(path: string, profile: string): Promise<Section | 'UNREADABLE' | null> {
  let contents: string
  try {
    contents = await readFile(path, 'utf8')
  } catch {
    return 'UNREADABLE'
  }
  let section: Section | null = null
  let isOurs = false
  for (const line of contents.split(/\r?\n/)) {
    const header = /^\[\s*(?:profile\s+)?(.+?)\s*\]\s*(?:[#;].*)?$/.exec(line)
    if (header !== null) {
      isOurs = header[1] === profile
      if (isOurs) section ??= new Map()
      continue
    }
    // An indented line belongs to a setting that holds others, and these are no keys.
    const [, name, value] = /^([A-Za-z_]+)\s*=\s*(.*?)\s*$/.exec(line) ?? []
    if (isOurs && name !== undefined && value) section?.set(name.toLowerCase(), value)
  }
  return section
}

function invalid(argument: string, message: string): GatewayError {
  return new GatewayError('CONFIG_INVALID', { argument, message })
}
