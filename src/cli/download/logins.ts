import { readerShape } from '../../resolve/by-scheme.ts'
import type { Credentials } from '../../sdk/connector.ts'
import { s3Credentials } from '../../sdk/s3/login.ts'
import { say, styled } from '../output.ts'
import { askForLogin, credentialsFor, readCredentials } from './credentials.ts'
import type { PlannedFile } from './plan.ts'
import type { Site } from './sites.ts'

export interface LoginOptions {
  credentials?: string
  profile?: string
  dryRun?: true
}

/**
 * The reader's own credentials by source id, for the sources that want some: from a file, from a profile of AWS, or, in a
 * terminal, from the reader. They stay in memory.
 *
 * @throws {CommandError} `USAGE` when they are not of the form that a source takes; `GatewayError` `CONFIG_INVALID` when
 *   there is no such profile.
 */
export async function loginsFor(
  files: readonly PlannedFile[],
  sites: ReadonlyMap<string, Site>,
  { credentials: path, profile, dryRun }: LoginOptions,
  signal: AbortSignal,
): Promise<Map<string, Credentials>> {
  const warn = (message: string) => say(styled('yellow', message, process.stderr))
  const file = path === undefined ? {} : await readCredentials(path, warn)
  const keys = profile === undefined ? null : await keysOf(profile)
  const logins = new Map<string, Credentials>()
  for (const site of sites.values()) {
    const wanted = files.filter(
      ({ record, asset }) => record.source.name === site.source && /^NEEDS_/.test(asset.link.state),
    )
    const [first] = wanted
    if (first === undefined) continue
    const given = credentialsFor(file, site) ?? asKeys(site, keys)
    if (given !== null) logins.set(site.source, given)
    const kinds = wanted.flatMap(({ asset }) => asset.link.requirements.map(({ kind }) => kind))
    const mayAsk = kinds.includes('LOGIN') && process.stdin.isTTY && process.stderr.isTTY
    if (given !== null || dryRun || !mayAsk || readerShape(site.connector) === undefined) continue
    const where = site.origins[0] ?? ''
    say(
      `${first.record.source.title} (${where}) wants your own login. Leave it empty to go without.`,
    )
    const typed = await askForLogin(site, signal)
    if (typed !== null) logins.set(site.source, typed)
  }
  return logins
}

/** As texts, since that is what sources take; the fields of keys show themselves to nobody who does not name them. */
async function keysOf(profile: string): Promise<Credentials | null> {
  const keys = await s3Credentials({ profile })
  if (keys === null) return null
  const { accessKeyId, secretAccessKey, sessionToken } = keys
  return { accessKeyId, secretAccessKey, ...(sessionToken === null ? {} : { sessionToken }) }
}

/** The keys, where the source takes such. */
function asKeys({ connector }: Site, keys: Credentials | null): Credentials | null {
  if (keys === null) return null
  const parsed = readerShape(connector)?.safeParse(keys)
  return parsed?.success ? parsed.data : null
}
