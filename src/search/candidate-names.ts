import type { RangeFacet } from '../model/index.ts'
import type { ForwardIndex, RankedCandidate } from './forward/forward-index.ts'
import { numberColumns, rangeColumns } from './forward/record-code.ts'
import type { ReadQuery } from './query.ts'
import { namesTyped } from './rank/match-rule.ts'
import type { CandidateNames } from './rank/rank-window.ts'
import { foldText } from './rank/words.ts'

/** Words that are named because they bring a vector near. */
const mostNear = 3
const millisecondsPerDay = 86_400_000

/** What an explanation names of a record. */
export function namesOf(
  { values: known, vectors }: ForwardIndex,
  { plan, held, vocabulary, vector }: ReadQuery,
  { tokens, values, numbers }: Pick<RankedCandidate, 'tokens' | 'values' | 'numbers'>,
): CandidateNames {
  return {
    value(group) {
      const wanted = held[group]
      const own = [...values].filter((value) => wanted?.has(value))
      // Above the value that a source has stated stand all broader ones.
      const broader = new Set(
        own.flatMap((value) => vocabulary.ancestors(known.values[value] as string)),
      )
      const stated = own.find((value) => !broader.has(known.values[value] as string))
      if (stated === undefined) return null
      const label = known.labels[stated] as string
      const name = foldText(label)
      const { concepts = [] } = plan.groups[group] ?? {}
      if (name === foldText(namesTyped(plan.groups)[group] ?? '')) return { label, how: 'EXACT' }
      const isSame = concepts.some(
        (concept) => concept === known.values[stated] || vocabulary.names(concept).includes(name),
      )
      return { label, how: isSame ? 'SYNONYM' : 'NARROWER' }
    },
    number(range) {
      const facet = plan.soft[range]?.facet as RangeFacet
      const { from, to } = rangeColumns[facet]
      const low = numbers[numberColumns.indexOf(from)] as number
      const high = numbers[numberColumns.indexOf(to)] as number
      return spelled[facet](low, high)
    },
    near: () => (vector === null ? [] : (vectors.model?.nearWords(tokens, vector, mostNear) ?? [])),
  }
}

const span = (low: string, high: string) => (low === high ? low : `${low} to ${high}`)
const rounded = (value: number) => String(Number(value.toPrecision(6)))

const spelled: Readonly<Record<RangeFacet, (low: number, high: number) => string>> = {
  RESOLUTION: (low, high) => `${span(rounded(low), rounded(high))} µm`,
  FIELD_STRENGTH: (low, high) => `${span(rounded(low), rounded(high))} T`,
  SUBJECTS: (low, high) => `${span(rounded(low), rounded(high))} subjects`,
  RELEASED: (low, high) => span(dayOf(low), dayOf(high)),
}

function dayOf(days: number): string {
  return new Date(days * millisecondsPerDay).toISOString().slice(0, 10)
}
