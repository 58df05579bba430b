import { addCount, type ClassCounts, visibleCount } from './classes.ts'

/** In place of the number of an identity: the record has none. */
export const noIdentity = 0

/** How many records bear each identity, by its number, a visibility class. */
export class Identities {
  readonly #counts = new Map<number, ClassCounts>()
  /** Borne by two records or more, whoever may see them. */
  readonly #shared = new Set<number>()

  count(identity: number, recordClass: number, change: number): void {
    if (identity === noIdentity) return
    const counts = this.#counts.get(identity)
    if (counts === undefined) {
      this.#counts.set(identity, [recordClass, change])
      return
    }
    addCount(counts, recordClass, change)
    let records = 0
    for (let at = 1; at < counts.length; at += 2) records += counts[at] as number
    if (records > 1) this.#shared.add(identity)
    else this.#shared.delete(identity)
    if (records === 0) this.#counts.delete(identity)
  }

  /** Those that two records or more bear which the viewer may see. */
  shared(visible: Uint8Array): number[] {
    return [...this.#shared].filter(
      (identity) => visibleCount(this.#counts.get(identity) ?? [], visible) > 1,
    )
  }
}
