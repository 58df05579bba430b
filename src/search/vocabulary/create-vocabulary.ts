import { createHash } from 'node:crypto'
import type { VocabularyFacet, VocabularyTerm } from '../../model/index.ts'
import { foldText } from '../rank/words.ts'
import type { Vocabulary } from './vocabulary.ts'

/**
 * A vocabulary of `terms`. A term given twice (seeded by us and delivered by a source) is one: the first label and
 * facet stay, synonyms, parents and species add up. Parents that are in no term are left out of every answer.
 */
export function createVocabulary(terms: Iterable<VocabularyTerm>): Vocabulary {
  const byId = merged(terms)
  const byName = new Map<string, VocabularyTerm[]>()
  const namesOf = new Map<string, readonly string[]>()
  const narrower = new Map<string, string[]>()
  let longestName = 0

  for (const term of byId.values()) {
    const names = new Set([term.label, ...term.synonyms].map(foldText))
    names.delete('')
    namesOf.set(term.termId, [...names])
    for (const name of names) {
      add(byName, name, term)
      longestName = Math.max(longestName, name.split(' ').length)
    }
    for (const parent of term.parents) add(narrower, parent, term.termId)
  }

  const broaderOf = (id: string) => byId.get(id)?.parents.filter((parent) => byId.has(parent)) ?? []
  const narrowerOf = (id: string) => (byId.has(id) ? (narrower.get(id) ?? []) : [])
  const ancestors = memoised((id) => closure(id, broaderOf))
  const taxaOf = (id: string) =>
    [id, ...ancestors(id)].map((each) => byId.get(each)?.species).find((told) => told !== undefined)
  const none: readonly VocabularyTerm[] = []
  let version: string | null = null

  return {
    // Made when first asked for: hashing a large vocabulary takes a while.
    get version() {
      version ??= versionOf(byId)
      return version
    },
    get: (termId) => byId.get(termId),
    find(name, facet?: VocabularyFacet) {
      const found = byName.get(foldText(name)) ?? none
      return facet === undefined ? found : found.filter((term) => term.facet === facet)
    },
    names: (termId) => namesOf.get(termId) ?? [],
    ancestors,
    descendants: memoised((id) => closure(id, narrowerOf)),
    taxa: (termId) => taxaOf(termId) ?? null,
    mayOccurIn(termId, species) {
      const taxa = taxaOf(termId)
      if (taxa === undefined || !byId.has(species)) return true
      const around = [species, ...ancestors(species)]
      return taxa.some((taxon) => around.includes(taxon) || ancestors(taxon).includes(species))
    },
    terms: () => byId.values(),
    longestName,
  }
}

function merged(terms: Iterable<VocabularyTerm>): Map<string, VocabularyTerm> {
  const byId = new Map<string, VocabularyTerm>()
  for (const term of terms) {
    const known = byId.get(term.termId)
    byId.set(
      term.termId,
      known === undefined
        ? term
        : {
            ...known,
            synonyms: [...new Set([...known.synonyms, term.label, ...term.synonyms])].filter(
              (name) => name !== known.label,
            ),
            parents: [...new Set([...known.parents, ...term.parents])],
            ...speciesOf(known, term),
          },
    )
  }
  return byId
}

/** What either tells; nothing when none does. */
function speciesOf(...terms: readonly VocabularyTerm[]): Pick<VocabularyTerm, 'species'> {
  const told = terms.flatMap(({ species }) => species ?? [])
  return told.length === 0 ? {} : { species: [...new Set(told)] }
}

/** All that can be reached, nearest first, without the start. */
function closure(start: string, next: (id: string) => readonly string[]): readonly string[] {
  const seen = new Set([start])
  // A set is walked in the order of adding, also while it grows.
  for (const id of seen) for (const reached of next(id)) seen.add(reached)
  seen.delete(start)
  return [...seen]
}

function memoised(make: (id: string) => readonly string[]): (id: string) => readonly string[] {
  const made = new Map<string, readonly string[]>()
  return (id) => {
    const known = made.get(id)
    if (known !== undefined) return known
    const fresh = make(id)
    // An unknown id reaches nothing, and is not kept: anybody can make those up.
    if (fresh.length > 0) made.set(id, fresh)
    return fresh
  }
}

function add<Item>(lists: Map<string, Item[]>, key: string, item: Item): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [item])
  else list.push(item)
}

function versionOf(byId: ReadonlyMap<string, VocabularyTerm>): string {
  const hash = createHash('sha256')
  for (const id of [...byId.keys()].sort()) {
    const term = byId.get(id)
    if (term === undefined) continue
    const { facet, label, synonyms, parents, species = [] } = term
    const lists = [synonyms, parents, species].map((list) => [...list].sort())
    hash.update(JSON.stringify([id, facet, label, ...lists]))
  }
  return hash.digest('hex').slice(0, 16)
}
