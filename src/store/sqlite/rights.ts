import type { Visibility } from '../../model/index.ts'
import { effectiveVisibility, type ScopeRights, type SourceRights } from '../visibility.ts'
import type { Database } from './database.ts'
import type { Identities } from './identities.ts'
import type { Visibilities } from './visibilities.ts'

/** Who may see the records of one source: the operator's word, the rights of its scopes, what its rows state. */
export class Rights {
  readonly #database: Database
  readonly #visibilities: Visibilities
  readonly #identities: Identities
  readonly #source: number
  readonly #operator: SourceRights
  readonly #scopes = new Map<string, ScopeRights | null>()

  /**
   * Good for one transaction: what it reads of the catalogue it keeps.
   *
   * @param identities Told of the records that others discover now; the caller settles them.
   */
  constructor(
    database: Database,
    visibilities: Visibilities,
    identities: Identities,
    source: number,
  ) {
    this.#database = database
    this.#visibilities = visibilities
    this.#identities = identities
    this.#source = source
    const row = database.get<{ discover: string; override: number | null }>(
      'SELECT discover, override FROM source WHERE key = ?',
      source,
    )
    if (row === undefined) throw new Error(`source ${source} is missing`)
    this.#operator = {
      discover: JSON.parse(row.discover),
      visibility: row.override === null ? null : visibilities.get(row.override),
    }
  }

  /** The key of the visibility of a record that lives under `scope` and states `own`. */
  effective(scope: string | null, own: Visibility | null): number {
    const rights = scope === null ? null : this.#scope(scope)
    return this.#visibilities.keyOf(effectiveVisibility(this.#operator, rights, own))
  }

  /** @param visibility Null: could not be read; the last known rights stay. */
  set(scope: string, visibility: Visibility | null, at: string): void {
    if (visibility === null) {
      this.#database.run(
        'INSERT INTO rights VALUES (?, ?, NULL, NULL, 0) ON CONFLICT DO NOTHING',
        this.#source,
        scope,
      )
    } else {
      this.#database.run(
        `INSERT INTO rights VALUES (?, ?, ?, ?, 0) ON CONFLICT DO UPDATE
         SET visibility = excluded.visibility, read_at = excluded.read_at, expired = 0`,
        this.#source,
        scope,
        this.#visibilities.keyOf(visibility),
        Date.parse(at),
      )
    }
    this.#scopes.delete(scope)
    this.applyTo(scope)
  }

  /** Hides what lives under rights that were last read before `before`. */
  expire(before: string): void {
    const scopes = this.#database.all<{ scope: string }>(
      `UPDATE rights SET expired = 1 WHERE source = ? AND expired = 0 AND read_at < ?
       RETURNING scope`,
      this.#source,
      Date.parse(before),
    )
    for (const { scope } of scopes) {
      this.#scopes.delete(scope)
      this.applyTo(scope)
    }
  }

  /** Makes what was decided hold for all records of the source. */
  applyToAll(): void {
    const scopes = this.#database.all<{ scope: string | null }>(
      'SELECT DISTINCT scope FROM record WHERE source = ?',
      this.#source,
    )
    for (const { scope } of scopes) this.applyTo(scope)
  }

  /** Sets the visibility of all records of a scope, as many as there may be; read are only those with an identity. */
  applyTo(scope: string | null): void {
    const stated = this.#database.all<{ own: number | null }>(
      'SELECT DISTINCT own_visibility AS own FROM record WHERE source = ? AND scope IS ?',
      this.#source,
      scope,
    )
    for (const { own } of stated) {
      const visibility = this.effective(scope, own === null ? null : this.#visibilities.get(own))
      const which = [this.#source, scope, own, visibility] as const
      this.#database.run(
        `INSERT OR REPLACE INTO outbox (record) SELECT key FROM record
         WHERE source = ? AND scope IS ? AND own_visibility IS ? AND visibility <> ?
         ORDER BY key`,
        ...which,
      )
      const identified = this.#database.all<{ key: number }>(
        `SELECT key FROM record
         WHERE source = ? AND scope IS ? AND own_visibility IS ? AND visibility <> ?
           AND (key IN (SELECT value FROM json_each(?))
             OR EXISTS (SELECT 1 FROM identified WHERE record = record.key))`,
        ...which,
        JSON.stringify(this.#identities.added()),
      )
      for (const { key } of identified) this.#identities.show(key, visibility)
      this.#database.run(
        `UPDATE record SET visibility = ?4
         WHERE source = ?1 AND scope IS ?2 AND own_visibility IS ?3 AND visibility <> ?4`,
        ...which,
      )
    }
  }

  #scope(scope: string): ScopeRights | null {
    let rights = this.#scopes.get(scope)
    if (rights === undefined) {
      rights = this.#read(scope)
      this.#scopes.set(scope, rights)
    }
    return rights
  }

  #read(scope: string): ScopeRights | null {
    const row = this.#database.get<{ visibility: number | null; expired: number }>(
      'SELECT visibility, expired FROM rights WHERE source = ? AND scope = ?',
      this.#source,
      scope,
    )
    if (row === undefined) return null
    return {
      visibility: row.visibility === null ? null : this.#visibilities.get(row.visibility),
      expired: row.expired === 1,
    }
  }
}
