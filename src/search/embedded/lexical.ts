import type { PlanGroup, TermGroup } from '../rank/plan.ts'
import { fieldWeights } from '../rank/score.ts'
import type { Generation } from './generation.ts'
import { wellMatched } from './match.ts'
import { inShortField, inTitle } from './postings.ts'
import type { Matches } from './search.ts'

/** What a match is worth in the title, in another field but the description, and in the description alone. */
const titleWeight = fieldWeights.title
const shortWeight = (fieldWeights.keywords + fieldWeights.terms) / 2
const descriptionWeight = fieldWeights.description

const saturation = 1.2
const lengthPenalty = 0.3

/**
 * How well each match meets the plan: where its groups stand, how rare they are, how long the record is. It
 * chooses the window that the ranker orders, and orders what is outside.
 *
 * FTS5's own `bm25()` is not used: its statistics count hidden records, so it would let a viewer notice them, and
 * it costs half a microsecond a match.
 */
export function lexicalScores(
  generation: Generation,
  { plan, marks, scan: { docs }, lexicon }: Matches,
): Float64Array {
  const scores = new Float64Array(docs.length)
  const { lengths } = generation.columns
  const averageLength = lexicon.averageLengths.reduce((sum, length) => sum + length, 0) || 1
  marks.forEach((placed, index) => {
    const group = plan.groups[index] as PlanGroup
    const { information } = group
    const best = Math.max(...group.alternatives.map(({ weight }) => weight))
    const lesser = group.alternatives.length === 1 ? best : meanWeight(group, best)
    // By mark: what a match is worth, and what it is multiplied with.
    const worth = Float64Array.from({ length: mostMarks }, (_, mark) => worthOf(mark))
    const factor = worth.map(
      (each, mark) => information * ((mark & wellMatched) === 0 ? lesser : best) * each,
    )
    for (let at = 0; at < docs.length; at++) {
      const doc = docs[at] as number
      const mark = placed[doc] as number
      if (mark === 0) continue
      const length = (lengths[doc] as number) / averageLength
      const penalty = saturation * (1 - lengthPenalty + lengthPenalty * length)
      scores[at] =
        (scores[at] as number) + (factor[mark] as number) / (penalty + (worth[mark] as number))
    }
  })
  return scores
}

/** One more than the largest mark. */
const mostMarks = 2 * wellMatched

function worthOf(mark: number): number {
  const worth =
    ((mark & inTitle) !== 0 ? titleWeight : 0) + ((mark & inShortField) !== 0 ? shortWeight : 0)
  return worth === 0 ? descriptionWeight : worth
}

function meanWeight(group: TermGroup, best: number): number {
  const lesser = group.alternatives.map(({ weight }) => weight).filter((weight) => weight < best)
  if (lesser.length === 0) return best
  return lesser.reduce((sum, weight) => sum + weight, 0) / lesser.length
}
