import { randomUUID } from 'node:crypto'
import { GatewayError } from '../../model/error.ts'
import type { HarvestKind } from '../../model/index.ts'
import type { HarvestLease } from '../harvest-steps.ts'
import type { Database } from './database.ts'
import { findHarvest, type HarvestRow, selectHarvest, toHarvestRun } from './harvest-rows.ts'
import { takeLease } from './leases.ts'
import { Seen } from './seen.ts'
import { countRecords, findSource, type SourceRow } from './sources.ts'

export interface BeginRequest {
  full: boolean
  owner: string
  leaseSeconds: number
  kind?: HarvestKind
  after?: string | null
  mapping?: string
}

/** Takes the lease, and goes on with a harvest that was cut off or starts one. Inside a transaction. */
export function beginHarvest(
  database: Database,
  sourceId: string,
  request: BeginRequest,
): HarvestLease {
  const source = findSource(database, sourceId)
  const { kind = 'HARVEST', mapping = null } = request
  let { full } = request
  if (kind === 'HARVEST') refuseWaiting(source)
  if (request.after !== undefined) refuseOvertaken(database, source, request.after)
  const lease = takeLease(database, source.key, request)
  let resumed: HarvestRow | undefined
  for (const cutOff of readCutOff(database, source.key)) {
    if (cutOff.kind !== 'HARVEST') {
      abandon(database, cutOff, 'It was cut off.')
    } else if (kind === 'HARVEST') {
      if (!isMappedAlike(cutOff, mapping)) {
        abandon(database, cutOff, 'It was cut off, and its source is mapped otherwise since.')
        // What it wrote last may lack assets, and counts as known to whoever reads less.
        full = true
      } else if (cutOff.is_full === 1 || !full) {
        resumed ??= cutOff
      } else {
        // An incremental harvest that was cut off cannot grow into a full one: what it did not ask for it did not meet.
        abandon(database, cutOff, 'It was cut off, and a full harvest was asked for in its place.')
      }
    }
  }
  const run = resumed ?? startHarvest(database, source.key, kind, full, mapping)
  lease.hold(run.key)
  return {
    harvest: toHarvestRun(run),
    resumed: resumed !== undefined,
    partitions: resumed === undefined ? {} : openPartitions(database, run.key),
    since: lastComplete(database, source.key),
  }
}

/** @throws {GatewayError} `CONFLICT` for a source that is not to be harvested now. */
function refuseWaiting({ id, configured, unapproved }: SourceRow): void {
  if (unapproved === 1) {
    throw new GatewayError('CONFLICT', {
      source: id,
      message: 'No operator has approved the source yet.',
    })
  }
  if (configured === 0) {
    throw new GatewayError('CONFLICT', { source: id, message: 'The source is paused.' })
  }
}

/** @throws {GatewayError} `CONFLICT` when somebody has harvested the source since `after`. */
function refuseOvertaken(database: Database, { key, id }: SourceRow, after: string | null): void {
  const newest = database.get<{ id: string }>(
    `SELECT id FROM harvest WHERE source = ? AND kind = 'HARVEST' AND finished_at IS NOT NULL
     ORDER BY key DESC LIMIT 1`,
    key,
  )
  if ((newest?.id ?? null) !== after) {
    throw new GatewayError('CONFLICT', { source: id, message: 'It was harvested meanwhile.' })
  }
}

/** Newest first. */
function readCutOff(database: Database, source: number): HarvestRow[] {
  return database.all<HarvestRow>(
    `${selectHarvest} WHERE h.source = ? AND h.state = 'RUNNING' ORDER BY h.key DESC`,
    source,
  )
}

/** Whether going on with a run leaves it with one mapping. What is not known is taken for the same. */
function isMappedAlike(cutOff: HarvestRow, mapping: string | null): boolean {
  return cutOff.mapping === null || mapping === null || cutOff.mapping === mapping
}

function startHarvest(
  database: Database,
  source: number,
  kind: HarvestKind,
  full: boolean,
  mapping: string | null,
): HarvestRow {
  const id = randomUUID()
  database.run(
    `INSERT INTO harvest (id, source, kind, state, is_full, started_at, records_before, mapping)
     VALUES (?, ?, ?, 'RUNNING', ?, ?, ?, ?)`,
    id,
    source,
    kind,
    full ? 1 : 0,
    new Date().toISOString(),
    countRecords(database, source),
    mapping,
  )
  return findHarvest(database, id) as HarvestRow
}

function abandon(database: Database, run: HarvestRow, message: string): void {
  database.run(
    `UPDATE harvest SET state = 'CANCELLED', finished_at = ?, error = 'CANCELLED', message = ?
     WHERE key = ?`,
    new Date().toISOString(),
    message,
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
