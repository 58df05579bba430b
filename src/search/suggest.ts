import type { ForwardIndex } from './forward/forward-index.ts'
import { compareIds } from './forward/order.ts'
import { foldIdentifier } from './rank/words.ts'
import type { Suggestion } from './search-index.ts'

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
