import {
  type AssetToLink,
  barredLink,
  noLink,
  quoted,
  type ResolveContext,
  type ResolvedLink,
} from '#sdk'
import { linkOf } from './links.ts'
import type { Options } from './options.ts'

/** A path below the root of the service, as locators have it: UIDs and words of WADO-RS. */
const form = /^dicomweb:studies\/[\d.]+(\/series\/[\d.]+)?(\/(metadata|rendered))?$/

/**
 * Links of WADO-RS (PS3.18 section 10.4). What is told to be open needs nothing; for all else the reader's own login goes
 * along as a header. Whether it is good only the archive knows: nothing is asked.
 */
export async function resolve(
  assets: readonly AssetToLink[],
  { credentials, options }: ResolveContext<Options>,
): Promise<ResolvedLink[]> {
  const authorization = authorizationOf(credentials)
  return assets.map((asset) => {
    if (!form.test(asset.locator)) {
      return { ...noLink, state: 'UNREACHABLE', error: 'ANSWER_INVALID' }
    }
    const url = linkOf(asset.locator, options)
    const isOpen = asset.of.isPublic && asset.of.access === 'OPEN'
    const login = isOpen ? '' : '--header "Authorization: $DICOMWEB_AUTHORIZATION" '
    const type = asset.mediaType === null ? '' : `--header ${quoted(`Accept: ${asset.mediaType}`)} `
    const command = `curl --fail ${login}${type}--output ${quoted(fileName(asset))} ${quoted(url)}`
    const isPacked = /\/series\/[\d.]+$|^dicomweb:studies\/[\d.]+$/.test(asset.locator)
    const known = { supportsRange: false, packedAs: isPacked ? 'multipart' : null, command }
    const barred = barredLink(asset)
    if (barred?.state === 'ARCHIVED') return barred
    if (isOpen) return { ...noLink, ...known, state: 'READY', url }
    if (authorization === null) return { ...noLink, ...known, ...missing(barred) }
    return {
      ...noLink,
      ...known,
      state: 'READY',
      url,
      headers: [{ name: 'Authorization', value: authorization }],
    }
  })
}

function missing(barred: ResolvedLink | null): Pick<ResolvedLink, 'state' | 'requirements'> {
  const text = 'Log in with your own account of the archive, where it wants one.'
  const requirements = barred?.requirements ?? [{ kind: 'LOGIN', text, url: null } as const]
  return { state: 'NEEDS_CREDENTIALS', requirements }
}

function authorizationOf(credentials: ResolveContext<Options>['credentials']): string | null {
  if (credentials === null) return null
  const { user, password, token } = credentials
  if (token !== undefined) return `Bearer ${token}`
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}

function fileName({ of, locator, mediaType }: AssetToLink): string {
  const end = locator.endsWith('/rendered')
    ? '.jpg'
    : mediaType?.includes('json')
      ? '.json'
      : '.multipart'
  return `${of.nativeId.replaceAll(/[^\w.-]+/g, '-')}${end}`
}
