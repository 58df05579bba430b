import { emptyPlan, type PlanContext, type QueryPlan } from './plan.ts'
import { type IdentifierCandidate, partQuery } from './query-parts.ts'
import { interpretationOf, reading, unreadPart } from './reading.ts'

/** The plan of a query that names records by identifier; null when no visible record carries one of them. */
export function planIdentifiers(
  query: string,
  candidates: readonly IdentifierCandidate[],
  context: PlanContext,
): QueryPlan | null {
  if (candidates.length === 0) return null
  const asked = [...new Set(candidates.flatMap(({ folded }) => folded))]
  const known = new Set(context.knownIdentifiers(asked))
  const found = candidates.flatMap(({ folded, ...at }) => {
    const identifier = folded.find((one) => known.has(one))
    return identifier === undefined ? [] : [{ ...at, identifier }]
  })
  const [first] = found
  if (first === undefined) return null
  // The query as a whole comes first, and holds its pieces.
  const taken = found.filter((one) => one === first || one.start >= first.end)
  const { phrases, words, unread } = partQuery(query)
  const others = [...words, ...phrases.flatMap((phrase) => phrase.words)].filter(
    (word) => !taken.some(({ start, end }) => word.start < end && word.end > start),
  )
  return {
    ...emptyPlan,
    identifiers: [...new Set(taken.map(({ identifier }) => identifier))],
    interpretation: interpretationOf([
      ...taken.map(({ start, typed, identifier }) =>
        reading(start, typed, 'IDENTIFIER', { label: identifier }),
      ),
      ...others.map(({ start, typed }) => reading(start, typed, 'DROPPED')),
      ...unreadPart(unread),
    ]),
  }
}
