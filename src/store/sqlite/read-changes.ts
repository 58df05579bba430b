import { GatewayError } from '../../model/error.ts'
import type { HarvestChange, SourceInsight } from '../registry.ts'
import type { Database } from './database.ts'
import { keptRuns } from './harvest-changes.ts'
import { findHarvest, type HarvestRow } from './harvest-rows.ts'
import { textAfter } from './pages.ts'

type Changes = Awaited<ReturnType<SourceInsight['harvestChanges']>>
type ChangeRow = Omit<HarvestChange, 'change' | 'fields'> & { fields: string }

/** One of the lists that follow one another. A cursor is the number of its list and the position in it. */
interface List {
  change: HarvestChange['change']
  count(database: Database, run: HarvestRow): number
  /** @param after Null: from its beginning. */
  read(
    database: Database,
    run: HarvestRow,
    after: string | null,
    limit: number,
  ): (ChangeRow & { position: string | number })[]
}

const lists: readonly List[] = [
  // What was added and is no more comes first: it has no other place among what is still there.
  noted('ADDED'),
  { change: 'ADDED', count: countAdded, read: readAdded },
  noted('CHANGED'),
  noted('REMOVED'),
]

/** See `SourceInsight.harvestChanges`. */
export function readHarvestChanges(
  database: Database,
  harvest: string,
  request: Parameters<SourceInsight['harvestChanges']>[1],
): Changes {
  const page: Changes = { changes: [], cursors: [], hasNext: false, total: 0 }
  const run = keptHarvest(database, harvest)
  if (run === undefined) return page
  const [, listAfter = '0', after = null] = /^([0-3]) (.*)$/s.exec(textAfter(request) ?? '') ?? []
  if (request.after && after === null) throw new GatewayError('BAD_INPUT', { argument: 'after' })
  for (const [at, { change, count, read }] of lists.entries()) {
    if (request.change !== null && request.change !== change) continue
    page.total += count(database, run)
    if (at < Number(listAfter) || page.hasNext) continue
    const room = request.first - page.changes.length
    const rows = read(database, run, at === Number(listAfter) ? after : null, room + 1)
    for (const { position, fields, ...row } of rows.slice(0, room)) {
      page.changes.push({ change, ...row, fields: JSON.parse(fields) })
      page.cursors.push(Buffer.from(`${at} ${position}`).toString('base64url'))
    }
    page.hasNext = rows.length > room
  }
  return page
}

/** Undefined for a harvest of which nothing is kept any more. */
function keptHarvest(database: Database, id: string): HarvestRow | undefined {
  const run = findHarvest(database, id)
  if (run === undefined) return undefined
  const kept = database.get(
    `SELECT 1 WHERE ?2 IN (${keptRuns}) AND ?1 NOT IN (SELECT source FROM removal)`,
    run.source,
    run.key,
  )
  return kept === undefined ? undefined : run
}

function noted(change: HarvestChange['change']): List {
  return {
    change,
    count: (database, { key }) =>
      database.get<{ rows: number }>(
        'SELECT count(*) AS rows FROM harvest_change WHERE harvest = ? AND change = ?',
        key,
        change,
      )?.rows ?? 0,
    read: (database, { key }, after, limit) =>
      database.all(
        `SELECT id AS position, id, native_id AS nativeId, title, fields FROM harvest_change
         WHERE harvest = ? AND change = ? AND id > ? ORDER BY id LIMIT ?`,
        key,
        change,
        after ?? '',
        limit,
      ),
  }
}

function countAdded(database: Database, { source, key }: HarvestRow): number {
  return (
    database.get<{ rows: number }>(
      'SELECT count(*) AS rows FROM record WHERE source = ? AND added = ?',
      source,
      key,
    )?.rows ?? 0
  )
}

function readAdded(
  database: Database,
  { source, key }: HarvestRow,
  after: string | null,
  limit: number,
) {
  return database.all<ChangeRow & { position: number }>(
    `SELECT key AS position, id, native_id AS nativeId, json ->> '$.title' AS title, '[]' AS fields
     FROM record INDEXED BY record_by_added WHERE source = ? AND added = ? AND key > ?
     ORDER BY key LIMIT ?`,
    source,
    key,
    Number(after),
    limit,
  )
}
