import {
  type Facet,
  facets,
  filterFieldOf,
  isRangeFacet,
  type RangeFacet,
  type RecordFilter,
} from '../../model/index.ts'
import { daysOf } from '../document.ts'
import { type NumberColumn, rangeColumns } from '../forward/record-code.ts'
import { facetNumber, kindOrder, parentKind } from '../forward/values.ts'
import type { SearchWarning } from '../search-index.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'
import type { Generation } from './generation.ts'

type Test = (doc: number) => boolean

export interface Clause {
  /** The facet whose counts leave this clause out; null for clauses that always hold. */
  facet: Facet | null
  test: Test
}

/** What a filter's top level selects of a facet, so that its buckets can say so. */
export interface Selection {
  /** Values as given, with the numbers that they mean; no numbers when no visible record holds the value. */
  values: { given: string; ids: readonly number[] }[]
  /** Ends of a range, inclusive. */
  range: { min: number; max: number } | null
}

export interface CompiledFilter {
  /** All must hold. */
  clauses: Clause[]
  selections: Partial<Record<Facet, Selection>>
  warnings: SearchWarning[]
}

export interface FilterContext {
  generation: Generation
  visible: Uint8Array
  vocabulary: Vocabulary
}

const mostWarnings = 20
const valueFacets = facets.filter((facet) => !isRangeFacet(facet))

/** A filter as tests over document numbers. Empty lists say nothing, like null. */
export function compileFilter(context: FilterContext, filter: RecordFilter | null): CompiledFilter {
  return new Compiler(context).compile(filter ?? {}, 'filter')
}

class Compiler {
  readonly #generation: Generation
  readonly #visible: Uint8Array
  readonly #vocabulary: Vocabulary
  readonly #warnings: SearchWarning[] = []

  constructor({ generation, visible, vocabulary }: FilterContext) {
    this.#generation = generation
    this.#visible = visible
    this.#vocabulary = vocabulary
  }

  compile(filter: RecordFilter, path: string): CompiledFilter {
    const clauses: Clause[] = []
    const selections: Partial<Record<Facet, Selection>> = {}
    for (const facet of valueFacets) {
      const field = filterFieldOf[facet]
      const given = (filter[field] ?? []) as readonly string[]
      if (given.length === 0) continue
      const values = given.map((value, index) => {
        const ids = this.#generation.values.resolve(facet, value, this.#visible, this.#vocabulary)
        if (ids.length === 0) this.#warn(`${path}.${field}`, index)
        return { given: value, ids }
      })
      clauses.push({ facet, test: this.#holds(values.flatMap(({ ids }) => ids)) })
      selections[facet] = { values, range: null }
    }
    for (const facet of facets.filter(isRangeFacet)) {
      const range = rangeOf(filter, facet)
      if (range === null) continue
      const { from, to } = rangeColumns[facet]
      clauses.push({ facet, test: this.#overlaps(from, to, range) })
      selections[facet] = { values: [], range }
    }
    for (const facet of filter.missing ?? []) {
      const bit = 1 << facetNumber[facet]
      const { columns } = this.#generation
      clauses.push({ facet, test: (doc) => ((columns.present[doc] as number) & bit) === 0 })
    }
    for (const test of this.#plain(filter, path)) clauses.push({ facet: null, test })
    return { clauses, selections, warnings: this.#warnings }
  }

  /** Clauses of no facet. */
  *#plain(filter: RecordFilter, path: string): Iterable<Test> {
    const ids = filter.id ?? []
    if (ids.length > 0) {
      const docs = new Set<number>()
      ids.forEach((id, index) => {
        const doc = this.#docOf(id)
        if (doc === undefined) this.#warn(`${path}.id`, index)
        else docs.add(doc)
      })
      yield (doc) => docs.has(doc)
    }
    const { parent } = filter
    if (parent !== null && parent !== undefined) {
      // A hidden parent is as good as none: its visible children must not give it away.
      const known = this.#docOf(parent) !== undefined
      const children = known ? this.#generation.values.exactly(parentKind, parent) : []
      if (!known) this.#warn(`${path}.parent`, null)
      yield this.#holds(children)
    }
    const { from, to } = filter.modified ?? {}
    if (from != null || to != null) {
      const day = 86_400_000
      yield this.#overlaps('modified', 'modified', {
        min: from == null ? Number.NEGATIVE_INFINITY : daysOf(from).from * day,
        max: to == null ? Number.POSITIVE_INFINITY : (daysOf(to).to + 1) * day - 1,
      })
    }
    const any = filter.any ?? []
    if (any.length > 0) {
      const branches = any.map((branch, index) => this.#nested(branch, `${path}.any.${index}`))
      yield (doc) => branches.some((branch) => branch(doc))
    }
    if (filter.not != null) {
      const excluded = this.#nested(filter.not, `${path}.not`)
      yield (doc) => !excluded(doc)
    }
  }

  #nested(filter: RecordFilter, path: string): Test {
    const { clauses } = this.compile(filter, path)
    return (doc) => clauses.every(({ test }) => test(doc))
  }

  #docOf(id: string): number | undefined {
    const doc = this.#generation.docOf(id)
    return doc !== undefined && this.#generation.isVisible(doc, this.#visible) ? doc : undefined
  }

  /** `ids` are values of one kind. */
  #holds(ids: readonly number[]): Test {
    const { columns, values } = this.#generation
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
  #overlaps(from: NumberColumn, to: NumberColumn, range: { min: number; max: number }): Test {
    const lows = this.#generation.columns.numbers(from)
    const highs = this.#generation.columns.numbers(to)
    return (doc) => (lows[doc] as number) <= range.max && (highs[doc] as number) >= range.min
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
