import { facets, isRangeFacet } from '../model/index.ts'
import type { Condition } from './filter.ts'
import type { RankedCandidate } from './forward/forward-index.ts'
import { type NumberColumn, numberColumns, rangeColumns } from './forward/record-code.ts'
import type { Values } from './forward/values.ts'

type Looked = Pick<RankedCandidate, 'id' | 'values' | 'numbers'>

/** Whether one record meets a condition. Engines translate conditions to look at all records at once. */
export function meetsCondition(values: Values, record: Looked, condition: Condition): boolean {
  switch (condition.is) {
    case 'holding':
      return condition.values.some((value) => record.values.includes(value))
    case 'overlapping': {
      const low = numberOf(record, condition.from)
      const high = numberOf(record, condition.to)
      // Unknown numbers are NaN and overlap nothing.
      return low <= condition.max && high >= condition.min
    }
    case 'lacking': {
      const { facet } = condition
      if (isRangeFacet(facet)) return Number.isNaN(numberOf(record, rangeColumns[facet].from))
      return !record.values.some((value) => values.kinds[value] === facets.indexOf(facet))
    }
    case 'oneOf':
      return condition.ids.includes(record.id)
    case 'not':
      return !meetsCondition(values, record, condition.of)
    case 'all':
      return condition.of.every((each) => meetsCondition(values, record, each))
    case 'any':
      return condition.of.some((each) => meetsCondition(values, record, each))
  }
}

function numberOf({ numbers }: Looked, column: NumberColumn): number {
  return numbers[numberColumns.indexOf(column)] as number
}
