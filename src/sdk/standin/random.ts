/** Numbers that look like chance and are the same for the same seed (mulberry32). */
export interface Random {
  /** From 0 up to, but not, 1. */
  next(): number
  /** A whole number from `low` to `high`, both possible. */
  between(low: number, high: number): number
  /** One of them. */
  pick<T>(list: readonly T[]): T
  /** True once in `times`. */
  once(times: number): boolean
  /** So many small letters and digits of hexadecimal. */
  hex(length: number): string
  /** So many capital letters and digits that are not taken for one another. */
  code(length: number): string
}

const characters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

export function randomOf(seed: number): Random {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  return {
    next,
    between,
    pick: (list) => list[between(0, list.length - 1)] as (typeof list)[number],
    once: (times) => between(1, times) === 1,
    hex: (length) => Array.from({ length }, () => between(0, 15).toString(16)).join(''),
    code: (length) =>
      Array.from({ length }, () => characters[between(0, characters.length - 1)]).join(''),
  }
}
