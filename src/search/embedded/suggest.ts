import type { Viewer } from '../../model/index.ts'
import { compareIds, firstOf } from '../forward/order.ts'
import { sortableTitle, unpadded } from '../forward/titles.ts'
import { lexiconFor } from '../forward/words.ts'
import { foldText, words } from '../rank/words.ts'
import type { Suggestion } from '../search-index.ts'
import { identifierSuggestions, mixSuggestions, termSuggestions } from '../suggest.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'
import type { Generation } from './generation.ts'
import { docsMatching, quoted } from './match.ts'

/** Completions of the last word that titles are looked up by. */
const mostCompletions = 20
/** Shorter beginnings stand in too many titles to look inside of them. */
const shortestInside = 3

export function suggest(
  { generation, vocabulary }: { generation: Generation; vocabulary: Vocabulary },
  viewer: Viewer,
  prefix: string,
  first: number,
): Suggestion[] {
  const folded = foldText(prefix).trim()
  if (folded === '' || first <= 0) return []
  const { forward } = generation
  const visible = forward.visibleTo(viewer)
  const lists = {
    terms: termSuggestions(forward, visible, vocabulary, folded, first),
    titles: titleSuggestions(generation, visible, prefix, folded, first),
    identifiers: identifierSuggestions(forward, visible, prefix, first),
  }
  return mixSuggestions(lists, first)
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

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}
