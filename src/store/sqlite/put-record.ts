import { GatewayError } from '../../model/error.ts'
import { recordId } from '../../model/record-id.ts'
import type { StoreStep } from '../harvest-steps.ts'
import { identityKeys } from '../identity-keys.ts'
import { dropAssets, sumAssets, sumOf, writeAssets } from './assets.ts'
import type { Batch } from './batch.ts'
import {
  changedFields,
  type DroppedRecord,
  noteAdded,
  noteChanged,
  noteChangedAssets,
  noteRemoved,
  type StatedRecord,
} from './harvest-changes.ts'
import { forgetIdentifiers, noteIdentifiers, rekeyByAssets } from './identify-record.ts'
import { dropTombstone, tellChanged, tellGone } from './outbox.ts'
import { pack } from './packed.ts'
import { principalAmong, readPrincipal } from './principal-asset.ts'
import { saveSums, sumValues } from './record-sums.ts'

type Step<Do extends StoreStep['do']> = Extract<StoreStep, { do: Do }>

interface OldRecord {
  key: number
  entity: string
  partition: string
  scope: string | null
  own_visibility: number | null
  visibility: number
  hash: string
  etag: string | null
  json: string
}

const selectOld = `
  SELECT key, entity, partition, scope, own_visibility, visibility, hash, etag, json
  FROM record WHERE id = ?`

/** Writes a record where it differs from what the catalogue holds. */
export function putRecord(batch: Batch, step: Step<'put'>): void {
  const { database } = batch
  const { visibility: own, ...stated } = step.record
  const id = recordId(batch.run.source_id, stated.nativeId)
  if (stated.id !== id || stated.source !== batch.run.source_id) {
    throw new GatewayError('INTERNAL', { cause: `a record of another source: ${stated.id}` })
  }
  const values: Values = {
    ownVisibility: own === null ? null : batch.visibilities.keyOf(own),
    visibility: batch.rights.effective(step.scope, own),
    json: JSON.stringify(stated),
  }
  const old = database.get<OldRecord>(selectOld, id)
  if (old === undefined) addRecord(batch, step, values)
  else replaceRecord(batch, step, values, old)
}

interface Values {
  ownVisibility: number | null
  visibility: number
  json: string
}

function addRecord(batch: Batch, step: Step<'put'>, values: Values): void {
  const { database, run } = batch
  const { record } = step
  const sums = sumOf(step.assets ?? [])
  const key = database.insert(
    `INSERT INTO record (id, source, native_id, kind, entity, partition, scope, own_visibility,
       visibility, hash, etag, harvest, written_at, asset_count, total_bytes, formats, roles,
       availability, json, row, added)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    record.id,
    run.source,
    record.nativeId,
    record.kind,
    step.entity,
    step.partition,
    step.scope,
    values.ownVisibility,
    values.visibility,
    step.hash,
    step.etag,
    run.key,
    batch.at,
    ...sumValues(sums),
    values.json,
    pack(step.row),
    run.key,
  )
  noteAdded(batch, record.id)
  linkParents(batch, key, record.id, record.parents)
  noteIdentifiers(batch, key, record.sameAs)
  const keys = identityKeys(record, principalAmong(step.assets ?? []))
  batch.identities.add(key, run.source, values.visibility, keys)
  if (step.assets !== null) writeAssets(database, key, 0, step.assets)
  dropTombstone(database, record.id)
  tellChanged(database, key)
  batch.count(key, record.nativeId, 'new')
}

function replaceRecord(batch: Batch, step: Step<'put'>, values: Values, old: OldRecord): void {
  const { database, run } = batch
  const { record } = step
  // A record that lies in two partitions belongs to the one that met it first in this harvest: it stays there.
  const partition = batch.seen.hasMet(old.key) ? old.partition : step.partition
  let assetsChanged = 0
  if (step.assets !== null) {
    assetsChanged =
      writeAssets(database, old.key, 0, step.assets) +
      dropAssets(database, old.key, step.assets.length)
  }
  const changed =
    assetsChanged > 0 ||
    old.hash !== step.hash ||
    old.visibility !== values.visibility ||
    old.json !== values.json
  if (changed) {
    database.run(
      `UPDATE record SET kind = ?, entity = ?, partition = ?, scope = ?, own_visibility = ?,
         visibility = ?, hash = ?, etag = ?, harvest = ?, written_at = ?, json = ?, row = ?
       WHERE key = ?`,
      record.kind,
      step.entity,
      partition,
      step.scope,
      values.ownVisibility,
      values.visibility,
      step.hash,
      step.etag,
      run.key,
      batch.at,
      values.json,
      pack(step.row),
      old.key,
    )
    const fields = []
    if (old.json !== values.json) {
      const before: StatedRecord = JSON.parse(old.json)
      const { visibility: _, ...stated } = record
      fields.push(...changedFields(before, stated))
      if (fields.includes('parents')) {
        unlinkParents(batch, before)
        linkParents(batch, old.key, record.id, record.parents)
      }
      if (fields.includes('sameAs')) {
        forgetIdentifiers(batch, old.key, before)
        noteIdentifiers(batch, old.key, record.sameAs)
      }
    }
    if (old.visibility !== values.visibility) fields.push('visibility')
    if (assetsChanged > 0) fields.push('assets')
    noteChanged(batch, old.key, record, fields)
    const principal =
      step.assets === null ? readPrincipal(database, old.key) : principalAmong(step.assets)
    const keys = identityKeys(record, principal)
    batch.identities.replace(old.key, run.source, values.visibility, keys)
    if (assetsChanged > 0 && step.assets !== null) saveSums(batch, old.key, sumOf(step.assets))
    tellChanged(database, old.key)
  } else if (
    // What the record's keeping is about and nobody sees: no step of the outbox.
    old.entity !== step.entity ||
    old.partition !== partition ||
    old.scope !== step.scope ||
    old.own_visibility !== values.ownVisibility ||
    old.etag !== step.etag
  ) {
    database.run(
      `UPDATE record SET entity = ?, partition = ?, scope = ?, own_visibility = ?, etag = ?
       WHERE key = ?`,
      step.entity,
      partition,
      step.scope,
      values.ownVisibility,
      step.etag,
      old.key,
    )
  }
  batch.count(old.key, record.nativeId, changed ? 'written' : 'unchanged')
}

/** Notes that a record is still at the source, at no cost of a write but a bit. */
export function seeRecord(batch: Batch, step: Step<'seen'>): void {
  const record = batch.database.get<{ key: number; partition: string; etag: string | null }>(
    'SELECT key, partition, etag FROM record WHERE id = ?',
    recordId(batch.run.source_id, step.nativeId),
  )
  if (record === undefined) {
    batch.count(null, step.nativeId, 'unchanged')
    return
  }
  const partition = batch.seen.hasMet(record.key) ? record.partition : step.partition
  const etag = step.etag ?? record.etag
  if (partition !== record.partition || etag !== record.etag) {
    batch.database.run(
      'UPDATE record SET partition = ?, etag = ? WHERE key = ?',
      partition,
      etag,
      record.key,
    )
  }
  batch.count(record.key, step.nativeId, 'unchanged')
}

/** Removes a record of which the source itself says that it is no more. */
export function removeGone(batch: Batch, step: Step<'gone'>): void {
  const key = keyOf(batch, step.nativeId)
  if (key === undefined) return
  // Should it come back in the same harvest, it is not counted twice.
  if (batch.seen.hasMet(key)) batch.seen.meetOther(step.nativeId)
  removeRecord(batch, key)
  batch.audit('gone', { nativeId: step.nativeId, proof: step.proof })
}

export function removeRecord(batch: Batch, key: number): void {
  const removed = dropRecord(batch, key)
  if (removed === undefined) return
  tellGone(batch.database, key, removed.id)
  noteRemoved(batch, removed)
  batch.run.removed += 1
}

/**
 * Takes a record out of the catalogue, with what is kept of it elsewhere but in the outbox. Gives what it was; undefined:
 * there is none.
 */
export function dropRecord(
  { database, identities }: Pick<Batch, 'database' | 'identities'>,
  key: number,
): DroppedRecord | undefined {
  const dropped = database.get<{ added: number; json: string }>(
    'DELETE FROM record WHERE key = ? RETURNING added, json',
    key,
  )
  if (dropped === undefined) return undefined
  const record: StatedRecord = JSON.parse(dropped.json)
  unlinkParents({ database }, record)
  forgetIdentifiers({ database }, key, record)
  identities.remove(key)
  return { ...record, added: dropped.added }
}

/** Writes a chunk of a record's streamed assets; those of an unknown record (a rejected one) are passed over. */
export function putAssets(batch: Batch, step: Step<'assets'>): void {
  const key = keyOf(batch, step.nativeId)
  if (key !== undefined) writeAssets(batch.database, key, step.from, step.chunk)
}

/** Ends a record's streamed assets: drops what is beyond and makes the sums again. */
export function endAssets(batch: Batch, step: Step<'assetsDone'>): void {
  const key = keyOf(batch, step.nativeId)
  if (key === undefined) return
  dropAssets(batch.database, key, step.count)
  rekeyByAssets(batch, key)
  if (!saveSums(batch, key, sumAssets(batch.database, key))) return
  batch.database.run(
    'UPDATE record SET harvest = ?, written_at = ? WHERE key = ?',
    batch.run.key,
    batch.at,
    key,
  )
  noteChangedAssets(batch, key)
  tellChanged(batch.database, key)
  if (batch.seen.hasMet(key)) batch.count(key, step.nativeId, 'written')
}

export function keyOf(batch: Batch, nativeId: string): number | undefined {
  return batch.database.get<{ key: number }>(
    'SELECT key FROM record WHERE id = ?',
    recordId(batch.run.source_id, nativeId),
  )?.key
}

function linkParents(batch: Batch, key: number, id: string, parents: readonly string[]): void {
  for (const parent of parents) {
    batch.database.run(
      'INSERT INTO link VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET record = excluded.record',
      parent,
      id,
      key,
    )
  }
}

/** @param record As it was when they were linked. */
function unlinkParents({ database }: Pick<Batch, 'database'>, record: StatedRecord): void {
  for (const parent of record.parents) {
    database.run('DELETE FROM link WHERE parent = ? AND child = ?', parent, record.id)
  }
}
