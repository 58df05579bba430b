import { folded, wordsOf } from './phrases.ts'
import type { RuleScalar } from './rule-shape.ts'

/** The values of a row's field; none when it has none. */
export type FactsOf = (field: string) => readonly RuleScalar[]

/** What rules see of a row: each field is read, folded and cut to words once, and only if a rule looks at it. */
export class Facts {
  readonly #of: FactsOf
  readonly #values = new Map<string, readonly RuleScalar[]>()
  readonly #folded = new Map<string, readonly string[]>()
  readonly #words = new Map<string, readonly string[]>()

  constructor(of: FactsOf) {
    this.#of = of
  }

  values(field: string): readonly RuleScalar[] {
    return kept(this.#values, field, () => this.#of(field))
  }

  folded(field: string): readonly string[] {
    return kept(this.#folded, field, () => this.values(field).map((value) => folded(String(value))))
  }

  words(field: string): readonly string[] {
    return kept(this.#words, field, () => this.values(field).map((value) => wordsOf(String(value))))
  }
}

function kept<V>(map: Map<string, V>, key: string, make: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}

type FieldValue = RuleScalar | null | undefined | readonly (RuleScalar | null)[]

/** Facts of an object: a value, several, or null for none. */
export function factsOf(values: Readonly<Record<string, FieldValue>>): FactsOf {
  return (field) => {
    const value = Object.hasOwn(values, field) ? values[field] : null
    const all: readonly (RuleScalar | null | undefined)[] = isList(value) ? value : [value]
    return all.filter((one) => one !== null && one !== undefined)
  }
}

function isList(value: FieldValue): value is readonly (RuleScalar | null)[] {
  return Array.isArray(value)
}
