import { createHash, timingSafeEqual } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { anonymous, GatewayError, operator, PUBLIC, type Viewer } from '../../model/index.ts'
import type { Log } from '../../sdk/log.ts'
import type { AccessTokens } from '../../store/registry.ts'
import { within } from '../deadline.ts'
import { hashOf, isAccessToken } from './access-token.ts'
import { createIssuer, type IssuerOptions, isJwt } from './issuer.ts'

/** On whose behalf a request is made. May throw `UNAUTHENTICATED`. */
export type ViewerOf = (request: Request) => Viewer | Promise<Viewer>

/** What the gateway asks the catalogue about tokens. */
export type TokenLookup = Pick<AccessTokens, 'accessTokenByHash' | 'noteTokenUse'>

export interface ViewersOptions {
  /** Makes the operator; null: no token does, but for those of the catalogue. */
  operatorToken: string | null
  /** Tokens of operators, owners and readers; null: there are none. */
  tokens: TokenLookup | null
  /** Whose tokens are taken besides; null: nobody's. */
  oidc: IssuerOptions | null
  /** Under which people of the issuer get names here. */
  installationKey: () => Promise<string>
  log: Pick<Log, 'warn'>
  now: () => Date
  /** Milliseconds that the catalogue may take. */
  readTimeout: number
}

export interface Viewers {
  of: ViewerOf
  close(): void
}

const digest = (text: string) => createHash('sha256').update(text).digest()

/**
 * The one place where requests become viewers: anonymous without credentials, else by `Authorization: Bearer <token>` the
 * operator, whom a token of the catalogue names, or whom the issuer says.
 *
 * Credentials that are none of these, expired and revoked ones too, are refused alike, and never read as anonymous: a
 * caller who sends some expects to be somebody. Nothing is kept of a token that was taken: one that is revoked, by any
 * process, is refused from then on.
 */
export function createViewers(options: ViewersOptions): Viewers {
  const { tokens, now, log, readTimeout } = options
  const expected = options.operatorToken === null ? null : digest(options.operatorToken)
  const issuer = options.oidc && createIssuer(options.oidc, options)
  const noteUse = tokens && usesOf(tokens, log)

  async function byAccessToken(token: string, tokens: TokenLookup): Promise<Viewer | null> {
    const at = now().toISOString()
    const found = await within(readTimeout, tokens.accessTokenByHash(hashOf(token), at))
    if (found === null) return null
    noteUse?.(found, at.slice(0, 10))
    return {
      subject: found.subject,
      groups: [...new Set([PUBLIC, ...found.groups])],
      roles: [found.role],
    }
  }

  return {
    async of(request) {
      const header = request.headers.get('authorization')
      if (header === null) return anonymous
      const token = /^Bearer +([^\s]+) *$/i.exec(header)?.[1]
      if (token === undefined) throw new GatewayError('UNAUTHENTICATED')
      // Digests have one length, so that the comparison takes the same time whatever was sent.
      if (expected !== null && timingSafeEqual(digest(token), expected)) return operator
      if (tokens !== null && isAccessToken(token)) {
        const viewer = await byAccessToken(token, tokens)
        if (viewer !== null) return viewer
      } else if (issuer !== null && isJwt(token)) {
        return issuer.viewer(token)
      }
      throw new GatewayError('UNAUTHENTICATED')
    },
    close: () => issuer?.close(),
  }
}

/** Notes the days on which tokens are used, each once, while nobody waits. */
function usesOf(tokens: TokenLookup, log: Pick<Log, 'warn'>) {
  const noted = new LRUCache<string, string>({ max: 10_000 })
  return ({ id, lastUsed }: { id: string; lastUsed: string | null }, day: string) => {
    if ((noted.get(id) ?? lastUsed) === day) return
    noted.set(id, day)
    tokens.noteTokenUse(id, day).catch((cause: unknown) => {
      log.warn('the use of a token could not be noted', { cause })
    })
  }
}
