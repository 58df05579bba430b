import { type Facet, TermFacet, type VocabularyTerm } from '../model/index.ts'
import { editsForgiven, editsToBegin } from './forward/beginning.ts'
import type { ForwardIndex } from './forward/forward-index.ts'
import { compareIds } from './forward/order.ts'
import { facetNumber, type Values, vocabularyFacets } from './forward/values.ts'
import type { Suggestion } from './search-index.ts'
import type { Vocabulary } from './vocabulary/vocabulary.ts'

/** Kinds of values that a record's text holds in the words of the vocabulary. */
const kinds: ReadonlySet<number> = new Set(
  Object.entries(vocabularyFacets)
    .filter(([, facet]) => TermFacet.safeParse(facet).success)
    .map(([facet]) => facetNumber[facet as Facet]),
)
const kindOf = new Map(
  Object.entries(vocabularyFacets).map(([facet, name]) => [name, facetNumber[facet as Facet]]),
)

/** How well a name fits what was typed, best first: it is it, begins with it, or a word inside of it does. */
const [same, begins, inside] = [0, 1, 2] as const

interface Found {
  text: string
  /** Null: not counted. */
  count: number | null
  /** One of the above, or the edits that were needed. */
  rank: number
}

/**
 * Terms with a name (label, synonym, acronym, in any language) of which a word begins with what was typed: first
 * those that visible records hold, with how many, and then broader ones, of which they hold a narrower term. A search
 * for these finds the records, too, but how many is not counted.
 */
export function termSuggestions(
  { values }: ForwardIndex,
  visible: Uint8Array,
  vocabulary: Vocabulary,
  folded: string,
  first: number,
): Suggestion[] {
  const within = ` ${folded}`
  const meant = bestRanks(namesFrom(vocabulary, folded), ({ rest, isStart }) =>
    !isStart ? inside : rest.length === folded.length ? same : begins,
  )
  const held = heldTerms(values, visible, meant, (label) => {
    if (label.startsWith(folded)) return label.length === folded.length ? same : begins
    return label.includes(within) ? inside : null
  })
  if (held.size < first) {
    const holds = (kind: number, id: string) =>
      values.exactly(kind, id).some((value) => values.frequency(value, visible) > 0)
    for (const [{ termId, label, facet }, rank] of meant) {
      const kind = kindOf.get(facet)
      if (kind === undefined || held.has(label)) continue
      if (vocabulary.descendants(termId).some((id) => holds(kind, id)))
        held.set(label, { text: label, count: null, rank })
    }
  }
  return inOrder(held, first)
}

/** Terms that visible records hold, with a name that begins nearly as what was typed, when nothing begins so. */
export function misspeltTerms(
  { values }: ForwardIndex,
  visible: Uint8Array,
  vocabulary: Vocabulary,
  folded: string,
  first: number,
): Suggestion[] {
  const edits = editsForgiven(folded)
  if (edits === 0) return []
  // The first letter is hardly ever the wrong one, and it spares most of the work.
  const letter = folded.charAt(0)
  const rankOf = (name: string) => {
    const needed = name.startsWith(letter) ? editsToBegin(folded, name, edits) : edits + 1
    return needed > edits ? null : needed
  }
  const meant = bestRanks(namesFrom(vocabulary, letter), ({ rest, isStart }) =>
    isStart ? rankOf(rest) : null,
  )
  return inOrder(heldTerms(values, visible, meant, rankOf), first)
}

/**
 * Terms that visible records hold and that are `meant`, or have a fitting label where the vocabulary does not know them. By
 * label, since two terms of one label are one to whoever picks it.
 */
function heldTerms(
  values: Values,
  visible: Uint8Array,
  meant: ReadonlyMap<VocabularyTerm, number>,
  rankOf: (label: string) => number | null,
): Map<string, Found> {
  const found = new Map<string, Found>()
  const add = (id: number, rank: number) => {
    const count = values.frequency(id, visible)
    if (count === 0) return
    const text = values.labels[id] as string
    const known = found.get(text)
    found.set(text, {
      text,
      count: Math.max(known?.count ?? 0, count),
      rank: Math.min(known?.rank ?? rank, rank),
    })
  }
  for (const [{ facet, termId }, rank] of meant) {
    const kind = kindOf.get(facet)
    if (kind === undefined) continue
    for (const id of values.exactly(kind, termId)) add(id, rank)
  }
  for (let id = 0; id < values.size; id++) {
    if (!kinds.has(values.kinds[id] as number)) continue
    const rank = rankOf(values.foldedLabels[id] as string)
    if (rank !== null) add(id, rank)
  }
  return found
}

/** A name of a term from the beginning of one of its words on. */
interface NamePart {
  rest: string
  /** Whether that is the beginning of the name. */
  isStart: boolean
  term: VocabularyTerm
}

const partsOf = new WeakMap<Vocabulary, readonly NamePart[]>()

/** The parts of names in a vocabulary that begin with `folded`, in the order of their letters. */
function* namesFrom(vocabulary: Vocabulary, folded: string): Generator<NamePart> {
  let parts = partsOf.get(vocabulary)
  if (parts === undefined) {
    parts = [...vocabulary.terms()].flatMap((term) => namePartsOf(vocabulary, term))
    parts = parts.toSorted((a, b) => compareIds(a.rest, b.rest))
    partsOf.set(vocabulary, parts)
  }
  let from = 0
  let to = parts.length
  while (from < to) {
    const middle = (from + to) >>> 1
    if ((parts[middle] as NamePart).rest < folded) from = middle + 1
    else to = middle
  }
  for (let at = from; parts[at]?.rest.startsWith(folded); at++) yield parts[at] as NamePart
}

function namePartsOf(vocabulary: Vocabulary, term: VocabularyTerm): NamePart[] {
  if (!kinds.has(kindOf.get(term.facet) ?? -1)) return []
  return vocabulary.names(term.termId).flatMap((name) => {
    const parts: NamePart[] = [{ rest: name, isStart: true, term }]
    for (let at = name.indexOf(' '); at >= 0; at = name.indexOf(' ', at + 1))
      parts.push({ rest: name.slice(at + 1), isStart: false, term })
    return parts
  })
}

/** The terms of parts that have a rank, each with its best. */
function bestRanks(
  parts: Iterable<NamePart>,
  rankOf: (part: NamePart) => number | null,
): Map<VocabularyTerm, number> {
  const ranks = new Map<VocabularyTerm, number>()
  for (const part of parts) {
    const rank = rankOf(part)
    if (rank === null) continue
    ranks.set(part.term, Math.min(ranks.get(part.term) ?? rank, rank))
  }
  return ranks
}

/** Those that are held before those that are not, the best fitting first, then the most frequent. */
function inOrder(found: ReadonlyMap<string, Found>, first: number): Suggestion[] {
  return [...found.values()]
    .sort(
      (a, b) =>
        Number(a.count === null) - Number(b.count === null) ||
        a.rank - b.rank ||
        (b.count ?? 0) - (a.count ?? 0) ||
        compareIds(a.text, b.text),
    )
    .slice(0, first)
    .map(({ text, count }) => ({ text, kind: 'TERM', count, record: null }))
}
