import { LRUCache } from 'lru-cache'

/** Milliseconds before its end at which a thing is made anew. */
const margin = 30_000

interface Entry {
  value: Promise<unknown>
  /** Epoch milliseconds; null while it is being made. */
  until: number | null
}

/** Things that are made once, however many ask at the same time, until they expire: tokens. In memory only. */
export class Once {
  readonly #entries = new LRUCache<string, Entry>({ max: 5_000 })
  readonly #now: () => Date

  constructor({ now }: { now: () => Date }) {
    this.#now = now
  }

  /** @param make Its `expiresAt` is RFC 3339; null: good for those who ask at the same time and nobody after. */
  async get<Value>(
    key: string,
    make: () => Promise<{ value: Value; expiresAt: string | null }>,
  ): Promise<Value> {
    const kept = this.#entries.get(key)
    if (kept !== undefined && (kept.until === null || kept.until > this.#now().getTime())) {
      return (await kept.value) as Value
    }
    const making = make()
    const entry: Entry = { value: making.then(({ value }) => value), until: null }
    // Perhaps nobody else waits for it.
    entry.value.catch(() => {})
    this.#entries.set(key, entry)
    try {
      const { value, expiresAt } = await making
      entry.until = expiresAt === null ? 0 : Date.parse(expiresAt) - margin
      return value
    } catch (thrown) {
      // What failed is tried again by whoever comes next.
      entry.until = 0
      throw thrown
    }
  }

  clear(): void {
    this.#entries.clear()
  }
}
