import type { Viewer } from '../../model/index.ts'
import type { ForwardIndex } from '../forward/forward-index.ts'
import { compareIds } from '../forward/order.ts'
import { sortableTitle, unpadded } from '../forward/titles.ts'
import { lexiconFor } from '../forward/words.ts'
import { foldText, words } from '../rank/words.ts'
import type { Suggestion } from '../search-index.ts'
import { identifierSuggestions, mixSuggestions, termSuggestions } from '../suggest.ts'
import { field } from './fields.ts'
import { all, oneOf, viewerFilter } from './filter.ts'
import { askOne, recordsOf } from './paging.ts'
import type { SearchContext } from './search.ts'

/** Completions of the last word that titles are looked up by. */
const mostCompletions = 20
/** Shorter beginnings stand in too many titles to look inside of them. */
const shortestInside = 3
/** Of more titles that hold what was typed, those of the shortest records are weighed. */
const mostInside = 200

interface TitleOf {
  id: string
  doc: number
  title: string
}

export async function suggest(
  context: SearchContext,
  viewer: Viewer,
  prefix: string,
  first: number,
): Promise<Suggestion[]> {
  const folded = foldText(prefix).trim()
  if (folded === '' || first <= 0) return []
  const { generation, vocabulary } = context
  const { forward } = generation
  const visible = forward.visibleTo(viewer)
  const begins = titlesBeginning(forward, visible, prefix, folded, first)
  const terms = termSuggestions(forward, visible, vocabulary, folded, first)
  const identifiers = identifierSuggestions(forward, visible, prefix, first)
  if (begins.length < first && folded.length >= shortestInside) {
    const known = new Set(begins.map(({ id }) => id))
    const inside = (await titlesHolding(context, viewer, prefix)).filter(({ id }) => !known.has(id))
    begins.push(...inside.slice(0, first - begins.length))
  }
  const titles = begins.map(({ id, doc }): Suggestion => {
    return { text: forward.shownText(doc).title, kind: 'TITLE', count: null, record: id }
  })
  return mixSuggestions({ terms, titles, identifiers }, first)
}

function titlesBeginning(
  forward: ForwardIndex,
  visible: Uint8Array,
  prefix: string,
  folded: string,
  first: number,
): TitleOf[] {
  // Sortable titles have their numbers padded, so a number at the end is compared as it was written.
  const start = sortableTitle(prefix.replace(/\d+$/, ''))
  const hasNumber = /\d/.test(prefix)
  const endsInNumber = /\d$/.test(prefix)
  const found: TitleOf[] = []
  const rows = forward
    .statement('SELECT id, title FROM record WHERE title >= ? AND title < ? ORDER BY title, id')
    .iterate(start, `${start}\u{10ffff}`)
  for (const row of rows) {
    const id = String(row.id)
    const title = String(row.title)
    if (endsInNumber && !/\d/.test(title.charAt(start.length))) continue
    if (hasNumber && !unpadded(title).startsWith(folded)) continue
    const doc = forward.visibleDoc(id, visible)
    if (doc === undefined) continue
    found.push({ id, doc, title })
    if (found.length === first) break
  }
  return found
}

/** Titles with all of the words, the last one only begun; the shortest first. */
async function titlesHolding(
  { server, generation }: SearchContext,
  viewer: Viewer,
  prefix: string,
): Promise<TitleOf[]> {
  const { forward, uid } = generation
  const visible = forward.visibleTo(viewer)
  const typed = words(prefix).map(({ word }) => word)
  const last = typed.pop()
  if (last === undefined) return []
  const completions = lexiconFor(forward.words, visible).completions(last, mostCompletions)
  if (completions.length === 0) return []
  const inTitle = field.words('title')
  const result = await askOne(server, {
    indexUid: uid,
    filter: all([
      viewerFilter(viewer),
      ...typed.map((word) => oneOf(inTitle, [word])),
      oneOf(inTitle, completions),
    ]),
    limit: mostInside,
    sort: [`${field.length}:asc`, `${field.order}:asc`],
    attributesToRetrieve: [field.record],
  })
  return recordsOf(result)
    .flatMap((id) => {
      const keys = forward.keysOf(id, visible)
      return keys === undefined ? [] : [{ id, doc: keys.doc, title: keys.title }]
    })
    .sort(
      (a, b) =>
        a.title.length - b.title.length || compareIds(a.title, b.title) || compareIds(a.id, b.id),
    )
}
