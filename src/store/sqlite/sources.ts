import { GatewayError } from '../../model/error.ts'
import type { SourceOrigin, SourceState } from '../../model/index.ts'
import type { Database } from './database.ts'

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
  origin: SourceOrigin
  owners: string
  unapproved: number
}

/**
 * True of a record `r` whose source is not being removed: of one that is, nobody sees anything, operators neither. What
 * reads records for somebody asks this besides their visibility.
 */
export const isStanding = 'r.source NOT IN (SELECT source FROM removal)'

/** The same of a row of `source`. */
export const isKept = 'source.key NOT IN (SELECT source FROM removal)'

/** @throws {GatewayError} `NOT_FOUND`; one that is being removed is no more. */
export function findSource(database: Database, id: string): SourceRow {
  const source = database.get<SourceRow>(`SELECT * FROM source WHERE id = ? AND ${isKept}`, id)
  if (source === undefined) throw new GatewayError('NOT_FOUND', { argument: 'source' })
  return source
}

/** The state that readers see: some of it depends on the hour. */
export function stateOf(source: SourceRow, harvesting: boolean): SourceState {
  if (source.unapproved === 1) return 'PENDING'
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
