import { globalIdentifiers } from '../identifier.ts'
import { checksumKey, isChecksumKey } from '../identity-keys.ts'
import type { Batch } from './batch.ts'
import { readPrincipal } from './principal-asset.ts'

/** What a record's files tell of its identity, once they are all there. */
export function rekeyByAssets(batch: Batch, key: number): void {
  const row = batch.database.get<{ source: number; visibility: number }>(
    'SELECT source, visibility FROM record WHERE key = ?',
    key,
  )
  const sum = checksumKey(readPrincipal(batch.database, key))
  if (row === undefined) return
  batch.identities.rekey(key, row, (keys) => [
    ...keys.filter((one) => !isChecksumKey(one)),
    ...(sum === null ? [] : [sum]),
  ])
}

/** Notes under which identifiers other sources may have the record's files, too. */
export function noteIdentifiers(batch: Batch, key: number, sameAs: readonly string[]): void {
  for (const identifier of globalIdentifiers(sameAs)) {
    batch.database.run('INSERT OR IGNORE INTO identity VALUES (?, ?)', identifier, key)
  }
}

/** @param record As it was when it was identified. */
export function forgetIdentifiers(
  { database }: Pick<Batch, 'database'>,
  key: number,
  record: { sameAs: readonly string[] },
): void {
  for (const identifier of globalIdentifiers(record.sameAs)) {
    database.run('DELETE FROM identity WHERE identifier = ? AND record = ?', identifier, key)
  }
}
