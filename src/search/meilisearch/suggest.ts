import type { Viewer } from '../../model/index.ts'
import type { ForwardIndex } from '../forward/forward-index.ts'
import { compareIds } from '../forward/order.ts'
import { titleBeginnings } from '../forward/titles.ts'
import { foldText } from '../rank/words.ts'
import type { Suggestion } from '../search-index.ts'
import { identifierSuggestions, mixSuggestions } from '../suggest.ts'
import { misspeltTerms, termSuggestions } from '../suggest-terms.ts'
import { misspeltWords, type TitleWords, titleWords } from '../suggest-words.ts'
import { field } from './fields.ts'
import { all, oneOf, viewerFilter } from './filter.ts'
import { askOne, recordsOf } from './paging.ts'
import type { SearchContext } from './search.ts'

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
  const begins = titlesBeginning(forward, visible, folded, first)
  const terms = termSuggestions(forward, visible, vocabulary, folded, first)
  const identifiers = identifierSuggestions(forward, visible, prefix, first)
  if (begins.length < first) {
    const known = new Set(begins.map(({ id }) => id))
    const meant = titleWords(forward.words, visible, prefix)
    const inside = (await titlesHolding(context, viewer, meant)).filter(({ id }) => !known.has(id))
    begins.push(...inside.slice(0, first - begins.length))
  }
  const found = mixSuggestions({ terms, titles: shown(forward, begins), identifiers }, first)
  if (found.length > 0) return found
  const meant = misspeltWords(forward.words, visible, prefix)
  const near = {
    terms: misspeltTerms(forward, visible, vocabulary, folded, first),
    titles: shown(forward, (await titlesHolding(context, viewer, meant)).slice(0, first)),
    identifiers: [],
  }
  return mixSuggestions(near, first)
}

function titlesBeginning(
  forward: ForwardIndex,
  visible: Uint8Array,
  folded: string,
  first: number,
): TitleOf[] {
  const between = forward.statement(
    'SELECT id, title FROM record WHERE title >= ? AND title < ? ORDER BY title, id',
  )
  const found: TitleOf[] = []
  for (const beginning of titleBeginnings(folded)) {
    for (const row of between.iterate(beginning, `${beginning}\u{10ffff}`)) {
      const id = String(row.id)
      const doc = forward.visibleDoc(id, visible)
      if (doc === undefined) continue
      found.push({ id, doc, title: String(row.title) })
      if (found.length === first) return found
    }
  }
  return found
}

/** Titles with all of the words; the shortest first. */
async function titlesHolding(
  { server, generation }: SearchContext,
  viewer: Viewer,
  meant: TitleWords | null,
): Promise<TitleOf[]> {
  if (meant === null) return []
  const { forward, uid } = generation
  const visible = forward.visibleTo(viewer)
  const inTitle = field.words('title')
  const result = await askOne(server, {
    indexUid: uid,
    filter: all([
      viewerFilter(viewer),
      ...meant.whole.map((word) => oneOf(inTitle, [word])),
      oneOf(inTitle, meant.last),
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

function shown(forward: ForwardIndex, titles: readonly TitleOf[]): Suggestion[] {
  return titles.map(({ id, doc }) => {
    return { text: forward.shownText(doc).title, kind: 'TITLE', count: null, record: id }
  })
}
