import { GatewayError } from '../../model/error.ts'
import type { SourceOrigin } from '../../model/index.ts'
import { sourceIdPattern } from '../../model/source.ts'
import type { SourceConfig } from '../record-store.ts'
import type { RegisteredSource } from '../registry.ts'
import { noteAudit } from './audit.ts'
import type { Database } from './database.ts'
import { Identities } from './identities.ts'
import { readRegistered } from './registered-rows.ts'
import { Rights } from './rights.ts'
import type { SourceRow } from './sources.ts'
import type { Visibilities } from './visibilities.ts'

/** What stands in `source` of a source, besides what harvests say of it. */
export interface Placed extends SourceConfig {
  origin: SourceOrigin
  /** False: it is not harvested, since it is paused or in no sources file any more. */
  configured: boolean
  unapproved: boolean
}

/** Writes what is said of sources, and makes it hold for their records. Good for one transaction, which `settle` ends. */
export class Placing {
  readonly #database: Database
  readonly #visibilities: Visibilities
  readonly #identities: Identities

  constructor(database: Database, visibilities: Visibilities) {
    this.#database = database
    this.#visibilities = visibilities
    this.#identities = new Identities(database, visibilities)
  }

  /**
   * Gives the key of the source.
   *
   * @param by Subject, for the audit; null: the operator's file.
   */
  place(source: Placed, by: string | null): number {
    const database = this.#database
    if (!sourceIdPattern.test(source.id)) {
      throw new GatewayError('CONFIG_INVALID', { argument: 'id' })
    }
    const before = database.get<SourceRow>('SELECT * FROM source WHERE id = ?', source.id)
    const override = source.visibility === null ? null : this.#visibilities.keyOf(source.visibility)
    const discover = JSON.stringify(source.discover)
    const { key } = database.get<{ key: number }>(
      `INSERT INTO source (id, type, title, homepage, discover, stale_after, configured, state,
         override, origin, owners, unapproved)
       VALUES (?, ?, ?, ?, ?, ?, ?, 'PENDING', ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET type = excluded.type, title = excluded.title,
         homepage = excluded.homepage, discover = excluded.discover,
         stale_after = excluded.stale_after, configured = excluded.configured,
         override = excluded.override, origin = excluded.origin, owners = excluded.owners,
         unapproved = excluded.unapproved
       RETURNING key`,
      source.id,
      source.type,
      source.title,
      source.homepage,
      discover,
      source.staleAfterSeconds,
      source.configured ? 1 : 0,
      override,
      source.origin,
      JSON.stringify(source.owners ?? []),
      source.unapproved ? 1 : 0,
    ) as { key: number }
    if ((before?.override ?? null) === override && before?.discover === discover) return key
    const opened = { discover: source.discover, visibility: source.visibility }
    noteAudit(database, { action: 'visibility', by, source: key, detail: opened })
    new Rights(database, this.#visibilities, this.#identities, key).applyToAll()
    return key
  }

  settle(): void {
    this.#identities.settle()
  }
}

/** A registered source as it stands where the sources file does not have its id. */
export function asPlaced(source: RegisteredSource): Placed {
  const unapproved = source.approvedAt === null
  return { ...source, origin: 'api', configured: !unapproved && !source.paused, unapproved }
}

/** Makes the sources of the catalogue those given; see `RecordWriter.configureSources`. */
export function configureSources(
  database: Database,
  visibilities: Visibilities,
  sources: readonly SourceConfig[],
): void {
  const placing = new Placing(database, visibilities)
  database.run('UPDATE source SET configured = 0')
  const listed = { origin: 'file', configured: true, unapproved: false } as const
  for (const source of sources) placing.place({ ...source, ...listed }, null)
  const inFile = new Set(sources.map(({ id }) => id))
  for (const registered of readRegistered(database)) {
    if (!inFile.has(registered.id)) placing.place(asPlaced(registered), null)
  }
  placing.settle()
}
