import type { Viewer } from '../../model/index.ts'
import { compareIds, firstOf } from '../forward/order.ts'
import { titleBeginnings } from '../forward/titles.ts'
import { foldText } from '../rank/words.ts'
import type { Suggestion } from '../search-index.ts'
import { identifierSuggestions, mixSuggestions } from '../suggest.ts'
import { misspeltTerms, termSuggestions } from '../suggest-terms.ts'
import { misspeltWords, type TitleWords, titleWords } from '../suggest-words.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'
import type { Generation } from './generation.ts'
import { docsMatching, quoted } from './match.ts'

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
  const found = mixSuggestions(lists, first)
  if (found.length > 0) return found
  const meant = misspeltWords(forward.words, visible, prefix)
  const near = {
    terms: misspeltTerms(forward, visible, vocabulary, folded, first),
    titles: shown(generation, docsHolding(generation, visible, meant, first)),
    identifiers: [],
  }
  return mixSuggestions(near, first)
}

function titleSuggestions(
  generation: Generation,
  visible: Uint8Array,
  prefix: string,
  folded: string,
  first: number,
): Suggestion[] {
  const chosen = firstOf(
    docsBeginning(generation, visible, folded),
    first,
    byTitle(generation.columns),
  )
  if (chosen.length < first) {
    const meant = titleWords(generation.words, visible, prefix)
    const inside = docsHolding(generation, visible, meant, first, new Set(chosen))
    chosen.push(...inside.slice(0, first - chosen.length))
  }
  return shown(generation, chosen)
}

/** Visible records whose titles begin so, in no order. */
function docsBeginning(generation: Generation, visible: Uint8Array, folded: string): number[] {
  const { titles, size } = generation.columns
  const beginnings = titleBeginnings(folded)
  const start = shared(beginnings)
  const docs: number[] = []
  for (let doc = 0; doc < size; doc++) {
    const title = titles[doc] as string
    if (!title.startsWith(start) || !generation.isVisible(doc, visible)) continue
    if (beginnings.length === 1 || beginnings.some((beginning) => title.startsWith(beginning)))
      docs.push(doc)
  }
  return docs
}

/** What all of them begin with. */
function shared([first = '', ...others]: readonly string[]): string {
  let length = first.length
  for (const other of others) while (!other.startsWith(first.slice(0, length))) length -= 1
  return first.slice(0, length)
}

/** Visible records with all of the words in their titles, the shortest first, without those that are `known`. */
function docsHolding(
  generation: Generation,
  visible: Uint8Array,
  meant: TitleWords | null,
  first: number,
  known: ReadonlySet<number> = new Set(),
): number[] {
  if (meant === null) return []
  const groups = [
    ...meant.whole.map((word) => quoted([word])),
    `(${meant.last.map((word) => quoted([word])).join(' OR ')})`,
  ]
  const docs = docsMatching(generation, `{title} : (${groups.join(' AND ')})`)
  const { titles } = generation.columns
  const inOrder = byTitle(generation.columns)
  return firstOf(
    [...docs].filter((doc) => generation.isVisible(doc, visible) && !known.has(doc)),
    first,
    (a, b) => (titles[a] as string).length - (titles[b] as string).length || inOrder(a, b),
  )
}

function byTitle({ titles, ids }: Generation['columns']): (a: number, b: number) => number {
  return (a, b) =>
    compareIds(titles[a] as string, titles[b] as string) ||
    compareIds(ids[a] as string, ids[b] as string)
}

function shown(generation: Generation, docs: readonly number[]): Suggestion[] {
  return docs.map((doc) => ({
    text: generation.forward.shownText(doc).title,
    kind: 'TITLE',
    count: null,
    record: generation.columns.ids[doc] as string,
  }))
}
