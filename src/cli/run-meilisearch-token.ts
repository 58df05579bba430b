import { join } from 'node:path'
import { readConfig } from '../config.ts'
import { PUBLIC } from '../model/index.ts'
import { viewerFilter } from '../search/meilisearch/filter.ts'
import { signTenantToken } from '../search/meilisearch/tenant-token.ts'
import { catalogueOf, uidPrefix } from '../search/meilisearch/uids.ts'
import { Duration } from '../sources.ts'
import { openStore } from '../store/index.ts'
import { CommandError, type ExitCode, exitCodes } from './exit.ts'
import type { TokenOptions } from './meilisearch.ts'
import { print, printJson, say } from './output.ts'

/** Signs a token that finds what its groups may discover. */
export async function token({ group, expires, json }: TokenOptions): Promise<ExitCode> {
  const lifetime = Duration.safeParse(expires)
  if (!lifetime.success) {
    throw new CommandError(exitCodes.USAGE, '--expires: expected a duration such as 30m, 24h or 7d')
  }
  const { data, meilisearch } = readConfig()
  if (meilisearch === null) {
    throw new CommandError(exitCodes.USAGE, 'MEILI_URL does not say where Meilisearch is.')
  }
  const { prefix, searchKey, searchKeyUid } = meilisearch
  if (searchKey === null || searchKeyUid === null) {
    const message =
      'Tokens are signed with the search key of "atlas meilisearch setup"; MEILI_KEYS_FILE does not name its file.'
    throw new CommandError(exitCodes.USAGE, message)
  }
  const indexes = `${uidPrefix(prefix, await catalogue(data))}*`
  const groups = [...new Set([PUBLIC, ...group])]
  const now = new Date()
  const expiresAt = new Date(now.getTime() + lifetime.data * 1_000).toISOString()
  const signed = await signTenantToken({
    key: { uid: searchKeyUid, key: searchKey },
    indexes,
    filter: viewerFilter({ subject: null, groups, roles: [] }),
    lifetimeSeconds: lifetime.data,
    now: () => now,
  })
  if (json) printJson({ token: signed, indexes, groups, expiresAt })
  else {
    print(signed)
    say(`Opens ${indexes} for ${groups.join(', ')} until ${expiresAt}.`)
  }
  return exitCodes.OK
}

async function catalogue(data: string): Promise<string> {
  const store = openStore(join(data, 'catalogue.db'), 'read')
  try {
    return catalogueOf(await store.installationKey())
  } finally {
    await store.close()
  }
}
