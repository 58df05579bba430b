import { createHmac, randomBytes } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { ResolvedLink } from '../sdk/links.ts'

/** Milliseconds before its end at which a link is no longer given out. */
const margin = 60_000
/** Milliseconds that a link without an end is kept: rights and prices behind it may change. */
const longest = 300_000

export interface LinkCacheOptions {
  /** Links kept at most. */
  size: number
  now: () => Date
}

/**
 * Links until shortly before they expire, in memory only. Keys begin with an HMAC under a key of this process of whom
 * they are for, so that neither an identity nor a credential can be read from them.
 */
export class LinkCache {
  readonly #links: LRUCache<string, { link: ResolvedLink; until: number }>
  readonly #key = randomBytes(32)
  readonly #now: () => Date

  constructor({ size, now }: LinkCacheOptions) {
    this.#links = new LRUCache({ max: size })
    this.#now = now
  }

  /** A key of all that `parts` say, and of nothing else. */
  keyOf(...parts: readonly (string | null)[]): string {
    return createHmac('sha256', this.#key).update(JSON.stringify(parts)).digest('base64url')
  }

  get(key: string): ResolvedLink | null {
    const kept = this.#links.get(key)
    if (kept === undefined) return null
    if (kept.until > this.#now().getTime()) return kept.link
    this.#links.delete(key)
    return null
  }

  /** Keeps a link that works, and that something is missing for. What failed is asked for again. */
  put(key: string, link: ResolvedLink): void {
    if (link.state === 'UNREACHABLE' || link.error !== null) return
    const now = this.#now().getTime()
    const end = link.expiresAt === null ? now + longest : Date.parse(link.expiresAt) - margin
    const until = Math.min(end, now + longest)
    if (until > now) this.#links.set(key, { link, until })
  }

  clear(): void {
    this.#links.clear()
  }
}
