import type { VocabularyTerm } from '../../model/index.ts'
import type { Database } from './database.ts'

interface TermRow {
  id: string
  facet: VocabularyTerm['facet']
  label: string
  synonyms: string
  parents: string
  species: string | null
}

/** Every term once: where several sources deliver one, the first names it, and all add synonyms, parents and species. */
export function readVocabulary(database: Database): { version: number; terms: VocabularyTerm[] } {
  const version = readVocabularyVersion(database)
  const terms = new Map<string, VocabularyTerm>()
  const rows = database.each<TermRow>(
    'SELECT id, facet, label, synonyms, parents, species FROM term ORDER BY source, id',
  )
  for (const row of rows) {
    const synonyms: string[] = JSON.parse(row.synonyms)
    const parents: string[] = JSON.parse(row.parents)
    const species: string[] = row.species === null ? [] : JSON.parse(row.species)
    const known = terms.get(row.id)
    if (known === undefined) {
      const { id: termId, facet, label } = row
      const told = row.species === null ? {} : { species }
      terms.set(termId, { termId, facet, label, synonyms, parents, ...told })
    } else {
      const names = [...known.synonyms, row.label, ...synonyms]
      known.synonyms = [...new Set(names)].filter((name) => name !== known.label)
      known.parents = [...new Set([...known.parents, ...parents])]
      const taxa = new Set([...(known.species ?? []), ...species])
      if (taxa.size > 0) known.species = [...taxa]
    }
  }
  return { version, terms: [...terms.values()] }
}

export function readVocabularyVersion(database: Database): number {
  const meta = database.get<{ value: string }>(`SELECT value FROM meta WHERE name = 'vocabulary'`)
  return Number(meta?.value)
}

export function raiseVocabularyVersion(database: Database): void {
  database.run(`UPDATE meta SET value = value + 1 WHERE name = 'vocabulary'`)
}
