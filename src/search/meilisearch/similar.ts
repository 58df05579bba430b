import type { Viewer } from '../../model/index.ts'
import type { ForwardIndex } from '../forward/forward-index.ts'
import { compareIds } from '../forward/order.ts'
import { tellingWordsOf, valueWeights } from '../similar.ts'
import { field, idOf, places } from './fields.ts'
import { all, any, oneOf, viewerFilter } from './filter.ts'
import { askOne, recordsOf } from './paging.ts'
import type { SearchContext } from './search.ts'

/** Records that are weighed against each other; those that hold the rarest words come first into it. */
const mostCandidates = 1_000

/**
 * Ids of the records that share the most telling words and facet values with one, best first. Where very many share
 * something, only those that share the rarest of it are weighed.
 */
export async function similar(
  { server, generation }: SearchContext,
  viewer: Viewer,
  id: string,
  first: number,
): Promise<string[]> {
  const { forward, uid } = generation
  const visible = forward.visibleTo(viewer)
  const own = forward.visibleDoc(id, visible)
  if (own === undefined) return []
  const telling = tellingWordsOf(forward, visible, own)
  const wordWeights = new Map(
    telling.map(({ word, weight }) => [forward.words.find(word) as number, weight]),
  )
  const weights = valueWeights(forward, visible, [...(forward.codeOf(own)?.values ?? [])])

  const find = async (shared: string) => {
    const result = await askOne(server, {
      indexUid: uid,
      filter: all([viewerFilter(viewer), `NOT ${oneOf(field.id, [idOf(id)])}`, shared]),
      limit: mostCandidates,
      sort: [`${field.length}:asc`, `${field.order}:asc`],
      attributesToRetrieve: [field.record],
    })
    return recordsOf(result)
  }
  const scores = new Map<string, number>()
  const score = (ids: readonly string[]) => {
    for (const each of ids) {
      const doc = forward.visibleDoc(each, visible)
      const code = doc === undefined ? undefined : forward.codeOf(doc)
      if (code === undefined) continue
      scores.set(each, sumOf(code.words, wordWeights) + sumOf(code.values, weights))
    }
  }

  const rarestWords = rarest(
    telling.map(({ word }) => ({
      item: word,
      count: forward.words.frequency(forward.words.find(word) as number, visible),
    })),
  )
  score(await find(any(places.map((place) => oneOf(field.words(place), rarestWords)))))
  if (scores.size < first) {
    const held = [...weights.keys()].map((value) => ({
      item: value,
      count: forward.values.frequency(value, visible),
    }))
    score(await find(any(valueFilters(forward, rarest(held)))))
  }
  return [...scores]
    .filter(([, sum]) => sum > 0)
    .sort(([a, left], [b, right]) => right - left || compareIds(a, b))
    .slice(0, first)
    .map(([found]) => found)
}

/** The rarest items that together stand in no more records than can be weighed; at least one. */
function rarest<Item>(items: readonly { item: Item; count: number }[]): Item[] {
  let sum = 0
  return [...items]
    .sort((a, b) => a.count - b.count)
    .filter(({ count }, index) => {
      sum += count
      return index === 0 || sum <= mostCandidates
    })
    .map(({ item }) => item)
}

function valueFilters({ values }: ForwardIndex, ids: readonly number[]): string[] {
  const byKind = Map.groupBy(ids, (id) => values.kinds[id] as number)
  return [...byKind].map(([kind, held]) => oneOf(field.kind(kind), held.map(String)))
}

function sumOf(ids: readonly number[], weights: ReadonlyMap<number, number>): number {
  let sum = 0
  for (const id of ids) sum += weights.get(id) ?? 0
  return sum
}
