import { GatewayError } from '../../model/error.ts'
import type { SourceState } from '../../model/index.ts'
import { sourceIdPattern } from '../../model/source.ts'
import type { SourceConfig } from '../record-store.ts'
import type { Database } from './database.ts'
import { Identities } from './identities.ts'
import { Rights } from './rights.ts'
import type { Visibilities } from './visibilities.ts'

export interface SourceRow {
  key: number
  id: string
  type: string
  title: string
  homepage: string | null
  discover: string
  stale_after: number | null
  configured: number
  state: SourceState
  harvested_at: string | null
  override: number | null
  refused: string | null
}

/** @throws {GatewayError} `NOT_FOUND`. */
export function findSource(database: Database, id: string): SourceRow {
  const source = database.get<SourceRow>('SELECT * FROM source WHERE id = ?', id)
  if (source === undefined) throw new GatewayError('NOT_FOUND', { argument: 'source' })
  return source
}

/** Makes the sources of the catalogue those given; see `RecordWriter.configureSources`. */
export function configureSources(
  database: Database,
  visibilities: Visibilities,
  sources: readonly SourceConfig[],
): void {
  const identities = new Identities(database, visibilities)
  database.run('UPDATE source SET configured = 0')
  for (const source of sources) {
    if (!sourceIdPattern.test(source.id)) {
      throw new GatewayError('CONFIG_INVALID', { argument: 'id' })
    }
    const before = database.get<SourceRow>('SELECT * FROM source WHERE id = ?', source.id)
    const override = source.visibility === null ? null : visibilities.keyOf(source.visibility)
    const { key } = database.get<{ key: number }>(
      `INSERT INTO source (id, type, title, homepage, discover, stale_after, configured, state,
         override)
       VALUES (?, ?, ?, ?, ?, ?, 1, 'PENDING', ?)
       ON CONFLICT DO UPDATE SET type = excluded.type, title = excluded.title,
         homepage = excluded.homepage, discover = excluded.discover,
         stale_after = excluded.stale_after, configured = 1, override = excluded.override
       RETURNING key`,
      source.id,
      source.type,
      source.title,
      source.homepage,
      JSON.stringify(source.discover),
      source.staleAfterSeconds,
      override,
    ) as { key: number }
    const discover = JSON.stringify(source.discover)
    if ((before?.override ?? null) === override && before?.discover === discover) continue
    const opened = { discover: source.discover, visibility: source.visibility }
    database.run(
      `INSERT INTO audit (at, source, action, detail) VALUES (?, ?, 'visibility', ?)`,
      new Date().toISOString(),
      key,
      JSON.stringify(opened),
    )
    new Rights(database, visibilities, identities, key).applyToAll()
  }
  identities.settle()
}

/** The state that readers see: some of it depends on the hour. */
export function stateOf(source: SourceRow, harvesting: boolean): SourceState {
  if (source.configured === 0) return 'PAUSED'
  if (harvesting) return 'HARVESTING'
  if (source.state !== 'READY' || source.stale_after === null) return source.state
  const stale = Date.parse(source.harvested_at ?? '') + source.stale_after * 1000 <= Date.now()
  return stale ? 'STALE' : 'READY'
}

export function countRecords(database: Database, source: number): number {
  const row = database.get<{ records: number | null }>(
    'SELECT sum(records) AS records FROM record_count WHERE source = ?',
    source,
  )
  return row?.records ?? 0
}
