/**
 * The native ids met in one run, so that each is written once. Keeps 64 bits of hash instead of the string, in
 * one flat table: 16 to 32 bytes an id, whatever its length. That two of a million ids are taken for one has a
 * chance of 1 in 10^7.
 */
export class SeenIds {
  /** Two lanes a slot; 0, 0 is empty. */
  #slots = new Uint32Array(2048)
  #size = 0

  get size(): number {
    return this.#size
  }

  has(id: string): boolean {
    const [high, low] = hash(id)
    return this.#slots[find(this.#slots, high, low)] !== 0
  }

  /** True the first time. */
  add(id: string): boolean {
    if (this.#size * 4 >= this.#slots.length) this.#grow()
    const [high, low] = hash(id)
    const slot = find(this.#slots, high, low)
    if (this.#slots[slot] !== 0) return false
    this.#slots[slot] = high
    this.#slots[slot + 1] = low
    this.#size++
    return true
  }

  #grow(): void {
    const old = this.#slots
    this.#slots = new Uint32Array(old.length * 2)
    for (let at = 0; at < old.length; at += 2) {
      const high = old[at] ?? 0
      const low = old[at + 1] ?? 0
      if (high === 0) continue
      const slot = find(this.#slots, high, low)
      this.#slots[slot] = high
      this.#slots[slot + 1] = low
    }
  }
}

/** Where the pair stands, or the empty slot where it belongs. */
function find(slots: Uint32Array, high: number, low: number): number {
  const mask = slots.length / 2 - 1
  let slot = low & mask
  while (slots[slot * 2] !== 0) {
    if (slots[slot * 2] === high && slots[slot * 2 + 1] === low) break
    slot = (slot + 1) & mask
  }
  return slot * 2
}

/** Two lanes of multiply and mix (after cyrb53); the first is never 0. */
function hash(id: string): [high: number, low: number] {
  let a = 0xdeadbeef
  let b = 0x41c6ce57
  for (let at = 0; at < id.length; at++) {
    const unit = id.charCodeAt(at)
    a = Math.imul(a ^ unit, 0x9e3779b1)
    b = Math.imul(b ^ unit, 0x5f356495)
  }
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35)
  b = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35)
  return [a >>> 0 || 1, b >>> 0]
}
