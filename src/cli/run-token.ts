import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readConfig } from '../config.ts'
import { isAccessToken, newAccessToken, randomName } from '../gateway/viewer/access-token.ts'
import { durationSeconds } from '../harvest/duration.ts'
import { isGroupName, operator, PUBLIC } from '../model/index.ts'
import { openStore } from '../store/open-store.ts'
import type { RecordStore } from '../store/record-store.ts'
import type { AccessToken } from '../store/registry.ts'
import { CommandError, type ExitCode, exitCodes } from './exit.ts'
import { clean, print, printJson, say, table } from './output.ts'
import type { CreateOptions, ListOptions } from './token.ts'

/** Whom the audit names: whoever may write into the data folder is an operator. */
const by = operator.subject as string

/** Makes a token. It stands alone on stdout, for whatever takes it from there. */
export async function createToken(options: CreateOptions): Promise<ExitCode> {
  const { role, json } = options
  const wanted = { ...checked(options), role, groups: groupsOf(options) }
  const { token, id, hash } = newAccessToken(role)
  const kept = await change((store) => store.addAccessToken({ ...wanted, id, hash }, by))
  if (json) printJson({ token, ...kept })
  else {
    print(token)
    const groups = [PUBLIC, ...kept.groups].join(', ')
    const until = kept.expiresAt === null ? 'does not expire' : `expires ${kept.expiresAt}`
    say(`${kept.id}: ${role} ${kept.subject}, in ${groups}; ${until}. It is not shown again.`)
  }
  return exitCodes.OK
}

/** All tokens, without what would open anything. */
export async function listTokens({ json }: ListOptions): Promise<ExitCode> {
  const tokens = await tokensKept()
  const now = new Date().toISOString()
  if (json) printJson(tokens.map((token) => ({ ...token, state: stateOf(token, now) })))
  else if (tokens.length > 0) {
    print(
      table(
        [
          { title: 'TOKEN', value: ({ id }) => id },
          { title: 'ROLE', value: ({ role }) => role },
          { title: 'SUBJECT', value: ({ subject }) => subject },
          { title: 'GROUPS', value: ({ groups }) => groups.join(' ') || null },
          { title: 'STATE', value: (token) => stateOf(token, now) },
          { title: 'EXPIRES', value: ({ expiresAt }) => expiresAt?.slice(0, 10) ?? null },
          { title: 'LAST USED', value: ({ lastUsed }) => lastUsed },
          { title: 'NOTE', value: ({ note }) => note, shrinks: true },
        ],
        tokens,
      ),
    )
  }
  if (tokens.length === 0) say('There are no tokens.')
  return tokens.length > 0 ? exitCodes.OK : exitCodes.NOTHING
}

/** Refuses a token from now on. */
export async function revokeToken(id: string): Promise<ExitCode> {
  // Not repeated: it may be the token itself.
  if (!/^tok_[a-z0-9]{1,40}$/.test(id)) {
    const hint = isAccessToken(id) ? ' That is a token itself; its id stands in the list.' : ''
    throw new CommandError(exitCodes.USAGE, `Expected the id of a token, tok_….${hint}`)
  }
  const isThere = (await tokensKept()).some((token) => token.id === id)
  const isRevoked = isThere && (await change((store) => store.revokeAccessToken(id, by)))
  print(isRevoked ? `${id} is revoked.` : `No token ${id} is there to be revoked.`)
  return isRevoked ? exitCodes.OK : exitCodes.NOTHING
}

function groupsOf({ group }: CreateOptions): string[] {
  const groups = [...new Set(group)].filter((name) => name !== PUBLIC)
  if (!groups.every(isGroupName)) {
    throw usage('--group: expected a name without spaces, at most 200 characters')
  }
  return groups
}

function checked({ role, subject, note, expires }: CreateOptions) {
  if (subject === undefined && role !== 'reader') {
    throw usage(`--subject: expected whose token it is; ${role}s are named in the audit`)
  }
  // No addresses, nothing that reads as a group among the owners of a source, nobody's place in the audit.
  if (subject !== undefined && (!/^[A-Za-z0-9][\w.-]{0,63}$/.test(subject) || subject === by)) {
    throw usage(
      `--subject: expected 1 to 64 letters, digits, ., _ and -, and not "${by}": that is ATLAS_OPERATOR_TOKEN`,
    )
  }
  if (note !== undefined && (note.length > 200 || clean(note) !== note)) {
    throw usage('--note: expected one line of at most 200 characters')
  }
  const lifetime = durationSeconds(expires)
  if (lifetime === null && expires !== 'never') {
    throw usage('--expires: expected a duration such as 24h or 90d, or never')
  }
  return {
    subject: subject ?? `reader-${randomName(8)}`,
    note: note ?? null,
    expiresAt: lifetime === null ? null : new Date(Date.now() + lifetime * 1_000).toISOString(),
  }
}

function usage(message: string): CommandError {
  return new CommandError(exitCodes.USAGE, message)
}

type State = 'active' | 'expired' | 'revoked'

function stateOf({ expiresAt, revokedAt }: AccessToken, now: string): State {
  if (revokedAt !== null) return 'revoked'
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'active'
}

/** @throws {GatewayError} `CONFIG_INVALID` when there is no catalogue: none is made by looking for tokens. */
async function tokensKept(): Promise<AccessToken[]> {
  const store = openStore(join(readConfig().data, 'catalogue.db'), 'read')
  try {
    return await store.accessTokens()
  } finally {
    await store.close()
  }
}

async function change<Result>(work: (store: RecordStore) => Promise<Result>): Promise<Result> {
  const { data } = readConfig()
  await mkdir(data, { recursive: true })
  const store = openStore(join(data, 'catalogue.db'), 'write')
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}
