import { isPublicAddress, literalAddress } from './addresses.ts'
import { type AssetToLink, noLink, type Requirement, type ResolvedLink } from './links.ts'
import { quoted } from './shell.ts'

/** Names that never stand for a host of the public internet: RFC 6761, RFC 6762, RFC 8375, ICANN's `internal`. */
const localName = /(^|\.)(localhost|local|localdomain|internal|intranet|lan|home\.arpa)\.?$/i

export interface WebLinkOptions {
  /** Whether links may lead to this machine and to private networks. */
  allowPrivateAddresses: boolean
}

/**
 * The address of a `https:` or `http:` locator, if a reader may be sent there; null when it names a user, another
 * scheme, or a host of this machine or of a private network although those are not allowed. Asks no name server.
 */
export function webAddress(locator: string, { allowPrivateAddresses }: WebLinkOptions): URL | null {
  const url = URL.parse(locator)
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return null
  if (url.username !== '' || url.password !== '') return null
  if (allowPrivateAddresses) return url
  const literal = literalAddress(url.hostname)
  if (literal !== null) return isPublicAddress(literal) ? url : null
  // A name without a dot is one of the local network.
  return !url.hostname.includes('.') || localName.test(url.hostname) ? null : url
}

/** The link of an asset that lies at a web address which needs no login. Pure. */
export function resolveHttps(asset: AssetToLink, options: WebLinkOptions): ResolvedLink {
  const barred = barredLink(asset)
  if (barred !== null) return barred
  const url = webAddress(asset.locator, options)
  if (url === null) return { ...noLink, state: 'UNREACHABLE', error: 'ANSWER_INVALID' }
  const command = `curl --fail --location --output ${quoted(asset.name)} ${quoted(url.href)}`
  return {
    ...noLink,
    state: 'READY',
    url: url.href,
    command: asset.role === 'DIRECTORY' ? null : command,
  }
}

/**
 * What is missing where a record says that not everybody may open its assets, or the catalogue says that the one who asks
 * may not; null when neither does.
 */
export function barredLink({ of, availability }: AssetToLink): ResolvedLink | null {
  if (availability === 'ARCHIVED') {
    const text = 'It lies in an archive and has to be brought back before it can be read.'
    return {
      ...noLink,
      state: 'ARCHIVED',
      requirements: [{ kind: 'RESTORE', text, url: of.landingPage }],
    }
  }
  const missing = missingFor(of)
  return missing === null ? null : { ...noLink, ...missing }
}

function missingFor({
  access,
  accessNote,
  landingPage: url,
  mayOpen,
}: AssetToLink['of']): Pick<ResolvedLink, 'state' | 'requirements' | 'error'> | null {
  const need = (kind: Requirement['kind'], text: string) => [
    { kind, text: accessNote ?? text, url },
  ]
  switch (access) {
    case 'ON_REQUEST':
      return {
        state: 'NEEDS_APPROVAL',
        requirements: need(
          'APPROVAL',
          'Access is given on request; the page of the record says how.',
        ),
        error: null,
      }
    case 'DATA_USE_AGREEMENT':
      return {
        state: 'NEEDS_APPROVAL',
        requirements: need(
          'DATA_USE_AGREEMENT',
          'An agreement on the use of the data has to be signed.',
        ),
        error: null,
      }
    case 'REGISTERED':
      return {
        state: 'NEEDS_CREDENTIALS',
        requirements: need('LOGIN', 'An account of the repository is needed.'),
        error: null,
      }
    case 'CLOSED':
      return {
        state: 'NEEDS_APPROVAL',
        requirements: need('APPROVAL', 'The repository does not hand this out.'),
        error: 'FORBIDDEN',
      }
    default:
      if (mayOpen) return null
      return {
        state: 'NEEDS_CREDENTIALS',
        requirements: need('LOGIN', 'The repository opens this to some of its accounts only.'),
        error: null,
      }
  }
}
