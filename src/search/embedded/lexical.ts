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
    const lesser = meanWeight(group, best)
    const isAlone = group.alternatives.length === 1
    for (let at = 0; at < docs.length; at++) {
      const doc = docs[at] as number
      const mark = placed[doc] as number
      if (mark === 0) continue
      let weight = 0
      if ((mark & inTitle) !== 0) weight += titleWeight
      if ((mark & inShortField) !== 0) weight += shortWeight
      if (weight === 0) weight = descriptionWeight
      const length = (lengths[doc] as number) / averageLength
      weight /= 1 - lengthPenalty + lengthPenalty * length
      const how = (mark & wellMatched) === 0 && !isAlone ? lesser : best
      scores[at] = (scores[at] as number) + (information * how * weight) / (saturation + weight)
    }
  })
  return scores
}

function meanWeight(group: TermGroup, best: number): number {
  const lesser = group.alternatives.map(({ weight }) => weight).filter((weight) => weight < best)
  if (lesser.length === 0) return best
  return lesser.reduce((sum, weight) => sum + weight, 0) / lesser.length
}
