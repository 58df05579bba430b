import { openStore } from '../../src/store/index.ts'
import type { JudgedQuery } from './collection.ts'

/** Ids of the species of each record of a catalogue, by the record's id; none where they are unknown. */
export type SpeciesOf = ReadonlyMap<string, readonly string[]>

export async function readSpecies(cataloguePath: string): Promise<SpeciesOf> {
  const store = openStore(cataloguePath, 'read')
  const found = new Map<string, readonly string[]>()
  try {
    for (let position = 0; ; ) {
      const changes = await store.changes(position, 500)
      for (const { id, record } of changes) {
        found.set(id, record?.species.flatMap(({ termId }) => termId ?? []) ?? [])
      }
      const end = changes.at(-1)?.position
      if (end === undefined) return found
      position = end
    }
  } finally {
    await store.close()
  }
}

/**
 * Of the first ten ids, those of records that are of other species than the query states. A record of several
 * species is of each of them, and one of unknown species of no other.
 */
export function strangersAmong(
  ids: readonly string[],
  { species }: Pick<JudgedQuery, 'species'>,
  speciesOf: SpeciesOf,
): string[] {
  if (species === null) return []
  return ids.slice(0, 10).filter((id) => {
    const its = speciesOf.get(id) ?? []
    return its.length > 0 && !its.includes(species)
  })
}
