import { randomUUID } from 'node:crypto'
import type { Account } from './accounts.ts'

/** An alias and a secret that log in as a user, as the token service gives them out. */
export interface AliasToken {
  alias: string
  secret: string
  user: string
  id: number
  /** Epoch milliseconds. */
  created: number
  expires: number
}

export interface Tokens {
  issue(account: Account): AliasToken
  /** Null when there is none, or none any more. */
  find(alias: string): AliasToken | null
  revoke(alias: string): void
  of(user: string): AliasToken[]
}

const twoDays = 2 * 86_400_000

/** An alias looks like this, and so does no name of a user. */
export const aliasForm = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

export function createTokens(): Tokens {
  const tokens = new Map<string, AliasToken>()
  let last = 0
  return {
    issue(account) {
      last += 1
      const created = Date.now()
      const token = {
        alias: randomUUID(),
        secret: `${randomUUID()}${randomUUID()}`.replaceAll('-', ''),
        user: account.user,
        id: last,
        created,
        expires: created + twoDays,
      }
      tokens.set(token.alias, token)
      return token
    },
    find(alias) {
      const token = tokens.get(alias)
      return token === undefined || token.expires < Date.now() ? null : token
    },
    revoke: (alias) => void tokens.delete(alias),
    of: (user) => [...tokens.values()].filter((token) => token.user === user),
  }
}

export function tokenJson({ alias, secret, user, id, created, expires }: AliasToken) {
  return {
    id,
    enabled: true,
    created,
    timestamp: created,
    disabled: 0,
    alias,
    secret,
    singleUse: false,
    xdatUserId: user,
    estimatedExpirationTime: expires,
    validIPAddresses: null,
  }
}
