import {
  type AssetToLink,
  noLink,
  quoted,
  type ResolveContext,
  type ResolvedLink,
  resolveHttps,
  type Tokens,
  webAddress,
} from '#sdk'
import { createSender } from './auth.ts'
import { Login, loginAddress, type Options, rootOf } from './options.ts'

/** A reader's own login, as the manifest wants one. No refresh token: using it would end the one that the reader keeps. */
export const ReaderLogin = Login.omit({ refreshToken: true })

/** Nothing of a reader is kept. */
const noTokens: Tokens = { get: async () => null, replace: async () => true }

/**
 * Links to the addresses that the manifest made. With the reader's own login, which goes the way that the manifest
 * describes, those of the API carry what it adds to a request: a header, a session, a cookie. Addresses of other hosts
 * never do.
 */
export async function resolve(
  assets: readonly AssetToLink[],
  context: ResolveContext<Options>,
): Promise<ResolvedLink[]> {
  const root = rootOf(context.options)
  const origin = root === null ? null : new URL(root).origin
  const wantsLogin = ({ of, locator }: AssetToLink) =>
    !(of.isPublic && of.access === 'OPEN') && URL.parse(locator)?.origin === origin
  const added =
    root !== null && context.credentials !== null && assets.some(wantsLogin)
      ? await loginHeaders(root, context)
      : null
  return assets.map((asset) => {
    if (added === null || !wantsLogin(asset)) return resolveHttps(asset, context)
    const url = webAddress(asset.locator, context)
    if (url === null) return { ...noLink, state: 'UNREACHABLE', error: 'ANSWER_INVALID' }
    const shown = added.map(({ name }) => `--header ${quoted(`${name}: …`)} `).join('')
    return {
      ...noLink,
      state: 'READY',
      url: url.href,
      headers: added,
      command: `curl --fail --location ${shown}--output ${quoted(asset.name)} ${quoted(url.href)}`,
    }
  })
}

function loginHeaders(
  root: string,
  { options, http, credentials, once, now }: ResolveContext<Options>,
): Promise<ResolvedLink['headers']> {
  return once('login', async () => {
    const sender = createSender({
      http,
      auth: options.manifest.auth,
      root,
      loginUrl: loginAddress(options),
      credentials,
      tokens: noTokens,
      now,
    })
    const headers = Object.entries(await sender.headers())
    return { value: headers.map(([name, value]) => ({ name, value })), expiresAt: null }
  })
}
