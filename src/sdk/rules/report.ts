import { applyRules } from './apply-rules.ts'
import { onlyScope } from './check-rules.ts'
import type { FactsOf } from './facts.ts'
import type { RuleBook } from './rule-book.ts'
import type { Slots } from './rule-shape.ts'

/** A raw value, and in how many rows it was met. */
export interface CountedValue {
  /** Null: there is none. */
  raw: string | null
  count: number
}

export interface RuleReport {
  /** Rows that were looked at. */
  rows: number
  /** Each rule of the slots, in the order of the file, with the rows that it decided a slot of: those with 0 may be useless. */
  rules: {
    rule: string
    /** What it sets, as JSON. */
    set: Record<string, unknown>
    count: number
    /** Values that it fitted by, those met most often first. */
    examples: CountedValue[]
  }[]
  slots: {
    slot: string
    /** Rows that a rule decided it of, and those that none did. */
    matched: number
    unmatched: number
    /** Of the latter, by field that rules of the slot look at, the values, those met most often first. */
    unknown: { field: string; values: CountedValue[]; others: number }[]
  }[]
}

export interface ReportOptions<S extends Slots> {
  /** Only these. Default: all that rules set. */
  slots?: readonly (keyof S & string)[]
  /** Values told of each rule and of each field. Default 10. */
  examples?: number
}

/** Counts what rules make of rows. Nothing is kept of a row but the values that rules look at. */
export class RuleTally<S extends Slots> {
  readonly #book: RuleBook<S>
  readonly #slots: readonly (keyof S & string)[]
  readonly #examples: number
  #rows = 0
  readonly #decided = new Map<string, { count: number; raws: Counts }>()
  readonly #bySlot = new Map<string, { matched: number; unmatched: number }>()
  readonly #unknown = new Map<string, Map<string, Counts>>()

  constructor(book: RuleBook<S>, { slots, examples = 10 }: ReportOptions<S> = {}) {
    this.#book = book
    const set = book.rules.flatMap((rule) => Object.keys(rule.set))
    this.#slots = [...new Set(set)].filter((slot) => slots?.includes(slot) ?? true)
    this.#examples = examples
  }

  add(factsOf: FactsOf, scope: string = onlyScope): void {
    this.#rows++
    const fits = applyRules(this.#book, factsOf, scope)
    const deciding = new Map<string, string | null>()
    for (const slot of this.#slots) {
      const fit = fits[slot]
      const sums = sought(this.#bySlot, slot, () => ({ matched: 0, unmatched: 0 }))
      if (fit === undefined) {
        const fields = this.#fieldsOf(slot, scope)
        // Rows of a kind that no rule of the slot looks at are not unknown to them.
        if (fields.length > 0) sums.unmatched++
        for (const field of fields) this.#addUnknown(slot, field, factsOf(field).map(String))
      } else {
        sums.matched++
        deciding.set(fit.rule, fit.raw)
      }
    }
    for (const [rule, raw] of deciding) {
      const sum = sought(this.#decided, rule, () => ({ count: 0, raws: new Map() }))
      sum.count++
      addTo(sum.raws, raw)
    }
  }

  #fieldsOf(slot: string, scope: string): string[] {
    const rules = this.#book.scopes.get(scope)?.rules ?? []
    const all = rules.flatMap(({ slots, fields }) => (slots.includes(slot) ? fields : []))
    return [...new Set(all)]
  }

  #addUnknown(slot: string, field: string, raws: readonly string[]): void {
    const fields = sought(this.#unknown, slot, () => new Map<string, Counts>())
    const counts = sought(fields, field, (): Counts => new Map())
    if (raws.length === 0) addTo(counts, null)
    for (const raw of new Set(raws)) addTo(counts, raw)
  }

  report(): RuleReport {
    const all = this.#book.rules.filter(({ set }) => this.#slots.some((slot) => slot in set))
    return {
      rows: this.#rows,
      rules: all.map(({ id, set }) => {
        const { count = 0, raws = new Map() } = this.#decided.get(id) ?? {}
        const examples = sorted(raws).slice(0, this.#examples)
        return { rule: id, set: { ...set }, count, examples }
      }),
      slots: this.#slots.map((slot) => {
        const { matched = 0, unmatched = 0 } = this.#bySlot.get(slot) ?? {}
        const unknown = [...(this.#unknown.get(slot) ?? [])].map(([field, counts]) => ({
          field,
          values: sorted(counts).slice(0, this.#examples),
          others: Math.max(0, counts.size - this.#examples),
        }))
        return { slot, matched, unmatched, unknown }
      }),
    }
  }
}

/** What rules make of these rows, without any record. */
export function ruleReport<S extends Slots>(
  book: RuleBook<S>,
  rows: Iterable<FactsOf>,
  options: ReportOptions<S> = {},
): RuleReport {
  const tally = new RuleTally(book, options)
  for (const row of rows) tally.add(row)
  return tally.report()
}

type Counts = Map<string | null, number>

function addTo(counts: Counts, raw: string | null): void {
  counts.set(raw, (counts.get(raw) ?? 0) + 1)
}

function sorted(counts: Counts): CountedValue[] {
  return [...counts]
    .map(([raw, count]) => ({ raw, count }))
    .sort((a, b) => b.count - a.count || ((a.raw ?? '') < (b.raw ?? '') ? -1 : 1))
}

function sought<V>(map: Map<string, V>, key: string, make: () => V): V {
  const known = map.get(key) ?? make()
  map.set(key, known)
  return known
}
