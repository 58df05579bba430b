import { lookup } from 'node:dns/promises'
import { LRUCache } from 'lru-cache'
import { isPublicAddress, literalAddress } from '../sdk/addresses.ts'

/** Addresses of a host name. */
export type ResolveName = (hostname: string) => Promise<readonly string[]>

export interface HostCheckOptions {
  /** Default: as the system does. */
  resolveName?: ResolveName | undefined
  /** Milliseconds that a name server has. Default 500. */
  patience?: number
}

const asTheSystemDoes: ResolveName = async (hostname) =>
  (await lookup(hostname, { all: true })).map(({ address }) => address)

/**
 * Whether a host stands for addresses of the public internet alone. A name that nobody can resolve in time passes: the
 * reader's own name server may know it, and nothing is fetched here.
 */
export function createHostCheck({
  resolveName = asTheSystemDoes,
  patience = 500,
}: HostCheckOptions = {}): (hostname: string) => Promise<boolean> {
  const known = new LRUCache<string, Promise<boolean>>({ max: 2_000, ttl: 300_000 })

  async function look(hostname: string): Promise<boolean> {
    const late = Promise.withResolvers<readonly string[]>()
    const timer = setTimeout(() => late.resolve([]), patience)
    try {
      const addresses = await Promise.race([resolveName(hostname), late.promise])
      // Nobody answered: the next link asks again.
      if (addresses.length === 0) known.delete(hostname)
      return addresses.every(isPublicAddress)
    } catch {
      return true
    } finally {
      clearTimeout(timer)
    }
  }

  return (hostname) => {
    const literal = literalAddress(hostname)
    if (literal !== null) return Promise.resolve(isPublicAddress(literal))
    let answer = known.get(hostname)
    if (answer === undefined) {
      answer = look(hostname)
      known.set(hostname, answer)
    }
    return answer
  }
}
