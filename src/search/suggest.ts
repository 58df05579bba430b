import { type Facet, TermFacet } from '../model/index.ts'
import type { ForwardIndex } from './forward/forward-index.ts'
import { compareIds } from './forward/order.ts'
import { facetNumber, vocabularyFacets } from './forward/values.ts'
import { foldIdentifier } from './rank/words.ts'
import type { Suggestion } from './search-index.ts'
import type { Vocabulary } from './vocabulary/vocabulary.ts'

/** Suggestions of each kind, best first. */
export interface SuggestionLists {
  terms: readonly Suggestion[]
  titles: readonly Suggestion[]
  identifiers: readonly Suggestion[]
}

/**
 * What a person may be about to type: terms that visible records hold, their titles and their identifiers.
 * Half of the room is for terms, a quarter for identifiers, and what one leaves free the others take.
 */
export function mixSuggestions(
  { terms, titles, identifiers }: SuggestionLists,
  first: number,
): Suggestion[] {
  const roomForTerms = Math.max(Math.ceil(first / 2), first - titles.length - identifiers.length)
  const roomForIdentifiers = Math.max(
    Math.floor(first / 4),
    first - Math.min(terms.length, roomForTerms) - titles.length,
  )
  return [
    ...terms.slice(0, roomForTerms),
    ...titles.slice(
      0,
      first -
        Math.min(terms.length, roomForTerms) -
        Math.min(identifiers.length, roomForIdentifiers),
    ),
    ...identifiers.slice(0, roomForIdentifiers),
  ].slice(0, first)
}

/** Kinds of values that a record's text holds in the words of the vocabulary. */
const kinds: ReadonlySet<number> = new Set(
  Object.entries(vocabularyFacets)
    .filter(([, facet]) => TermFacet.safeParse(facet).success)
    .map(([facet]) => facetNumber[facet as Facet]),
)

export function termSuggestions(
  { values }: ForwardIndex,
  visible: Uint8Array,
  vocabulary: Vocabulary,
  folded: string,
  first: number,
): Suggestion[] {
  const inside = ` ${folded}`
  const found = new Map<string, { text: string; count: number; begins: boolean }>()
  for (let id = 0; id < values.size; id++) {
    if (!kinds.has(values.kinds[id] as number)) continue
    const label = values.labels[id] as string
    const names = [
      values.foldedLabels[id] as string,
      ...vocabulary.names(values.values[id] as string),
    ]
    const begins = names.some((name) => name.startsWith(folded))
    if (!begins && !names.some((name) => name.includes(inside))) continue
    const count = values.frequency(id, visible)
    if (count === 0) continue
    const known = found.get(label)
    if (known === undefined) found.set(label, { text: label, count, begins })
    else known.count = Math.max(known.count, count)
  }
  return [...found.values()]
    .sort(
      (a, b) =>
        Number(b.begins) - Number(a.begins) || b.count - a.count || compareIds(a.text, b.text),
    )
    .slice(0, first)
    .map(({ text, count }) => ({ text, kind: 'TERM', count, record: null }))
}

export function identifierSuggestions(
  forward: ForwardIndex,
  visible: Uint8Array,
  prefix: string,
  first: number,
): Suggestion[] {
  const folded = foldIdentifier(prefix)
  if (folded.length < 2) return []
  const find = forward.statement(
    `SELECT folded, record.id FROM identifier JOIN record USING (doc)
     WHERE class = ? AND folded >= ? AND folded < ? ORDER BY folded, doc LIMIT ?`,
  )
  const found: { text: string; record: string }[] = []
  visible.forEach((mayDiscover, recordClass) => {
    if (mayDiscover === 0) return
    for (const row of find.all(recordClass, folded, `${folded}\u{10ffff}`, first)) {
      found.push({ text: String(row.folded), record: String(row.id) })
    }
  })
  const seen = new Set<string>()
  return found
    .sort((a, b) => compareIds(a.text, b.text) || compareIds(a.record, b.record))
    .filter(({ text }) => !seen.has(text) && seen.add(text))
    .slice(0, first)
    .map(({ text, record }) => ({ text, kind: 'IDENTIFIER', count: null, record }))
}
