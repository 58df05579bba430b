import { GatewayError } from '../../model/error.ts'
import type { HarvestKind } from '../../model/index.ts'
import { isDead, processMark } from '../lease-owner.ts'
import type { Database } from './database.ts'
import { findHarvest, type HarvestRow } from './harvest-rows.ts'

interface LeaseRow {
  source: number
  harvest: number
  owner: string
  process: string | null
  seconds: number
  expires: number
}

/** @throws {GatewayError} `CONFLICT` when another owner, not known to be dead, holds the source. */
export function takeLease(
  database: Database,
  source: number,
  request: { owner: string; leaseSeconds: number; kind?: HarvestKind },
): { hold(harvest: number): void } {
  const lease = database.get<LeaseRow>('SELECT * FROM lease WHERE source = ?', source)
  if (lease !== undefined && isLive(lease) && !isComingBack(database, lease, request)) {
    throw new GatewayError('CONFLICT', { message: 'The source is being harvested already.' })
  }
  return {
    hold(harvest) {
      database.run(
        'INSERT OR REPLACE INTO lease VALUES (?, ?, ?, ?, ?, ?)',
        source,
        harvest,
        request.owner,
        processMark(request.owner),
        request.leaseSeconds,
        Date.now() + request.leaseSeconds * 1000,
      )
    },
  }
}

/**
 * The harvest, if `owner` still holds its source. An expired lease that nobody took is still the owner's.
 *
 * @throws {GatewayError} `NOT_FOUND` when there is no such harvest, `CONFLICT` when it is over or taken.
 */
export function heldHarvest(database: Database, id: string, owner: string): HarvestRow {
  const run = findHarvest(database, id)
  if (run === undefined) throw new GatewayError('NOT_FOUND', { argument: 'harvest' })
  const lease = database.get<LeaseRow>('SELECT * FROM lease WHERE source = ?', run.source)
  if (lease === undefined || lease.harvest !== run.key || lease.owner !== owner) {
    throw new GatewayError('CONFLICT', {
      source: run.source_id,
      message: 'This harvest is over, or another process has taken it on.',
    })
  }
  return run
}

export function renewLease(database: Database, source: number): void {
  database.run(
    'UPDATE lease SET expires = ? + CAST(seconds * 1000 AS INTEGER) WHERE source = ?',
    Date.now(),
    source,
  )
}

export function dropLease(database: Database, source: number): void {
  database.run('DELETE FROM lease WHERE source = ?', source)
}

/** The keys of the sources that somebody is harvesting now. */
export function liveSources(database: Database): Set<number> {
  const leases = database.all<LeaseRow>(
    `SELECT l.* FROM lease l JOIN harvest h ON h.key = l.harvest WHERE h.kind = 'HARVEST'`,
  )
  return new Set(leases.filter(isLive).map(({ source }) => source))
}

/** Only a harvest is gone on with by its owner: what else that one begins is another thing. */
function isComingBack(
  database: Database,
  lease: LeaseRow,
  { owner, kind = 'HARVEST' }: { owner: string; kind?: HarvestKind },
): boolean {
  if (lease.owner !== owner || kind !== 'HARVEST') return false
  const held = database.get<{ kind: HarvestKind }>(
    'SELECT kind FROM harvest WHERE key = ?',
    lease.harvest,
  )
  return held?.kind === 'HARVEST'
}

/** Whether somebody holds the source now. */
export function isHeld(database: Database, source: number): boolean {
  const lease = database.get<LeaseRow>('SELECT * FROM lease WHERE source = ?', source)
  return lease !== undefined && isLive(lease)
}

function isLive(lease: LeaseRow): boolean {
  return lease.expires > Date.now() && !isDead(lease.owner, lease.process)
}
