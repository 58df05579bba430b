import type { Viewer } from '../../model/index.ts'
import { compareIds, firstOf } from '../forward/order.ts'
import { sortableTitle, unpadded } from '../forward/titles.ts'
import { facetNumber, vocabularyFacets } from '../forward/values.ts'
import { lexiconFor } from '../forward/words.ts'
import { foldIdentifier, foldText, words } from '../rank/words.ts'
import type { Suggestion } from '../search-index.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'
import type { Generation } from './generation.ts'
import { docsMatching, quoted } from './match.ts'

/** Completions of the last word that titles are looked up by. */
const mostCompletions = 20
/** Shorter beginnings stand in too many titles to look inside of them. */
const shortestInside = 3

/**
 * What a person may be about to type: terms that visible records hold, their titles and their identifiers.
 * Half of the room is for terms, a quarter for identifiers, and what one leaves free the others take.
 */
export function suggest(
  { generation, vocabulary }: { generation: Generation; vocabulary: Vocabulary },
  viewer: Viewer,
  prefix: string,
  first: number,
): Suggestion[] {
  const folded = foldText(prefix).trim()
  if (folded === '' || first <= 0) return []
  const visible = generation.visibleTo(viewer)
  const terms = termSuggestions(generation, visible, vocabulary, folded, first)
  const identifiers = identifierSuggestions(generation, visible, prefix, first)
  const titles = titleSuggestions(generation, visible, prefix, folded, first)
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

function termSuggestions(
  { values }: Generation,
  visible: Uint8Array,
  vocabulary: Vocabulary,
  folded: string,
  first: number,
): Suggestion[] {
  const kinds = new Set(
    Object.keys(vocabularyFacets).map((facet) => facetNumber[facet as keyof typeof facetNumber]),
  )
  const found = new Map<string, { text: string; count: number; begins: boolean }>()
  for (let id = 0; id < values.size; id++) {
    if (!kinds.has(values.kinds[id] as number)) continue
    const label = values.labels[id] as string
    const names = [values.foldedLabels[id] as string]
    for (const name of vocabulary.get(values.values[id] as string)?.synonyms ?? []) {
      names.push(foldText(name))
    }
    const begins = names.some((name) => name.startsWith(folded))
    if (!begins && !names.some((name) => name.includes(` ${folded}`))) continue
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

function titleSuggestions(
  generation: Generation,
  visible: Uint8Array,
  prefix: string,
  folded: string,
  first: number,
): Suggestion[] {
  const { titles, ids, size } = generation.columns
  const begins: number[] = []
  // Sortable titles have their numbers padded, so a number at the end is compared as it was written.
  const start = sortableTitle(prefix.replace(/\d+$/, ''))
  const hasNumber = /\d/.test(prefix)
  const endsInNumber = /\d$/.test(prefix)
  for (let doc = 0; doc < size; doc++) {
    const title = titles[doc] as string
    if (!title.startsWith(start) || !generation.isVisible(doc, visible)) continue
    if (endsInNumber && !isDigit(title.charCodeAt(start.length))) continue
    if (!hasNumber || unpadded(title).startsWith(folded)) begins.push(doc)
  }
  const byTitle = (a: number, b: number) =>
    compareIds(titles[a] as string, titles[b] as string) ||
    compareIds(ids[a] as string, ids[b] as string)
  const byLength = (a: number, b: number) =>
    (titles[a] as string).length - (titles[b] as string).length || byTitle(a, b)
  const chosen = firstOf(begins, first, byTitle)
  if (chosen.length < first && folded.length >= shortestInside) {
    const known = new Set(chosen)
    const inside = docsWithTitleWords(generation, visible, prefix).filter((doc) => !known.has(doc))
    chosen.push(...firstOf(inside, first - chosen.length, byLength))
  }
  return chosen.map((doc) => ({
    text: generation.forward.shownText(doc).title,
    kind: 'TITLE',
    count: null,
    record: ids[doc] as string,
  }))
}

/** Visible records with all of the words in their titles, the last one only begun. */
function docsWithTitleWords(generation: Generation, visible: Uint8Array, prefix: string): number[] {
  const typed = words(prefix).map(({ word }) => word)
  const last = typed.pop()
  if (last === undefined) return []
  const completions = lexiconFor(generation.words, visible).completions(last, mostCompletions)
  if (completions.length === 0) return []
  const groups = [
    ...typed.map((word) => quoted([word])),
    `(${completions.map((word) => quoted([word])).join(' OR ')})`,
  ]
  const docs = docsMatching(generation, `{title} : (${groups.join(' AND ')})`)
  return [...docs].filter((doc) => generation.isVisible(doc, visible))
}

function identifierSuggestions(
  generation: Generation,
  visible: Uint8Array,
  prefix: string,
  first: number,
): Suggestion[] {
  const folded = foldIdentifier(prefix)
  if (folded.length < 2) return []
  const find = generation.statement(
    'SELECT folded, doc FROM identifier WHERE class = ? AND folded >= ? AND folded < ? ORDER BY folded, doc LIMIT ?',
  )
  const found: { text: string; record: string }[] = []
  visible.forEach((mayDiscover, recordClass) => {
    if (mayDiscover === 0) return
    for (const row of find.all(recordClass, folded, `${folded}\u{10ffff}`, first)) {
      const record = generation.columns.ids[Number(row.doc)] as string
      found.push({ text: String(row.folded), record })
    }
  })
  const seen = new Set<string>()
  return found
    .sort((a, b) => compareIds(a.text, b.text) || compareIds(a.record, b.record))
    .filter(({ text }) => !seen.has(text) && seen.add(text))
    .slice(0, first)
    .map(({ text, record }) => ({ text, kind: 'IDENTIFIER', count: null, record }))
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}
