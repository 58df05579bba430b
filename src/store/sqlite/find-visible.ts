import type { StoredRecord } from '../../model/index.ts'
import type { Database } from './database.ts'
import { linkSame } from './read-same.ts'
import { isStanding } from './sources.ts'

/** The key of a record, if the viewer may discover it. `allowed`: see `Visibilities.discoverable`. */
export function findVisible(database: Database, allowed: string, id: string): number | undefined {
  return database.get<{ key: number }>(
    `SELECT r.key FROM record r
     WHERE r.id = ? AND r.visibility IN (SELECT value FROM json_each(?)) AND ${isStanding}`,
    id,
    allowed,
  )?.key
}

/**
 * Makes the links of `records` those that the viewer may see: ids of what it may not discover are taken out, as if that did
 * not exist, and pages of what is the same and it may discover are added to `sameAs`.
 */
export function linksFor(
  database: Database,
  allowed: string,
  records: StoredRecord[],
): StoredRecord[] {
  return hideLinks(database, allowed, linkSame(database, allowed, records))
}

function hideLinks(database: Database, allowed: string, records: StoredRecord[]): StoredRecord[] {
  const linked = new Set<string>()
  for (const { parents, isVersionOf } of records) {
    for (const id of parents) linked.add(id)
    if (isVersionOf !== null) linked.add(isVersionOf)
  }
  if (linked.size === 0) return records
  const found = database.all<{ id: string }>(
    `SELECT r.id FROM json_each(?) AS wanted JOIN record r ON r.id = wanted.value
     WHERE r.visibility IN (SELECT value FROM json_each(?)) AND ${isStanding}`,
    JSON.stringify([...linked]),
    allowed,
  )
  const visible = new Set(found.map(({ id }) => id))
  for (const record of records) {
    record.parents = record.parents.filter((id) => visible.has(id))
    if (record.isVersionOf !== null && !visible.has(record.isVersionOf)) record.isVersionOf = null
  }
  return records
}
