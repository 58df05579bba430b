import type { Database } from './database.ts'
import { everybodysCircle, IdentityGraph, type Member } from './identity-graph.ts'
import { tellChanged } from './outbox.ts'
import type { Visibilities } from './visibilities.ts'

interface Change {
  before: (Member & { identity: string | null }) | null
  /** Null: it is gone, or can be known by nothing. */
  after: Member | null
  isGone: boolean
  /** Whether the outbox tells of it anyway. */
  isTold: boolean
}

interface Found {
  identity: string | null
  /** Whether others bear one of its keys. */
  isShared: boolean
}

/**
 * Which records are the same thing. Those that share a key are, and those that share one with these; see `identityKeys`
 * for what a key is, and `IdentityGraph` for the keys that join nobody.
 *
 * **Only records that the same viewers discover join each other.** What everybody may discover is joined over public
 * records alone, so that nobody can tell from what is joined, or from the id under which it is, that there is something
 * hidden. A record that is not public takes the identity that public records have given one of its keys; where there
 * is none, it is joined over records of its own circle: whoever discovers one of them discovers all.
 *
 * An identity is the smallest key of its records. So it is the same whichever record came first, and as computed anew from
 * everything, and it shrinks when the record that joined others goes, changes or is hidden. Good for one transaction,
 * at whose end `settle` is called.
 */
export class Identities {
  readonly #database: Database
  readonly #visibilities: Visibilities
  readonly #changes = new Map<number, Change>()
  readonly #added = new Set<number>()

  constructor(database: Database, visibilities: Visibilities) {
    this.#database = database
    this.#visibilities = visibilities
  }

  /** A record that was not there before. */
  add(record: number, source: number, visibility: number, keys: readonly string[]): void {
    if (keys.length === 0) return
    const circle = this.#visibilities.circleOf(visibility)
    const after = { source, circle, keys }
    this.#changes.set(record, { before: null, after, isGone: false, isTold: true })
    this.#added.add(record)
  }

  /** Changed records that the catalogue has no identity of so far, nor in `identified` therefore. */
  added(): number[] {
    return [...this.#added]
  }

  /** A record was written anew; the outbox tells of it. */
  replace(record: number, source: number, visibility: number, keys: readonly string[]): void {
    const circle = this.#visibilities.circleOf(visibility)
    const change = this.#change(record)
    change.after = keys.length === 0 ? null : { source, circle, keys }
    change.isTold = true
  }

  /** Gives a record other keys, where `change` gives others. The outbox may not tell of it. */
  rekey(
    record: number,
    owner: { source: number; visibility: number },
    change: (keys: readonly string[]) => readonly string[],
  ): void {
    const found = this.#change(record)
    const before = found.after?.keys ?? []
    const keys = [...change(before)].sort()
    const circle = this.#visibilities.circleOf(owner.visibility)
    found.after = keys.length === 0 ? null : { source: owner.source, circle, keys }
  }

  /** A record is discovered by others now; the outbox tells of it. */
  show(record: number, visibility: number): void {
    const change = this.#change(record)
    if (change.after === null) return
    change.after = { ...change.after, circle: this.#visibilities.circleOf(visibility) }
    change.isTold = true
  }

  remove(record: number): void {
    Object.assign(this.#change(record), { after: null, isGone: true })
  }

  /** Makes what was changed hold, for every record whose identity depends on it. */
  settle(): void {
    const keys = this.#writeKeys()
    if (keys.size > 0) {
      const now = new Map([...this.#changes].map(([record, { after }]) => [record, after]))
      const found = this.#find(new IdentityGraph(this.#database, now), keys)
      // One that nobody looked for stands behind others of a collection, and is known by nothing else.
      for (const [record, change] of this.#changes) {
        this.#writeChanged(record, change, found.get(record) ?? unknown)
      }
      for (const [record, one] of found) {
        if (!this.#changes.has(record)) this.#writeOther(record, one)
      }
    }
    this.#changes.clear()
    this.#added.clear()
  }

  /** Gives the keys that somebody bears now and did not before, or the other way round. */
  #writeKeys(): Set<string> {
    const keys = new Set<string>()
    for (const [record, { before, after }] of this.#changes) {
      if (isSame(before, after)) {
        this.#changes.delete(record)
        continue
      }
      for (const [sql, member] of [
        [
          'DELETE FROM identity_key WHERE key = ? AND circle = ? AND source = ? AND record = ?',
          before,
        ],
        ['INSERT INTO identity_key (key, circle, source, record) VALUES (?, ?, ?, ?)', after],
      ] as const) {
        for (const key of member?.keys ?? []) {
          this.#database.run(sql, key, member?.circle ?? 0, member?.source ?? 0, record)
          keys.add(key)
        }
      }
    }
    return keys
  }

  /** The identities of all records that `keys` have a say in: first of public ones, by which others go. */
  #find(graph: IdentityGraph, keys: Iterable<string>): Map<number, Found> {
    const found = new Map<number, Found>()
    const touched = new Set(keys)
    for (const key of [...touched]) {
      for (const { record, circle } of graph.bearers(key)) {
        if (circle !== everybodysCircle || found.has(record)) continue
        const component = graph.component(record, circle)
        const one = { identity: smallest(component.keys), isShared: graph.isShared(component) }
        for (const member of component.records) found.set(member, one)
        // Who is not public goes by these, too.
        for (const joined of component.keys) touched.add(joined)
      }
    }
    for (const key of touched) {
      for (const { record, circle } of graph.bearers(key)) {
        if (circle === everybodysCircle || found.has(record)) continue
        const component = graph.component(record, circle)
        const given = component.keys.flatMap((one) => this.#publicIdentity(graph, found, one))
        const identity = smallest(given) ?? smallest(component.keys)
        const one = { identity, isShared: graph.isShared(component) }
        for (const member of component.records) found.set(member, one)
      }
    }
    return found
  }

  /** The identity that public records have given a key that joins; empty where none of them bears it. */
  #publicIdentity(graph: IdentityGraph, found: ReadonlyMap<number, Found>, key: string): string[] {
    const bearer = graph.bearers(key).find(({ circle }) => circle === everybodysCircle)
    if (bearer === undefined) return []
    const { identity = null } = found.get(bearer.record) ?? this.#row(bearer.record) ?? {}
    return identity === null ? [] : [identity]
  }

  #writeChanged(record: number, change: Change, { identity, isShared }: Found): void {
    const { before, after, isGone, isTold } = change
    if (after === null) {
      this.#database.run('DELETE FROM identified WHERE record = ?', record)
    } else {
      this.#database.run(
        `INSERT OR REPLACE INTO identified (record, source, circle, keys, identity, shared)
         VALUES (?, ?, ?, ?, ?, ?)`,
        record,
        after.source,
        after.circle,
        JSON.stringify(after.keys),
        identity,
        isShared ? 1 : 0,
      )
    }
    if (isGone || isTold || identity === (before?.identity ?? null)) return
    tellChanged(this.#database, record)
  }

  #writeOther(record: number, { identity, isShared }: Found): void {
    const before = this.#row(record)
    this.#database.run(
      'UPDATE identified SET identity = ?1, shared = ?2 WHERE record = ?3 AND (identity, shared) IS NOT (?1, ?2)',
      identity,
      isShared ? 1 : 0,
      record,
    )
    if (before?.identity !== identity) tellChanged(this.#database, record)
  }

  #change(record: number): Change {
    let change = this.#changes.get(record)
    if (change === undefined) {
      const before = this.#row(record)
      change = { before, after: before, isGone: false, isTold: false }
      this.#changes.set(record, change)
      if (before === null) this.#added.add(record)
    }
    return change
  }

  #row(record: number): Change['before'] {
    const row = this.#database.get<{
      source: number
      circle: number
      keys: string
      identity: string | null
    }>('SELECT source, circle, keys, identity FROM identified WHERE record = ?', record)
    return row === undefined ? null : { ...row, keys: JSON.parse(row.keys) }
  }
}

/** Of a record that no key tells anything of. */
const unknown: Found = { identity: null, isShared: false }

function isSame(before: Member | null, after: Member | null): boolean {
  if (before === null || after === null) return before === after
  return (
    before.circle === after.circle &&
    before.source === after.source &&
    before.keys.join('\n') === after.keys.join('\n')
  )
}

function smallest(keys: readonly string[]): string | null {
  let first: string | null = null
  for (const key of keys) if (first === null || key < first) first = key
  return first
}
