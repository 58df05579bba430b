import { GatewayError } from '../model/index.ts'
import { isPublicAddress, literalAddress } from './addresses.ts'

export interface Hosts {
  /** `url`, relative to `base` when given, if the client may go there; null when it may not. */
  allowed(url: string | URL, base?: URL): URL | null
}

export interface HostOptions {
  /** `https://api.example.org`, with the port where it is not the scheme's own. */
  origins: readonly string[]
  allowPrivateAddresses: boolean
  source?: string | undefined
}

/**
 * The allow-list of one client.
 *
 * @throws {GatewayError} `CONFIG_INVALID` when an origin has another scheme than http and https, a user, a path,
 *   or a literal address that is not public although only such are allowed.
 */
export function createHosts({ origins, allowPrivateAddresses, source }: HostOptions): Hosts {
  const list = new Set(origins.map((origin) => checkedOrigin(origin)))

  function checkedOrigin(origin: string): string {
    const url = URL.parse(origin)
    if (url === null || !isWeb(url) || url.href !== `${url.origin}/`) {
      throw refuse('An origin is not of the form https://host or https://host:port.')
    }
    const literal = literalAddress(url.hostname)
    if (literal !== null && !allowPrivateAddresses && !isPublicAddress(literal)) {
      throw refuse('An origin is a private address, and private addresses are not allowed.')
    }
    return url.origin
  }

  function refuse(message: string): GatewayError {
    return new GatewayError('CONFIG_INVALID', { source, message })
  }

  return {
    allowed(url, base) {
      const parsed = base === undefined ? URL.parse(String(url)) : URL.parse(String(url), base.href)
      if (parsed === null || !isWeb(parsed)) return null
      if (parsed.username !== '' || parsed.password !== '') return null
      if (!list.has(parsed.origin)) return null
      parsed.hash = ''
      return parsed
    },
  }
}

function isWeb(url: URL): boolean {
  return url.protocol === 'https:' || url.protocol === 'http:'
}
