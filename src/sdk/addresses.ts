import { lookup } from 'node:dns'
import { isIP, type LookupFunction, type Socket } from 'node:net'
import ipaddr from 'ipaddr.js'
import { buildConnector } from 'undici'
import { DeadlineError, PrivateAddressError } from './failure.ts'

/** What RFC 4291 hands out as global unicast today; all else in IPv6 is special, local or unassigned. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3')
/** RFC 6052: how a public IPv4 host looks from an IPv6-only network. */
const nat64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96')

/**
 * Whether an address is an ordinary one of the public internet: no loopback, private, link-local, shared,
 * multicast, documentation or reserved range, in no disguise (IPv4-mapped, NAT64, 6to4, Teredo).
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0) return false
  const parsed = ipaddr.parse(address)
  if (parsed instanceof ipaddr.IPv4) return parsed.range() === 'unicast'
  if (parsed.isIPv4MappedAddress()) return parsed.toIPv4Address().range() === 'unicast'
  if (parsed.match(nat64)) {
    return ipaddr.fromByteArray(parsed.toByteArray().slice(12)).range() === 'unicast'
  }
  return parsed.match(globalUnicast) && parsed.range() === 'unicast'
}

/** The literal address that a URL's hostname is, without brackets; null when it is a name. */
export function literalAddress(hostname: string): string | null {
  const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
  return isIP(bare) === 0 ? null : bare
}

/**
 * Resolves names as the system does and refuses every name that has an address which is not public. The check
 * is on the very addresses that the socket then uses, so a name that changes its answer gains nothing.
 */
function publicLookup(resolve: LookupFunction): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, [])
      const addresses =
        typeof found === 'string' ? [{ address: found, family: isIP(found) }] : found
      const [first] = addresses
      if (first === undefined || !addresses.every(({ address }) => isPublicAddress(address))) {
        return callback(
          new PrivateAddressError('a name resolved to an address that is not public'),
          [],
        )
      }
      if (options.all) return callback(null, addresses)
      callback(null, first.address, first.family)
    })
  }
}

/**
 * Asks for a name once, however many sockets wait for it: the system's resolver blocks a thread of the few that the
 * whole process shares, and a name server that hangs must not take them all.
 */
function sharedLookup(resolve: LookupFunction): LookupFunction {
  type Callback = Parameters<LookupFunction>[2]
  const waiting = new Map<string, Callback[]>()
  return (hostname, options, callback) => {
    const key = JSON.stringify([hostname, options])
    const others = waiting.get(key)
    if (others !== undefined) {
      others.push(callback)
      return
    }
    waiting.set(key, [callback])
    resolve(hostname, options, (...found) => {
      const callbacks = waiting.get(key) ?? []
      waiting.delete(key)
      for (const each of callbacks) each(...found)
    })
  }
}

export interface ConnectOptions {
  /** Milliseconds to a connected socket: name, TCP and TLS. */
  timeout: number
  allowPrivateAddresses: boolean
  /** How names become addresses. Default: as the system does. */
  lookup?: LookupFunction | undefined
}

/** An undici connector that opens sockets to public addresses only, unless told otherwise. */
export function connectorFor(options: ConnectOptions): buildConnector.connector {
  const { timeout, allowPrivateAddresses } = options
  const resolve = sharedLookup(options.lookup ?? (lookup as LookupFunction))
  const connect = buildConnector({
    // Its own clock goes by half seconds; ours is below.
    timeout: 0,
    // One exchange a socket: deadlines, the cap on requests at once and cancelling then mean what they say.
    allowH2: false,
    autoSelectFamily: true,
    lookup: allowPrivateAddresses ? resolve : publicLookup(resolve),
  })
  return (target, callback) => {
    const literal = literalAddress(target.hostname)
    // A literal address is never looked up.
    if (literal !== null && !allowPrivateAddresses && !isPublicAddress(literal)) {
      return callback(new PrivateAddressError('an address is not public'), null)
    }
    const timer = setTimeout(() => {
      socket?.destroy(new DeadlineError('connecting took too long'))
    }, timeout)
    // The types leave out that the socket comes back at once.
    const socket = connect(target, (...outcome) => {
      clearTimeout(timer)
      callback(...outcome)
    }) as unknown as Socket | undefined
    // A socket that is given up while it connects is heard of in no other way.
    socket?.once('close', () => clearTimeout(timer))
    return socket
  }
}
