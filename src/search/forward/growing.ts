/** A typed array that grows: `at` and `set` beyond the end make room, filled with `empty`. */
export class Growing<
  Items extends
    | Float64Array
    | Float32Array
    | Int32Array
    | Uint32Array
    | Uint16Array
    | Uint8Array
    | Int8Array,
> {
  items: Items
  readonly #make: (length: number) => Items
  readonly #empty: number

  constructor(make: (length: number) => Items, empty: number, room = 1024) {
    this.#make = make
    this.#empty = empty
    this.items = make(room)
    if (empty !== 0) this.items.fill(empty)
  }

  reserve(length: number): Items {
    if (length > this.items.length) {
      const old = this.items
      this.items = this.#make(Math.max(length, Math.ceil(old.length * 1.5)))
      if (this.#empty !== 0) this.items.fill(this.#empty, old.length)
      this.items.set(old as never)
    }
    return this.items
  }

  set(at: number, value: number): void {
    if (at >= this.items.length) this.reserve(at + 1)
    this.items[at] = value
  }
}
