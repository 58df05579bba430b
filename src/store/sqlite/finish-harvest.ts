import type { HarvestState } from '../../model/index.ts'
import type { FinishRequest } from '../harvest-steps.ts'
import type { Batch } from './batch.ts'
import { dropOldChanges } from './harvest-changes.ts'
import { dropLease } from './leases.ts'
import { removeRecord } from './put-record.ts'

/** Ends the batch's harvest; see `RecordWriter.finishHarvest`. Inside a transaction. */
export function finishHarvest(batch: Batch, request: FinishRequest): void {
  const { database, run } = batch
  const isHarvest = run.kind === 'HARVEST'
  // Who cancels wants it to end, not to remove; and what is made of kept rows meets nothing at the source.
  const withheld = request.cancelled || !isHarvest ? null : sweep(batch, request.removalShare)
  const failed = failedPartitions(batch)
  const shortfall = request.shortfall ?? null
  const state = verdict(batch, request, failed > 0 || withheld !== null || shortfall !== null)
  const error = request.error ?? (request.cancelled ? 'CANCELLED' : null)
  const notes = [
    request.message,
    failed > 0 ? `${failed} of its partitions could not be read to the end.` : null,
    withheld,
    shortfall,
  ]
  const finishedAt = new Date().toISOString()
  database.run(
    `UPDATE harvest SET state = ?, finished_at = ?, error = ?, message = ?, complete = ?
     WHERE key = ?`,
    state,
    finishedAt,
    error,
    notes.filter((note) => note !== null).join(' ') || null,
    isHarvest && error === null && failed === 0 && shortfall === null ? 1 : 0,
    run.key,
  )
  if (isHarvest) setSourceState(batch, state, request, finishedAt)
  batch.end()
  batch.seen.clear()
  database.run('DELETE FROM partition WHERE harvest = ?', run.key)
  dropOldChanges(database, run.source)
  dropLease(database, run.source)
}

function verdict(batch: Batch, request: FinishRequest, incomplete: boolean): HarvestState {
  const { seen, rejected } = batch.run
  if (request.cancelled) return 'CANCELLED'
  if (request.error !== null) return seen === 0 ? 'FAILED' : 'PARTIAL'
  return incomplete || rejected > 0 ? 'PARTIAL' : 'SUCCEEDED'
}

function setSourceState(
  { database, run }: Batch,
  state: HarvestState,
  { error, refusedCredentials }: FinishRequest,
  finishedAt: string,
): void {
  if (refusedCredentials !== undefined) {
    database.run('UPDATE source SET refused = ? WHERE key = ?', refusedCredentials, run.source)
  }
  const endedWell = state === 'SUCCEEDED' || state === 'PARTIAL'
  const needsLogin = error === 'SOURCE_REFUSED' || error === 'NEEDS_LOGIN'
  const sourceState = needsLogin ? 'NEEDS_LOGIN' : endedWell ? 'READY' : 'FAILING'
  if (endedWell) {
    database.run('UPDATE source SET harvested_at = ? WHERE key = ?', finishedAt, run.source)
  }
  // A cancelled harvest says nothing about its source.
  if (state !== 'CANCELLED') {
    database.run('UPDATE source SET state = ? WHERE key = ?', sourceState, run.source)
  }
}

function failedPartitions({ database, run }: Batch): number {
  const row = database.get<{ failed: number }>(
    'SELECT count(*) AS failed FROM partition WHERE harvest = ? AND error IS NOT NULL',
    run.key,
  )
  return row?.failed ?? 0
}

/**
 * Removes the records that whole partitions no longer hold. Gives null, or why it removed none of them: so large a
 * loss is more often a fault of the source.
 */
function sweep(batch: Batch, removalShare: number): string | null {
  const missing = unmetRecords(batch)
  const removals = missing.length + batch.run.removed
  // Shares are decimal fractions: 0.3 of 10 is 3, also where floating point says a little less.
  const allowed = Math.floor(removalShare * batch.run.records_before + 1e-9)
  if (missing.length > 0 && removals > allowed) {
    const share = Number((removalShare * 100).toFixed(2))
    return (
      `${missing.length} records are no longer at the source. Together with ${batch.run.removed} ` +
      `removed before, that is more than ${share} % of its ${batch.run.records_before} records, so ` +
      'they were kept. Harvest again with --allow-removals to remove them.'
    )
  }
  for (const key of missing) removeRecord(batch, key)
  return null
}

/** Keys of the records of whole partitions that were met in no partition. */
function unmetRecords({ database, run, seen }: Batch): number[] {
  const whole = database.all<{ name: string }>(
    'SELECT name FROM partition WHERE harvest = ? AND done = 1 AND error IS NULL AND blind = 0',
    run.key,
  )
  const unmet: number[] = []
  for (const { name } of whole) {
    const records = database.each<{ key: number }>(
      'SELECT key FROM record WHERE source = ? AND partition = ?',
      run.source,
      name,
    )
    for (const { key } of records) if (!seen.hasMet(key)) unmet.push(key)
  }
  return unmet
}
