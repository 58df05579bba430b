import { generateTenantToken } from 'meilisearch/token'
import type { MeiliKeys } from './keys.ts'

export interface TenantTokenOptions {
  /** The search key that signs; the token ends with it. */
  key: MeiliKeys['search']
  /** Uids of the indexes that it opens; may end in `*`. */
  indexes: string
  /** Added by the server to every search, whatever the search says; null adds nothing. */
  filter: string | null
  /** Nothing but deleting the key revokes a token: keep it short. */
  lifetimeSeconds: number
  /** Default: the system's clock. */
  now?: () => Date
}

/**
 * Signs a token with which a front-end may search Meilisearch itself, and see what the filter lets through. It opens
 * searches and facet searches; not documents, settings or tasks. The server reads the filter when it is used: one
 * that it cannot read fails every search.
 */
export function signTenantToken(options: TenantTokenOptions): Promise<string> {
  const { key, indexes, filter, lifetimeSeconds, now = () => new Date() } = options
  return generateTenantToken({
    apiKey: key.key,
    apiKeyUid: key.uid,
    searchRules: { [indexes]: filter === null ? {} : { filter } },
    expiresAt: new Date(now().getTime() + lifetimeSeconds * 1000),
  })
}
