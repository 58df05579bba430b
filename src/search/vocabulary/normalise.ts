import type { Term, TermFacet, VocabularyTerm } from '../../model/index.ts'
import { foldText } from '../rank/words.ts'
import type { Vocabulary } from './vocabulary.ts'

/**
 * A term in the words of the vocabulary. Where its id is known, or its label names exactly one term of the facet
 * (a preferred label goes before a synonym), it gets that term's id and label; else it stays as it is.
 *
 * When the source wrote the preferred label itself (case and accents aside) only the id is looked up, and the
 * origin stays. When a synonym was replaced, STATED becomes MAPPED; ASSUMED and EXTRACTED stay, since mapping
 * makes them no surer. What was replaced is kept as `raw`, unless there is one already.
 */
export function normaliseTerm(term: Term, facet: TermFacet, vocabulary: Vocabulary): Term {
  const known =
    term.termId === null ? meantBy(term.label, facet, vocabulary) : vocabulary.get(term.termId)
  if (known === undefined) return term
  const isSame = foldText(known.label) === foldText(term.label)
  return {
    label: known.label,
    termId: known.termId,
    origin: term.origin === 'STATED' && !isSame ? 'MAPPED' : term.origin,
    raw: known.label === term.label ? term.raw : (term.raw ?? term.label),
  }
}

function meantBy(
  label: string,
  facet: TermFacet,
  vocabulary: Vocabulary,
): VocabularyTerm | undefined {
  const found = vocabulary.find(label, facet)
  const preferred = found.filter((term) => foldText(term.label) === foldText(label))
  const [only, ...others] = preferred.length > 0 ? preferred : found
  return others.length === 0 ? only : undefined
}
