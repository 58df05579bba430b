import { type Facet, isRangeFacet, rangeFacets } from '../../model/index.ts'
import type { Condition, ResolvedFilter } from '../filter.ts'
import { rangeColumns } from '../forward/record-code.ts'
import { facetNumber, kindOrder } from '../forward/values.ts'
import { nothingHeld } from './coded-columns.ts'
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
  const coded = codedOf(generation, condition)
  if (coded !== null) {
    const { codes, passing } = coded
    return (doc) => passing[codes[doc] as number] === 1
  }
  switch (condition.is) {
    case 'holding':
      return holds(generation, condition)
    case 'overlapping':
      return overlaps(generation, condition)
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

/** What a condition says of one column. */
interface Coded {
  /** By number of record. */
  codes: Uint32Array
  /** 1 for each code that passes. */
  passing: Uint8Array
}

/** A condition decided for each content of a coded column; null for one about anything else, or about several columns. */
function codedOf(generation: Generation, condition: Condition): Coded | null {
  const { columns } = generation
  switch (condition.is) {
    case 'holding': {
      const sets = columns.sets(condition.kind)
      if (sets === undefined) return null
      const wanted = new Set(condition.values)
      const passing = sets.passing((set) => set.some((value) => wanted.has(value)))
      return { codes: sets.codes, passing }
    }
    case 'overlapping': {
      const { from, to, min, max } = condition
      const facet = rangeFacets.find(
        (each) => rangeColumns[each].from === from && rangeColumns[each].to === to,
      )
      if (facet === undefined) return null
      const spans = columns.spans(facet)
      const passing = spans.passing(({ low, high }) => low <= max && high >= min)
      return { codes: spans.codes, passing }
    }
    case 'lacking': {
      const { facet } = condition
      const column = isRangeFacet(facet) ? columns.spans(facet) : columns.sets(facetNumber[facet])
      if (column === undefined) return null
      const passing = column.passing((_, code) => code === nothingHeld)
      return { codes: column.codes, passing }
    }
    case 'oneOf':
      return null
    case 'not': {
      const excluded = codedOf(generation, condition.of)
      return excluded && { ...excluded, passing: excluded.passing.map((one) => 1 - one) }
    }
    case 'all':
    case 'any': {
      const isAny = condition.is === 'any'
      const [first = null, ...others] = condition.of.map((each) => codedOf(generation, each))
      return others.reduce((all, one) => {
        if (all === null || one === null || all.codes !== one.codes) return null
        const passing = all.passing.map((passes, code) => {
          const other = one.passing[code] as number
          return isAny ? passes | other : passes & other
        })
        return { codes: all.codes, passing }
      }, first)
    }
  }
}

/** For structures and parents. */
function holds(
  { columns, values: { kinds, size } }: Generation,
  { kind, values: ids }: Extract<Condition, { is: 'holding' }>,
): Test {
  const wanted = new Uint8Array(size)
  for (const id of ids) wanted[id] = 1
  const { starts, counts, values } = columns
  const place = kindOrder[kind] as number
  // They come last: from the end, until others begin.
  return (doc) => {
    const start = starts[doc] as number
    for (let at = start + (counts[doc] as number) - 1; at >= start; at--) {
      const value = values[at] as number
      if (wanted[value] === 1) return true
      if ((kindOrder[kinds[value] as number] as number) < place) return false
    }
    return false
  }
}

/** Unknown numbers are NaN and overlap nothing. */
function overlaps(
  { columns }: Generation,
  { from, to, min, max }: Extract<Condition, { is: 'overlapping' }>,
): Test {
  const lows = columns.numbers(from)
  const highs = columns.numbers(to)
  return (doc) => (lows[doc] as number) <= max && (highs[doc] as number) >= min
}
