/** Seeded numbers, so that every run of a bench sees the same records and queries. */
export interface Random {
  /** 0 ≤ n < 1. */
  next(): number
  /** 0 ≤ n < `below`, whole. */
  below(below: number): number
  chance(share: number): boolean
  pick<T>(from: readonly T[]): T
  /** 0 ≤ n < `count`, whole: the smaller, the more frequent, as words are in texts (exponent 1). */
  zipf(count: number): number
}

/** mulberry32, by Tommy Ettinger (public domain). */
export function seeded(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    next,
    below,
    chance: (share) => next() < share,
    pick: (from) => from[below(from.length)] as (typeof from)[number],
    zipf: (count) => Math.min(count - 1, Math.floor(Math.exp(next() * Math.log(count + 1))) - 1),
  }
}
