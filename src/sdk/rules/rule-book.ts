import { conditionsOf, membersOf, type Scopes, scopesOf } from './check-rules.ts'
import type { Facts } from './facts.ts'
import type { Operator } from './operators.ts'
import { folded, phraseTest } from './phrases.ts'
import type { Condition, Group, Rule, RuleScalar, Slots, When } from './rule-shape.ts'

/** What held: a value of a field, or null where it was that there is none. */
export type Met = { field: string; value: RuleScalar } | null
type Test = (facts: Facts) => Met | false

export interface ReadyRule<S extends Slots> {
  readonly rule: Rule<S>
  /** Names of the slots that it sets. */
  readonly slots: readonly (keyof S & string)[]
  /** Names of the fields that it looks at. */
  readonly fields: readonly string[]
  readonly test: Test
}

/** Rules that were checked, ready to be applied. */
export interface RuleBook<S extends Slots = Slots> {
  readonly rules: readonly Rule<S>[]
  /** For each kind of row the rules that are tried on it, and its field of alternatives. */
  readonly scopes: ReadonlyMap<
    string,
    { rules: readonly ReadyRule<S>[]; alternatives: string | null }
  >
}

/** @param rules In which `faultsOfRules` finds no fault. */
export function ruleBook<S extends Slots>(rules: readonly Rule<S>[], scopes: Scopes): RuleBook<S> {
  const ready = Object.entries(scopes).map(([name, fields]) => {
    const alternatives = Object.keys(fields).filter((field) => fields[field] === 'alternatives')
    if (alternatives.length > 1) throw new TypeError(`${name} has two fields of alternatives`)
    const own = rules.filter((rule) => scopesOf(rule, scopes).includes(name))
    return [
      name,
      {
        rules: own.map((rule) => readyRule(rule, (field) => Object.hasOwn(fields, field))),
        alternatives: alternatives[0] ?? null,
      },
    ] as const
  })
  return { rules, scopes: new Map(ready) }
}

function readyRule<S extends Slots>(
  rule: Rule<S>,
  isField: (name: string) => boolean,
): ReadyRule<S> {
  return {
    rule,
    slots: Object.keys(rule.set).filter((slot) => rule.set[slot] !== undefined),
    fields: [...new Set(conditionsOf(rule.when).map(({ field }) => field))].filter(isField),
    test: groupTest(rule.when, isField),
  }
}

function groupTest(group: When | Group, isField: (name: string) => boolean): Test {
  const [which, members] = membersOf(group)
  const tests = members.map((member) => {
    if (!('field' in member)) return groupTest(member, isField)
    // What rows of this kind do not have says nothing of them, by its absence neither.
    return isField(member.field) ? conditionTest(member) : () => false as const
  })
  if (which === 'any') {
    return (facts) => {
      let held: Met | false = false
      for (const test of tests) {
        const met = test(facts)
        if (met !== false && met !== null) return met
        if (met === null) held = null
      }
      return held
    }
  }
  return (facts) => {
    let by: Met = null
    for (const test of tests) {
      const met = test(facts)
      if (met === false) return false
      by ??= met
    }
    return by
  }
}

function conditionTest({ field, operator, values = [] }: Condition): Test {
  const wanted = values.map((value) => folded(String(value)))
  const some =
    (test: (facts: Facts, nth: number) => boolean): Test =>
    (facts) => {
      const all = facts.values(field)
      for (let nth = 0; nth < all.length; nth++) {
        const value = all[nth]
        if (value !== undefined && test(facts, nth)) return { field, value }
      }
      return false
    }
  const none = (test: Test): Test => {
    return (facts) => (test(facts) === false ? null : false)
  }
  const compared = (test: (text: string, one: string) => boolean) =>
    some((facts, nth) => {
      const text = facts.folded(field)[nth] ?? ''
      return wanted.some((one) => test(text, one))
    })
  const [limit = Number.NaN] = values
  const measured = (test: (number: number, limit: number) => boolean) =>
    some((facts, nth) => {
      const value = facts.values(field)[nth]
      return typeof value === 'number' && test(value, Number(limit))
    })
  const positive: Record<PositiveOperator, () => Test> = {
    equals: () => compared((text, one) => text === one),
    contains: () => compared((text, one) => text.includes(one)),
    'starts-with': () => compared((text, one) => text.startsWith(one)),
    'ends-with': () => compared((text, one) => text.endsWith(one)),
    'has-words': () => {
      const hasPhrase = phraseTest(wanted)
      return some((facts, nth) => hasPhrase(facts.words(field)[nth] ?? ''))
    },
    'smaller-than': () => measured((number, limit) => number < limit),
    'bigger-than': () => measured((number, limit) => number > limit),
    present: () => some(() => true),
  }
  if (operator === 'absent') return none(positive.present())
  const [, negated] = /^not-(.+)$/.exec(operator) ?? []
  return negated === undefined
    ? positive[operator as PositiveOperator]()
    : none(positive[negated as PositiveOperator]())
}

type PositiveOperator = Exclude<Operator, 'absent' | `not-${string}`>
