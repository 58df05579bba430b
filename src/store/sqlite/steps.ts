import type { StoreStep } from '../harvest-steps.ts'
import type { Batch } from './batch.ts'
import { pack } from './packed.ts'
import { endAssets, keyOf, putAssets, putRecord, removeGone, seeRecord } from './put-record.ts'

type Step<Do extends StoreStep['do']> = Extract<StoreStep, { do: Do }>

const takers: { [Do in StoreStep['do']]: (batch: Batch, step: Step<Do>) => void } = {
  put: putRecord,
  seen: seeRecord,
  reject,
  accept,
  rejectAgain,
  assets: putAssets,
  assetsDone: endAssets,
  rights: (batch, { scope, visibility, at }) => batch.rights.set(scope, visibility, at),
  expireRights: (batch, { before }) => batch.rights.expire(before),
  gone: removeGone,
  terms: putTerms,
  checkpoint: (batch, { partition, checkpoint }) =>
    setPartition(batch, partition, 'checkpoint', JSON.stringify(checkpoint)),
  partitionDone: (batch, { partition }) => setPartition(batch, partition, 'done', 1),
  partitionFailed: (batch, { partition, error }) => setPartition(batch, partition, 'error', error),
  spent: (batch, { dollars }) => {
    batch.spent += dollars
  },
  expected: (batch, { rows }) => {
    batch.run.expected = rows
  },
}

/** Does one step of a batch. */
export function takeStep<Do extends StoreStep['do']>(batch: Batch, step: Step<Do>): void {
  const take = takers[step.do] as (batch: Batch, step: Step<Do>) => void
  take(batch, step)
}

function reject(batch: Batch, step: Step<'reject'>): void {
  const { rejection, partition, row, scope, etag } = step
  const { database, run } = batch
  const { nativeId } = rejection
  const earlier = nativeId === null ? undefined : earlierRejection(batch, nativeId)
  // A page that is read again after a crash rejects the same rows again.
  const again = earlier?.harvest === run.key
  if (again) {
    database.run('DELETE FROM quarantine WHERE harvest = ? AND native_id = ?', run.key, nativeId)
  }
  const now = new Date().toISOString()
  database.run(
    `INSERT INTO quarantine (harvest, native_id, entity, partition, path, reason, row, scope, etag,
       replayable, first_at, last_at, times)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    run.key,
    nativeId,
    rejection.entity,
    partition,
    rejection.path,
    rejection.reason,
    row === null ? null : pack(row),
    scope ?? null,
    etag ?? null,
    row !== null && nativeId !== null && scope !== undefined && etag !== undefined ? 1 : 0,
    earlier?.first_at ?? now,
    now,
    (earlier?.times ?? 0) + (again ? 0 : 1),
  )
  if (!again) run.rejected += 1
  if (nativeId === null) {
    run.seen += 1
    setPartition(batch, partition, 'blind', 1)
  } else {
    batch.countRejected(keyOf(batch, nativeId) ?? null, nativeId)
  }
}

/** What the newest run says that rejected the same row of the source. */
function earlierRejection({ database, run }: Batch, nativeId: string) {
  return database.get<{ harvest: number; first_at: string; times: number }>(
    `SELECT q.harvest, q.first_at, q.times FROM quarantine q JOIN harvest h ON h.key = q.harvest
     WHERE q.native_id = ? AND h.source = ? ORDER BY q.harvest DESC LIMIT 1`,
    nativeId,
    run.source,
  )
}

function rejectAgain({ database, run }: Batch, { key, rejection }: Step<'rejectAgain'>): void {
  database.run(
    `UPDATE quarantine SET path = ?, reason = ?, last_at = ?, times = times + 1
     WHERE key = ? AND harvest IN (SELECT key FROM harvest WHERE source = ?)`,
    rejection.path,
    rejection.reason,
    new Date().toISOString(),
    key,
    run.source,
  )
}

function accept({ database, run }: Batch, { key }: Step<'accept'>): void {
  database.run(
    'DELETE FROM quarantine WHERE key = ? AND harvest IN (SELECT key FROM harvest WHERE source = ?)',
    key,
    run.source,
  )
}

function putTerms(batch: Batch, { terms }: Step<'terms'>): void {
  for (const term of terms) {
    const changed = batch.database.run(
      `INSERT INTO term VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE
       SET facet = excluded.facet, label = excluded.label, synonyms = excluded.synonyms,
         parents = excluded.parents, species = excluded.species
       WHERE (facet, label, synonyms, parents, species) IS NOT
         (excluded.facet, excluded.label, excluded.synonyms, excluded.parents, excluded.species)`,
      batch.run.source,
      term.termId,
      term.facet,
      term.label,
      JSON.stringify(term.synonyms),
      JSON.stringify(term.parents),
      term.species === undefined ? null : JSON.stringify(term.species),
    )
    if (changed > 0) batch.termsChanged = true
  }
}

function setPartition(
  batch: Batch,
  partition: string,
  column: 'checkpoint' | 'done' | 'error' | 'blind',
  value: string | number,
): void {
  batch.database.run(
    `INSERT INTO partition (harvest, name, ${column}) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET ${column} = excluded.${column}`,
    batch.run.key,
    partition,
    value,
  )
}
