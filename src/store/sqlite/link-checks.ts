import type { AssetKey, SourceHealth, Verdict } from '../record-store.ts'
import type { Database } from './database.ts'
import { healthOf } from './record-rows.ts'
import { isStanding } from './sources.ts'

/** Milliseconds between two looks that both count as having found nothing. */
export const apart = 20 * 3_600_000
/** Rows of a record that are looked through, at each write, for assets that are no more. */
const swept = 200

const upsert = `
  INSERT INTO link_check
    SELECT r.key, a.key, ?3, ?4, ?4 = 'GONE', iif(?4 = 'GONE', ?3, NULL)
    FROM record r JOIN asset a ON a.record = r.key WHERE r.id = ?1 AND a.key = ?2 LIMIT 1
  ON CONFLICT DO UPDATE SET
    at = excluded.at,
    verdict = excluded.verdict,
    (misses, missed_at) = (SELECT
      CASE
        WHEN excluded.verdict IN ('OK', 'CHANGED') THEN 0
        WHEN excluded.verdict = 'GONE' AND isApart THEN misses + 1
        ELSE misses
      END,
      CASE
        WHEN excluded.verdict IN ('OK', 'CHANGED') THEN NULL
        WHEN excluded.verdict = 'GONE' AND isApart THEN excluded.at
        ELSE missed_at
      END
      FROM (SELECT coalesce(excluded.at - missed_at >= ${apart}, 1) AS isApart))`

/** See `RecordWriter.saveLinkChecks`. Inside a transaction. */
export function saveLinkChecks(
  database: Database,
  checks: readonly (AssetKey & { at: string; verdict: Verdict })[],
): void {
  for (const { record, key, at, verdict } of checks) {
    database.run(upsert, record, key, Date.parse(at), verdict)
    // Keys are hashes: in time, every row of the record is one of those that follow.
    database.run(
      `DELETE FROM link_check WHERE (record, asset) IN (
         SELECT c.record, c.asset FROM (
           SELECT record, asset FROM link_check
           WHERE record = (SELECT key FROM record WHERE id = ?1) AND asset >= ?2 LIMIT ${swept}) c
         WHERE NOT EXISTS (SELECT 1 FROM asset a WHERE a.record = c.record AND a.key = c.asset))`,
      record,
      key,
    )
  }
}

/** `allowed`: see `Visibilities.discoverable`. */
export function readLinkHealth(database: Database, allowed: string): SourceHealth[] {
  const rows = database.all<{
    source: string
    verdict: Verdict
    misses: number
    assets: number
    oldest: number
  }>(
    `SELECT s.id AS source, c.verdict, c.misses, count(*) AS assets, min(c.at) AS oldest
     FROM link_check c JOIN record r ON r.key = c.record JOIN source s ON s.key = r.source
     WHERE r.visibility IN (SELECT value FROM json_each(?)) AND ${isStanding}
       AND EXISTS (SELECT 1 FROM asset a WHERE a.record = c.record AND a.key = c.asset)
     GROUP BY s.id, c.verdict, c.misses ORDER BY s.id`,
    allowed,
  )
  return [...Map.groupBy(rows, ({ source }) => source)].map(([source, found]) => {
    const sum = (health?: ReturnType<typeof healthOf>) =>
      found
        .filter(
          ({ verdict, misses }) => health === undefined || healthOf(verdict, misses) === health,
        )
        .reduce((total, { assets }) => total + assets, 0)
    return {
      source,
      checked: sum(),
      ok: sum('OK'),
      changed: sum('CHANGED'),
      unreachable: sum('UNREACHABLE'),
      missing: sum('MISSING'),
      gone: sum('GONE'),
      oldest: new Date(Math.min(...found.map(({ oldest }) => oldest))).toISOString(),
    }
  })
}
