import type { ErrorCode, HarvestKind, HarvestRun, HarvestState } from '../../model/index.ts'
import type { Database } from './database.ts'

/** A harvest as its table has it. */
export interface HarvestRow {
  key: number
  id: string
  source: number
  source_id: string
  kind: HarvestKind
  state: HarvestState
  is_full: number
  started_at: string
  finished_at: string | null
  seen: number
  written: number
  unchanged: number
  rejected: number
  removed: number
  expected: number | null
  spent: number | null
  error: ErrorCode | null
  message: string | null
  records_before: number
  mapping: string | null
}

export const selectHarvest = `
  SELECT h.key, h.id, h.source, s.id AS source_id, h.kind, h.state, h.is_full, h.started_at, h.finished_at,
    h.seen, h.written, h.unchanged, h.rejected, h.removed, h.expected, h.spent, h.error, h.message,
    h.records_before, h.mapping
  FROM harvest h JOIN source s ON s.key = h.source`

export function findHarvest(database: Database, id: string): HarvestRow | undefined {
  return database.get<HarvestRow>(`${selectHarvest} WHERE h.id = ?`, id)
}

export function toHarvestRun(row: HarvestRow): HarvestRun {
  return {
    id: row.id,
    source: row.source_id,
    kind: row.kind,
    state: row.state,
    full: row.is_full === 1,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    seen: row.seen,
    written: row.written,
    unchanged: row.unchanged,
    rejected: row.rejected,
    removed: row.removed,
    expected: row.expected,
    spent: row.spent,
    error: row.error,
    message: row.message,
  }
}

/** Writes what a harvest under way may have changed. */
export function saveCounts(database: Database, row: HarvestRow): void {
  database.run(
    `UPDATE harvest SET seen = ?, written = ?, unchanged = ?, rejected = ?, removed = ?,
       expected = ?, spent = ? WHERE key = ?`,
    row.seen,
    row.written,
    row.unchanged,
    row.rejected,
    row.removed,
    row.expected,
    row.spent,
    row.key,
  )
}
