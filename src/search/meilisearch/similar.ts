import type { Viewer } from '../../model/index.ts'
import type { ForwardIndex } from '../forward/forward-index.ts'
import { compareIds } from '../forward/order.ts'
import { kinGuard } from '../meanings.ts'
import { meetsCondition } from '../meets-condition.ts'
import { nearestTo, tellingWordsOf, valueWeights, withNearness } from '../similar.ts'
import { field, idOf } from './fields.ts'
import { any, conditionFilter, oneOf, viewerFilter } from './filter.ts'
import { askOne, recordsOf } from './paging.ts'
import type { SearchContext } from './search.ts'

/** Records that are weighed against each other; those that hold the rarest words come first into it. */
const mostCandidates = 1_000

/**
 * Ids of the records that share the most telling words and facet values with one and whose vectors are the nearest, best
 * first; of no other species. Where very many share something, only those that share the rarest of it are weighed. The
 * nearest are looked for here, among the vectors of the forward index.
 */
export async function similar(
  { server, generation, vocabulary }: SearchContext,
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
  const held = [...(forward.codeOf(own)?.values ?? [])]
  const weights = valueWeights(forward, visible, held)
  const guard = kinGuard({ forward, vocabulary }, held)
  const others = [
    viewerFilter(viewer),
    `NOT ${oneOf(field.id, [idOf(id)])}`,
    ...(guard === null ? [] : [conditionFilter(guard)]),
  ]

  const find = async (shared: string) => {
    const result = await askOne(server, {
      indexUid: uid,
      filter: [...others, shared],
      limit: mostCandidates,
      sort: [`${field.length}:asc`, `${field.order}:asc`],
      attributesToRetrieve: [field.record],
    })
    return recordsOf(result)
  }
  const scores = new Map<string, { doc: number; shared: number }>()
  const score = (ids: readonly string[]) => {
    for (const each of ids) {
      const doc = forward.visibleDoc(each, visible)
      const code = doc === undefined ? undefined : forward.codeOf(doc)
      if (doc === undefined || code === undefined) continue
      const shared = sumOf(code.words, wordWeights) + sumOf(code.values, weights)
      scores.set(each, { doc, shared })
    }
  }

  const rarestWords = rarest(
    telling.map(({ word }) => ({
      item: word,
      count: forward.words.frequency(forward.words.find(word) as number, visible),
    })),
  )
  score(await find(oneOf(field.words('any'), rarestWords)))
  const mayBe = (doc: number) => {
    if (doc === own) return false
    const [record] = forward.candidatesOf([idAt(forward, doc)], visible)
    return record !== undefined && (guard === null || meetsCondition(forward.values, record, guard))
  }
  score(nearestTo(forward, own, mayBe).map((doc) => idAt(forward, doc)))
  if (scores.size < first) {
    const shared = [...weights.keys()].map((value) => ({
      item: value,
      count: forward.values.frequency(value, visible),
    }))
    score(await find(any(valueFilters(forward, rarest(shared)))))
  }
  const near = withNearness(
    forward,
    own,
    new Map([...scores].map(([, one]) => [one.doc, one.shared])),
  )
  const scoreOf = ({ doc }: { doc: number }) => near.get(doc) ?? 0
  return [...scores]
    .sort(([a, left], [b, right]) => scoreOf(right) - scoreOf(left) || compareIds(a, b))
    .slice(0, first)
    .map(([found]) => found)
}

function idAt(forward: ForwardIndex, doc: number): string {
  return String(forward.statement('SELECT id FROM record WHERE doc = ?').get(doc)?.id ?? '')
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
