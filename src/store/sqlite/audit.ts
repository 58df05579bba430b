import type { AuditEntry } from '../registry.ts'
import type { Database } from './database.ts'
import { isKept } from './sources.ts'

interface Noted {
  action: string
  detail: unknown
  /** RFC 3339; now where it is left out. */
  at?: string
  /** Subject; null: nobody knows who. */
  by: string | null
  /** Keys; null: it is about none. */
  source: number | null
  harvest?: number | null
}

/** Adds a row to the audit. Inside the transaction of what it is about. */
export function noteAudit(database: Database, noted: Noted): void {
  database.run(
    'INSERT INTO audit (at, by, source, harvest, action, detail) VALUES (?, ?, ?, ?, ?, ?)',
    noted.at ?? new Date().toISOString(),
    noted.by,
    noted.source,
    noted.harvest ?? null,
    noted.action,
    JSON.stringify(noted.detail),
  )
}

interface AuditRow {
  key: number
  at: string
  by: string | null
  source: string | null
  action: string
  detail: string
}

/** See `AuditTrail.audit`. */
export function readAudit(
  database: Database,
  request: { sources: readonly string[] | null; first: number; before: number | null },
): { entries: (AuditEntry & { cursor: number })[]; hasNext: boolean } {
  const { sources, first } = request
  const before = request.before ?? Number.MAX_SAFE_INTEGER
  const select = 'SELECT a.key, a.at, a.by, s.id AS source, a.action, a.detail FROM'
  const rows =
    sources === null
      ? database.all<AuditRow>(
          `${select} audit a LEFT JOIN source s ON s.key = a.source
           WHERE a.key < ? ORDER BY a.key DESC LIMIT ?`,
          before,
          first + 1,
        )
      : sources
          .flatMap((id) =>
            // The newest of each are enough: of a source that is seldom changed, no other rows are passed over.
            database.all<AuditRow>(
              `${select} audit a JOIN source s ON s.key = a.source
               WHERE a.source = (SELECT key FROM source WHERE id = ? AND ${isKept}) AND a.key < ?
               ORDER BY a.key DESC LIMIT ?`,
              id,
              before,
              first + 1,
            ),
          )
          .sort((one, other) => other.key - one.key)
  const entries = rows
    .slice(0, first)
    .map(({ key, detail, ...row }) => ({ ...row, detail: JSON.parse(detail), cursor: key }))
  return { entries, hasNext: rows.length > first }
}
