import { GatewayError } from '../../model/error.ts'
import { noteAudit } from './audit.ts'
import type { Database } from './database.ts'
import { Identities } from './identities.ts'
import { isHeld } from './leases.ts'
import { tellGone } from './outbox.ts'
import { dropRecord } from './put-record.ts'
import { findRegistered, raiseRegistryVersion, retireRevision } from './registered-rows.ts'
import { countRecords, findSource, isKept, type SourceRow } from './sources.ts'
import type { Visibilities } from './visibilities.ts'
import { raiseVocabularyVersion } from './vocabulary.ts'
import { beginning, type Place, recordsAfter } from './walk-records.ts'

/** Milliseconds that a step takes about: so long others wait at most. */
const stepTime = 25
/** Rows, and records, that are done at once before the time is looked at. */
const stepRows = 500
const stepRecords = 20

/**
 * Hides a registered source from everybody; its rows are `removeStep`'s. Gives the number of its records. Inside a
 * transaction.
 *
 * @throws {GatewayError} See `SourceRegistry.removeSource`.
 */
export function hideSource(
  database: Database,
  id: string,
  { confirmRecords, by }: { confirmRecords: number; by: string },
): number {
  const registered = findRegistered(database, id)
  const source = findSource(database, id)
  if (source.origin === 'file') {
    throw new GatewayError('CONFLICT', {
      source: id,
      message: 'The sources file has this source, too: it is removed there first.',
    })
  }
  if (isHeld(database, source.key)) {
    throw new GatewayError('CONFLICT', { source: id, message: 'The source is being harvested.' })
  }
  const records = countRecords(database, source.key)
  if (records !== confirmRecords) {
    throw new GatewayError('CONFLICT', {
      source: id,
      argument: 'confirmRecords',
      message: `The source has ${records} records; that number has to be confirmed.`,
    })
  }
  database.run('DELETE FROM registered_source WHERE id = ?', id)
  retireRevision(database, registered)
  raiseRegistryVersion(database)
  // The source's own rows of the audit are told in the same way, see `unlinkAudit`.
  noteAudit(database, {
    action: 'source.removed',
    by,
    source: null,
    detail: { source: id, records },
  })
  hide(database, source.key)
  return records
}

/**
 * Hides what was once in the sources file and has no records, so that its id can be given to another. False when there
 * is no such source. Inside a transaction.
 */
export function hideLeftover(database: Database, id: string): boolean {
  const source = database.get<SourceRow>(
    `SELECT * FROM source WHERE id = ? AND origin = 'file' AND configured = 0 AND ${isKept}`,
    id,
  )
  if (source === undefined || countRecords(database, source.key) > 0) return false
  hide(database, source.key)
  return true
}

function hide(database: Database, source: number): void {
  database.run('UPDATE source SET configured = 0 WHERE key = ?', source)
  database.run(
    'INSERT INTO removal (source, record, added) VALUES (?, ?, ?)',
    source,
    beginning.key,
    beginning.added,
  )
  // Whoever held it and let that lapse finds it taken.
  database.run('DELETE FROM lease WHERE source = ?', source)
  const until = performance.now() + stepTime
  while (tellAllGone(database, source) > 0 && performance.now() < until);
}

/** The source whose removal is gone on with first; undefined: none is being removed. */
export function findRemoval(database: Database): { key: number; id: string } | undefined {
  return database.get(
    'SELECT s.key, s.id FROM removal r JOIN source s ON s.key = r.source ORDER BY s.key LIMIT 1',
  )
}

/**
 * Removes some rows of a source that is being removed: first the index is told of all its records, then they go, then
 * what else is known of it. A step is a transaction, and short.
 */
export function removeStep(
  database: Database,
  visibilities: Visibilities,
  { key, id }: { key: number; id: string },
): void {
  const isOver = database.write(() => {
    const until = performance.now() + stepTime
    const parts = [
      () => tellAllGone(database, key),
      () => dropRecords(database, visibilities, key),
      () => unlinkAudit(database, key, id),
      () => dropRest(database, key),
    ]
    for (const part of parts) while (part() > 0) if (performance.now() > until) return false
    return true
  })
  if (isOver) database.writeUnlinked(() => dropSource(database, key))
}

/** Each of these does some of its work and gives how many rows that were: 0 when there is nothing left to do. */
function tellAllGone(database: Database, source: number): number {
  const told = database.get<Place>(
    'SELECT record AS key, added FROM removal WHERE source = ?',
    source,
  )
  const rows = recordsAfter(database, 'id', source, told ?? beginning, stepRows)
  const last = rows.at(-1)
  if (last === undefined) return 0
  database.run(
    `INSERT OR REPLACE INTO outbox (record, gone) SELECT key, id FROM record
     WHERE key IN (SELECT value FROM json_each(?)) ORDER BY key`,
    JSON.stringify(rows.map(({ key }) => key)),
  )
  database.run(
    'UPDATE removal SET record = ?, added = ? WHERE source = ?',
    last.key,
    last.added,
    source,
  )
  return rows.length
}

function dropRecords(database: Database, visibilities: Visibilities, source: number): number {
  const records = database.all<{ key: number; id: string; gone: string | null }>(
    `SELECT r.key, r.id, o.gone FROM record r INDEXED BY record_by_added
     LEFT JOIN outbox o ON o.record = r.key WHERE r.source = ? LIMIT ?`,
    source,
    stepRecords,
  )
  const identities = new Identities(database, visibilities)
  let rows = 0
  for (const { key, id, gone } of records) {
    rows += 1 + dropAssets(database, key)
    // The rest of one with many of them follows.
    if (rows > stepRows) break
    dropRecord({ database, identities }, key)
    // Told before, unless the identity of its like has changed since.
    if (gone === null) tellGone(database, key, id)
  }
  identities.settle()
  return rows
}

/** Those beyond what may go along with their record: some records have millions. */
function dropAssets(database: Database, record: number): number {
  const assets = database.run(
    `DELETE FROM asset WHERE (record, ordinal) IN (
       SELECT record, ordinal FROM asset WHERE record = ? ORDER BY ordinal DESC LIMIT ?)`,
    record,
    stepRows,
  )
  const checks = database.run(
    `DELETE FROM link_check WHERE (record, asset) IN (
       SELECT record, asset FROM link_check WHERE record = ? LIMIT ?)`,
    record,
    stepRows,
  )
  return assets + checks
}

/** The audit stays: what it tells of the source is told by the source's id from now on. */
function unlinkAudit(database: Database, source: number, id: string): number {
  return database.run(
    `UPDATE audit SET source = NULL, harvest = NULL, detail = json_set(detail, '$.source', ?)
     WHERE key IN (SELECT key FROM audit WHERE source = ? LIMIT ?)`,
    id,
    source,
    stepRows,
  )
}

const ofHarvests = 'harvest IN (SELECT key FROM harvest WHERE source = ?1)'
/** What else is kept of a source, and by what its rows are told apart. */
const rest = [
  ['quarantine', 'key', ofHarvests],
  ['harvest_change', 'harvest, change, id', ofHarvests],
  ['seen', 'harvest, chunk', ofHarvests],
  ['seen_other', 'harvest, native_id', ofHarvests],
  ['partition', 'harvest, name', ofHarvests],
  ['rights', 'source, scope', 'source = ?1'],
  ['term', 'source, id', 'source = ?1'],
  ['spending', 'opening, source', 'source = ?1'],
  ['link_walk', 'source', 'source = ?1'],
  ['record_count', 'source, visibility', 'source = ?1'],
] as const

function dropRest(database: Database, source: number): number {
  for (const [table, key, condition] of rest) {
    const rows = database.run(
      `DELETE FROM ${table} WHERE (${key}) IN (
         SELECT ${key} FROM ${table} WHERE ${condition} LIMIT ?2)`,
      source,
      stepRows,
    )
    if (rows > 0 && table === 'term') raiseVocabularyVersion(database)
    if (rows > 0) return rows
  }
  return 0
}

function dropSource(database: Database, source: number): void {
  database.run('DELETE FROM harvest WHERE source = ?', source)
  database.run('DELETE FROM removal WHERE source = ?', source)
  database.run('DELETE FROM source WHERE key = ?', source)
}
