import { GatewayError } from '../../model/error.ts'
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
  request: { owner: string; leaseSeconds: number },
): { hold(harvest: number): void } {
  const lease = database.get<LeaseRow>('SELECT * FROM lease WHERE source = ?', source)
  if (lease !== undefined && lease.owner !== request.owner && isLive(lease)) {
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
  const leases = database.all<LeaseRow>('SELECT * FROM lease')
  return new Set(leases.filter(isLive).map(({ source }) => source))
}

function isLive(lease: LeaseRow): boolean {
  return lease.expires > Date.now() && !isDead(lease.owner, lease.process)
}
