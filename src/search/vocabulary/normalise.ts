import type { Term, TermFacet, VocabularyTerm } from '../../model/index.ts'
import { foldText } from '../rank/words.ts'
import type { Vocabulary } from './vocabulary.ts'

/**
 * A term in the words of the vocabulary. Where its id is known, or its label names exactly one term of the facet
 * (a preferred label goes before a synonym), it gets that term's id and label; else it stays as it is.
 *
 * What none of `species` (ids of those of the record; empty: not known) has is not meant: `Thalamus` of the mouse's
 * atlas on a record about humans. Of several terms with that label the general one is meant, where one is: the one
 * valid for all taxa of the others. It says no more than the source did; an atlas's own term would say whose
 * borders were drawn.
 *
 * When the source wrote the preferred label itself (case and accents aside) only the id is looked up, and the
 * origin stays. When a synonym was replaced, STATED becomes MAPPED; ASSUMED and EXTRACTED stay, since mapping
 * makes them no surer. What was replaced is kept as `raw`, unless there is one already.
 */
export function normaliseTerm(
  term: Term,
  facet: TermFacet,
  vocabulary: Vocabulary,
  species: readonly string[] = [],
): Term {
  const known =
    term.termId === null
      ? meantBy(term.label, facet, vocabulary, species)
      : vocabulary.get(term.termId)
  if (known === undefined) return term
  const isSame = foldText(known.label) === foldText(term.label)
  return {
    label: known.label,
    termId: known.termId,
    origin: term.origin === 'STATED' && !isSame ? 'MAPPED' : term.origin,
    raw: known.label === term.label ? term.raw : (term.raw ?? term.label),
  }
}

/**
 * Ids of the species of a record, as `normaliseTerm` takes them: empty when one of them is not known here, since
 * anything might be meant then.
 */
export function speciesIds(species: readonly Term[]): string[] {
  const ids = species.map(({ termId }) => termId)
  return ids.includes(null) ? [] : ids.filter((id) => id !== null)
}

function meantBy(
  label: string,
  facet: TermFacet,
  vocabulary: Vocabulary,
  species: readonly string[],
): VocabularyTerm | undefined {
  const found = vocabulary
    .find(label, facet)
    .filter(
      ({ termId }) =>
        species.length === 0 || species.some((id) => vocabulary.mayOccurIn(termId, id)),
    )
  const preferred = found.filter((term) => foldText(term.label) === foldText(label))
  if (preferred.length > 1) return generalOf(preferred, vocabulary)
  const [only, ...others] = preferred.length > 0 ? preferred : found
  return others.length === 0 ? only : undefined
}

/** The term that is valid in all taxa of the others; undefined when none is, or their taxa are not told. */
function generalOf(
  terms: readonly VocabularyTerm[],
  vocabulary: Vocabulary,
): VocabularyTerm | undefined {
  const holds = (around: readonly string[] | null, taxon: string) =>
    around === null || around.some((id) => id === taxon || vocabulary.ancestors(taxon).includes(id))
  const general = terms.filter((term) =>
    terms.every((other) => {
      if (other === term) return true
      const inside = vocabulary.taxa(other.termId)
      const around = vocabulary.taxa(term.termId)
      return inside?.every((taxon) => holds(around, taxon)) ?? false
    }),
  )
  // Two that are valid in the same taxa are two meanings.
  return general.length === 1 ? general[0] : undefined
}
