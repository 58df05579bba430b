import { randomUUID } from 'node:crypto'
import { GatewayError } from '../../model/error.ts'
import type { HarvestLease } from '../record-store.ts'
import type { Database } from './database.ts'
import { findHarvest, type HarvestRow, selectHarvest, toHarvestRun } from './harvest-rows.ts'
import { takeLease } from './leases.ts'
import { Seen } from './seen.ts'
import { countRecords, findSource } from './sources.ts'

export interface BeginRequest {
  full: boolean
  owner: string
  leaseSeconds: number
}

/** Takes the lease, and goes on with a harvest that was cut off or starts one. Inside a transaction. */
export function beginHarvest(
  database: Database,
  sourceId: string,
  request: BeginRequest,
): HarvestLease {
  const source = findSource(database, sourceId)
  if (source.configured === 0) {
    throw new GatewayError('CONFLICT', { source: sourceId, message: 'The source is paused.' })
  }
  const lease = takeLease(database, source.key, request)
  const cutOff = database.get<HarvestRow>(
    `${selectHarvest} WHERE h.source = ? AND h.state = 'RUNNING' ORDER BY h.key DESC LIMIT 1`,
    source.key,
  )
  // An incremental harvest that was cut off cannot grow into a full one: what it did not ask for it did not meet.
  const resumed = cutOff !== undefined && (cutOff.is_full === 1 || !request.full)
  if (cutOff !== undefined && !resumed) abandon(database, cutOff)
  const run = resumed ? cutOff : startHarvest(database, source.key, request.full)
  lease.hold(run.key)
  return {
    harvest: toHarvestRun(run),
    resumed,
    partitions: resumed ? openPartitions(database, run.key) : {},
    since: lastComplete(database, source.key),
  }
}

function startHarvest(database: Database, source: number, full: boolean): HarvestRow {
  const id = randomUUID()
  database.run(
    `INSERT INTO harvest (id, source, state, is_full, started_at, records_before)
     VALUES (?, ?, 'RUNNING', ?, ?, ?)`,
    id,
    source,
    full ? 1 : 0,
    new Date().toISOString(),
    countRecords(database, source),
  )
  return findHarvest(database, id) as HarvestRow
}

function abandon(database: Database, run: HarvestRow): void {
  database.run(
    `UPDATE harvest SET state = 'CANCELLED', finished_at = ?, error = 'CANCELLED', message = ?
     WHERE key = ?`,
    new Date().toISOString(),
    'It was cut off, and a full harvest was asked for in its place.',
    run.key,
  )
  new Seen(database, run.key).clear()
  database.run('DELETE FROM partition WHERE harvest = ?', run.key)
}

/** Where the harvest stood. What failed then is read again, from its last checkpoint. */
function openPartitions(database: Database, harvest: number): HarvestLease['partitions'] {
  database.run(
    'UPDATE partition SET error = NULL, done = 0 WHERE harvest = ? AND error IS NOT NULL',
    harvest,
  )
  const rows = database.all<{ name: string; checkpoint: string | null; done: number }>(
    'SELECT name, checkpoint, done FROM partition WHERE harvest = ?',
    harvest,
  )
  return Object.fromEntries(
    rows.map(({ name, checkpoint, done }) => [
      name,
      { checkpoint: checkpoint === null ? undefined : JSON.parse(checkpoint), done: done === 1 },
    ]),
  )
}

function lastComplete(database: Database, source: number): string | null {
  const row = database.get<{ started_at: string }>(
    'SELECT started_at FROM harvest WHERE source = ? AND complete = 1 ORDER BY key DESC LIMIT 1',
    source,
  )
  return row?.started_at ?? null
}
