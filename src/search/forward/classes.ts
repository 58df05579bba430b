import { mayDiscover, type Viewer } from '../../model/index.ts'

/** Class numbers have 16 bits, and the last one means that a record is gone. */
const mostClasses = 0xffff

/**
 * Visibility classes: every distinct set of groups that may discover a record is one. All statistics are kept
 * a class, so that what a viewer may not see takes no part in any number it is given.
 */
export class Classes {
  readonly groups: (readonly string[])[] = []
  /** How often a record of the class was written or taken out. */
  readonly changes: number[] = []
  readonly #ids = new Map<string, number>()

  static key(groups: readonly string[]): string {
    return JSON.stringify([...new Set(groups)].sort())
  }

  find(key: string): number | undefined {
    return this.#ids.get(key)
  }

  add(key: string, changes = 0): number {
    const id = this.groups.length
    if (id === mostClasses) throw new Error('too many different sets of groups')
    this.groups.push(JSON.parse(key) as string[])
    this.changes.push(changes)
    this.#ids.set(key, id)
    return id
  }

  get size(): number {
    return this.groups.length
  }

  /** 1 for each class that the viewer may discover. */
  visibleTo(viewer: Viewer): Uint8Array {
    return Uint8Array.from(this.groups, (groups) => (mayDiscover(viewer, groups) ? 1 : 0))
  }
}

/**
 * A number that grows whenever anything that the viewer may see is written, and only then: cursors carry it in
 * place of the outbox position, which would give hidden writes away.
 */
export function revisionOf(classes: Classes, visible: Uint8Array): number {
  return classes.changes.reduce(
    (sum, changes, recordClass) => (visible[recordClass] === 1 ? sum + changes : sum),
    0,
  )
}

/** Counts a class, sparse: most words and values stand in records of one or two classes. */
export type ClassCounts = number[]

/** Adds `change` to the count of `kind` in a flat list of class, count, class, count … */
export function addCount(counts: ClassCounts, kind: number, change: number): void {
  for (let at = 0; at < counts.length; at += 2) {
    if (counts[at] === kind) {
      counts[at + 1] = (counts[at + 1] as number) + change
      return
    }
  }
  counts.push(kind, change)
}

export function visibleCount(counts: ClassCounts, visible: Uint8Array): number {
  let sum = 0
  for (let at = 0; at < counts.length; at += 2) {
    if (visible[counts[at] as number] === 1) sum += counts[at + 1] as number
  }
  return sum
}

/** So many classes are counted in arrays of their own when a file is opened; the others one by one. */
const mostArrays = 32

/** Adds up counts of many records at once, several times as fast as `addCount` for each. */
export class BulkCounts {
  readonly #counts: readonly ClassCounts[]
  readonly #sums = new Map<number, Uint32Array>()

  /** `counts` by number of word or value; complete, but empty. */
  constructor(counts: readonly ClassCounts[]) {
    this.#counts = counts
  }

  add(ids: readonly number[], kind: number): void {
    let sums = this.#sums.get(kind)
    if (sums === undefined) {
      if (this.#sums.size === mostArrays) {
        for (const id of ids) addCount(this.#counts[id] as ClassCounts, kind, 1)
        return
      }
      sums = new Uint32Array(this.#counts.length)
      this.#sums.set(kind, sums)
    }
    for (const id of ids) sums[id] = (sums[id] as number) + 1
  }

  finish(): void {
    for (const [kind, sums] of this.#sums) {
      for (let id = 0; id < sums.length; id++) {
        const count = sums[id] as number
        if (count > 0) this.#counts[id]?.push(kind, count)
      }
    }
  }
}
