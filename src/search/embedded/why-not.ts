import type { Viewer } from '../../model/index.ts'
import { browses } from '../query.ts'
import type { WhyNot, WhyNotRequest } from '../search-index.ts'
import { type Judgement, suspectOf, whyNotOf } from '../why-not.ts'
import type { Generation } from './generation.ts'
import { orderBy } from './order.ts'
import { orderByRelevance } from './relevance.ts'
import { type Matches, matchesOf, readFor, type SearchContext } from './search.ts'

export function whyNot(
  context: Pick<SearchContext, 'generation' | 'vocabulary' | 'given'>,
  viewer: Viewer,
  request: WhyNotRequest,
  id: string,
): WhyNot {
  const { generation } = context
  const { forward } = generation
  const suspect = suspectOf(forward, readFor(context, viewer, request), request, id)
  if ('state' in suspect) return suspect
  const matches = matchesOf(context, viewer, request, [])
  return whyNotOf(forward, matches, suspect, judge(generation, matches, suspect.record.doc))
}

function judge(generation: Generation, matches: Matches, doc: number): Judgement {
  const { docs } = matches.scan
  const { step } = matches
  const total = docs.length
  if (!docs.includes(doc)) return { isMatch: false, step, total, rank: null, window: [] }
  if (browses(matches.plan)) {
    const { compare } = orderBy(generation.columns, 'NEWEST')
    const before = docs.reduce((count, other) => count + Number(compare(other, doc) < 0), 0)
    return { isMatch: true, step, total, rank: before + 1, window: [] }
  }
  const order = orderByRelevance(generation, matches)
  order.sortAll(generation)
  return { isMatch: true, step, total, rank: order.docs.indexOf(doc) + 1, window: order.window }
}
