import type { VocabularyTerm } from '../../model/index.ts'
import type { Database } from './database.ts'

interface TermRow {
  id: string
  facet: VocabularyTerm['facet']
  label: string
  synonyms: string
  parents: string
}

/** Every term once: where several sources deliver one, the first names it, and all add synonyms and parents. */
export function readVocabulary(database: Database): { version: number; terms: VocabularyTerm[] } {
  const version = readVocabularyVersion(database)
  const terms = new Map<string, VocabularyTerm>()
  const rows = database.each<TermRow>(
    'SELECT id, facet, label, synonyms, parents FROM term ORDER BY source, id',
  )
  for (const row of rows) {
    const synonyms: string[] = JSON.parse(row.synonyms)
    const parents: string[] = JSON.parse(row.parents)
    const known = terms.get(row.id)
    if (known === undefined) {
      terms.set(row.id, { termId: row.id, facet: row.facet, label: row.label, synonyms, parents })
    } else {
      const names = [...known.synonyms, row.label, ...synonyms]
      known.synonyms = [...new Set(names)].filter((name) => name !== known.label)
      known.parents = [...new Set([...known.parents, ...parents])]
    }
  }
  return { version, terms: [...terms.values()] }
}

export function readVocabularyVersion(database: Database): number {
  const meta = database.get<{ value: string }>(`SELECT value FROM meta WHERE name = 'vocabulary'`)
  return Number(meta?.value)
}
