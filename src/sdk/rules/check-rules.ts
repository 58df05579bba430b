import { type Fields, type FieldType, operatorsFor, valueTypeOf } from './operators.ts'
import type { Condition, Group, Rule, When } from './rule-shape.ts'

/** Something in a file that is not as it has to be. */
export interface Fault {
  path: PropertyKey[]
  problem: string
}

/** The fields of each kind of row that rules look at. */
export type Scopes = Readonly<Record<string, Fields>>

/** The name of the kind, where rows are of one only. */
export const onlyScope = 'row'

/** What the shape of rules cannot tell: fields that are none, operators and values that do not fit them, ids that come twice. */
export function faultsOfRules(rules: readonly Rule[], scopes: Scopes): Fault[] {
  return rules.flatMap((rule, at) => {
    const faults = ruleFaults(rule, scopes)
    if (rules.findIndex(({ id }) => id === rule.id) !== at) {
      faults.push({ path: ['id'], problem: `two rules have the id ${rule.id}` })
    }
    return faults.map(({ path, problem }) => ({ path: [at, ...path], problem }))
  })
}

function ruleFaults(rule: Rule, scopes: Scopes): Fault[] {
  const unknown = rule.scope?.filter((name) => !Object.hasOwn(scopes, name)) ?? []
  const fields = scopesOf(rule, scopes).map((name): Fields => scopes[name] ?? {})
  return [
    ...unknown.map((name) => ({
      path: ['scope'],
      problem: `rule ${rule.id}: there is no ${name}; expected some of ${Object.keys(scopes).join(', ')}`,
    })),
    ...placedConditions(rule.when).flatMap(({ path, condition }) =>
      conditionFaults(rule.id, condition, fields).map(({ path: inner, problem }) => ({
        path: ['when', ...path, ...inner],
        problem,
      })),
    ),
  ]
}

/** The kinds of rows that a rule is tried on. */
export function scopesOf({ scope }: Rule, scopes: Scopes): string[] {
  return Object.keys(scopes).filter((name) => scope?.includes(name) ?? true)
}

/** All conditions, those in groups too. */
export function conditionsOf(when: When): Condition[] {
  return placedConditions(when).map(({ condition }) => condition)
}

function placedConditions(when: When): { path: PropertyKey[]; condition: Condition }[] {
  const [which, members] = membersOf(when)
  return members.flatMap((member, nth) =>
    'field' in member
      ? [{ path: [which, nth], condition: member }]
      : placedConditions(member).map(({ path, condition }) => ({
          path: [which, nth, ...path],
          condition,
        })),
  )
}

export function membersOf(group: When | Group): ['all' | 'any', (Condition | Group)[]] {
  return 'all' in group ? ['all', group.all] : ['any', group.any]
}

function conditionFaults(id: string, condition: Condition, scopes: readonly Fields[]): Fault[] {
  const { field } = condition
  const types = new Set(scopes.flatMap((fields) => typeOf(fields, field) ?? []))
  if (types.size === 0) {
    const names = [...new Set(scopes.flatMap((fields) => Object.keys(fields)))].join(', ')
    return [
      { path: ['field'], problem: `rule ${id}: ${field} is no field; expected one of ${names}` },
    ]
  }
  return [...types].flatMap((type) => misfit(id, condition, type) ?? [])
}

function typeOf(fields: Fields, name: string): FieldType | undefined {
  return Object.hasOwn(fields, name) ? fields[name] : undefined
}

function misfit(id: string, { field, operator, values }: Condition, type: FieldType): Fault | null {
  const fitting = operatorsFor(type)
  if (!fitting.includes(operator)) {
    const problem = `rule ${id}: ${operator} does not fit ${field}, a field of the type ${type}; these do: ${fitting.join(', ')}`
    return { path: ['operator'], problem }
  }
  const wanted = valueTypeOf(type)
  if (values?.every((value) => typeof value === wanted) ?? true) return null
  const words = { string: 'text', number: 'numbers', boolean: 'true or false' }[wanted]
  const problem = `rule ${id}: ${operator} compares ${field}, a field of the type ${type}, with ${words} only`
  return { path: ['values'], problem }
}
