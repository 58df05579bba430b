import { isPublicAddress, literalAddress } from '../../sdk/addresses.ts'
import type { AnyConnector } from '../../sdk/connector.ts'

/** Where a registered source goes, and whether it may. */
export interface Reach {
  /** Origins that its HTTP client may call. */
  origins: string[]
  /** Whether these may be addresses of this machine or of a private network: an operator has listed all of them. */
  allowPrivateAddresses: boolean
}

/**
 * Where a source with these options goes; null when the connector cannot say.
 *
 * @param privateOrigins What the operator allows of private networks, as origins.
 */
export function reachOf(
  connector: AnyConnector,
  options: Record<string, unknown>,
  privateOrigins: readonly string[],
): Reach | null {
  try {
    const origins = connector.origins(options)
    const allowPrivateAddresses =
      origins.length > 0 && origins.every((origin) => privateOrigins.includes(origin))
    return { origins, allowPrivateAddresses }
  } catch {
    // An address among the options that is none, in a place where the shape does not look.
    return null
  }
}

/** Where a source goes whose options are as they were given; null when nobody can say, or not any more. */
export function originsOf(
  connector: AnyConnector,
  given: Record<string, unknown>,
): readonly string[] | null {
  try {
    const checked = connector.options.safeParse(given)
    if (!checked.success) return null
    return reachOf(connector, checked.data as Record<string, unknown>, [])?.origins ?? null
  } catch {
    // A shape that fails over what it is given.
    return null
  }
}

/** Whether an origin is private by its very name. What other names stand for shows as they are looked up. */
export function isPrivateByName(origin: string): boolean {
  const hostname = URL.parse(origin)?.hostname ?? ''
  const literal = literalAddress(hostname)
  if (literal !== null) return !isPublicAddress(literal)
  return /(?:^|\.)localhost\.?$/.test(hostname)
}

/** Whether an origin is one of the web: http or https, with neither a user nor a path. */
export function isWebOrigin(origin: string): boolean {
  const url = URL.parse(origin)
  if (url === null || !/^https?:$/.test(url.protocol)) return false
  return url.href === `${url.origin}/`
}
