import type { Facet } from '../../model/index.ts'
import type { Condition, ResolvedFilter } from '../filter.ts'
import type { NumberColumn } from '../forward/record-code.ts'
import { facetNumber, kindOrder } from '../forward/values.ts'
import type { Generation } from './generation.ts'

export type Test = (doc: number) => boolean

export interface Tested {
  /** The facet whose counts leave this clause out; null for clauses that always hold. */
  facet: Facet | null
  test: Test
}

/** A filter's clauses as tests over document numbers. */
export function testsOf(generation: Generation, { clauses }: ResolvedFilter): Tested[] {
  return clauses.map(({ facet, condition }) => ({ facet, test: testOf(generation, condition) }))
}

/** A condition as a test over document numbers. */
export function testOf(generation: Generation, condition: Condition): Test {
  switch (condition.is) {
    case 'holding':
      return holds(generation, condition.values)
    case 'overlapping':
      return overlaps(generation, condition.from, condition.to, condition)
    case 'lacking': {
      const bit = 1 << facetNumber[condition.facet]
      const { columns } = generation
      return (doc) => ((columns.present[doc] as number) & bit) === 0
    }
    case 'oneOf': {
      const docs = new Set(condition.ids.map((id) => generation.docOf(id)))
      return (doc) => docs.has(doc)
    }
    case 'not': {
      const excluded = testOf(generation, condition.of)
      return (doc) => !excluded(doc)
    }
    case 'all': {
      const tests = condition.of.map((each) => testOf(generation, each))
      return (doc) => tests.every((test) => test(doc))
    }
    case 'any': {
      const tests = condition.of.map((each) => testOf(generation, each))
      return (doc) => tests.some((test) => test(doc))
    }
  }
}

/** `ids` are values of one kind. */
function holds({ columns, values }: Generation, ids: readonly number[]): Test {
  const [first] = ids
  if (first === undefined) return () => false
  const wanted = new Uint8Array(values.size)
  for (const id of ids) wanted[id] = 1
  const { kinds } = values
  const place = kindOrder[kinds[first] as number] as number
  const { starts, counts } = columns
  const all = columns.values
  return (doc) => {
    const start = starts[doc] as number
    const end = start + (counts[doc] as number)
    for (let at = start; at < end; at++) {
      const value = all[at] as number
      if (wanted[value] === 1) return true
      if ((kindOrder[kinds[value] as number] as number) > place) return false
    }
    return false
  }
}

/** Unknown numbers are NaN and overlap nothing. */
function overlaps(
  { columns }: Generation,
  from: NumberColumn,
  to: NumberColumn,
  range: { min: number; max: number },
): Test {
  const lows = columns.numbers(from)
  const highs = columns.numbers(to)
  return (doc) => (lows[doc] as number) <= range.max && (highs[doc] as number) >= range.min
}
