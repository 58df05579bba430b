import type { UnansweredSearch } from '../registry.ts'
import type { Database } from './database.ts'

/** Searches that are kept. */
const most = 2_000

/** See `SourceInsight.noteUnanswered`. Inside a transaction. */
export function noteUnanswered(database: Database, words: readonly string[], day: string): void {
  const distinct = new Set(words.map((word) => word.trim().toLowerCase()))
  distinct.delete('')
  if (distinct.size === 0) return
  database.run(
    `INSERT INTO unanswered (words, times, last, turn)
       VALUES (?, 1, ?, (SELECT coalesce(max(turn), 0) + 1 FROM unanswered))
     ON CONFLICT DO UPDATE SET times = times + 1, last = max(last, excluded.last),
       turn = excluded.turn`,
    JSON.stringify([...distinct].sort()),
    day,
  )
  database.run(
    `DELETE FROM unanswered WHERE words IN (
       SELECT words FROM unanswered ORDER BY turn DESC LIMIT -1 OFFSET ?)`,
    most,
  )
}

/** See `SourceInsight.unansweredSearches`. */
export function readUnanswered(database: Database, first: number): UnansweredSearch[] {
  return database
    .all<{ words: string; times: number; last: string }>(
      'SELECT words, times, last FROM unanswered ORDER BY times DESC, turn DESC LIMIT ?',
      first,
    )
    .map(({ words, ...rest }) => ({ words: JSON.parse(words), ...rest }))
}
