import { z } from 'zod'
import {
  type AssetToLink,
  GatewayError,
  noLink,
  quoted,
  type ResolveContext,
  type ResolvedLink,
} from '#sdk'
import { fileLinkOf, linksOf } from './links.ts'
import { Name, type Options, publicRoot, Secret } from './options.ts'

/** A reader's own account: user and password, for which a token is issued; or a token, which is used as it is. */
export const ReaderLogin = z.union(
  [
    z.strictObject({ user: Name, password: Secret }),
    z.strictObject({ alias: Name, secret: Secret }),
  ],
  'expected user and password, or alias and secret',
)

/** What `/data/services/tokens/issue` answers, XNAT 1.7 and later; times are epoch milliseconds. */
const IssuedToken = z.object({
  alias: z.string().min(1),
  secret: z.string().min(1),
  estimatedExpirationTime: z.number().nullish(),
})

interface Pass {
  alias: string
  secret: string
  /** RFC 3339; null when nobody knows. */
  expiresAt: string | null
}

/**
 * Links to files, and to scans and resources as archives. What a site shows to everybody needs no login; for all else an
 * alias token is issued with the reader's own account, one for all links, and goes along as a header: it is good for two
 * days unless the site says otherwise, and `revokeUrl` ends it. XNAT knows no ranges, and archives are made on the fly.
 */
export async function resolve(
  assets: readonly AssetToLink[],
  context: ResolveContext<Options>,
): Promise<ResolvedLink[]> {
  const { credentials, options } = context
  const needsLogin = assets.some((asset) => !isOpen(asset))
  const pass = needsLogin && credentials !== null ? await passOf(context) : null
  return assets.map((asset) => linkTo(asset, pass, options))
}

/** A public project is open to everybody on a site that wants no login; elsewhere to every account. */
function isOpen({ of }: AssetToLink): boolean {
  return of.isPublic && of.access === 'OPEN'
}

function linkTo(asset: AssetToLink, pass: Pass | null, options: Options): ResolvedLink {
  const file = fileLinkOf(asset.locator)
  const url = file ?? linksOf(asset.locator)?.zip ?? null
  const root = publicRoot(options)
  if (url === null || new URL(url).origin !== new URL(root).origin) {
    return { ...noLink, state: 'UNREACHABLE', error: 'ANSWER_INVALID' }
  }
  const supportsRange = file === null ? false : null
  const packedAs = file === null ? 'zip' : null
  if (isOpen(asset)) {
    const command = commandFor(url, asset, '')
    return { ...noLink, state: 'READY', url, supportsRange, packedAs, command }
  }
  const command = commandFor(url, asset, '--user "$XNAT_ALIAS:$XNAT_SECRET" ')
  if (pass === null) return { ...noLink, ...missing(asset, root), packedAs, command }
  const { alias, secret, expiresAt } = pass
  const authorization = `Basic ${Buffer.from(`${alias}:${secret}`).toString('base64')}`
  return {
    ...noLink,
    state: 'READY',
    url,
    headers: [{ name: 'Authorization', value: authorization }],
    expiresAt,
    revokeUrl: `${root}/data/services/tokens/invalidate/${encodeURIComponent(alias)}/${encodeURIComponent(secret)}`,
    supportsRange,
    packedAs,
    command,
  }
}

function missing({ of }: AssetToLink, root: string): Pick<ResolvedLink, 'state' | 'requirements'> {
  const login = {
    kind: 'LOGIN',
    text: 'Log in with your own account of the site; an alias token of it goes into the command.',
    url: `${root}/app/template/Login.vm`,
  } as const
  const approval = {
    kind: 'APPROVAL',
    text: of.accessNote ?? 'Only members of the project have access.',
    url: of.landingPage,
  } as const
  const isForMembers = of.access === 'ON_REQUEST' || of.access === 'CLOSED'
  return {
    state: 'NEEDS_CREDENTIALS',
    requirements: isForMembers ? [login, approval] : [login],
  }
}

function commandFor(url: string, { name }: AssetToLink, login: string): string {
  const file = name.replaceAll(/ \(\d+ files?\)$/g, '').replaceAll('/', '_')
  const suffix = url.endsWith('?format=zip') ? '.zip' : ''
  return `curl --fail ${login}--output ${quoted(file + suffix)} ${quoted(url)}`
}

async function passOf({
  credentials,
  http,
  once,
  options,
  signal,
}: ResolveContext<Options>): Promise<Pass> {
  const { user, password, alias, secret } = credentials ?? {}
  if (alias !== undefined && secret !== undefined) return { alias, secret, expiresAt: null }
  return await once('alias-token', async () => {
    const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
    const issued = await http
      .json(`${options.baseUrl}/data/services/tokens/issue`, IssuedToken, {
        headers: { authorization },
        signal,
      })
      .catch((thrown: unknown) => {
        throw isForbidden(thrown) ? new GatewayError('SOURCE_REFUSED') : thrown
      })
    const { estimatedExpirationTime: end } = issued
    const expiresAt = end == null ? null : new Date(end).toISOString()
    const { alias, secret } = issued
    return { value: { alias, secret, expiresAt }, expiresAt }
  })
}

/** An account that is locked, or nobody's: a guest gets no token. */
function isForbidden(thrown: unknown): boolean {
  return thrown instanceof GatewayError && thrown.code === 'SOURCE_FORBIDDEN'
}
