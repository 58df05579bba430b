import { DatabaseSync } from 'node:sqlite'
import { operator, type Visibility } from '../../src/model/index.ts'
import { openStore, type RecordStore, type StoreStep } from '../../src/store/index.ts'
import { begin, endWell, owner, put, source, tempFolder } from './samples.ts'

export const open: Visibility = { discover: ['public'], retrieve: ['public'] }
export const inLab: Visibility = { discover: ['lab'], retrieve: ['lab'] }
export const inStaff: Visibility = { discover: ['staff'], retrieve: ['staff'] }
export const sources = ['one', 'two', 'three']

/** A catalogue with three sources that are being harvested, on a file of its own. */
export interface IdentityWorld {
  readonly store: RecordStore
  readonly path: string
  /** One batch of one source. */
  apply(source: string, ...steps: StoreStep[]): Promise<void>
  /** Ends the harvest of a source that has read partition `all` to its end, and begins another. */
  sweep(source: string): Promise<void>
  /** By id of record, for all records. */
  identities(): Promise<Record<string, string | null>>
  /** Records of each identity, those of one alone and of none left out. Sorted. */
  groups(): Promise<string[][]>
  close(): Promise<void>
}

export async function identityWorld(): Promise<IdentityWorld> {
  const folder = tempFolder()
  const path = `${folder.path}/catalogue.db`
  const store = openStore(path, 'write')
  await store.configureSources(sources.map((id) => source(id)))
  const runs = new Map<string, string>()
  for (const id of sources) runs.set(id, (await begin(store, id)).harvest.id)
  const apply = async (from: string, steps: readonly StoreStep[]) => {
    await store.apply(runs.get(from) ?? '', owner, steps)
  }
  const world: IdentityWorld = {
    store,
    path,
    apply: (from, ...steps) => apply(from, steps),
    async sweep(from) {
      await apply(from, [{ do: 'partitionDone', partition: 'all' }])
      await store.finishHarvest(runs.get(from) ?? '', owner, { ...endWell, removalShare: 1 })
      runs.set(from, (await begin(store, from)).harvest.id)
    },
    async identities() {
      const records = await store.records(operator, idsIn(path))
      return Object.fromEntries(records.map((one) => [one?.id, one?.identity ?? null]))
    },
    async groups() {
      const identities = Object.entries(await world.identities())
      const known = identities.filter(([, identity]) => identity !== null)
      return [...Map.groupBy(known, ([, identity]) => identity).values()]
        .map((group) => group.map(([id]) => id).sort())
        .filter((group) => group.length > 1)
        .sort()
    },
    async close() {
      await store.close()
      folder.remove()
    },
  }
  return world
}

/** A record of `from` that is the same as what `sameAs` names. */
export function thing(from: string, nativeId: string, sameAs: string[], own?: Visibility) {
  return put(nativeId, { source: from, sameAs, visibility: own ?? null })
}

export function idsIn(path: string): string[] {
  const database = new DatabaseSync(path, { readOnly: true })
  const ids = database.prepare('SELECT id FROM record ORDER BY id').all()
  database.close()
  return ids.map(({ id }) => String(id))
}
