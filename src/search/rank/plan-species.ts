import type { Vocabulary } from '../vocabulary/vocabulary.ts'
import type { FoundConcept } from './concepts.ts'
import type { QueryPlan } from './plan.ts'
import type { QueryWord } from './query-parts.ts'

/** `human-like` is of what is not human. */
const onlyAlike = /^[-‐‑](?:like|ähnlich|machine|computer|readable|in-the-loop)(?!\p{L})/iu
/** `non-human primate`, `rodents except mice`. */
const negated =
  /(?:^|[^\p{L}\p{N}])(?:non|not|no|except|excluding|without|nicht|kein(?:e[nr]?)?|sauf)[-‐‑\s]+$/iu
/** Devices, and scanners, by what follows or precedes the name. */
const otherThing = /^[\s-]+(?:cursor|click|pad|wheel|scan(?:s|ner|ners)?)(?!\p{L})/iu
const computer = /(?:^|\P{L})computer[\s-]+$/iu

/** Which species a query states. */
export interface StatedSpecies extends Pick<QueryPlan, 'species' | 'allowedSpecies'> {
  /** Names that it says it is not about. */
  negated: readonly FoundConcept[]
}

/**
 * The species whose names stand in a query, all that a name may mean (`monkey` is of the Old World or the New). Only
 * names state: patients and healthy volunteers are human by habit, not by their words. What is said to be like a species,
 * or not to be of it, does not state it; the latter is taken out of the broader ones that are (`non-human primates`).
 */
export function statedSpecies(
  concepts: readonly FoundConcept[],
  telling: readonly QueryWord[],
  query: string,
  vocabulary: Vocabulary,
): StatedSpecies {
  const species = new Set<string>()
  const excluded = new Set<string>()
  const denied: FoundConcept[] = []
  for (const concept of concepts) {
    const { from, length, terms } = concept
    const first = telling[from]
    const last = telling[from + length - 1]
    if (first === undefined || last === undefined) continue
    // A name that may mean something else (an acronym, a method) states nothing.
    if (!terms.every(({ facet }) => facet === 'species')) continue
    const before = query.slice(Math.max(0, first.start - 20), first.start)
    const after = query.slice(last.end, last.end + 20)
    if (onlyAlike.test(after) || otherThing.test(after) || computer.test(before)) continue
    // `CAT` among words in small letters is an acronym.
    if (length === 1 && first.typed === 'CAT' && query !== query.toUpperCase()) continue
    const isNegated = negated.test(before)
    if (isNegated) denied.push(concept)
    for (const { termId } of terms) (isNegated ? excluded : species).add(termId)
  }
  if (telling.some(({ word }) => word === 'nonhuman')) {
    for (const { termId } of vocabulary.find('human', 'species')) excluded.add(termId)
  }
  for (const id of excluded) species.delete(id)
  return {
    species: [...species],
    allowedSpecies: allowedFor(species, excluded, vocabulary),
    negated: denied,
  }
}

/** With narrower and broader terms: a record of `Rodentia`, or of a strain, may be of the mouse. */
function allowedFor(
  species: ReadonlySet<string>,
  excluded: ReadonlySet<string>,
  vocabulary: Vocabulary,
): ReadonlySet<string> {
  const allowed = new Set<string>()
  for (const id of species) {
    for (const near of [id, ...vocabulary.ancestors(id), ...vocabulary.descendants(id)]) {
      allowed.add(near)
    }
  }
  for (const id of excluded) {
    for (const out of [id, ...vocabulary.descendants(id)]) allowed.delete(out)
  }
  return allowed
}

/** Structures kept to those that a stated species may have, where any remains of a name. */
export function inSpecies(
  concepts: readonly FoundConcept[],
  species: readonly string[],
  vocabulary: Vocabulary,
): readonly FoundConcept[] {
  if (species.length === 0) return concepts
  return concepts.map((concept) => {
    const possible = concept.terms.filter(
      ({ termId, facet }) =>
        facet !== 'structure' || species.some((id) => vocabulary.mayOccurIn(termId, id)),
    )
    return possible.length === 0 ? concept : { ...concept, terms: possible }
  })
}
