import type { z } from 'zod'
import type { FieldOrigin, Origin, Term } from '../../model/index.ts'
import { onlyScope } from './check-rules.ts'
import { Facts, type FactsOf } from './facts.ts'
import type { Met, RuleBook } from './rule-book.ts'
import type { RuleScalar, RuleTerm, Slots } from './rule-shape.ts'

/** What a rule that fits says of a slot. */
export interface Fit<T = unknown> {
  /** Its id. */
  rule: string
  value: T
  /** As the source wrote it: the value that the first of the conditions held by; null where all held by what is not there. */
  raw: string | null
  /** The field of that value. */
  field: string | null
}

/** By slot; nothing for one that no rule sets. */
export type Fits<S extends Slots> = { [slot in keyof S]?: Fit<z.output<S[slot]>> }

/**
 * For each slot the first rule that fits and sets it. Of alternatives the first decides that any rule of the slot fits.
 *
 * @param scope The kind of row; only where a book has several.
 */
export function applyRules<S extends Slots>(
  book: RuleBook<S>,
  factsOf: FactsOf,
  scope: string = onlyScope,
): Fits<S> {
  const { rules = [], alternatives = null } = book.scopes.get(scope) ?? {}
  const fits: Fits<S> = {}
  for (const facts of takes(factsOf, alternatives)) {
    for (const { rule, slots, test } of rules) {
      const open = slots.filter((slot) => fits[slot] === undefined)
      const met: Met | false = open.length === 0 ? false : test(facts)
      if (met === false) continue
      const raw = met === null ? null : String(met.value)
      for (const slot of open) {
        const value = rule.set[slot] as z.output<S[typeof slot]>
        fits[slot] = { rule: rule.id, value, raw, field: met?.field ?? null }
      }
    }
  }
  return fits
}

/** The facts as they are or, with each alternative in turn, as if it were the only one. */
function takes(factsOf: FactsOf, alternatives: string | null): Facts[] {
  const choices: readonly RuleScalar[] = alternatives === null ? [] : factsOf(alternatives)
  if (choices.length < 2) return [new Facts(factsOf)]
  return choices.map(
    (choice) => new Facts((field) => (field === alternatives ? [choice] : factsOf(field))),
  )
}

/** The terms that a rule set, as a record holds them. */
export function fitTerms({ value, raw }: Fit<readonly RuleTerm[]>, how: Origin = 'MAPPED'): Term[] {
  return value.map(({ id, label }) => ({ label, termId: id, origin: how, raw }))
}

/**
 * Where the value of a field came from.
 *
 * @param rule What the rule is called in records; default: its id.
 */
export function fitOrigin(
  field: string,
  { rule: id, raw }: Fit,
  { rule = id, how = 'MAPPED' }: { rule?: string; how?: Origin } = {},
): FieldOrigin {
  return { field, raw, rule, origin: how }
}
