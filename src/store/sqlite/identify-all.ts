import { identityKeys } from '../identity-keys.ts'
import type { Database } from './database.ts'
import { Identities } from './identities.ts'
import { readPrincipal } from './principal-asset.ts'
import { Visibilities } from './visibilities.ts'

/** Records held at a time. */
const pageSize = 2_000

interface Row {
  key: number
  source: number
  visibility: number
  json: string
}

/** Works out the identities of all records of a catalogue that has none, and tells the index of those that get one. */
export function identifyAll(database: Database): void {
  const identities = new Identities(database, new Visibilities(database))
  for (let after = 0; ; ) {
    const rows = database.all<Row>(
      'SELECT key, source, visibility, json FROM record WHERE key > ? ORDER BY key LIMIT ?',
      after,
      pageSize,
    )
    for (const { key, source, visibility, json } of rows) {
      const keys = identityKeys(JSON.parse(json), readPrincipal(database, key))
      identities.rekey(key, { source, visibility }, () => keys)
    }
    identities.settle()
    const last = rows.at(-1)
    if (last === undefined) return
    after = last.key
  }
}
