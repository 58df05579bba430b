import { z } from 'zod'
import { type AssetToLink, noLink, quoted, type ResolveContext, type ResolvedLink } from '#sdk'
import { dutiesPage, linkOf } from './links.ts'
import { type Options, publicRoot } from './options.ts'

/** A reader's own access token of the server's Keycloak. A password is not taken: too many tries lock the account. */
export const ReaderToken = z.strictObject({
  token: z.string().regex(/^[\w-]+\.[\w-]+\.[\w-]+$/, 'expected an access token'),
})

/**
 * Links to archives that the server makes on the fly. Nothing of a Shanoir is open to everybody: they want the reader's own
 * token, and the right to download, which the server alone knows. Asks nothing: not even `HEAD` is free there, since it
 * begins to pack.
 */
export async function resolve(
  assets: readonly AssetToLink[],
  { credentials, options, now }: ResolveContext<Options>,
): Promise<ResolvedLink[]> {
  const token = credentials?.token ?? null
  const expiresAt = token === null ? null : endOf(token)
  const isOver = expiresAt !== null && Date.parse(expiresAt) <= now().getTime()
  return assets.map((asset) => {
    const url = linkOf(asset.locator)
    if (url === null || new URL(url).origin !== new URL(publicRoot(options)).origin) {
      return { ...noLink, state: 'UNREACHABLE', error: 'ANSWER_INVALID' }
    }
    const command = `curl --fail --oauth2-bearer "$SHANOIR_TOKEN" --output ${quoted(fileName(asset))} ${quoted(url)}`
    const needed = {
      requirements: missing(asset, options),
      command,
      supportsRange: false,
      packedAs: 'zip',
    }
    if (token === null || isOver) {
      const error = isOver ? 'NEEDS_LOGIN' : null
      return { ...noLink, ...needed, state: 'NEEDS_CREDENTIALS', error }
    }
    return {
      ...noLink,
      state: 'READY',
      url,
      headers: [{ name: 'Authorization', value: `Bearer ${token}` }],
      expiresAt,
      supportsRange: false,
      packedAs: 'zip',
      command,
    }
  })
}

function missing({ of }: AssetToLink, options: Options): ResolvedLink['requirements'] {
  const login = {
    kind: 'LOGIN',
    text: 'Log in with your own account of the server; its access token goes into the command.',
    url: of.landingPage,
  } as const
  const agreement = {
    kind: 'DATA_USE_AGREEMENT',
    text: of.accessNote ?? 'The data user agreement of the study has to be accepted.',
    url: dutiesPage(options),
  } as const
  const membership = {
    kind: 'APPROVAL',
    text: of.accessNote ?? 'Only members of the study have access.',
    url: pageIn(of.accessNote) ?? of.landingPage,
  } as const
  return [login, of.access === 'DATA_USE_AGREEMENT' ? agreement : membership]
}

/** Where the note says that one asks for membership. */
function pageIn(note: string | null): string | null {
  return /https?:\/\/\S+\/account-request/.exec(note ?? '')?.[0] ?? null
}

function fileName({ of, format }: AssetToLink): string {
  return `${of.nativeId.replaceAll(':', '-')}${format === null ? '' : `-${format}`}.zip`
}

/** When a token ends, RFC 7519 section 4.1.4; null when it does not say. */
function endOf(token: string): string | null {
  try {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
    const seconds = Number(claims.exp)
    return Number.isFinite(seconds) ? new Date(seconds * 1_000).toISOString() : null
  } catch {
    // What cannot be read says nothing; the server will.
    return null
  }
}
