import type { Database } from './database.ts'

/** The circle of everybody; the others are those of `Visibilities.circleOf`. */
export const everybodysCircle = 0

/** A record that can be known by something. */
export interface Member {
  source: number
  /** Records of one circle are discovered by the same viewers. */
  circle: number
  /** Sorted; see `identityKeys`. */
  keys: readonly string[]
}

/** A record that bears a key. */
export interface Bearer {
  record: number
  source: number
  circle: number
}

/** Records of one circle that are the same thing, and the keys by which. */
export interface Component {
  records: readonly number[]
  /** Those that are no collection's; empty: the record is known by nothing. */
  keys: readonly string[]
}

/** Bearers of a key that are read at once: nearly all keys have fewer. */
const fewBearers = 8

/**
 * Which records have which keys in common, over the keys as they stand in the catalogue.
 *
 * A key that two records of one source bear, as far as a circle can see, is that of a collection and joins nobody: the
 * source itself lists them as different things. So a key that joins has no more bearers than there are sources, however
 * many records of a study bear the study's DOI.
 */
export class IdentityGraph {
  readonly #database: Database
  readonly #changed: ReadonlyMap<number, Member | null>
  readonly #bearers = new Map<string, readonly Bearer[]>()

  /** @param changed Records whose keys or circle have changed: as they are now. Good while nothing else changes. */
  constructor(database: Database, changed: ReadonlyMap<number, Member | null>) {
    this.#database = database
    this.#changed = changed
  }

  /**
   * Those who bear a key. Of unchanged ones at most two of each circle and source, which tell as much as all of them: the
   * key is a collection's there, and was before.
   */
  bearers(key: string): readonly Bearer[] {
    let bearers = this.#bearers.get(key)
    if (bearers === undefined) {
      bearers = this.#database.all<Bearer>(selectFew, key)
      if (bearers.length === fewBearers) bearers = this.#readMany(key)
      this.#bearers.set(key, bearers)
    }
    return bearers
  }

  /** The records of a circle that are the same as one of it, over any number of keys. */
  component(record: number, circle: number): Component {
    const records = new Set([record])
    const keys = new Set<string>()
    // A set gives what is added while it is gone through.
    for (const member of records) {
      for (const key of this.#keysOf(member)) {
        if (keys.has(key) || !this.#joins(key, circle)) continue
        keys.add(key)
        for (const bearer of this.bearers(key)) {
          if (bearer.circle === circle) records.add(bearer.record)
        }
      }
    }
    return { records: [...records], keys: [...keys] }
  }

  /** Whether anybody else bears a key of a component, of any circle. */
  isShared({ keys }: Component): boolean {
    return keys.some((key) => this.bearers(key).length > 1)
  }

  #joins(key: string, circle: number): boolean {
    const sources = new Set<number>()
    for (const bearer of this.bearers(key)) {
      if (bearer.circle !== circle && bearer.circle !== everybodysCircle) continue
      if (sources.has(bearer.source)) return false
      sources.add(bearer.source)
    }
    return true
  }

  #keysOf(record: number): readonly string[] {
    const changed = this.#changed.get(record)
    if (changed !== undefined) return changed?.keys ?? []
    const row = this.#database.get<{ keys: string }>(
      'SELECT keys FROM identified WHERE record = ?',
      record,
    )
    return row === undefined ? [] : JSON.parse(row.keys)
  }

  /** Steps over all but two unchanged bearers of each circle and source. */
  #readMany(key: string): Bearer[] {
    const found: Bearer[] = []
    let unchanged = 0
    let last: Bearer | undefined
    for (let after: Bearer = { circle: -1, source: 0, record: 0 }; ; ) {
      const next = this.#database.get<Bearer>(
        selectNext,
        key,
        after.circle,
        after.source,
        after.record,
      )
      if (next === undefined) return found
      if (last?.circle !== next.circle || last.source !== next.source) unchanged = 0
      if (!this.#changed.has(next.record)) unchanged += 1
      found.push(next)
      last = next
      after = unchanged < 2 ? next : { ...next, record: Number.MAX_SAFE_INTEGER }
    }
  }
}

const selectFew = `
  SELECT record, source, circle FROM identity_key WHERE key = ? LIMIT ${fewBearers}`

const selectNext = `
  SELECT record, source, circle FROM identity_key
  WHERE key = ? AND (circle, source, record) > (?, ?, ?)
  ORDER BY circle, source, record LIMIT 1`
