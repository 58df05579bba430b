import type { Database } from './database.ts'

/** A place among the records of a source, in the order in which harvests added them. */
export interface Place {
  /** Key of the harvest. */
  added: number
  /** Of the record. */
  key: number
}

/** Before all of them. */
export const beginning: Place = { added: -1, key: 0 }

// The rest of the harvest, then those after it: as one condition, it would be read from its beginning every time.
const after = (columns: string, condition: string) => `
  SELECT * FROM (
    SELECT added, key, ${columns} FROM record INDEXED BY record_by_added
    WHERE source = ?1 AND ${condition} ORDER BY added, key LIMIT ?4)`

/**
 * Some columns of the records of a source that come after a place, at most `limit`. In the order of an index, so that each
 * page costs as much as the first.
 */
export function recordsAfter<Row>(
  database: Database,
  columns: string,
  source: number,
  place: Place,
  limit: number,
): (Row & Place)[] {
  return database.all<Row & Place>(
    `${after(columns, 'added = ?2 AND key > ?3')}
     UNION ALL ${after(columns, 'added > ?2')} LIMIT ?4`,
    source,
    place.added,
    place.key,
    limit,
  )
}

/** The place of a record of a source; of one that is no more, that of the one before it. */
export function placeOfRecord(database: Database, source: number, key: number): Place {
  return (
    database.get<Place>(
      `SELECT added, ?1 AS key FROM record NOT INDEXED WHERE record.key <= ?1 AND source = ?2
       ORDER BY record.key DESC LIMIT 1`,
      key,
      source,
    ) ?? beginning
  )
}
