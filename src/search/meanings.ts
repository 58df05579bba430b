import type { Facet } from '../model/index.ts'
import type { Condition } from './filter.ts'
import type { ForwardIndex } from './forward/forward-index.ts'
import { facetNumber, vocabularyFacets } from './forward/values.ts'
import type { QueryPlan } from './rank/plan.ts'
import type { Vocabulary } from './vocabulary/vocabulary.ts'

interface Words {
  forward: ForwardIndex
  vocabulary: Vocabulary
}

const facetOf = Object.fromEntries(
  Object.entries(vocabularyFacets).map(([facet, name]) => [name, facet as Facet]),
)

/**
 * By group of the plan: numbers of the facet values that are what it asks for, or something narrower. So CA1 is found for
 * the hippocampus, which no text of it says.
 */
export function heldValues(
  { forward: { values }, vocabulary }: Words,
  { groups }: Pick<QueryPlan, 'groups'>,
): ReadonlySet<number>[] {
  return groups.map(({ concepts }) => {
    const held = new Set<number>()
    for (const concept of concepts) {
      const term = vocabulary.get(concept)
      const facet = facetOf[term?.facet ?? '']
      if (term === undefined || facet === undefined) continue
      const kind = facetNumber[facet]
      // Formats are values by their names.
      const names =
        facet === 'FORMAT' ? [term.label] : [concept, ...vocabulary.descendants(concept)]
      for (const name of names) for (const value of values.exactly(kind, name)) held.add(value)
    }
    return held
  })
}

/**
 * What a record has to be where the query states species: of one of them or something narrower, or else of no other. A
 * larger group that holds them is no other, and neither is a species that the vocabulary does not know. Null where the
 * query states none.
 */
export function speciesGuard(
  { forward: { values }, vocabulary }: Words,
  { species: stated, allowedSpecies }: Pick<QueryPlan, 'species' | 'allowedSpecies'>,
): Condition | null {
  if (allowedSpecies.size === 0) return null
  const kind = facetNumber.SPECIES
  const wanted = new Set(stated.flatMap((one) => [one, ...vocabulary.descendants(one)]))
  const allowed: number[] = []
  const others: number[] = []
  for (let value = 0; value < values.size; value++) {
    if (values.kinds[value] !== kind) continue
    const species = values.values[value] as string
    // What the query says it is not (`non-human primates`) is no longer among the allowed.
    const isAllowed = allowedSpecies.has(species)
    if (isAllowed && wanted.has(species)) allowed.push(value)
    else if (!isAllowed && vocabulary.get(species) !== undefined) others.push(value)
  }
  if (others.length === 0) return null
  return {
    is: 'any',
    of: [
      { is: 'holding', kind, values: allowed },
      { is: 'not', of: { is: 'holding', kind, values: others } },
    ],
  }
}

/**
 * What records like one that holds these values have to be: of a species that it states, of a broader or narrower one, or of
 * unknown species. What is known of a rat is no answer to who looks at a mouse, however alike the words are. Null where it
 * states none.
 */
export function kinGuard(words: Words, own: Iterable<number>): Condition | null {
  const { forward, vocabulary } = words
  const { kinds, values } = forward.values
  const species = [...own]
    .filter((value) => kinds[value] === facetNumber.SPECIES)
    .map((value) => values[value] as string)
  const allowedSpecies = new Set(
    species.flatMap((one) => [one, ...vocabulary.ancestors(one), ...vocabulary.descendants(one)]),
  )
  return speciesGuard(words, { species, allowedSpecies })
}
