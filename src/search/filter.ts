import {
  type Facet,
  facets,
  filterFieldOf,
  isRangeFacet,
  type RangeFacet,
  type RecordFilter,
} from '../model/index.ts'
import { daysOf } from './document.ts'
import type { ForwardIndex } from './forward/forward-index.ts'
import { type NumberColumn, rangeColumns } from './forward/record-code.ts'
import { facetNumber, parentKind } from './forward/values.ts'
import type { SearchWarning } from './search-index.ts'
import type { Vocabulary } from './vocabulary/vocabulary.ts'

/** What a filter asks of a record, with names resolved; every engine translates it. */
export type Condition =
  /** Holds one of these values, by number, all of one kind; of none of them when there is no number. */
  | { is: 'holding'; kind: number; values: readonly number[] }
  /** What lies between two columns meets the range, ends included. Unknown numbers meet nothing. */
  | { is: 'overlapping'; from: NumberColumn; to: NumberColumn; min: number; max: number }
  | { is: 'lacking'; facet: Facet }
  | { is: 'oneOf'; ids: readonly string[] }
  | { is: 'all' | 'any'; of: readonly Condition[] }
  | { is: 'not'; of: Condition }

export interface Clause {
  /** The facet whose counts leave this clause out; null for clauses that always hold. */
  facet: Facet | null
  condition: Condition
}

/** What a filter's top level selects of a facet, so that its buckets can say so. */
export interface Selection {
  /** Values as given, with the numbers that they mean; no numbers when no visible record holds the value. */
  values: { given: string; ids: readonly number[] }[]
  /** Ends of a range, inclusive. */
  range: { min: number; max: number } | null
}

export interface ResolvedFilter {
  /** All must hold. */
  clauses: Clause[]
  selections: Partial<Record<Facet, Selection>>
  warnings: SearchWarning[]
}

export interface FilterContext {
  forward: ForwardIndex
  visible: Uint8Array
  vocabulary: Vocabulary
}

const mostWarnings = 20
const valueFacets = facets.filter((facet) => !isRangeFacet(facet))

/** A filter as conditions on what records hold. Empty lists say nothing, like null. */
export function resolveFilter(context: FilterContext, filter: RecordFilter | null): ResolvedFilter {
  return new Resolver(context).resolve(filter ?? {}, 'filter')
}

class Resolver {
  readonly #forward: ForwardIndex
  readonly #visible: Uint8Array
  readonly #vocabulary: Vocabulary
  readonly #warnings: SearchWarning[] = []

  constructor({ forward, visible, vocabulary }: FilterContext) {
    this.#forward = forward
    this.#visible = visible
    this.#vocabulary = vocabulary
  }

  resolve(filter: RecordFilter, path: string): ResolvedFilter {
    const clauses: Clause[] = []
    const selections: Partial<Record<Facet, Selection>> = {}
    for (const facet of valueFacets) {
      const field = filterFieldOf[facet]
      const given = (filter[field] ?? []) as readonly string[]
      if (given.length === 0) continue
      const values = given.map((value, index) => {
        const ids = this.#forward.values.resolve(facet, value, this.#visible, this.#vocabulary)
        if (ids.length === 0) this.#warn(`${path}.${field}`, index)
        return { given: value, ids }
      })
      const ids = values.flatMap((value) => value.ids)
      clauses.push({ facet, condition: { is: 'holding', kind: facetNumber[facet], values: ids } })
      selections[facet] = { values, range: null }
    }
    for (const facet of facets.filter(isRangeFacet)) {
      const range = rangeOf(filter, facet)
      if (range === null) continue
      clauses.push({ facet, condition: { is: 'overlapping', ...rangeColumns[facet], ...range } })
      selections[facet] = { values: [], range }
    }
    for (const facet of filter.missing ?? []) {
      clauses.push({ facet, condition: { is: 'lacking', facet } })
    }
    for (const condition of this.#plain(filter, path)) clauses.push({ facet: null, condition })
    return { clauses, selections, warnings: this.#warnings }
  }

  /** Conditions of no facet. */
  *#plain(filter: RecordFilter, path: string): Iterable<Condition> {
    const ids = filter.id ?? []
    if (ids.length > 0) {
      const known = ids.filter((id, index) => {
        const isKnown = this.#isVisible(id)
        if (!isKnown) this.#warn(`${path}.id`, index)
        return isKnown
      })
      yield { is: 'oneOf', ids: [...new Set(known)] }
    }
    const { parent } = filter
    if (parent !== null && parent !== undefined) {
      // A hidden parent is as good as none: its visible children must not give it away.
      const known = this.#isVisible(parent)
      if (!known) this.#warn(`${path}.parent`, null)
      const values = known ? this.#forward.values.exactly(parentKind, parent) : []
      yield { is: 'holding', kind: parentKind, values }
    }
    const { from, to } = filter.modified ?? {}
    if (from != null || to != null) {
      const day = 86_400_000
      yield {
        ...{ is: 'overlapping', from: 'modified', to: 'modified' },
        min: from == null ? Number.NEGATIVE_INFINITY : daysOf(from).from * day,
        max: to == null ? Number.POSITIVE_INFINITY : (daysOf(to).to + 1) * day - 1,
      }
    }
    const any = filter.any ?? []
    if (any.length > 0) {
      yield { is: 'any', of: any.map((each, index) => this.#nested(each, `${path}.any.${index}`)) }
    }
    if (filter.not != null) yield { is: 'not', of: this.#nested(filter.not, `${path}.not`) }
  }

  #nested(filter: RecordFilter, path: string): Condition {
    const { clauses } = this.resolve(filter, path)
    return { is: 'all', of: clauses.map(({ condition }) => condition) }
  }

  #isVisible(id: string): boolean {
    return this.#forward.visibleDoc(id, this.#visible) !== undefined
  }

  #warn(argument: string, index: number | null): void {
    if (this.#warnings.length >= mostWarnings) return
    const which = index === null ? 'The value' : `Value ${index + 1}`
    this.#warnings.push({
      code: 'BAD_INPUT',
      argument,
      message: `${which} of ${argument} is in no record.`,
    })
  }
}

/** The range that the filter sets for a facet of numbers or dates; null when it sets none. */
function rangeOf(filter: RecordFilter, facet: RangeFacet): { min: number; max: number } | null {
  if (facet === 'RELEASED') {
    const { from, to } = filter.released ?? {}
    if (from == null && to == null) return null
    return {
      min: from == null ? Number.NEGATIVE_INFINITY : daysOf(from).from,
      max: to == null ? Number.POSITIVE_INFINITY : daysOf(to).to,
    }
  }
  const { min, max } = filter[filterFieldOf[facet]] ?? {}
  if (min == null && max == null) return null
  return { min: min ?? Number.NEGATIVE_INFINITY, max: max ?? Number.POSITIVE_INFINITY }
}
